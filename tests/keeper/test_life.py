"""The life of the keeper, on the real bus with the real dunst."""

import json
import os
import resource
import signal
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from jeepney import HeaderFields, new_method_call, new_method_return

from holdspace.keeper.life import LINGER
from holdspace.wire.protocol import LINE_LIMIT, encode
from tests.keeper.bench import Bench, send
from tests.keeper.fake_app import FakeApp
from tests.rig.bus import DAEMON, NOWHERE
from tests.rig.notification_server import NAME
from tests.rig.processes import start, wait_for

pytestmark = [pytest.mark.dbus, pytest.mark.x11]


def test_a_session_is_silent_watched_and_given_back(bench: Bench) -> None:
    bench.start_session()
    assert bench.dunst.paused()
    assert bench.paths.note.exists()
    with bench.bus.connect() as line:
        ident = send(line, "hello", "<b>body</b> &amp; more")
        record = bench.app.wait(bench.app.records)[0]
    assert (record["app"], record["sender"], record["text"]) == ("Tester", "hello", "body & more")
    assert record["pid"] == os.getpid()
    bench.app.wait(lambda: list(bench.app.named().values()) == [ident])
    bench.app.want(None)
    bench.app.wait_quiet(engaged=False, why="not_wanted")
    assert bench.wait_gone() == 0
    assert not bench.dunst.paused()
    assert bench.dunst.waiting() == bench.dunst.displayed() == 0
    assert not bench.paths.note.exists()


def test_nothing_is_watched_and_nothing_changed_before_a_session_wants_it(bench: Bench) -> None:
    bench.start_keeper()
    bench.app.wait_connected()
    bench.app.wait_quiet(engaged=False, why="not_wanted")
    bench.notify("private")
    bench.app.want(None)
    assert bench.wait_gone() == 0
    assert bench.app.records() == []
    assert not bench.dunst.paused()


def test_a_release_that_is_called_off_in_time_keeps_the_silence(bench: Bench) -> None:
    bench.start_session()
    bench.app.want(None, release_after_seconds=30)
    bench.app.want("s1")
    bench.app.wait_quiet(engaged=True)
    bench.app.want(None, release_after_seconds=0.5)
    bench.app.want("s2")
    bench.app.pass_time(1.0)
    assert bench.dunst.paused()
    assert bench.keeper.alive


def test_a_session_that_begins_while_the_one_before_is_given_back_is_watched_and_silent_to_its_end(
    bench: Bench,
) -> None:
    """What the guard says of the one before comes when the next one is wanted already."""
    bench.start_session()
    bench.app.say_raw(encode(bench.app.level(None)) + encode(bench.app.level("s2")))
    silent = [True, False, True]
    bench.app.wait(lambda: [told["engaged"] for told in bench.app.tells("quiet")][-3:] == silent, what="its silence")
    bench.app.pass_time(2 * LINGER)
    bench.notify("Bob")
    bench.app.wait(bench.app.records)
    assert bench.dunst.paused()


def test_goodbye_gives_back_and_starts_nothing(bench: Bench, tmp_path: Path) -> None:
    started = tmp_path / "started"
    bench.start_keeper(restart=["touch", str(started)])
    bench.app.wait_connected()
    bench.app.want()
    bench.app.wait_quiet(engaged=True)
    bench.app.say({"tell": "goodbye"})
    bench.app.hang_up()
    assert bench.wait_gone() == 0
    assert not bench.dunst.paused()
    assert not started.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_keeper_gives_back_at_once(bench: Bench, number: signal.Signals) -> None:
    bench.start_session()
    bench.keeper.signal(number)
    bench.app.wait_quiet(engaged=False, why="terminated")
    bench.wait_gone()
    assert not bench.dunst.paused()
    assert not bench.paths.note.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_guard_gives_back_at_once(bench: Bench, number: signal.Signals) -> None:
    bench.start_session()
    os.kill(bench.guard_pid(), number)
    bench.app.wait_quiet(engaged=False, why="terminated")
    bench.wait_gone()
    assert not bench.dunst.paused()


