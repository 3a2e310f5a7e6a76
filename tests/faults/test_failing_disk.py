"""The disk is full, fails, or has become read-only, under app, keeper, guard and command line, and is well again later."""

from pathlib import Path

import pytest

from tests.faults.conftest import Begin
from tests.faults.ledger import kept
from tests.faults.points import ALL, PATIENCE
from tests.faults.session import BACK, Held
from tests.faults.strace import counted, stopped, traced
from tests.rig.processes import run

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(PATIENCE)]

STRIDE = 11
"""More or less the writes of one transaction."""
WHOLE = [
    ("pwrite64", "ENOSPC", "disk_full"),
    ("pwrite64", "EROFS", "io_error"),  # of a home that becomes read-only SQLite says no more than that
    ("pwrite64", "EIO", "io_error"),
    ("fdatasync", "EIO", "io_error"),
]
OFFSETS = range(1, STRIDE + 1) if ALL else (7,)
SYNCS = (1, 2) if ALL else (1,)


def database(held: Held) -> list[Path]:
    home = held.person.home
    return [home / "holdspace.db", home / "holdspace.db-wal"]


def try_all(held: Held, name: str) -> None:
    """One of each: what the command line says is in the ledger, be it a refusal."""
    held.ledger.hand(held.person, "log", f"log {name}", "--source", "door")
    held.ledger.hand(held.person, "pin", f"pin {name}")
    held.notify(f"note {name}")
    held.ledger.hand(held.person, "mark", f"mark {name}", "--next", "go on")


def recovered(held: Held) -> None:
    """All that was accepted is kept, and nothing is complained about any more."""
    held.person.until(lambda: not held.lost(), what="what waited to be kept", bound=BACK)
    held.person.until_status(lambda told: not told["trouble"], what="the trouble to be over", bound=BACK)


@pytest.mark.parametrize(("call", "error", "code"), WHOLE if ALL else WHOLE[:1] + WHOLE[-1:])
def test_a_disk_that_fails_for_a_while_is_told_and_loses_nothing(
    begin: Begin, call: str, error: str, code: str
) -> None:
    with begin() as held:
        person = held.person
        held.begin()
        pid = person.app_pid
        inject = (f"trace={call}", f"inject={call}:error={error}")
        with traced(person.desktop, pid, *inject, paths=database(held)):
            try_all(held, "in trouble")
            told = person.until_status(lambda told: told["trouble"], what="the trouble to be told")
            assert told["trouble"] == [code]
            assert len(held.ledger.refused) + sum(map(len, held.ledger.done.values())) == 3
            assert held.ledger.refused, "nothing was refused: it did not fail"
            done = person.cli("pause")
            assert (done.returncode, bool(done.stderr.strip())) == (1, True)
        try_all(held, "afterwards")
        recovered(held)
        assert person.app_pid == pid
        held.end()
        held.judge()
        refused = {f"{verb} in trouble" for verb in ("log", "pin", "mark")} - {
            words for done in held.ledger.done.values() for words in done
        }
        assert not refused & set(kept(person)), "what was refused was kept all the same"


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"] if ALL else ["ENOSPC"])
def test_any_single_write_may_fail(begin: Begin, error: str) -> None:
    """Of the base lane's two the second is what a failing disk says of a sync."""
    with begin() as held:
        person = held.person
        held.begin()
        for call in ("pwrite64", "fdatasync"):
            says = error if ALL or call == "pwrite64" else "EIO"
            for offset in OFFSETS if call == "pwrite64" else SYNCS:
                stride = STRIDE if call == "pwrite64" else 2
                inject = f"inject={call}:error={says}:when={offset}+{stride}"
                with traced(person.desktop, person.app_pid, f"trace={call}", inject, paths=database(held)):
                    try_all(held, f"{call} {offset}")
                recovered(held)
        assert held.ledger.refused, "nothing was refused: it did not fail"
        held.end()
        held.judge()


@pytest.mark.parametrize(("call", "error"), [("write", "ENOSPC"), ("fsync", "EIO"), ("openat", "EROFS")])
def test_a_spool_that_cannot_be_written_holds_what_arrives_until_it_can(begin: Begin, call: str, error: str) -> None:
    with begin() as held:
        person = held.person
        held.begin()
        held.notify("before")
        person.until_status(lambda told: told["held"] == 1, what="it to be held")
        keeper, spool = person.keeper_pids[0], person.home / "keeper" / "arrivals.spool"
        with traced(person.desktop, keeper, f"trace={call}", f"inject={call}:error={error}", paths=[spool]) as log:
            for number in range(20):
                held.notify(f"full {number}")
            person.until(lambda: "INJECTED" in log.read_text(errors="replace"), what="the spool to fail")
            assert person.status()["held"] == 1
        held.notify("after")
        person.until_status(lambda told: told["held"] == 22, what="all to be held", bound=BACK)
        assert person.keeper_pids[0] == keeper
        held.end()
        held.judge()


def test_without_a_note_on_the_disk_nothing_is_silenced_and_it_is_told(begin: Begin) -> None:
    with begin() as held, stopped(held.person.desktop, "guard") as guard:
        person = held.person
        held.launch(**guard.env)
        held.prepare()
        held.start()
        pid = guard.pid()
        note = person.home / "keeper" / f"note.json.{pid}.new"
        with traced(person.desktop, pid, "trace=write", "inject=write:error=ENOSPC", paths=[note]) as log:
            told = person.until_status(lambda told: told["quiet"]["why"] == "note_failed", what="the note to fail")
            person.until(lambda: counted(log)["write"] >= 3, what="two more attempts", bound=BACK)
            assert not told["quiet"]["engaged"]
            assert not person.desktop.dunst.paused()
        held.until_silent()
        held.end()
        held.judge()


@pytest.mark.parametrize(("call", "error"), [("write", "ENOSPC"), ("fsync", "EIO"), ("openat", "EROFS")])
def test_a_thought_that_the_command_line_cannot_keep_either_is_refused_with_a_word(
    begin: Begin, call: str, error: str
) -> None:
    """The app is down, and the disk fails under `log`, `pin` and `mark` themselves."""
    with begin() as held:
        person, ledger = held.person, held.ledger
        person.launch()
        person.ok("quit")
        person.until(lambda: not person.pids("holdspace.app"), what="the app to be gone")
        spool = person.home / "hand.spool"
        assert ledger.hand(person, "log", "before", "--source", "door")
        strace = ["strace", "-qq", "-o", "/dev/null", "-P", str(spool), "-e", f"trace={call}"]
        strace += ["-e", f"inject={call}:error={error}"]
        for verb in ("log", "pin", "mark"):
            done = run([*strace, *person.command(verb, f"{verb} refused")], env=person.desktop.env)
            assert done.returncode == 1, done.stdout
            assert done.stderr.strip()
            assert "Traceback" not in done.stderr
            assert ledger.hand(person, verb, f"{verb} afterwards")
        person.launch()
        person.until(lambda: len(kept(person)) >= 4, what="the thoughts to be taken in")
        assert kept(person) == dict.fromkeys(["before", "log afterwards", "pin afterwards", "mark afterwards"], 1)
