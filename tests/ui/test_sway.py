"""What sway, or something in its place, answers when it is asked to leave the focus where it is."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from holdspace.ui import sway
from holdspace.ui.sway import refuse_the_focus
from tests.rig.processes import PATIENCE

_TAKEN = b'i3-ipc\x13\x00\x00\x00\x00\x00\x00\x00[{"success":true }]'


@contextmanager
def answering(path: Path, answer: bytes, heard: list[bytes]) -> Iterator[None]:
    """Somebody who answers each command with the same, then hangs up."""
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(path))
    door.listen()

    def serve() -> None:
        line, _ = door.accept()
        with line, suppress(OSError):  # it hangs up where it has heard enough
            while command := line.recv(4096):
                heard.append(command)
                if not answer:
                    return
                line.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield
    finally:
        thread.join(5)
        door.close()


def test_native_windows_and_those_through_xwayland_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sway, "_PATIENCE", PATIENCE)
    heard: list[bytes] = []
    with answering(tmp_path / "s", _TAKEN, heard):
        assert refuse_the_focus({"SWAYSOCK": str(tmp_path / "s")}, "io.example.App", "App")
    assert [each[:6] for each in heard] == [b"i3-ipc"] * 2
    assert [each[14:] for each in heard] == [b'no_focus [app_id="io.example.App"]', b'no_focus [class="App"]']


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"hello there, nobody knows this",
        b"i3-ipc\xff\xff\xff\xff\x00\x00\x00\x00",
        b"i3-ipc\x04\x00\x00\x00\x00\x00\x00\x00{oh]",
        b'i3-ipc\x13\x00\x00\x00\x00\x00\x00\x00[{"success":false}]',
        b"i3-ipc\x02\x00\x00\x00\x00\x00\x00\x00{}",
    ],
)
def test_any_other_answer_is_no_consent_and_ends_nothing(answer: bytes, tmp_path: Path) -> None:
    with answering(tmp_path / "s", answer, []):
        assert not refuse_the_focus({"SWAYSOCK": str(tmp_path / "s")}, "io.example.App", "App")


def test_nobody_there_and_no_sway_are_no_consent(tmp_path: Path) -> None:
    assert not refuse_the_focus({"SWAYSOCK": str(tmp_path / "nobody")}, "io.example.App", "App")
    assert not refuse_the_focus({}, "io.example.App", "App")
