"""App, keeper, guard and all of them are killed at random instants, under bursts of notifications: 1,000 in full.

Another 1,000 strike the keeper alone, with an app that only listens: tests/keeper/test_kills.py.
"""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from holdspace.keeper.name import NAME
from tests.faults.conftest import Begin
from tests.faults.ledger import in_gaps, missing
from tests.faults.points import ALL, PATIENCE
from tests.faults.session import BACK, Held
from tests.journeys.hands import Practitioner

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(min(PATIENCE, 300))]

ROUNDS = 250 if ALL else 1
BURST = 40
ONE = ("app", "keeper", "guard")
SEVERAL = ("app and keeper", "keeper and guard", "all")
JITTER = 0.004
"""Seconds: more than a notification takes from its sender to the spool and back."""


def victims(person: Practitioner, who: str) -> list[int]:
    """Their pids, once all three run. Keeper and guard look alike, but only the guard owns a name on the bus."""
    person.until(lambda: person.pids("holdspace.app") and len(person.keeper_pids) == 2, what="all to run", bound=BACK)
    guard = person.desktop.bus.owner_pid(NAME)
    (keeper,) = set(person.keeper_pids) - {guard}
    found = {"app": person.app_pid, "keeper": keeper, "guard": guard}
    return [pid for name, pid in found.items() if name in who or who == "all"]


@contextmanager
def bursting(held: Held, prefix: str, progress: threading.Semaphore) -> Iterator[None]:
    """Another program sends BURST notifications, one after the other's answer; each is told to `progress`."""

    def send() -> None:
        with held.person.desktop.bus.connect() as line:
            for number in range(BURST):
                held.ledger.notify(line, f"{prefix} {number}")
                progress.release()

    thread = threading.Thread(target=send)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def killed_in_a_burst(held: Held, name: str, who: str, chance: random.Random) -> None:
    """At a random instant of it; then all of them come back, and what they hold of each other is whole again."""
    person, progress = held.person, threading.Semaphore(0)
    doomed = victims(person, who)
    with bursting(held, name, progress):
        for _ in range(1 + chance.randrange(BURST - 5)):
            assert progress.acquire(timeout=BACK)
        threading.Event().wait(chance.random() * JITTER)
        for pid in doomed:
            person.kill(pid)  # fails where it is gone already: each of them was killed by this
        held.hand("log", f"in the midst of {name}", "--source", "door")
    held.back()
    person.until(lambda: len(person.keeper_pids) == 2, what="keeper and guard to be back", bound=BACK)
    held.until_silent()
    held.notify(f"after {name}")


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_killed_at_random_instants_of_bursts_nothing_accepted_is_lost(begin: Begin, seed: int) -> None:
    """Each alone, in any order: then nothing is lost and nobody was blind. Then several at once: what is lost is told."""
    chance = random.Random(seed)
    with begin() as held:
        person = held.person
        held.begin()
        several, order = chance.choice(SEVERAL), chance.sample(ONE, 3)
        if several == "keeper and guard":
            order.sort(reverse=True)  # keeper before app: an app whose keeper died twice waits before it starts a third
        for number, who in enumerate(order):
            killed_in_a_burst(held, f"{number} {who}", who, chance)
            person.until(lambda: not missing(person, held.ledger), what="all to be kept", bound=BACK)
        assert held.digest()["gaps"] == []
        killed_in_a_burst(held, f"3 {several}", several, chance)
        held.end(at_once=chance.random() < 0.5)
        held.judge(gaps="guard" in several or several == "all")
        found, accepted = missing(person, held.ledger), len(held.ledger.notified) + len(held.ledger.done["log"])
        told = len(in_gaps(held.digest(), held.ledger, found))
        print(
            f"\nTALLY random {seed}: 4 instants, {several} last; {accepted} accepted, {len(found)} in told gaps ({told})"
        )
