"""The app is killed at every fdatasync, fsync, rename, unlink and send in turn, while a session is held."""

import pytest

from tests.faults.conftest import Begin
from tests.faults.points import PATIENCE, at_each, instants
from tests.faults.strace import CALLS, DURABLE, NAMES, SENDS, Point, stopped, traced

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(PATIENCE)]


def a_session(begin: Begin, point: Point) -> bool:
    """One session in which the app is killed at `point`; whether it came to that."""
    with begin() as held, stopped(held.person.desktop, "app") as app:
        held.launch(**app.env)
        pid = app.pid()
        with traced(held.person.desktop, pid, *point.kill) as log:
            held.whole()
            return point.reached(log)


def test_killed_at_any_call_the_app_comes_back_and_everything_accepted_is_there_once(begin: Begin) -> None:
    with begin() as held, stopped(held.person.desktop, "app") as app:
        held.launch(**app.env)
        with traced(held.person.desktop, app.pid(), f"trace={','.join(CALLS)}") as log:
            held.whole()
            points = instants(log)
    at_each("app", points, 1, lambda point: a_session(begin, point), kinds=(DURABLE, NAMES, SENDS))
