"""A case that waits, the real heartbeat, and a wall clock that somebody sets: boottime counts, and nothing moves."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from holdspace.core import commands as c
from holdspace.core.escalation import Case
from holdspace.core.outlook import outlook
from holdspace.core.policy import Policy
from holdspace.core.state import next_due
from holdspace.engine.engine import Engine
from holdspace.ui.heartbeat import LOOK_SECONDS, Heartbeat
from tests.core.playbook import ANA, POLICY, new_id, private
from tests.fakes import MONDAY, FakeClock, MemoryJournal

HOUR = timedelta(hours=1)


class Waiting:
    """Ana is asked about a case, as it is in the app: the heartbeat rings, and each ring is a Tick."""

    def __init__(self, policy: Policy = POLICY) -> None:
        self.clock = FakeClock()
        self.engine = Engine(MemoryJournal(policy), self.clock)
        self.heart = Heartbeat(self.clock, self.ring)
        for key in ("ana", "eve"):
            self.tells(c.ReportPresence(id=new_id(), responder=key, present=True))
        self.tells(c.StartSession(id=new_id()))
        self.tells(c.ReportInterruption(id=new_id(), key="1", origin="desktop", app="pager", text=private("outage")))

    def tells(self, command: c.Command) -> None:
        self.engine.submit(command)
        self.engine.turn()
        self.heart.arm(next_due(self.engine.state, self.clock.now()), busy=True)

    def ring(self, gap: float) -> None:
        self.tells(c.Tick(id=new_id(), gap=gap))

    def awake(self, seconds: float) -> None:
        """So much time goes by while the timer looks at the clock as it does."""
        while seconds > 0:
            self.clock.pass_by(min(seconds, LOOK_SECONDS))
            self.heart._rang()
            seconds -= LOOK_SECONDS

    def sets(self, by: timedelta) -> None:
        self.clock.set_wall(self.clock.now().utc + by)

    @property
    def case(self) -> Case:
        (only,) = self.engine.state.cases.values()
        return only

    @property
    def left(self) -> float:
        due = self.case.due
        assert due is not None
        return self.clock.now().until(due).total_seconds()


@pytest.mark.parametrize("by", [HOUR, -HOUR, 2 * HOUR, -2 * HOUR])
def test_a_wall_clock_that_is_set_moves_no_case_and_gives_nobody_a_longer_wait(
    qapp: QApplication, by: timedelta
) -> None:
    waiting = Waiting()
    waiting.awake(100)
    before, session = waiting.case, waiting.engine.state.session
    waiting.sets(by)
    waiting.awake(75)
    assert waiting.case == before, "the wait goes on as if nobody had touched the clock"
    assert waiting.case.asked == ("ana",)
    assert waiting.left == pytest.approx(5)
    assert waiting.engine.state.session == session, "and nobody asks whether the session goes on"
    told = outlook(waiting.case, waiting.engine.state.present, waiting.clock.now()).until
    assert told is not None
    assert told.utc == MONDAY + timedelta(seconds=180) + by, "people are told the hour as their clock will show it"
    waiting.awake(6)
    assert waiting.case.asked == ("eve",), "180 seconds after it was asked"


def test_time_that_nobody_saw_gives_the_wait_anew_also_when_the_clock_is_set_meanwhile(qapp: QApplication) -> None:
    waiting = Waiting()
    waiting.awake(100)
    waiting.clock.pass_by(3600)
    waiting.sets(-HOUR)
    waiting.heart._rang()
    assert waiting.case.asked == ("ana",)
    assert waiting.left == pytest.approx(180)


def test_duty_is_told_by_the_hour_of_the_day_and_follows_the_clock(qapp: QApplication) -> None:
    off_at_three = replace(ANA, duty=("Mo 13:00-15:00",))
    waiting = Waiting(replace(POLICY, responders=(off_at_three, *POLICY.responders[1:])))
    waiting.awake(10)
    waiting.sets(HOUR)
    waiting.awake(30)
    assert waiting.case.asked == ("eve",)
