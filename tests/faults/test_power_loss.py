"""Power loss is judged by the order of system calls: nothing is promised before the disk has it."""

import re
from pathlib import Path

import pytest

from tests.faults.conftest import Begin
from tests.faults.points import PATIENCE
from tests.faults.strace import stopped, traced
from tests.rig.processes import run

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(PATIENCE)]

PROMISE = re.compile(r'^\S+ sendto\(.*\\"(interruption|pin|mark|keys)\\":')
"""What the app says to the command line when something is done, and to the keeper when it may forget something."""


def lines(log: Path) -> list[str]:
    return log.read_text(errors="replace").splitlines()


def first(said: list[str], *parts: str, after: int = -1) -> int:
    """The number of the first line behind `after` in which all of these stand."""
    found = (number for number, line in enumerate(said) if number > after and all(part in line for part in parts))
    number = next(found, None)
    assert number is not None, f"no {parts} after line {after} of:\n" + "\n".join(line[:160] for line in said)
    return number


def test_the_app_promises_nothing_before_the_disk_has_it(begin: Begin) -> None:
    with begin() as held:
        person = held.person
        held.begin()
        with traced(person.desktop, person.app_pid, "trace=pwrite64,fdatasync,sendto") as log:
            held.hand("log", "one", "--source", "door")
            held.hand("pin", "two")
            held.hand("mark", "three")
            held.notify("four")
            person.until(lambda: '\\"kept\\"' in log.read_text(errors="replace"), what="the app to tell what it kept")
        written, synced, promised = 0, 0, []
        for line in lines(log):
            if "holdspace.db-wal>" in line:
                durable = " fdatasync(" in line
                synced += written if durable else 0
                written = 0 if durable else written + 1
            elif word := PROMISE.match(line):
                assert written == 0, f"promised before it was synced: {line[:300]}"
                if word.group(1) != "keys":  # many arrivals may share one sync
                    assert synced, f"promised before it was written: {line[:300]}"
                    synced = 0
                promised.append(word.group(1))
        assert promised[:3] == ["interruption", "pin", "mark"]
        assert "keys" in promised[3:]


def test_the_keeper_consumes_and_tells_nothing_before_the_disk_has_it(begin: Begin) -> None:
    with begin() as held:
        person = held.person
        held.begin()
        keeper = person.keeper_pids[0]
        with traced(person.desktop, keeper, "trace=write,fsync,recvfrom,sendto") as log:
            held.notify("order first")
            person.until_status(lambda told: told["held"] == 1, what="the first to be held")
            held.notify("order second")
            person.until_status(lambda told: told["held"] == 2, what="the second to be held")
        said = lines(log)
        for summary in ("order first", "order second"):
            peeked = first(said, "recvfrom(", summary, "MSG_PEEK")
            monitor = said[peeked].split("recvfrom(")[1].split("<")[0]
            written = first(said, "write(", "arrivals.spool>", summary, after=peeked)
            synced = first(said, "fsync(", "arrivals.spool>", after=written)
            consumed = first(said, f"recvfrom({monitor}<", f"{summary}", "MSG_DONTWAIT, NULL", after=peeked)
            told = first(said, "sendto(", summary)
            assert peeked < written < synced < min(consumed, told)


def test_the_note_is_on_the_disk_before_the_first_change_and_stays_until_the_last(begin: Begin) -> None:
    with begin() as held, stopped(held.person.desktop, "guard") as guard:
        person = held.person
        held.launch(**guard.env)
        held.prepare()
        held.start()
        pid = guard.pid()
        with traced(person.desktop, pid, "trace=write,fsync,rename,unlink,sendto") as log:
            held.until_silent()
            held.end()
        said = lines(log)
        fresh = f"note.json.{pid}.new"
        silenced = first(said, "sendto(", "paused", "Set\\0")
        written = first(said, "write(", fresh)
        synced = first(said, "fsync(", fresh, after=written)
        named = first(said, "rename(", fresh, after=synced)
        folder = first(said, "fsync(", "/keeper>", after=named)
        assert written < synced < named < folder < silenced
        given_back = max(number for number, line in enumerate(said) if "sendto(" in line and "Set\\0" in line)
        removed = first(said, "unlink(", "note.json")
        assert silenced < given_back < removed
        first(said, "fsync(", "/keeper>", after=removed)


@pytest.mark.parametrize("verb", ["log", "pin", "mark"])
def test_the_command_line_says_kept_only_once_the_disk_has_it(begin: Begin, verb: str) -> None:
    with begin() as held:
        person = held.person
        person.launch()
        person.ok("quit")
        person.until(lambda: not person.pids("holdspace.app"), what="the app to be gone")
        log = person.desktop.folder / "cli.strace"
        strace = ["strace", "-qq", "-y", "-s", "4096", "-o", str(log), "-e", "trace=write,fsync"]
        done = run([*strace, *person.command(verb, "a thought")], env=person.desktop.env)
        assert done.returncode == 0
        assert "Kept for later" in done.stdout
        said = lines(log)
        written = first(said, "write(", "hand.spool>", "a thought")
        synced = first(said, "fsync(", "hand.spool>", after=written)
        folder = first(said, "fsync(", f"{person.home}>", after=synced)
        assert written < synced < folder < first(said, "write(1<", "Kept for later")
