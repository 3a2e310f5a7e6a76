"""Kills: of the keeper, of the guard, of both. The senders' own ledger judges what was lost."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from holdspace.keeper import packets
from tests.keeper.bench import ANSWER, Bench, send
from tests.rig.processes import PATIENCE, start, wait_for

pytestmark = [pytest.mark.dbus, pytest.mark.x11]

KILLS = 4
"""A burst."""
STILL_STARTING = 0.25
"""Of the kills so many strike a keeper of which it is not known whether it serves yet."""
START_SECONDS = 0.5
"""Within which a keeper has started, on a machine that does little else."""
JITTER = 0.02
"""Seconds: many times what a notification takes from its sender to the spool and back."""

_REPAIR = (
    "import sys; from pathlib import Path; from holdspace.wire.paths import Paths; "
    "from holdspace.keeper.repair import repair; print(repair(Paths(Path(sys.argv[1]))))"
)


def repair(bench: Bench) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _REPAIR, str(bench.paths.data)],
        env=bench.env,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("seed", range(250 if os.environ.get("HOLDSPACE_FAULTS") == "all" else 2))
def test_a_keeper_killed_in_a_burst_loses_nothing_and_tells_nothing_twice(bench: Bench, seed: int) -> None:
    """Four times, each at a random instant: while it serves or while it is still starting, whatever it does just then."""
    chance, began = random.Random(seed), time.monotonic()
    bench.start_session()
    instants = []
    with bursting(bench) as sent:
        for _ in range(KILLS):
            if chance.random() < STILL_STARTING:
                bench.app.pass_time(chance.random() * START_SECONDS)
            else:
                serving(bench)
                until_sent(bench, sent, len(sent) + chance.randrange(5, 100))
                bench.app.pass_time(chance.random() * JITTER)
            os.kill(bench.keeper.pid, signal.SIGKILL)
            assert bench.keeper.wait() == -signal.SIGKILL, "it had ended by itself"
            instants.append(f"{time.monotonic() - began:.4f} after {len(sent)}")
            bench.start_keeper()
        serving(bench)
    bench.app.wait(lambda: len(bench.app.records()) >= len(sent), bound=2 * PATIENCE, what="all")
    assert [record["sender"] for record in bench.app.records()] == sent
    assert bench.dunst.paused()
    assert bench.app.tells("gap") == []
    bench.app.want()
    bench.app.wait(lambda: len(bench.app.named()) == len(sent), bound=2 * PATIENCE, what="all their ids")
    bench.app.want(None)
    bench.wait_gone()
    assert not bench.dunst.paused()
    assert bench.dunst.waiting() == bench.dunst.displayed() == 0
    print(f"\nTALLY keeper {seed}: {KILLS} instants ({'; '.join(instants)}); {len(sent)} sent, all told once, no gap")


def serving(bench: Bench) -> None:
    """The last keeper that was started is there."""
    bench.app.wait(lambda: bench.app.connected and bench.app.hellos[0]["pid"] == bench.keeper.pid, what="the next one")


def until_sent(bench: Bench, sent: list[str], count: int) -> None:
    bench.app.wait(lambda: len(sent) >= count, bound=ANSWER + PATIENCE, what=f"{count} to be sent")


@contextmanager
def bursting(bench: Bench) -> Iterator[list[str]]:
    """Another program sends one after the other's answer until the block ends; the summaries that were answered."""
    answered: list[str] = []
    over, failed = threading.Event(), []

    def work() -> None:
        with bench.bus.connect() as line:
            while not over.is_set():
                summary = f"burst {len(answered)}"
                try:
                    send(line, summary)
                except TimeoutError:
                    failed.append(f"{summary} was not answered: {bench.who_hangs()}")
                    return
                answered.append(summary)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield answered
    finally:
        over.set()
        thread.join()
        if failed:
            raise AssertionError(failed[0])


def test_what_came_between_two_keepers_is_not_lost(bench: Bench) -> None:
    bench.start_session()
    before = bench.notify("before")
    bench.app.wait(bench.app.records)
    bench.keeper.signal(signal.SIGKILL)
    bench.keeper.wait()
    assert bench.dunst.paused()
    bench.notify("between")
    assert bench.guard_pid() != 0
    bench.start_keeper()
    bench.app.wait(lambda: len(bench.app.records()) == 2)
    bench.app.wait_quiet(engaged=True, previous="off")
    assert [record["sender"] for record in bench.app.records()] == ["before", "between"]
    assert bench.app.tells("gap") == []
    assert before in bench.app.named().values()


def test_a_killed_keeper_that_nobody_replaces_leaves_no_silence_beyond_the_lease(bench: Bench) -> None:
    bench.start_session()
    bench.notify("held")
    bench.app.wait(bench.app.named)
    bench.lease(2)
    bench.keeper.signal(signal.SIGKILL)
    bench.keeper.wait()
    assert bench.dunst.paused()
    wait_for(lambda: not bench.dunst.paused(), what="the guard to give back")
    wait_for(lambda: bench.guard_pid() == 0, what="the guard to end")
    assert bench.dunst.displayed() == 0  # drained by the ledger that the keeper left
    assert repair(bench) == "nothing_left"


