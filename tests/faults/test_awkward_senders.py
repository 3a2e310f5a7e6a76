"""Senders that are hard to bear: bodies of 100 KB, and another name each time. Nothing of ours grows with them."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from benchmarks.assistant import assistant
from benchmarks.processes import resident
from benchmarks.sender import Ledger as Sent
from benchmarks.sender import sender
from holdspace.core.storm import APART, STORM_CASES
from tests.faults.conftest import Begin
from tests.faults.people import settle
from tests.faults.points import ALL, PATIENCE
from tests.faults.session import BACK, Held

pytestmark = [pytest.mark.journey, pytest.mark.timeout(max(PATIENCE, 300))]

BODY = 100 * 1024
BODIES = 2_000 if ALL else 40
KEPT_BYTES = 4096
NAMES = 10_000 if ALL else 80
ASKED = 300 if ALL else 25
"""As many open cases as the answer page is made for."""
APP_MIB, KEEPER_MIB = 30.0, 15.0
"""So much more memory than before at most, however many came."""


@contextmanager
def bounded(held: Held, what: str) -> Iterator[None]:
    """Neither app nor keeper grows beyond the bounds nor is started anew while the block lasts."""
    person = held.person
    app, keepers = person.app_pid, person.keeper_pids
    before = resident([app]), resident(keepers)
    yield
    assert (person.app_pid, person.keeper_pids) == (app, keepers)
    after = resident([app]), resident(keepers)
    print(f"{what}: app {before[0]:.0f} -> {after[0]:.0f} MiB, keeper and guard {before[1]:.0f} -> {after[1]:.0f} MiB")
    assert after[0] - before[0] <= APP_MIB
    assert after[1] - before[1] <= KEEPER_MIB


def session(held: Held) -> None:
    held.person.launch()
    held.prepare()
    held.start()
    held.until_silent()


def until_kept(held: Held, taken: set[tuple[str, int]]) -> None:
    """All that the server took is in the journal, once."""
    wanted = {f"{name}/{serial}" for name, serial in taken}

    def keys() -> list[str]:
        with closing(held.person.database()) as journal:
            found = [key for (key,) in journal.execute("SELECT key FROM interruptions")]
        return ["/".join(key.split("/")[1:3]) for key in found]

    held.person.until(lambda: len(keys()) >= len(wanted), what="all to be kept", bound=BACK + len(wanted) / 30)
    found = keys()
    assert len(found) == len(set(found))
    assert set(found) == wanted


def test_bodies_of_a_hundred_kilobytes_are_cut_and_none_is_lost(begin: Begin) -> None:
    with begin() as held:
        session(held)
        with bounded(held, f"{BODIES} bodies"), sender(held.person.desktop.bus) as program:
            for number in range(BODIES):
                program.send(f"large {number}", body=f"<b>{number}</b> " + "wörter " * (BODY // 8))
                program.collect(1)
            until_kept(held, program.ledger.taken)
            held.person.until(lambda: spool(held) <= KEPT_BYTES, what="the spool to be dropped", bound=BACK)
        assert len(program.ledger.taken) == BODIES
        with closing(held.person.database()) as journal:
            longest = "SELECT max(length(cast(body AS BLOB))), count(*) FROM texts WHERE body LIKE '%wörter%'"
            size, count = journal.execute(longest).fetchone()
        assert count == BODIES
        assert KEPT_BYTES // 2 < size <= KEPT_BYTES
        held.end()
        assert held.person.json("digest")["gaps"] == []


def test_a_sender_with_another_name_each_time_makes_nothing_grow(begin: Begin) -> None:
    with begin() as held:
        session(held)
        ledgers: list[Sent] = []
        with bounded(held, f"{NAMES} names"):
            halves = [
                threading.Thread(target=change_names, args=(held, range(half, NAMES, 2), ledgers)) for half in (0, 1)
            ]
            for half in halves:
                half.start()
            for half in halves:
                half.join()
            taken = {call for ledger in ledgers for call in ledger.taken}
            assert len(taken) == NAMES, "each came over a connection of its own"
            until_kept(held, taken)
        rows = held.digest()["interruptions"]
        assert len({row["sender"] for row in rows}) == len(rows) == NAMES
        held.end()


def test_about_another_name_each_time_people_are_asked_no_oftener_than_a_storm_allows_and_each_has_its_outcome(
    begin: Begin,
) -> None:
    """Each is a case, as nobody knows that it is one sender. In a storm what is urgent has its turn every ten seconds."""
    with begin() as held:
        session(held)
        settle(held)
        person, ledgers = held.person, list[Sent]()
        with assistant(person.link("va1")) as ana, bounded(held, f"{ASKED} names that are asked about"):
            person.until_status(lambda told: told["coverage"]["reachable"], what="the assistant to be reachable")
            began = time.monotonic()
            change_names(held, range(ASKED), ledgers, app="Pager")
            until_kept(held, {call for ledger in ledgers for call in ledger.taken})
            person.until(lambda: len(ana.cards) >= STORM_CASES, bound=BACK, what="somebody to be asked")
            assert person.try_status() is not None, "the app does not answer"
        with closing(person.database()) as journal:
            (cases,) = journal.execute("SELECT count(*) FROM cases").fetchone()
            (times,) = journal.execute("SELECT count(*) FROM facts WHERE type = 'StepAsked'").fetchone()
        lasted = time.monotonic() - began
        assert cases == ASKED
        at_once, turns = STORM_CASES - 1, int(lasted / APART["urgent"].total_seconds())
        assert STORM_CASES <= times <= at_once + turns, "the seventh is a storm, and waits for its turn"
        held.end()
        outcomes = [(row["sender"], row["outcome"]) for row in held.digest()["interruptions"]]
        assert len(outcomes) == len({sender for sender, _ in outcomes}) == ASKED
        assert {outcome for _, outcome in outcomes} == {"deferred"}


def change_names(held: Held, numbers: range, ledgers: list[Sent], *, app: str = "") -> None:
    """Each time another connection and person, and another application unless it is given."""
    for number in numbers:
        with sender(held.person.desktop.bus) as program:
            program.send(f"somebody {number}", app=app or f"program {number}", body="")
            program.collect(1)
            ledgers.append(program.ledger)


def spool(held: Held) -> int:
    """Bytes that wait for the app."""
    path: Path = held.person.home / "keeper" / "arrivals.spool"
    return path.stat().st_size if path.exists() else 0
