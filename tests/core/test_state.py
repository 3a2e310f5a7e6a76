from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.state import State, next_due
from holdspace.private import Private
from tests.core.playbook import moment, new_id, story


def test_with_nothing_open_nothing_is_due() -> None:
    assert next_due(State(), moment()) is None


def test_the_earliest_deadline_of_all_cases_is_due_next() -> None:
    told = story().starts("ana").arrives("pager").arrives("pager", level="urgent")
    assert next_due(told.state, told.now) == moment(90)


def test_follow_ups_are_due_outside_of_sessions_and_once() -> None:
    told = story().does(c.MakePin(id=new_id(), text=Private("call"), by=moment(60)))
    assert next_due(told.state, told.now) == moment(60)
    assert next_due(told.starts().state, told.now) is None
    told.ends().at(60).ticks()
    assert next_due(told.state, told.now) is None


def test_a_card_that_was_told_as_not_seen_has_no_deadline() -> None:
    told = story().starts("ana").arrives("phone", sender="school").at(60).ticks()
    assert next_due(told.state, told.now) is None


def test_what_is_decided_for_many_is_decided_in_the_order_of_their_ids() -> None:
    """A Map's own order hangs on the process's hash seed; who decides again after a crash decides the same."""
    told = story().starts("ana")
    for _ in range(12):
        told.arrives("pager").logs()
    opened = sorted(told.state.cases)
    told.at(40).ticks(gap=40)
    assert [fact.case for fact in told.said if isinstance(fact, f.WindowRestarted)] == opened
    logged = sorted(told.state.loose)
    told.ends()
    assert [fact.interruption for fact in told.said if isinstance(fact, f.InterruptionSettled)] == opened + logged
    told.at(90_000).ticks()
    due = [fact.pin for fact in told.said if isinstance(fact, f.FollowUpCameDue)]
    assert len(due) == 12
    assert due == sorted(due)