def test_a_guard_that_is_told_to_end_asks_a_slow_server_again(bench: Bench) -> None:
    bench.start_session()
    bench.dunst.freeze()
    os.kill(bench.guard_pid(), signal.SIGTERM)
    wait_for(lambda: "give_back_failed" in {line["code"] for line in bench.log()}, what="the first try to fail")
    bench.dunst.thaw()
    bench.wait_gone()
    assert not bench.dunst.paused()
    assert not bench.paths.note.exists()


def test_a_lease_that_nobody_renews_lapses(bench: Bench) -> None:
    bench.start_session()
    bench.app.want(lease_seconds=0.5)
    bench.app.wait_quiet(engaged=False, why="lease_lapsed")
    assert not bench.dunst.paused()
    assert bench.keeper.alive
    bench.app.want()
    bench.app.wait_quiet(engaged=True)
    assert bench.dunst.paused()


def test_renewals_hold_the_silence_beyond_one_lease(bench: Bench) -> None:
    bench.start_session(lease_seconds=3)
    first = bench.app.quiet["lease_until"]
    for _ in range(6):
        bench.app.want(lease_seconds=3)
        bench.app.pass_time(0.6)
    assert bench.dunst.paused()
    assert bench.app.quiet["lease_until"] > first
    assert not [tell for tell in bench.app.tells("quiet")[1:] if not tell["engaged"]]


def test_a_second_keeper_of_the_same_home_steps_back(bench: Bench) -> None:
    first = bench.start_session()
    second = bench.start_keeper()
    assert second.wait() == 0
    assert first.alive
    assert bench.dunst.paused()
    bench.app.turn(0)
    assert len(bench.app.hellos) == 1


def test_a_second_holdspace_on_the_same_bus_is_refused_and_says_why(bench: Bench, tmp_path: Path) -> None:
    bench.start_session()
    other_home = bench.folder / "other"
    other = FakeApp(other_home / "run" / "app.sock")
    try:
        keeper = bench.start_keeper(home=other_home)
        other.wait(lambda: other.tells("refused"))
        assert other.tells("refused")[0]["why"] == "another_holdspace"
        assert keeper.wait() == 1
    finally:
        other.close()
    assert bench.dunst.paused()


def test_without_a_bus_the_keeper_says_so(bench: Bench) -> None:
    bench.env["DBUS_SESSION_BUS_ADDRESS"] = NOWHERE
    keeper = bench.start_keeper()
    bench.app.wait(lambda: bench.app.tells("refused"))
    assert bench.app.tells("refused")[0]["why"] == "no_bus"
    assert keeper.wait() == 1


def test_without_a_server_the_session_goes_on_and_silence_follows_when_one_appears(bench: Bench) -> None:
    bench.dunst.stop()
    bench.start_keeper()
    bench.app.wait_connected()
    bench.app.want()
    bench.app.wait_quiet(engaged=False, driver="none", why="no_server")
    bench.dunst.start()
    bench.app.wait_quiet(engaged=True, driver="dunst")
    assert bench.dunst.paused()


def test_a_server_that_takes_over_while_the_one_before_is_asked_is_heard_of(bench: Bench) -> None:
    """The bus tells of it before the answer comes: both are read at once, and nothing more wakes the guard."""
    bench.dunst.stop()
    bench.start_keeper()
    bench.app.wait_connected()
    bench.app.want()
    bench.app.wait_quiet(engaged=False, driver="none", why="no_server")
    with bench.bus.connect() as first:
        first.send_and_get_reply(new_method_call(DAEMON, "RequestName", "su", (NAME, 0)), timeout=10)
        asked = first.receive(timeout=10)
        while asked.header.fields.get(HeaderFields.member) != "GetServerInformation":
            asked = first.receive(timeout=10)
        first.send_and_get_reply(new_method_call(DAEMON, "ReleaseName", "s", (NAME,)), timeout=10)
        bench.dunst.start()
        first.send(new_method_return(asked, "ssss", ("Notification Daemon", "GNOME", "3", "1.2")))
        bench.app.wait_quiet(engaged=True, driver="dunst")
    assert bench.dunst.paused()


