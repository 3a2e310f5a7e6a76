"""The one timer, on a clock that is moved by hand."""

from datetime import timedelta
from math import inf

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from holdspace.ui.heartbeat import AGAIN_SECONDS, CAP_SECONDS, IDLE_LOOK_SECONDS, LOOK_SECONDS, NEVER_EARLY, Heartbeat
from tests.fakes import FakeClock


class Desk:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.rings: list[float] = []
        self.heart = Heartbeat(self.clock, self.rings.append)

    def due(self, seconds: float, *, busy: bool = True) -> None:
        self.heart.arm(self.clock.now().after(timedelta(seconds=seconds)), busy=busy)

    @property
    def wait(self) -> float | None:
        """Seconds until it rings; None when it does not."""
        if not self.heart._timer.isActive():
            return None
        return max(0.0, self.heart._ring_at - self.clock.now().ticks)

    def ring_after(self, seconds: float) -> float:
        """So much time goes by awake, until it rings; the gap that is told."""
        told, left = len(self.rings), seconds + 0.01
        while left > 0 and len(self.rings) == told:
            self.clock.pass_by(min(left, LOOK_SECONDS))
            self.heart._rang()
            left -= LOOK_SECONDS
        return self.rings[-1]

    def ring_after_sleep(self, seconds: float) -> float:
        """So much time goes by in which nobody looks; the gap that is told."""
        self.clock.pass_by(seconds)
        self.heart._rang()
        return self.rings[-1]


@pytest.fixture
def desk(qapp: QApplication) -> Desk:
    return Desk()


def test_it_rings_at_the_deadline_and_never_before(desk: Desk) -> None:
    desk.due(12.5)
    assert desk.wait is not None
    assert 12.5 < desk.wait < 12.51


def test_it_really_rings(desk: Desk, qtbot: QtBot) -> None:
    desk.due(0.01)
    desk.clock.pass_by(0.02)
    qtbot.waitUntil(lambda: desk.rings == [0.0])


@pytest.mark.parametrize("seconds", [30.5, 3600, 10**7])
def test_it_looks_at_the_clock_every_thirty_seconds_at_the_latest(desk: Desk, seconds: float) -> None:
    desk.due(seconds)
    assert desk.wait == pytest.approx(CAP_SECONDS, abs=0.01)


def test_without_a_deadline_it_rings_while_something_runs_and_else_not_at_all(desk: Desk) -> None:
    desk.heart.arm(None, busy=True)
    assert desk.wait == pytest.approx(CAP_SECONDS, abs=0.01)
    desk.heart.arm(None, busy=False)
    assert desk.wait is None


def test_a_promise_is_waited_for_also_when_nothing_runs(desk: Desk) -> None:
    desk.due(5, busy=False)
    assert desk.wait == pytest.approx(5, abs=0.01)


def test_a_deadline_that_has_passed_rings_at_once(desk: Desk) -> None:
    desk.due(-100)
    assert desk.wait is not None
    assert desk.wait < 0.01


def test_a_little_late_is_no_gap(desk: Desk) -> None:
    desk.due(10)
    assert desk.ring_after_sleep(34) == 0.0


def test_sleep_is_a_gap_as_long_as_nobody_looked(desk: Desk) -> None:
    desk.due(10)
    assert desk.ring_after_sleep(610) == pytest.approx(600, abs=LOOK_SECONDS)


def test_sleep_that_begins_long_before_the_deadline_is_a_gap_too(desk: Desk) -> None:
    desk.heart.arm(None, busy=True)
    assert desk.ring_after_sleep(40) == pytest.approx(40, abs=LOOK_SECONDS)


