"""The microphone before a session: asked of a real PulseAudio, which is neither started nor waited for."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from signal import SIGSTOP

import pulsectl
import pytest

from holdspace.health import HealthRow
from holdspace.keeper import microphone
from holdspace.keeper.microphone import ELSEWHERE, Heard, Source, fitness, judged, server_here
from tests.rig.environment import environment
from tests.rig.pulseaudio import LOUDSPEAKER, MICROPHONE, pulseaudio

OF_SOUND = pytest.mark.dbus
"""Starts a real daemon."""


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine an answer takes its time."""
    monkeypatch.setattr(microphone, "BOUND", 3600.0)


def stands(row: HealthRow) -> tuple[str, str, str]:
    assert row.part == "microphone"
    return row.driver, row.state, row.reason


@OF_SOUND
@pytest.mark.usefixtures("patient")
def test_it_is_told_whether_the_microphone_is_muted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (LOUDSPEAKER, MICROPHONE, "set-default-source microphone")
    with pulseaudio(*lines, env=environment(tmp_path), folder=tmp_path / "sound") as server:
        monkeypatch.setenv("PULSE_RUNTIME_PATH", str(server.runtime))
        assert stands(fitness()) == ("PulseAudio", "works", "microphone_on")
        with pulsectl.Pulse("a hand", server=server.address) as hand:
            (source,) = (one for one in hand.source_list() if one.name == "microphone")
            hand.mute(source, True)
            assert stands(fitness()) == ("PulseAudio", "off", "microphone_muted")
            hand.mute(source, False)
            hand.volume_set_all_chans(source, 0)
            assert stands(fitness()) == ("PulseAudio", "off", "microphone_muted"), "turned down to nothing"
            hand.volume_set_all_chans(source, 0.4)
            hand.source_default_set("loudspeaker.monitor")
            assert fitness().state == "works", "there is one; which of them is used is not known"
            assert [one.name for one in hand.source_output_list()] == [], "nothing records"


@OF_SOUND
@pytest.mark.usefixtures("patient")
def test_what_repeats_the_loudspeakers_is_no_microphone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pulseaudio(LOUDSPEAKER, env=environment(tmp_path), folder=tmp_path / "sound") as server:
        monkeypatch.setenv("PULSE_RUNTIME_PATH", str(server.runtime))
        assert stands(fitness()) == ("PulseAudio", "off", "no_microphone")


@OF_SOUND
def test_a_server_that_hangs_keeps_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(microphone, "BOUND", 0.05)
    with pulseaudio(MICROPHONE, env=environment(tmp_path), folder=tmp_path / "sound") as server:
        server.process.signal(SIGSTOP)
        monkeypatch.setenv("PULSE_RUNTIME_PATH", str(server.runtime))
        row = fitness()
        assert stands(row) == ("", "cannot", "sound_server_failed")
        assert row.remedy == "restart_the_sound_server"
        server.process.kill()  # it would not hear that it is to end


@pytest.fixture
def here() -> Iterator[Path]:
    """A runtime folder of a short name: it holds a socket."""
    with tempfile.TemporaryDirectory(prefix="hs-pulse-", dir="/tmp") as name:
        (Path(name) / "pulse").mkdir()
        yield Path(name)


@pytest.fixture
def listening(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Something that listens where a sound server does, as systemd does for one that does not run; it takes nobody in."""
    monkeypatch.setenv("PULSE_RUNTIME_PATH", str(here / "pulse"))
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(here / "pulse" / "native"))
        door.listen()
        door.setblocking(False)
        yield door


def running(here: Path, pid: int) -> dict[str, str]:
    (here / "pulse" / "pid").write_text(f"{pid}\n")
    return {"XDG_RUNTIME_DIR": str(here)}


def test_a_server_that_does_not_run_is_not_started_by_asking(here: Path, listening: socket.socket) -> None:
    assert stands(fitness()) == ("", "off", "no_sound_server")
    running(here, 2**22 + 1)
    assert stands(fitness()) == ("", "off", "no_sound_server"), "that one is long gone"
    with pytest.raises(BlockingIOError):
        listening.accept()


def test_where_the_server_is_says_the_environment(here: Path, listening: socket.socket) -> None:
    native = f"unix:{here}/pulse/native"
    runs = running(here, os.getpid())
    assert server_here(runs) == native
    assert server_here({**runs, "PULSE_RUNTIME_PATH": str(here / "other")}) == ""
    assert server_here({}) == ""
    for named in (native, native.removeprefix("unix:"), f"{{0123abc}}{native} tcp:other"):
        assert server_here({"PULSE_SERVER": named}) == native
    assert server_here({"PULSE_SERVER": "unix:/nowhere/native"}) == ""
    for named in ("tcp:192.0.2.1:4713", "other.example", "{0123abc}tcp:localhost", f"tcp6:other {native}"):
        assert server_here({"PULSE_SERVER": named}) == ELSEWHERE
    for said in ("", "soon", "-1", "\x00"):
        (here / "pulse" / "pid").write_text(said)
        assert server_here(runs) == ""


def test_a_server_of_another_computer_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "tcp:192.0.2.1:4713")
    assert stands(fitness()) == ("", "off", "sound_elsewhere")


def test_without_libpulse_it_is_said_what_to_install(
    here: Path, listening: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    running(here, os.getpid())
    monkeypatch.setitem(sys.modules, "pulsectl", None)
    row = fitness()
    assert (*stands(row), row.remedy) == ("", "needs_setup", "no_libpulse", "install_libpulse")


@pytest.mark.usefixtures("patient")
def test_a_server_that_refuses_is_told_at_once(here: Path, listening: socket.socket) -> None:
    running(here, os.getpid())
    listening.close()
    assert fitness().reason == "sound_server_failed"


def test_a_look_ends_although_the_sound_server_hangs(here: Path, tmp_path: Path, listening: socket.socket) -> None:
    env = {**environment(tmp_path / "home"), **running(here, os.getpid())}
    words = [sys.executable, "-P", "-m", "holdspace.keeper.look", "--home", str(tmp_path / "h")]
    told = subprocess.run(words, env=env, capture_output=True, text=True, timeout=30, check=True)
    assert '"sound_server_failed"' in told.stdout
    assert told.stderr == ""


DESK = Source("desk", monitor=False, plugged=True, silent=False)
HEADSET = Source("headset", monitor=False, plugged=True, silent=True)
REPEATED = Source("loudspeaker.monitor", monitor=True, plugged=True, silent=False)
EMPTY_SOCKET = Source("front", monitor=False, plugged=False, silent=False)


@pytest.mark.parametrize(
    ("default", "sources", "reason"),
    [
        ("", (), "no_microphone"),
        ("loudspeaker.monitor", (REPEATED,), "no_microphone"),
        ("front", (EMPTY_SOCKET, REPEATED), "no_microphone"),
        ("desk", (DESK, HEADSET), "microphone_on"),
        ("headset", (DESK, HEADSET), "microphone_muted"),
        ("front", (EMPTY_SOCKET, HEADSET), "microphone_muted"),
        ("@DEFAULT_SOURCE@", (HEADSET,), "microphone_muted"),
        ("@DEFAULT_SOURCE@", (DESK, HEADSET), "microphone_on"),
    ],
)
def test_the_one_that_programs_get_who_ask_for_none_counts(
    default: str, sources: tuple[Source, ...], reason: str
) -> None:
    row = judged(Heard("PipeWire", default, sources))
    assert (row.reason, row.driver, row.remedy) == (reason, "PipeWire", "")
    assert row.state == ("works" if reason == "microphone_on" else "off")
