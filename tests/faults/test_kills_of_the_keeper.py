"""The keeper, its guard, and both are killed at every fsync, rename, unlink and send in turn, while a session is held."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.faults.conftest import Begin
from tests.faults.points import PATIENCE, at_each, instants
from tests.faults.session import Held
from tests.faults.strace import CALLS, Point, gone, stopped, traced
from tests.journeys.hands import Practitioner
from tests.rig.processes import NeverHappenedError, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(PATIENCE)]


@contextmanager
def tampered(held: Held, role: str, *expressions: str) -> Iterator[tuple[int, Path]]:
    """A session has just been started, and strace is on its keeper or guard from the very first step; pid and log."""
    with stopped(held.person.desktop, role) as process:
        held.launch(**process.env)
        held.prepare()
        held.start()
        pid = process.pid()
        with traced(held.person.desktop, pid, *expressions) as log:
            yield pid, log


@contextmanager
def follows(person: Practitioner, pid: int) -> Iterator[None]:
    """Once `pid` is dead, whatever runs of keeper and guard dies too, at once."""
    over = threading.Event()

    def watch() -> None:
        with suppress(NeverHappenedError):
            wait_for(lambda: over.is_set() or gone(pid), bound=PATIENCE, what="the first to die")
        if not over.is_set():
            for other in person.keeper_pids:
                with suppress(ProcessLookupError):
                    person.kill(other)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def a_session(begin: Begin, role: str, point: Point) -> bool:
    """One session in which the keeper or the guard is killed at `point`; whether it came to that."""
    with begin() as held, tampered(held, role, *point.kill) as (_, log):
        held.until_silent()
        held.hold()
        held.end()
        held.judge()
        return point.reached(log)


def a_session_without_both(begin: Begin, point: Point) -> bool:
    """One session in which the keeper is killed at `point`, and its guard as soon as that is seen."""
    with begin() as held, tampered(held, "keeper", *point.kill) as (pid, log), follows(held.person, pid):
        held.until_silent()
        held.hold()
        held.end()
        held.judge(gaps=True)
        return point.reached(log)


def points_of(begin: Begin, role: str) -> list[Point]:
    with begin() as held, tampered(held, role, f"trace={','.join(CALLS)}") as (_, log):
        held.until_silent()
        held.hold()
        held.end()
        held.judge()
        return instants(log)


@pytest.mark.parametrize("role", ["keeper", "guard"])
def test_killed_at_any_call_it_is_replaced_and_nothing_is_lost_while_the_other_lives(begin: Begin, role: str) -> None:
    at_each(role, points_of(begin, role), 1, lambda point: a_session(begin, role, point))


def test_when_both_die_only_what_came_then_is_lost_and_the_gap_is_told(begin: Begin) -> None:
    at_each("keeper, then guard", points_of(begin, "keeper"), 1, lambda point: a_session_without_both(begin, point))
