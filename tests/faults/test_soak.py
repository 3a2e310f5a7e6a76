"""Days go by, on clocks that are moved on: the app holds no more timers, tasks, threads and descriptors than before.

A short form of `./dev bench soak`, which says how a week is.
"""

import pytest

from benchmarks.soaking import COUNTED, soak
from tests.faults.points import ALL, PATIENCE
from tests.rig.desktop import Desktop

DAYS, SESSIONS, JUMPS = (7, 3, 60) if ALL else (2, 1, 12)
MEBIBYTES = 8.0

pytestmark = [pytest.mark.journey, pytest.mark.timeout(max(PATIENCE, 180))]


def test_what_the_app_holds_does_not_grow_with_the_days(shared_desktop: Desktop) -> None:
    done = soak(shared_desktop, days=DAYS, sessions=SESSIONS, jumps=JUMPS)
    assert done.sessions == DAYS * SESSIONS
    assert done.answers >= done.sessions
    first, *later = done.looks
    for look in later:
        more = {name: look.counts[name] - first.counts[name] for name in COUNTED}
        assert {name: by for name, by in more.items() if by > 0} == {}, f"open at first {first.open}, later {look.open}"
        assert look.mebibytes - first.mebibytes <= MEBIBYTES
