"""The app is killed at every fdatasync, fsync, rename, unlink and send in turn, while a session is held."""

import pytest

from tests.faults.conftest import Begin
from tests.faults.points import PATIENCE, at_each, instants
from tests.faults.strace import DURABLE, NAMES, SENDS, Point, stopped, traced

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(PATIENCE)]


def a_session(begin: Begin, point: Point) -> bool:
    """One session in which the app is killed at `point`; whether it came to that."""
    with begin() as held, stopped(held.person.desktop, "app") as app:
        held.launch(**app.env)
        pid = app.pid()
        with traced(held.person.desktop, pid, *point.kill) as log:
            held.whole()
            return point.reached(log)


@pytest.mark.parametrize("calls", [DURABLE, NAMES, SENDS], ids=["durable", "names", "sends"])
def test_killed_at_any_call_the_app_comes_back_and_everything_accepted_is_there_once(
    begin: Begin, calls: tuple[str, ...]
) -> None:
    with begin() as held, stopped(held.person.desktop, "app") as app:
        held.launch(**app.env)
        with traced(held.person.desktop, app.pid(), f"trace={','.join(calls)}") as log:
            held.whole()
            points = instants(log)
    at_each(f"app at {'/'.join(calls)}", points, 2, lambda point: a_session(begin, point))
