"""`log`, `pin` and `mark`: a thought is kept, by the app or for it, and counts once."""

import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from holdspace.cli import hand
from holdspace.core.interruption import Source
from holdspace.wire import protocol
from holdspace.wire.paths import Paths
from holdspace.words import translator
from tests.cli.fake_app import SILENT, FakeApp, Lines, cli, done, here, hung_app, refuse, spooled
from tests.rig.processes import PATIENCE


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is called within the test; a process of its own waits as long as anybody's."""
    monkeypatch.setattr(hand, "ANSWER_SECONDS", PATIENCE)


def test_a_log_reaches_the_app_with_its_source_and_sender(place: Path) -> None:
    with FakeApp(place, done()) as app:
        said = cli(place, "log", "call", "from", "school", "--source", "phone", "--from=Mum")
    assert (said.returncode, said.stdout, said.stderr) == (0, "Logged.\n", "")
    assert app.requests[0]["verb"] == "log"
    assert app.requests[0]["args"] == {"text": "call from school", "source": "phone", "from": "Mum"}
    assert app.hellos[0]["role"] == "cli"
    assert spooled(place) == []


def test_a_log_needs_no_words(place: Path) -> None:
    with FakeApp(place, done()) as app:
        assert here(place, "log").returncode == 0
    assert app.requests[0]["args"] == {}


def test_a_pin_tells_when_it_is_due(place: Path) -> None:
    with FakeApp(place, done({"due": "17:00", "language": "en"})) as app:
        said = here(place, "pin", "call back about invoice", "--from", "C2", "--by", "17:00")
    assert said.stdout == "Kept for later as a note, due 17:00.\n"
    assert app.requests[0]["args"] == {"text": "call back about invoice", "from": "C2", "by": "17:00"}


def test_a_mark_carries_topic_last_point_and_next_step(place: Path) -> None:
    with FakeApp(place, done()) as app:
        assert here(place, "mark", "price", "--last-point", "budget is fixed", "--next", "offer B").returncode == 0
    assert app.requests[0]["args"] == {"topic": "price", "last_point": "budget is fixed", "next": "offer B"}


@pytest.mark.parametrize(("verb", "field"), [("log", "text"), ("pin", "text"), ("mark", "topic")])
def test_a_dash_reads_the_text_from_stdin(place: Path, verb: str, field: str) -> None:
    with FakeApp(place, done()) as app:
        assert cli(place, verb, "-", stdin="ñandú\n".encode()).returncode == 0
    assert app.requests[0]["args"] == {field: "ñandú"}


@pytest.mark.parametrize("verb", ["log", "pin", "mark"])
def test_without_the_app_a_thought_is_kept_for_later_and_it_says_so(place: Path, verb: str) -> None:
    said = cli(place, verb, "remember the milk")
    assert said.returncode == 0
    assert said.stdout.startswith("Kept for later")
    [(key, record)] = spooled(place)
    assert key == record["id"]
    assert record["verb"] == verb
    assert set(record["stamp"]) == {"utc", "boot", "ticks"}
    assert stat.S_IMODE(Paths(place).hand_spool.stat().st_mode) == 0o600


def test_a_stale_socket_is_no_app(place: Path) -> None:
    with FakeApp(place, done()):
        pass
    assert Paths(place).socket.exists()
    assert cli(place, "log", "x").returncode == 0
    assert len(spooled(place)) == 1


def test_a_silent_app_gets_the_same_id_again_so_that_it_counts_once(place: Path) -> None:
    with FakeApp(place, lambda _: [SILENT]) as app:
        said = cli(place, "log", "x")
    assert said.returncode == 0
    assert said.stdout.startswith("Kept for later")
    [(key, record)] = spooled(place)
    assert key == app.requests[0]["id"] == record["id"]


def test_an_app_that_never_accepts_does_not_hold_a_log_up(place: Path) -> None:
    with hung_app(place):
        assert cli(place, "log", "x", bound=20).returncode == 0
    assert len(spooled(place)) == 1


def _half_a_reply(request: dict[str, Any]) -> Iterator[bytes]:
    yield b'{"id":"' + request["id"].encode()


@pytest.mark.parametrize(
    "script",
    [
        lambda _: [],
        _half_a_reply,
        lambda _: [b"not json\n"],
        lambda _: [b"\xff\xfe\n"],
        lambda _: [b"[1]\n"],
        lambda _: [b"x" * (protocol.LINE_LIMIT + 10)],
        lambda request: [{"id": request["id"], "status": 7}],
        lambda request: [{"id": request["id"], "status": "0"}],
        lambda _: [{"id": "another", "status": 0, "result": {}}],
    ],
    ids=["dies", "dies midway", "no json", "no utf-8", "a list", "endless", "status 7", "status text", "another's"],
)
def test_whatever_an_app_says_instead_of_an_answer_the_thought_is_kept_once(place: Path, script: Any) -> None:
    with FakeApp(place, script) as app:
        said = cli(place, "log", "x")
    assert (said.returncode, said.stderr) == (0, "")
    [(key, _)] = spooled(place)
    assert key == app.requests[0]["id"]


