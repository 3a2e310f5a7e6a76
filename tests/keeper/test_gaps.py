"""What nobody could watch is told as a gap, on the real bus."""

import ctypes
import os
import resource
import socket
from pathlib import Path

import pytest

from holdspace.wire import spool
from tests.keeper.bench import Bench

pytestmark = [pytest.mark.dbus, pytest.mark.x11]


def test_a_monitor_that_the_bus_cuts_off_is_opened_again_and_the_gap_is_told(bench: Bench) -> None:
    bench.start_session()
    bench.notify("before")
    bench.app.wait(bench.app.records)
    cut_off_the_monitor(bench)
    bench.app.wait(lambda: bench.app.tells("gap"))
    assert bench.app.tells("gap")[0]["why"] == "monitor_lost"
    bench.notify("after")
    bench.app.wait(lambda: len(bench.app.records()) == 2)


def test_a_gap_while_the_disk_is_full_is_told_at_once_and_written_when_there_is_room(bench: Bench) -> None:
    bench.start_session()
    bench.notify("before")
    bench.app.wait(bench.app.named, what="its number, which may be told by itself")
    bench.app.wait(lambda: bench.paths.arrivals_spool.stat().st_size == 0, what="the spool to be empty")
    bench.app.acknowledges = False
    resource.prlimit(bench.keeper.pid, resource.RLIMIT_FSIZE, (10, resource.RLIM_INFINITY))
    cut_off_the_monitor(bench)
    bench.app.wait(lambda: bench.app.tells("gap"))
    assert bench.app.tells("gap")[0]["why"] == "monitor_lost"
    resource.prlimit(bench.keeper.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def written() -> bool:
        return [record.key for record in spool.read(bench.paths.arrivals_spool)] == [bench.app.tells("gap")[0]["key"]]

    bench.app.wait(written, what="the gap in the spool")
    bench.keeper.expect_alive()


def test_what_nobody_could_watch_is_told_as_a_gap_once_it_is_watched_again(bench: Bench) -> None:
    bench.start_session()
    bench.bus.refuse_monitors(True)
    cut_off_the_monitor(bench)
    bench.app.wait(lambda: bench.app.tells("refused"))
    bench.notify("unseen")
    bench.bus.refuse_monitors(False)
    bench.app.want()  # the renewal tries again
    bench.app.wait(lambda: bench.app.tells("gap"))
    assert bench.app.tells("gap")[0]["why"] == "monitor_lost"
    bench.notify("seen")
    bench.app.wait(bench.app.records)
    assert [record["sender"] for record in bench.app.records()] == ["seen"]


def test_a_session_that_nobody_could_watch_ends_with_the_gap(bench: Bench) -> None:
    bench.bus.refuse_monitors(True)
    bench.start_session()
    bench.app.want(None)
    bench.wait_gone()
    (gap,) = bench.app.tells("gap")
    assert gap["why"] == "monitor_refused"
    assert gap["since"]["ticks"] < gap["until"]["ticks"]
    assert not bench.dunst.paused()


def _target(entry: Path) -> str:
    """Where a descriptor points; empty when it was closed while we looked."""
    try:
        return str(entry.readlink())
    except FileNotFoundError:
        return ""


def cut_off_the_monitor(bench: Bench) -> None:
    """A monitor that sends anything is cut at once by the bus; its inode tells which of our sockets it is."""
    descriptors = Path(f"/proc/{bench.keeper.pid}/fd")
    guards = Path(f"/proc/{bench.guard_pid()}/fd")
    ours = {target for entry in descriptors.iterdir() if (target := _target(entry))}
    shared = [
        entry for entry in guards.iterdir() if str(entry.readlink()) in ours and "socket" in str(entry.readlink())
    ]
    assert len(shared) == 1, shared
    pidfd = os.pidfd_open(bench.guard_pid())
    copy = ctypes.CDLL(None).syscall(438, pidfd, int(shared[0].name), 0)
    os.close(pidfd)
    if copy < 0:
        pytest.skip("this kernel does not let a test take a descriptor (pidfd_getfd)")
    with socket.socket(fileno=copy) as monitor:
        monitor.send(b"l\x01\x00\x01\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00")