def test_a_restarted_server_is_silent_again(bench: Bench) -> None:
    bench.start_session()
    for crash in (False, True):
        bench.app.told.clear()
        bench.dunst.restart(crash=crash)
        bench.app.wait_quiet(engaged=True)
        assert bench.dunst.paused()
    bench.app.want(None)
    bench.wait_gone()
    assert not bench.dunst.paused()


def test_a_bus_that_goes_away_ends_keeper_and_guard(bench: Bench) -> None:
    bench.start_session()
    guard = bench.guard_pid()
    bench.bus.process.kill()
    assert wait_for(lambda: not bench.keeper.alive, what="the keeper to end")
    wait_for(lambda: not Path(f"/proc/{guard}/cmdline").exists(), what="the guard to end")


def test_nonsense_from_the_app_counts_as_an_app_that_is_gone(bench: Bench) -> None:
    bench.start_session()
    bench.app.say_raw(b"x" * (LINE_LIMIT + 10) + b"\n")
    bench.app.wait(lambda: bench.app.connections == 2 and bench.app.connected)
    bench.app.wait_quiet(engaged=True)
    assert bench.dunst.paused()


def test_an_app_that_dies_is_started_again_with_its_arguments(bench: Bench, tmp_path: Path) -> None:
    started = tmp_path / "started"
    script = f"import sys, pathlib; pathlib.Path({str(started)!r}).write_text(' '.join(sys.argv[1:]))"
    bench.start_keeper(restart=[sys.executable, "-c", script, "--home", "x y"])
    bench.app.wait_connected()
    bench.app.want()
    bench.app.wait_quiet(engaged=True)
    bench.app.hang_up()
    wait_for(started.exists, what="the app to be started")
    bench.app.wait_connected()
    wait_for(lambda: started.read_text() == "--home x y", what="its arguments")
    assert bench.dunst.paused()


def test_while_the_app_is_brought_back_the_keeper_holds_spools_and_renews(bench: Bench) -> None:
    bench.start_keeper(restart=["/bin/false"])
    bench.app.wait_connected()
    bench.app.want(lease_seconds=3)
    bench.app.wait_quiet(engaged=True)
    home = bench.app
    home.close()
    lapses = time.monotonic() + 3.5
    bench.notify("while the app was gone")
    wait_for(lambda: [line["code"] for line in bench.log()].count("app_started_again") >= 2, what="two attempts")
    wait_for(lambda: time.monotonic() > lapses, what="more than one lease to go by")
    assert bench.dunst.paused()
    bench.app = FakeApp(bench.paths.socket)
    bench.app.wait(bench.app.records)
    assert bench.app.records()[0]["sender"] == "while the app was gone"
    bench.app.wait_quiet(engaged=True)


def test_a_new_keeper_nudges_the_old_one_to_look_for_the_app(bench: Bench) -> None:
    bench.start_session()
    keeper = bench.keeper
    lease_left_alone = json.loads((bench.paths.keeper_dir / "lease.json").read_text())
    bench.app.close()
    bench.app = FakeApp(bench.paths.socket)
    assert bench.start_keeper().wait() == 0
    bench.app.wait_connected()
    assert keeper.alive
    assert lease_left_alone["session"] == "s1"


def test_an_autostart_entry_stands_while_the_silence_does(bench: Bench) -> None:
    bench.start_session()
    folder = Path(bench.env["XDG_CONFIG_HOME"]) / "autostart"
    entries = list(folder.glob("*.desktop"))
    assert len(entries) == 1
    text = entries[0].read_text()
    assert '"-m" "holdspace" "repair"' in text
    assert f'"HOLDSPACE_HOME={bench.paths.data}"' in text
    bench.app.want(None)
    bench.wait_gone()
    assert list(folder.iterdir()) == []