def test_a_gap_is_told_also_when_something_else_comes_first_after_it(desk: Desk, qtbot: QtBot) -> None:
    desk.due(25)
    desk.clock.pass_by(60)
    desk.due(25)  # what came has started a new window
    qtbot.waitUntil(lambda: desk.rings == [pytest.approx(60, abs=LOOK_SECONDS)])


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_wall_clock_that_is_set_is_no_gap(desk: Desk, hours: int) -> None:
    desk.heart.arm(None, busy=True)
    desk.clock.set_wall(desk.clock.now().utc + timedelta(hours=hours))
    assert desk.ring_after(30) == 0.0


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_wall_clock_that_is_set_rings_at_the_next_look_and_once(desk: Desk, hours: int) -> None:
    """A promise is due by the hour: whoever arms it works out anew when that comes."""
    desk.due(86_400, busy=False)
    desk.clock.set_wall(desk.clock.now().utc + timedelta(hours=hours))
    desk.clock.pass_by(IDLE_LOOK_SECONDS)
    desk.heart._rang()
    assert desk.rings == [0.0]
    desk.due(86_400, busy=False)
    desk.clock.pass_by(IDLE_LOOK_SECONDS)
    desk.heart._rang()
    assert desk.rings == [0.0]


def test_arming_anew_forgets_the_gap_that_was_told(desk: Desk) -> None:
    desk.due(10)
    desk.ring_after_sleep(610)
    desk.due(10)
    assert desk.ring_after(10) == 0.0


def test_a_deadline_that_still_stands_after_it_rang_does_not_ring_without_a_pause(desk: Desk) -> None:
    due = desk.clock.now().after(timedelta(seconds=10))
    desk.heart.arm(due, busy=True)
    desk.ring_after(10)
    desk.heart.arm(due, busy=True)  # what followed could not be kept
    assert desk.wait == pytest.approx(AGAIN_SECONDS, abs=0.01)
    desk.ring_after(1)
    desk.heart.arm(due, busy=True)
    assert desk.wait == pytest.approx(AGAIN_SECONDS, abs=0.01)


def test_the_next_deadline_does_not_wait_for_the_one_before(desk: Desk) -> None:
    due = desk.clock.now().after(timedelta(seconds=10))
    desk.heart.arm(due, busy=True)
    desk.ring_after(10)
    desk.due(-0.5)
    assert desk.wait is not None
    assert desk.wait < 0.01


def test_a_ring_on_the_way_to_a_far_deadline_does_not_delay_it(desk: Desk) -> None:
    due = desk.clock.now().after(timedelta(seconds=31))
    desk.heart.arm(due, busy=True)
    desk.ring_after(30)
    desk.clock.pass_by(2)
    desk.heart.arm(due, busy=True)
    assert desk.wait is not None
    assert desk.wait < 0.01


def test_who_asks_makes_it_ring_once_it_is_time(desk: Desk) -> None:
    desk.due(10)
    desk.heart.ring_if_due()
    assert desk.rings == []
    assert desk.heart.rings_at == desk.clock.now().ticks + 10 + NEVER_EARLY
    desk.clock.pass_by(5)
    desk.heart._rang()
    desk.clock.pass_by(5.5)
    desk.heart.ring_if_due()
    assert desk.rings == [0.0]
    assert desk.heart.rings_at == inf
    desk.heart.ring_if_due()
    assert desk.rings == [0.0]


def test_the_same_deadline_is_not_put_off_by_arming_it_again(desk: Desk) -> None:
    """Each turn arms it: a timer that is late would go to the end of the queue each time."""
    due = desk.clock.now().after(timedelta(seconds=4))
    desk.heart.arm(due, busy=True)
    desk.clock.pass_by(4.5)
    ringing = desk.heart.rings_at
    desk.heart.arm(due, busy=True)
    assert desk.heart.rings_at == ringing


def test_without_a_deadline_changes_do_not_put_off_the_next_ring(desk: Desk) -> None:
    desk.heart.arm(None, busy=True)
    ringing = desk.heart.rings_at
    desk.clock.pass_by(20)
    desk.heart.arm(None, busy=True)
    assert desk.heart.rings_at == ringing
    desk.heart.arm(None, busy=False)
    assert desk.heart.rings_at == inf


def test_while_only_a_promise_is_waited_for_the_machine_may_sleep(desk: Desk) -> None:
    desk.due(86_400, busy=False)
    assert desk.wait == pytest.approx(86_400, abs=0.01)
    assert desk.heart._timer.interval() == pytest.approx(IDLE_LOOK_SECONDS * 1000, abs=1)
    desk.due(86_400, busy=True)
    assert desk.wait == pytest.approx(CAP_SECONDS, abs=0.01)