@pytest.mark.parametrize(
    "welcome", [{"refused": "busy"}, {"refused": "version"}, {"holdspace": 2, "version": "9", "pid": 1}, b"hello\n"]
)
def test_an_app_that_turns_us_away_at_the_door_loses_nothing(place: Path, welcome: Any) -> None:
    with FakeApp(place, done(), welcome=welcome):
        assert cli(place, "pin", "x").returncode == 0
    assert len(spooled(place)) == 1


def test_an_endless_line_is_not_listened_to(place: Path) -> None:
    said = 0

    def script(_: dict[str, Any]) -> Lines:
        nonlocal said
        while True:
            yield b"x" * 65536
            said += 65536

    with FakeApp(place, script):
        assert cli(place, "log", "x").returncode == 0
    assert said < 2_000_000  # what lies in the socket's buffers, and not two seconds' worth
    assert len(spooled(place)) == 1


def test_what_the_app_refuses_is_not_kept_and_the_reason_is_told(place: Path) -> None:
    with FakeApp(place, refuse("by_has_passed")):
        said = here(place, "pin", "x", "--by", "03:00")
    assert (said.returncode, said.stdout, said.stderr) == (1, "", "That time has already passed.\n")
    assert spooled(place) == []


def test_wrong_usage_told_by_the_app_is_status_2(place: Path) -> None:
    def script(request: dict[str, Any]) -> Lines:
        return [protocol.refused(request["id"], "not_a_time", wrong_usage=True)]

    with FakeApp(place, script):
        said = here(place, "pin", "x", "--by", "someday")
    assert said.returncode == 2
    assert "17:00" in said.stderr


@pytest.mark.parametrize(
    "argv",
    [
        ["log", "--source", "window"],
        ["log", "--source"],
        ["log", "--nonsense"],
        ["log", "x", "--by", "17:00"],
        ["pin", "--next", "x"],
        ["mark"],
        ["mark", ""],
        ["mark", "-"],
    ],
)
def test_wrong_usage_is_status_2_and_keeps_nothing(place: Path, argv: list[str]) -> None:
    said = cli(place, *argv)
    assert said.returncode == 2
    assert said.stdout == ""
    assert said.stderr
    assert spooled(place) == []


def test_help_is_there(place: Path) -> None:
    said = cli(place, "log", "--help")
    assert said.returncode == 0
    assert "--source" in said.stdout


@pytest.mark.parametrize(
    "text",
    [
        "'; rm -rf ~ #",
        '{"id": 1}\n{"verb": "quit"}',
        "$(reboot) `reboot` %s %n {name}",
        "<b>bold</b>\u202e\u0007\x1b[31m",
        "\U0001f9ff" * 50,
        "--home",
        "-5 euros",
    ],
)
def test_hostile_text_is_text(place: Path, text: str) -> None:
    with FakeApp(place, done()) as app:
        said = here(place, "log", "--", text)
        assert here(place, "status").returncode == 0
    assert said.returncode == 0
    assert app.requests[0]["args"] == {"text": text}
    assert app.requests[1]["verb"] == "status"
    assert len(app.requests) == 2


def test_bytes_that_are_no_utf8_become_text(place: Path) -> None:
    with FakeApp(place, done()) as app:
        start: list[str | bytes] = [sys.executable, "-m", "holdspace", "--home", str(place)]
        assert subprocess.run([*start, "log", b"caf\xe9"], check=False, capture_output=True).returncode == 0
    assert app.requests[0]["args"] == {"text": "caf�"}


@pytest.mark.parametrize("char", ["a", "\u0000", "\U0001f9ff"])
def test_an_endless_text_is_kept_with_its_beginning_and_it_says_so(place: Path, char: str) -> None:
    with FakeApp(place, done()) as app:
        said = cli(place, "log", "-", stdin=(char * 300_000).encode())
    assert said.returncode == 0
    assert "only its beginning" in said.stderr
    assert app.requests[0]["args"]["text"] == char * hand.TEXT_LIMIT


def test_the_longest_mark_fits_a_line() -> None:
    args, cut = hand._bounded(dict.fromkeys(("topic", "last_point", "next", "from", "by"), "\x01" * 9999))
    assert cut
    assert len(protocol.encode({"id": "x" * 36, "verb": "mark", "args": args})) < protocol.LINE_LIMIT


