"""App, keeper, guard and all of them are killed at random instants, under a burst of notifications."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from tests.faults.conftest import Begin
from tests.faults.points import ALL, PATIENCE
from tests.faults.session import Held
from tests.journeys.hands import Practitioner

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(PATIENCE)]

ROUNDS = 60 if ALL else 4
BURST = 150
WHO = ("app", "keeper", "guard", "app and keeper", "keeper and guard", "all")


def victims(person: Practitioner, who: str) -> list[int]:
    """Their pids now; the guard is the younger of the two that look alike."""
    app, keepers = person.pids("holdspace.app"), person.keeper_pids
    found = {
        "app": app,
        "keeper": keepers[:1],
        "guard": keepers[1:],
        "app and keeper": app + keepers[:1],
        "keeper and guard": keepers,
        "all": app + keepers,
    }
    return found[who]


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


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_killed_at_a_random_instant_of_a_burst_nothing_accepted_is_lost(begin: Begin, seed: int) -> None:
    chance = random.Random(seed)
    who = WHO[seed % len(WHO)]
    both_may_die = who in {"keeper and guard", "all"}
    with begin() as held:
        person = held.person
        person.launch()
        held.prepare()
        held.start()
        held.until_silent()
        progress = threading.Semaphore(0)
        with bursting(held, "burst", progress):
            for _ in range(chance.randrange(BURST - 10)):
                progress.acquire()
            for pid in victims(person, who):
                with suppress(ProcessLookupError):
                    person.kill(pid)
            held.hand("log", "in the midst", "--source", "door")
        held.back()
        held.until_silent()
        held.notify("afterwards")
        held.end(at_once=chance.random() < 0.5)
        held.judge(gaps=both_may_die)
