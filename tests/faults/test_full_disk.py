"""There is no room for any single write of keeper and guard, one after the other, while a session is held."""

import pytest

from tests.faults.conftest import Begin
from tests.faults.points import PATIENCE, at_each, instants
from tests.faults.strace import Point, counted, stopped, traced

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(PATIENCE)]

_FULL = "(INJECTED)"


def a_session(begin: Begin, role: str, point: Point, error: str) -> bool:
    """One session in which that call fails once; whether it came to that."""
    with begin() as held, stopped(held.person.desktop, role) as process:
        held.launch(**process.env)
        held.prepare()
        held.start()
        inject = f"inject={point.call}:error={error}:when={point.number}"
        with traced(held.person.desktop, process.pid(), f"trace={point.call}", inject) as log:
            held.until_silent()
            held.hold()
            held.end()
            held.judge()
            reached = _FULL in log.read_text(errors="replace")
            assert reached or counted(log)[point.call] < point.number
            return reached


def points_of(begin: Begin, role: str) -> list[Point]:
    with begin() as held, stopped(held.person.desktop, role) as process:
        held.launch(**process.env)
        held.prepare()
        held.start()
        with traced(held.person.desktop, process.pid(), "trace=write,fsync,rename") as log:
            held.until_silent()
            held.hold()
            held.end()
            held.judge()
            return instants(log)


@pytest.mark.parametrize("role", ["keeper", "guard"])
def test_no_single_write_that_fails_costs_anything_or_leaves_silence_behind(begin: Begin, role: str) -> None:
    at_each(f"ENOSPC in the {role}", points_of(begin, role), 2, lambda point: a_session(begin, role, point, "ENOSPC"))
