"""More than can be read at once, on a real bus with the real server: all told once, in order, whoever is killed meanwhile."""

import os
import shutil
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from holdspace.keeper.flood import MANY
from holdspace.wire import spool
from tests.faults.points import ALL
from tests.faults.strace import Point
from tests.keeper.bench import Bench, send
from tests.keeper.test_backlog import left
from tests.keeper.test_framing import call, reply
from tests.keeper.test_injected_kills import killed_log, start_one_that_is_killed, wait_replacing
from tests.keeper.test_kills import repair, serving
from tests.rig.processes import wait_for

pytestmark = [pytest.mark.dbus, pytest.mark.x11]

FLOOD = 5 * MANY
"""Several times what the monitor's socket holds."""
LARGE_ONE = 3 * MANY
"""The number of one that is never taken as it is."""


def flood(bench: Bench, many: int = FLOOD) -> list[str]:
    """Sent while nobody reads what the guard's socket holds; the summaries in order."""
    bench.start_session()
    bench.keeper.kill()
    sent = [f"n{number}" for number in range(many)]
    with bench.bus.connect() as line:
        for number, summary in enumerate(sent):
            send(line, summary, "x" * 120_000 if number == LARGE_ONE else "body")
    return sent


def all_told_once(bench: Bench, sent: list[str]) -> None:
    assert [record["sender"] for record in bench.app.records()] == sent
    assert bench.app.tells("gap") == []
    assert bench.dunst.paused()
    bench.app.want(None)
    bench.wait_gone()
    assert bench.dunst.displayed() == bench.dunst.waiting() == 0
    assert not bench.paths.backlog.exists()


def test_a_flood_is_taken_as_it_is_and_told_in_its_order(bench: Bench) -> None:
    sent = flood(bench, 2 * FLOOD)
    bench.start_keeper()
    bench.app.wait(lambda: len(bench.app.named()) == len(sent), what="all")
    all_told_once(bench, sent)
    (said,) = (line for line in bench.log() if line["code"] == "exit")
    assert said["taken"] > MANY
    assert (said["damaged"], said["skipped"], said["doubles"]) == (0, 0, 0)


INSTANTS = [
    *(("fsync", number) for number in (range(2, 17) if ALL else (2, 8, 14))),
    *(("write", number) for number in (range(4, 21) if ALL else (4, 12))),
    *(("recvfrom", number) for number in (range(6, 31) if ALL else (6, 20))),
    ("unlink", 1),
]


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace injects the kills")
@pytest.mark.parametrize(("call_", "number"), INSTANTS)
def test_a_keeper_killed_in_a_flood_loses_nothing_and_tells_nothing_twice(
    bench: Bench, call_: str, number: int
) -> None:
    sent = flood(bench)
    point = Point(call=call_, number=number)
    traced = start_one_that_is_killed(bench, point)
    wait_replacing(bench, traced, lambda: len(bench.app.named()) == len(sent), what="all")
    if not ALL:
        bench.app.wait(lambda: not traced.alive, what="the kill, at the latest when all is kept")
        assert point.reached(killed_log(bench)), "nothing was killed"
    if bench.keeper is traced and not traced.alive:  # killed as the last was told
        bench.start_keeper()
    if bench.keeper is not traced:
        serving(bench)
    all_told_once(bench, sent)


@pytest.fixture
def left_by_a_killed_one(bench: Bench) -> Bench:
    """Three are held, and only the backlog of a keeper that was killed tells of them. The lease ends soon."""
    bench.start_session()
    bench.app.acknowledges = False
    idents = [bench.notify(f"n{number}") for number in range(3)]
    bench.app.wait(lambda: len(bench.app.named()) == len(idents), what="all")
    bench.lease(4)
    bench.keeper.signal(signal.SIGKILL)
    bench.keeper.wait()
    (bench.paths.keeper_dir / "ledger").unlink()
    bench.paths.arrivals_spool.unlink()
    owner = bench.bus.owner("org.freedesktop.Notifications")
    taken = b"".join(call(f"n{n}", n + 1) + reply(n + 1, ident, server=owner) for n, ident in enumerate(idents))
    left(bench.paths, taken, owner=owner)
    return bench


def spooled(bench: Bench) -> int:
    """How many notifications are to be told to the app."""
    return sum(record.key.endswith("/notify") for record in spool.read(bench.paths.arrivals_spool))


def test_a_guard_that_gives_back_alone_closes_what_was_taken_in_a_flood(left_by_a_killed_one: Bench) -> None:
    bench = left_by_a_killed_one
    wait_for(lambda: not bench.dunst.paused(), what="the guard to give back")
    wait_for(lambda: bench.guard_pid() == 0, what="the guard to end")
    assert bench.dunst.displayed() == 0
    assert spooled(bench) == 3


def test_repair_closes_what_was_taken_in_a_flood(left_by_a_killed_one: Bench) -> None:
    bench = left_by_a_killed_one
    bench.kill_guard()
    wait_for(lambda: bench.guard_pid() == 0, what="the guard to be gone")
    assert repair(bench) == "given_back"
    assert not bench.dunst.paused()
    assert bench.dunst.displayed() == 0
    assert spooled(bench) == 3


def test_a_disk_that_refuses_what_was_taken_is_asked_once_a_second_and_nothing_is_lost(bench: Bench) -> None:
    left(bench.paths, call("Mara", 1))
    bench.paths.arrivals_spool.mkdir()
    bench.start_session()
    wait_for(lambda: len(refused(bench)) >= 2, what="a refusal after the one of the start")
    busy, since = worked(bench.keeper.pid), time.monotonic()
    wait_for(lambda: len(refused(bench)) >= 4, what="two more")
    assert worked(bench.keeper.pid) - busy < 0.05 * (time.monotonic() - since), "it does not rest"
    bench.paths.arrivals_spool.rmdir()
    bench.app.wait(bench.app.records, what="it")
    assert [record["sender"] for record in bench.app.records()] == ["Mara"]
    bench.app.want(None)
    bench.wait_gone()


def refused(bench: Bench) -> list[dict[str, Any]]:
    """The times at which the keeper could not spool something."""
    return [line for line in bench.log() if line["code"] == "spool_failed"]


def worked(pid: int) -> float:
    """Seconds of processor time (proc_pid_stat(5): utime and stime)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
