"""The self-test of the silence: the real process, the real dunst, and a server that shows popups though it is paused."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from holdspace.keeper.name import NAME as KEEPER
from holdspace.keeper.name import PROBE
from holdspace.keeper.probe import record
from tests.faults.strace import Point
from tests.keeper.bench import Bench
from tests.keeper.test_injected_kills import killed_log, strace
from tests.keeper.test_kills import repair
from tests.rig.notification_server import NAME
from tests.rig.popups import watched
from tests.rig.processes import Running, start, wait_for

pytestmark = [pytest.mark.dbus, pytest.mark.x11]

ANNOUNCED = "For some seconds the desktop is silent."


def begin(bench: Bench, *options: str, before: tuple[str, ...] = (), home: Path | None = None) -> Running:
    """The self-test as a process, not waited for; the bench ends it."""
    argv = [*before, sys.executable, "-m", "holdspace.keeper.probe", "--home", str(home or bench.paths.data), *options]
    running = start(argv, env=bench.env, folder=bench.folder, name="probe")
    bench.keepers.append(running)
    return running


def run(bench: Bench, *options: str) -> dict[str, Any]:
    """What the self-test says at its end."""
    running = begin(bench, *options)
    running.wait()
    said: dict[str, Any] = json.loads(running.out.read_text())
    return said


def by_hand(bench: Bench) -> dict[str, Any]:
    return run(bench, "--by-hand", "yes")


@contextmanager
def stubborn(bench: Bench, mode: str) -> Iterator[None]:
    """dunst's place is taken by a server that shows popups though it is paused."""
    bench.dunst.stop()
    env = {**bench.env, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    server = start([sys.executable, "-m", "tests.keeper.stubborn_server", mode], env=env, folder=bench.folder)
    bench.bus.wait_for_owner(NAME, by=server)
    try:
        yield
    finally:
        server.kill()


def assert_no_trace(bench: Bench, *, paused: bool = False) -> None:
    assert bench.dunst.paused() is paused
    assert bench.dunst.waiting() == 0
    assert not bench.paths.note.exists()
    assert not bench.paths.guard_socket.exists()
    assert not bench.paths.autostart_entry.exists()
    assert not bench.bus.has_owner(KEEPER)


def test_a_silent_desktop_shows_nothing_of_a_self_test_and_that_is_written_down(bench: Bench) -> None:
    with watched(bench.env["DISPLAY"]) as screen:
        told = run(bench)
        assert screen.mapped() == 0, "unasked nothing shows, not for a moment"
    assert told["outcome"] == "tested"
    assert (told["record"]["saw"], told["record"]["critical"]) == ("no_popup", "hidden")
    assert told["record"]["server"] == {
        "name": "dunst",
        "vendor": "knopwob",
        "version": told["record"]["server"]["version"],
        "driver": "dunst",
        "session": "x11",
    }
    known = record.read(bench.paths)
    assert known is not None
    assert known.server.version == told["record"]["server"]["version"]
    assert bench.paths.probe.stat().st_mode & 0o777 == 0o600
    assert_no_trace(bench)


def test_what_is_known_of_a_server_is_not_tested_again_unasked(bench: Bench) -> None:
    first = run(bench)["record"]
    again = run(bench)
    assert (again["outcome"], again["record"]) == ("known", first)
    bench.paths.probe.write_text(bench.paths.probe.read_text().replace(first["server"]["version"], "0.1"))
    assert run(bench)["outcome"] == "tested", "another version is another server"


def test_by_hand_one_popup_shows_that_popups_can_be_seen(bench: Bench) -> None:
    with watched(bench.env["DISPLAY"]) as screen:
        assert by_hand(bench)["record"]["saw"] == "no_popup"
        assert screen.mapped() == 1
    assert_no_trace(bench)


def test_do_not_disturb_that_was_on_stays_on_with_what_waited(bench: Bench) -> None:
    bench.dunst.set_paused(True)
    bench.notify("waits")
    with watched(bench.env["DISPLAY"]) as screen:
        assert by_hand(bench)["record"]["saw"] == "no_popup"
        assert screen.mapped() == 0
    assert bench.dunst.paused()
    assert bench.dunst.waiting() == 1
    assert not bench.paths.note.exists()


@pytest.mark.parametrize(
    ("mode", "saw", "critical"),
    [
        ("all", "popup_seen", "shown"),
        ("critical", "no_popup", "shown"),
        ("in_a_frame", "no_popup", "shown"),
        ("untyped", "no_popup", "shown"),
        ("tooltip", "not_verifiable", "unknown"),
        ("drawn", "not_verifiable", "unknown"),
    ],
)
def test_what_a_server_shows_though_it_is_silent_is_seen(bench: Bench, mode: str, saw: str, critical: str) -> None:
    with stubborn(bench, mode):
        told = by_hand(bench)
        assert (told["outcome"], told["record"]["saw"], told["record"]["critical"]) == ("tested", saw, critical)
    assert not bench.paths.note.exists()


@pytest.mark.parametrize("name", ["WAYLAND_DISPLAY", "XDG_SESSION_TYPE"])
def test_without_a_screen_to_ask_nothing_is_claimed(bench: Bench, name: str) -> None:
    bench.env[name] = "wayland"
    told = by_hand(bench)
    assert (told["record"]["saw"], told["record"]["server"]["session"]) == ("not_verifiable", "wayland")
    assert_no_trace(bench)


def test_without_a_server_that_can_be_silenced_nothing_is_tested(bench: Bench) -> None:
    bench.dunst.end()
    assert by_hand(bench) == {"outcome": "no_server", "record": None, "shown_again": 0}
    bench.env["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent/bus"
    assert by_hand(bench) == {"outcome": "no_bus", "record": None, "shown_again": 0}
    assert not bench.paths.probe.exists()


def test_a_session_is_never_tested_in(bench: Bench) -> None:
    bench.start_session()
    assert by_hand(bench)["outcome"] == "held_by_a_session"
    other = begin(bench, "--by-hand", "yes", home=bench.folder / "other")
    other.wait()
    assert json.loads(other.out.read_text())["outcome"] == "another_holdspace"
    assert bench.dunst.paused()
    assert bench.bus.has_owner(KEEPER)


def test_a_silence_that_was_left_behind_is_not_touched(bench: Bench) -> None:
    bench.start_session()
    bench.kill_both()
    assert by_hand(bench)["outcome"] == "left_behind"
    assert bench.dunst.paused()
    assert repair(bench) == "given_back"


def in_the_middle(bench: Bench, *options: str, home: Path | None = None) -> Running:
    """A self-test that looks whether anything shows."""
    probe = begin(bench, *options, home=home)
    wait_for(lambda: bench.dunst.waiting() == 1, what="its notification")
    return probe


def test_a_session_that_starts_meanwhile_takes_the_silence_over(bench: Bench) -> None:
    probe = in_the_middle(bench)
    with watched(bench.env["DISPLAY"]) as screen:
        bench.start_session()
        probe.wait()  # it says what came of it when it has handed over
        assert json.loads(probe.out.read_text()) == {"outcome": "called_off", "record": None, "shown_again": 0}
        assert bench.dunst.paused()
        assert bench.dunst.waiting() == 0, "what it sent is taken back"
        assert json.loads(bench.paths.note.read_text())["entries"]["dunst"]["previous"] == "off"
        bench.app.want(None)
        assert bench.wait_gone() == 0
        assert screen.mapped() == 0, "it was silent all the while"
    assert bench.app.tells("gap") == []
    assert bench.app.records() == []
    assert_no_trace(bench)


def test_a_session_of_another_home_has_the_desktop_as_it_was(bench: Bench) -> None:
    in_the_middle(bench, home=bench.folder / "other")
    bench.start_session()
    assert json.loads(bench.paths.note.read_text())["entries"]["dunst"]["previous"] == "off"
    assert not (bench.folder / "other" / "keeper" / "note.json").exists()
    bench.app.want(None)
    assert bench.wait_gone() == 0
    assert_no_trace(bench)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_and_gives_back(bench: Bench, number: signal.Signals) -> None:
    probe = in_the_middle(bench)
    probe.signal(number)
    probe.wait()
    assert json.loads(probe.out.read_text())["outcome"] == "called_off"
    assert not bench.paths.probe.exists()
    assert_no_trace(bench)


def test_a_user_who_changes_the_setting_meanwhile_keeps_it(bench: Bench) -> None:
    probe = in_the_middle(bench)
    bench.dunst.set_paused(False)
    probe.wait()
    assert json.loads(probe.out.read_text())["outcome"] == "changed_by_user"
    assert_no_trace(bench)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace injects the kills")
@pytest.mark.parametrize(
    ("call", "which"),
    [
        *(("fsync", which) for which in (1, 2, 3, 4, 5)),
        *(("rename", which) for which in (1, 2, 3)),
        *(("unlink", which) for which in (2, 3, 4)),
        *(("sendto", which) for which in (4, 8, 10, 11, 12, 13, 15, 17)),
    ],
)
def test_a_self_test_killed_at_a_system_call_leaves_nothing_that_is_not_undone(
    bench: Bench, call: str, which: int
) -> None:
    point = Point(call=call, number=which)
    probe = begin(bench, before=tuple(strace(killed_log(bench), point)))
    probe.wait()
    assert repair(bench) in {"nothing_left", "given_back"}
    assert not bench.dunst.paused()
    assert not bench.paths.note.exists()
    assert not bench.paths.autostart_entry.exists()
    assert point.reached(killed_log(bench)), "nothing was killed"


def test_a_session_after_a_killed_self_test_gives_back_what_was_before_it(bench: Bench) -> None:
    in_the_middle(bench).kill()
    assert bench.dunst.paused()
    bench.start_session()
    assert json.loads(bench.paths.note.read_text())["entries"]["dunst"]["previous"] == "off"
    bench.app.want(None)
    assert bench.wait_gone() == 0
    assert not bench.dunst.paused()
    assert not bench.paths.note.exists()


def test_a_record_that_is_damaged_is_none(bench: Bench) -> None:
    run(bench)
    whole = bench.paths.probe.read_text()
    for damaged in ("", "[]", whole[:-20], whole.replace("no_popup", "no"), whole.replace('"dunst"', "7")):
        bench.paths.probe.write_text(damaged)
        assert record.read(bench.paths) is None


def test_wrong_options_are_told(bench: Bench) -> None:
    words = [sys.executable, "-m", "holdspace.keeper.probe", "--quickly"]
    told = subprocess.run(words, env=bench.env, capture_output=True, text=True, timeout=30, check=False)
    assert told.returncode == 2
    assert "self-test" in told.stderr


def test_a_session_says_what_the_self_test_proved(bench: Bench) -> None:
    bench.start_session()
    assert (bench.app.quiet["evidence"], bench.app.quiet["critical"]) == ("read_back", "hidden")
    bench.app.want(None)
    bench.wait_gone()
    run(bench)
    bench.start_session()
    assert (bench.app.quiet["evidence"], bench.app.quiet["why"]) == ("no_popup", None)


def test_a_self_test_of_another_version_proves_nothing(bench: Bench) -> None:
    version = run(bench)["record"]["server"]["version"]
    bench.paths.probe.write_text(bench.paths.probe.read_text().replace(version, "0.1"))
    bench.start_session()
    assert bench.app.quiet["evidence"] == "read_back"


def test_a_session_says_that_something_showed_in_the_self_test(bench: Bench) -> None:
    with stubborn(bench, "all"):
        by_hand(bench)
        bench.start_session()
        assert bench.app.quiet["evidence"] == "read_back"
        assert (bench.app.quiet["why"], bench.app.quiet["critical"]) == ("popup_seen", "shown")


def doctor(bench: Bench, *options: str) -> tuple[int, str]:
    """Exit status and all that `holdspace doctor` says without a running app."""
    words = [sys.executable, "-m", "holdspace", "--home", str(bench.folder / "cli"), "doctor", *options]
    told = subprocess.run(words, env=bench.env, capture_output=True, text=True, timeout=60, check=False)
    return told.returncode, told.stdout + told.stderr


def test_doctor_makes_the_self_test_and_tells_it_ever_after(bench: Bench) -> None:
    assert "Self-test of the silence: off · not tested yet with this notification server" in doctor(bench)[1]
    status, said = doctor(bench, "--probe")
    assert status == 3, "Holdspace is not running"
    assert said.index(ANNOUNCED) < said.index("The desktop was silent: nothing showed, and everything is as it was.")
    assert "Self-test of the silence: works · nothing showed while the desktop was silent" in doctor(bench)[1]
    assert "Urgent notifications: works · in a session they are held like all others" in doctor(bench)[1]
    with stubborn(bench, "all"):
        assert "A notification showed though the desktop was silent." in doctor(bench, "--probe")[1]
        told = {part["part"]: part for part in json.loads(doctor(bench, "--json")[1])["parts"]}
        assert (told["self_test"]["state"], told["self_test"]["reason"]) == ("cannot", "popup_seen")
        assert told["silence"]["state"] == "cannot"
        assert (told["critical"]["state"], told["critical"]["reason"]) == ("needs_setup", "critical_shown")


def test_doctor_says_why_nothing_could_be_tested(bench: Bench) -> None:
    bench.dunst.end()
    told = doctor(bench, "--probe")[1]
    assert "The self-test could not be made: no notification server is running." in told
    assert ANNOUNCED not in told, "nothing is announced that does not happen"


def test_doctor_refuses_in_a_session_before_it_announces_anything_and_says_why(bench: Bench) -> None:
    bench.start_session()
    words = [sys.executable, "-u", "-m", "holdspace", "--home", str(bench.paths.data), "doctor", "--probe"]

    def refused() -> None:
        doctor = start(words, env=bench.env, folder=bench.folder, name="doctor")
        try:
            why = "No self-test is made while a session, a drill or another self-test lasts"
            wait_for(lambda: why in doctor.err.read_text(), what="the refusal")
            assert ANNOUNCED not in doctor.out.read_text()
        finally:
            doctor.end()  # it goes on to ask the app, which does not answer here

    refused()
    bench.dunst.set_paused(False)
    refused()
    bench.dunst.stop()
    refused()


def test_both_names_are_free_afterwards(bench: Bench) -> None:
    run(bench)
    assert not bench.bus.has_owner(KEEPER)
    assert not bench.bus.has_owner(PROBE)
