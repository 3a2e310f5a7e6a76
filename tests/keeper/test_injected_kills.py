"""The keeper killed at the very system call: fsync, consuming read, send and write; and its guard, at its renames too."""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jeepney import new_method_call

from holdspace.keeper import packets
from holdspace.keeper.bus import DAEMON
from tests.faults.points import ALL
from tests.faults.strace import Point
from tests.keeper.bench import ANSWER, Bench, notify_call, send
from tests.keeper.test_kills import repair
from tests.rig.processes import Running, start, wait_for

pytestmark = [
    pytest.mark.dbus,
    pytest.mark.x11,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace injects the kills"),
]


def strace(log: Path, point: Point) -> list[str]:
    """What runs a program that is killed there."""
    first, second = point.kill
    return ["strace", "-q", "-o", str(log), "-e", first, "-e", second]


def start_one_that_is_killed(bench: Bench, point: Point) -> Running:
    """A keeper that dies there; the log of it is `killed_log`."""
    argv = strace(killed_log(bench), point)
    argv += [sys.executable, "-m", "holdspace.keeper", "--home", str(bench.paths.data)]
    bench.keepers.append(start(argv, env=bench.env, folder=bench.folder, name="keeper"))
    return bench.keeper


def killed_log(bench: Bench) -> Path:
    return bench.folder / "killed.strace"


def wait_replacing(bench: Bench, traced: Running, true: Callable[[], bool], *, what: str) -> None:
    """Wait, and start another keeper once `traced` is gone, as the app does, however late it is killed.

    That may well be after all was seen: as it writes down an id, or drops what the app has kept.
    """

    def look() -> bool:
        if bench.keeper is traced and not traced.alive:
            bench.start_keeper()
        return true()

    bench.app.wait(look, what=what)


@pytest.mark.parametrize(
    ("call", "which"),
    [("fsync", 1), ("fsync", 2), *((call, which) for call in ("recvfrom", "sendto", "write") for which in (1, 2, 3))],
)
def test_a_keeper_killed_at_a_system_call_loses_nothing_and_tells_nothing_twice(
    bench: Bench, call: str, which: int
) -> None:
    bench.start_session()
    bench.keeper.kill()  # the guard lives on and holds the watch
    point = Point(call=call, number=which)
    traced = start_one_that_is_killed(bench, point)
    sent = [f"n{number}" for number in range(12)]
    with bench.bus.connect() as line:
        idents = []
        for summary in sent:
            idents.append(send(line, summary))
            bench.app.turn(0.005)
    wait_replacing(bench, traced, lambda: len(bench.app.records()) == len(sent), what="all")
    assert [record["sender"] for record in bench.app.records()] == sent
    wait_replacing(bench, traced, lambda: sorted(bench.app.named().values()) == idents, what="all their ids")
    assert bench.app.tells("gap") == []
    assert bench.dunst.paused()
    assert point.reached(killed_log(bench)), "nothing was killed"


@pytest.mark.parametrize("keeps", [False, True], ids=["as_it_spools_the_ids", "as_it_drops_what_is_kept"])
def test_ids_that_came_after_all_was_seen_are_told_by_the_next_keeper(bench: Bench, keeps: bool) -> None:
    bench.start_session()
    bench.app.acknowledges = keeps
    bench.keeper.kill()
    sent = [f"n{number}" for number in range(12)]
    with bench.bus.connect() as line:
        os.kill(bench.dunst.pid, signal.SIGSTOP)
        try:
            for summary in sent:
                line.send(notify_call(summary))
            line.send_and_get_reply(new_method_call(DAEMON, "GetId"), timeout=ANSWER)  # the bus has passed them on
            traced = start_one_that_is_killed(
                bench, Point(call="write", number=4)
            )  # the log, the spool, the ledger, and then
            bench.app.wait(lambda: len(bench.app.records()) == len(sent), what="all")
        finally:
            os.kill(bench.dunst.pid, signal.SIGCONT)
        idents = [int(line.receive(timeout=ANSWER).body[0]) for _ in sent]
    bench.app.wait(lambda: not traced.alive, what="the kill")
    assert bench.app.named() == {}
    bench.start_keeper()
    bench.app.wait(lambda: sorted(bench.app.named().values()) == idents, what="all their ids")
    assert [record["sender"] for record in bench.app.records()] == sent
    assert bench.app.tells("gap") == []


OF_THE_GUARD = [
    *((call, which) for call in ("fsync", "unlink", "sendto") for which in (1, 2, 3, 4, 6)),
    *(("rename", which) for which in (1, 2, 3)),
    *(("sendto", which) for which in (9, 11, 13, 15)),
]


@pytest.mark.parametrize(
    ("call", "which", "before"),
    # Of a sample each call has its turn, and every other one has do-not-disturb on before.
    [
        (*point, on)
        for at, point in enumerate(OF_THE_GUARD if ALL else OF_THE_GUARD[::2])
        for on in (False, True)
        if ALL or on == bool(at % 2)
    ],
)
def test_a_guard_killed_at_a_system_call_leaves_nothing_that_repair_does_not_undo(
    bench: Bench, call: str, which: int, before: bool
) -> None:
    bench.dunst.set_paused(before)
    bench.paths.ensure()
    ours, theirs = packets.pair()
    theirs.set_inheritable(True)
    point = Point(call=call, number=which)
    argv = strace(killed_log(bench), point)
    argv += [sys.executable, "-m", "holdspace.keeper", "--home", str(bench.paths.data), "--guard", str(theirs.fileno())]
    guard = start(argv, env=bench.env, folder=bench.folder, name="guard", pass_fds=[theirs.fileno()])
    bench.keepers.append(guard)
    theirs.close()
    peer = packets.Peer(ours)
    want = {"tell": "want", "session": "s1", "lease_seconds": 300, "drain": True, "drain_exceptions": []}
    for said, until in ((want, "engaged"), ({"tell": "goodbye"}, "done"), ({"tell": "end"}, "why")):
        peer.tell(said)
        while (packet := peer.hear(10)) is not None and not packet[0].get(until):
            if packet[0]["tell"] == "releasing":
                peer.tell({"tell": "flushed"})
    peer.close()
    guard.wait()
    wait_for(lambda: bench.guard_pid() == 0, what="the guard to be gone")
    assert repair(bench) in {"nothing_left", "given_back"}
    assert bench.dunst.paused() == before
    assert not (bench.paths.keeper_dir / "note.json").exists()
    entry = Path(bench.env["XDG_CONFIG_HOME"]) / "autostart" / bench.paths.autostart_entry.name
    assert not entry.exists()
    assert point.reached(killed_log(bench)), "nothing was killed"