def test_an_autostart_folder_that_cannot_be_written_hinders_nothing(bench: Bench) -> None:
    Path(bench.env["XDG_CONFIG_HOME"]).joinpath("autostart").write_text("a file, not a folder")
    bench.start_session()
    assert bench.dunst.paused()


def test_a_server_that_does_not_answer_at_the_end_is_given_back_when_it_does(bench: Bench) -> None:
    bench.start_session()
    bench.dunst.freeze()
    bench.app.want(None)
    bench.app.wait_quiet(engaged=False)
    bench.app.wait(lambda: not bench.keeper.alive)
    assert bench.paths.note.exists()
    bench.dunst.thaw()
    wait_for(lambda: not bench.paths.note.exists(), what="the guard to give back")
    assert not bench.dunst.paused()
    wait_for(lambda: bench.guard_pid() == 0, what="the guard to end")


def test_a_disk_that_is_full_for_a_while_costs_nothing(bench: Bench) -> None:
    bench.start_session()
    bench.notify("before")
    bench.app.wait(bench.app.records)
    bench.app.wait(lambda: bench.paths.arrivals_spool.stat().st_size == 0, what="the spool to be empty")
    resource.prlimit(bench.keeper.pid, resource.RLIMIT_FSIZE, (10, resource.RLIM_INFINITY))
    idents = [bench.notify(f"full {number}") for number in range(3)]
    bench.app.turn(0.2)
    assert len(bench.app.records()) == 1
    assert bench.keeper.alive
    resource.prlimit(bench.keeper.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    bench.app.wait(lambda: len(bench.app.records()) == 4)
    bench.app.wait(lambda: set(idents) <= set(bench.app.named().values()), what="their ids")


def test_what_is_wanted_otherwise_meanwhile_counts_for_whoever_gives_back_after_a_crash(bench: Bench) -> None:
    bench.start_session()
    bench.notify("held", app="Chat")
    bench.notify("spared", app="Alarm")
    bench.app.wait(lambda: len(bench.app.named()) == 2)
    bench.app.want(drain_exceptions=["Alarm"])
    wait_for(lambda: json.loads(bench.paths.note.read_text())["drain_exceptions"] == ["Alarm"], what="it to be noted")
    bench.kill_both()
    repair = start(
        [sys.executable, "-m", "holdspace", "--home", str(bench.paths.data), "repair"],
        env=bench.env,
        folder=bench.folder,
        name="repair",
    )
    assert repair.wait() == 0
    assert bench.dunst.displayed() + bench.dunst.waiting() == 1


def test_what_the_user_changes_meanwhile_is_told_and_stands(bench: Bench) -> None:
    bench.start_session()
    bench.dunst.set_paused(False)
    bench.app.wait_quiet(engaged=False, why="changed_by_user")
    bench.app.want()
    bench.dunst.set_paused(True)
    bench.app.want(None)
    bench.wait_gone()
    assert bench.dunst.paused()


def test_an_app_without_room_is_knocked_at_again_and_the_silence_holds(bench: Bench) -> None:
    keeper = bench.start_keeper(restart=["/bin/true"])
    bench.app.wait_connected()
    bench.app.want()
    bench.app.wait_quiet(engaged=True)
    bench.app.full = True
    bench.app.hang_up()
    before = bench.app.connections
    bench.app.wait(lambda: bench.app.connections > before + 1)
    assert bench.dunst.paused()
    bench.app.full = False
    bench.app.wait_connected()
    keeper.expect_alive()
    bench.app.want(None)
    bench.wait_gone()


def was_told_of(bench: Bench, summary: str) -> bool:
    return bench.app.connected and bench.app.records()[-1:] != [] and bench.app.records()[-1]["sender"] == summary


def test_an_app_that_is_found_gone_while_it_is_told_something_is_looked_for_again(bench: Bench) -> None:
    bench.start_session()
    for number in range(5):
        bench.keeper.signal(signal.SIGSTOP)
        bench.notify(f"n{number}")
        bench.app.hang_up()
        bench.keeper.signal(signal.SIGCONT)
        summary = f"n{number}"
        bench.app.wait(partial(was_told_of, bench, summary))