def test_a_killed_guard_is_replaced_and_the_silence_holds(bench: Bench) -> None:
    bench.start_session()
    first = bench.guard_pid()
    bench.kill_guard()
    second = wait_for(lambda: bench.guard_pid() not in {0, first} and bench.guard_pid(), what="another guard")
    assert second != first
    assert bench.dunst.paused()
    bench.app.told.clear()
    bench.app.want()  # the new guard's answer comes after it was given the monitor
    bench.app.wait_quiet(engaged=True, previous="off")
    bench.keeper.signal(signal.SIGKILL)  # the new guard holds the monitor too
    bench.keeper.wait()
    bench.notify("after both")
    bench.start_keeper()
    bench.app.wait(bench.app.records)
    assert bench.app.tells("gap") == []
    bench.app.want(None)
    bench.wait_gone()
    assert not bench.dunst.paused()


def test_after_both_were_killed_a_valid_lease_goes_on_and_the_gap_is_told(bench: Bench) -> None:
    bench.start_session()
    bench.kill_both()
    assert bench.dunst.paused()
    bench.start_keeper()
    bench.app.wait_connected()
    bench.app.wait_quiet(engaged=True, previous="off")
    bench.app.want()
    bench.app.wait(lambda: bench.app.tells("gap"))
    gap = bench.app.tells("gap")[0]
    assert gap["why"] == "keeper_died"
    assert gap["since"]["ticks"] < gap["until"]["ticks"]
    bench.app.want(None)
    bench.wait_gone()
    assert not bench.dunst.paused()


def test_after_both_were_killed_a_lapsed_lease_is_given_back_at_the_next_start(bench: Bench) -> None:
    bench.start_session()
    bench.kill_both()
    lease = json.loads(bench.paths.lease.read_text())
    bench.paths.lease.write_text(
        json.dumps({**lease, "until": lease["alive"]["utc"], "until_ticks": lease["alive"]["ticks"]})
    )
    assert bench.dunst.paused()
    bench.start_keeper()
    bench.app.wait_connected()
    wait_for(lambda: not (bench.paths.keeper_dir / "note.json").exists(), what="the silence to be given back")
    assert not bench.dunst.paused()


def test_repair_gives_back_what_both_left_behind(bench: Bench) -> None:
    bench.start_session()
    bench.notify("held")
    bench.app.wait(bench.app.named)
    assert repair(bench) == "held_by_a_session"
    bench.kill_both()
    assert bench.dunst.paused()
    assert repair(bench) == "given_back"
    assert not bench.dunst.paused()
    assert bench.dunst.displayed() == 0
    assert repair(bench) == "nothing_left"
    assert list((Path(bench.env["XDG_CONFIG_HOME"]) / "autostart").iterdir()) == []


def test_repair_after_the_server_is_gone_has_nothing_to_undo(bench: Bench) -> None:
    bench.start_session()
    bench.kill_both()
    bench.dunst.restart()
    bench.dunst.set_paused(True)  # the user's own, on the new server
    assert repair(bench) == "given_back"
    assert bench.dunst.paused()


def test_repair_without_a_bus_keeps_the_note(bench: Bench) -> None:
    bench.start_session()
    bench.kill_both()
    address = bench.env["DBUS_SESSION_BUS_ADDRESS"]
    bench.env["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent/bus"
    assert repair(bench) == "no_bus"
    bench.env["DBUS_SESSION_BUS_ADDRESS"] = address
    assert repair(bench) == "given_back"
    assert not bench.dunst.paused()


def test_what_the_app_did_not_keep_is_told_again(bench: Bench) -> None:
    bench.app.acknowledges = False
    bench.start_session()
    bench.notify("not kept")
    key = bench.app.wait(lambda: list(bench.app.spooled))[0]
    bench.app.hang_up()
    bench.app.wait_connected()
    bench.app.wait(lambda: bench.app.times[key] == 2)
    bench.app.acknowledges = True  # its number too, where that comes by itself and only now
    bench.app.say({"tell": "kept", "keys": list(bench.app.spooled)})
    bench.app.wait(lambda: bench.paths.arrivals_spool.stat().st_size == 0, what="the spool to be empty")


def test_a_guard_and_then_its_keeper_killed_before_the_watch_was_shared_leaves_a_gap_that_is_told(bench: Bench) -> None:
    bench.start_session()
    bench.kill_both()
    ours, theirs = packets.pair()  # a guard that never got a monitor, and lost its keeper
    theirs.set_inheritable(True)
    argv = [sys.executable, "-m", "holdspace.keeper", "--home", str(bench.paths.data), "--guard", str(theirs.fileno())]
    lonely = start(argv, env=bench.env, folder=bench.folder, pass_fds=[theirs.fileno()])
    bench.keepers.append(lonely)
    theirs.close()
    peer = packets.Peer(ours)
    while (packet := peer.hear(10)) is not None and packet[0]["tell"] != "state":
        pass
    peer.close()
    bench.start_keeper()
    bench.app.wait_connected()
    bench.app.want()
    bench.app.wait(lambda: bench.app.tells("gap"))
    assert bench.dunst.paused()
    bench.app.want(None)
    bench.app.wait_quiet(engaged=False)


def test_a_keeper_killed_after_the_release_leaves_no_gap_to_tell_in_the_next_session(bench: Bench) -> None:
    """After that nobody was to watch."""
    for _ in range(5):
        bench.start_session()
        bench.app.want(None)
        bench.app.wait_quiet(engaged=False)
        bench.keeper.signal(signal.SIGKILL)
        if bench.keeper.wait() == -signal.SIGKILL:
            break
        bench.wait_gone()
        bench.app.told.clear()
    else:
        raise AssertionError("it was always gone before it could be killed")
    bench.wait_gone()
    bench.start_keeper()
    bench.app.wait_connected()
    bench.app.want()
    bench.app.wait_quiet(engaged=True)
    bench.notify("afterwards")
    bench.app.wait(bench.app.records)
    assert bench.app.tells("gap") == []