def test_the_text_on_stdin_stands_on_no_command_line(place: Path) -> None:
    """While the app keeps the client waiting, no process of ours shows the text to others."""
    seen: list[str] = []

    def script(request: dict[str, Any]) -> Lines:
        for entry in sorted(Path("/proc").glob("[0-9]*"), key=lambda folder: -int(folder.name)):  # ours is a new one
            try:
                seen.append((entry / "cmdline").read_bytes().decode(errors="replace"))
            except OSError:
                continue
        return [protocol.done(request["id"])]

    with FakeApp(place, script):
        assert cli(place, "log", "-", stdin=b"sesame-opens-4711").returncode == 0
    assert any("\0log\0-" in line for line in seen)
    assert not any("sesame-opens-4711" in line for line in seen)


def test_a_full_disk_is_told_and_is_status_1(place: Path) -> None:
    """/dev/full answers every write with ENOSPC."""
    Paths(place).ensure()
    Paths(place).hand_spool.symlink_to("/dev/full")
    said = cli(place, "log", "x")
    assert said.returncode == 1
    assert said.stdout == ""
    assert said.stderr.startswith("Not kept: ")
    assert str(Paths(place).hand_spool) in said.stderr


def test_a_file_in_the_place_of_the_home_is_told(place: Path) -> None:
    place.write_text("")
    said = cli(place, "log", "x")
    assert said.returncode == 1
    assert "in the place of a folder" in said.stderr


def test_a_folder_of_ours_that_lost_its_rights_is_used_all_the_same(place: Path) -> None:
    Paths(place).ensure()
    place.chmod(0o500)
    assert cli(place, "log", "x").returncode == 0
    assert len(spooled(place)) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write_is_told(place: Path) -> None:
    place.parent.chmod(0o500)
    try:
        said = cli(place, "log", "x")
    finally:
        place.parent.chmod(0o700)
    assert (said.returncode, said.stdout) == (1, "")
    assert "may not be written to" in said.stderr


def test_nobody_who_reads_us_is_no_reason_to_fail(place: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with FakeApp(place, done()):
        ended = subprocess.run(
            [sys.executable, "-m", "holdspace", "--home", str(place), "log", "x"],
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
        )
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_closed_streams_are_no_reason_to_fail(place: Path) -> None:
    script = f'exec "{sys.executable}" -m holdspace --home "{place}" "$@" <&- >&- 2>&-'
    with FakeApp(place, done()) as app:
        assert subprocess.run(["sh", "-c", script, "sh", "log", "x"], check=False).returncode == 0
        assert subprocess.run(["sh", "-c", script, "sh", "mark", "-"], check=False).returncode == 2
        assert subprocess.run(["sh", "-c", script, "sh", "where"], check=False).returncode == 0
    assert [one["verb"] for one in app.requests] == ["log", "where"]


def test_ctrl_c_while_the_app_keeps_us_waiting_is_status_130_without_a_traceback(place: Path) -> None:
    waiting = threading.Event()

    def script(_: dict[str, Any]) -> Lines:
        waiting.set()
        return [SILENT]

    with (
        FakeApp(place, script),
        subprocess.Popen(
            [sys.executable, "-m", "holdspace", "--home", str(place), "where"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as client,
    ):
        assert waiting.wait(10)
        client.send_signal(signal.SIGINT)
        assert client.communicate(timeout=10) == (b"", b"")
        assert client.returncode == 130


def test_the_sources_are_those_of_the_core() -> None:
    assert (*hand.SOURCES, "unsorted") == get_args(Source)


def test_the_practitioner_language_is_spoken_whatever_the_terminal_speaks(place: Path) -> None:
    with FakeApp(place, done({"language": "es"})):
        assert cli(place, "log", "x").stdout == f"{translator('es').t('Logged.')}\n"
    with FakeApp(place, done({"language": "en"})):
        assert cli(place, "log", "x", env={"LC_ALL": "es_ES.UTF-8"}).stdout == "Logged.\n"


def test_as_long_as_nobody_chose_a_language_the_terminals_is_spoken(place: Path) -> None:
    with FakeApp(place, done({"language": ""}), welcome={**protocol.welcome("0.1.0"), "language": ""}):
        assert cli(place, "log", "x", env={"LC_ALL": "es_ES.UTF-8"}).stdout == f"{translator('es').t('Logged.')}\n"


def test_without_the_app_the_terminal_language_is_spoken(place: Path) -> None:
    msgid = "Kept for later: Holdspace is not running or does not answer."
    assert cli(place, "log", "x", env={"LC_ALL": "es_ES.UTF-8"}).stdout == f"{translator('es').t(msgid)}\n"
