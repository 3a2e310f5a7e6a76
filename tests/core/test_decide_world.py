from dataclasses import replace
from datetime import timedelta

import pytest

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.apply import apply
from holdspace.core.moment import Moment
from holdspace.core.policy import Policy
from holdspace.core.state import next_due
from holdspace.private import Private
from tests.core.playbook import kinds, moment, new_id, story


def test_a_gap_restarts_every_open_window_once_and_moves_nothing_else() -> None:
    told = story().starts("ana", "eve").arrives("pager").arrives("pager").at(8000).ticks(gap=7800)
    assert kinds(told.said) == ["GapNoticed", "WindowRestarted", "WindowRestarted"]
    assert {case.due for case in told.state.cases.values()} == {moment(8180)}
    assert {case.asked for case in told.state.cases.values()} == {("ana",)}


def test_a_gap_does_not_make_what_was_seen_stale() -> None:
    told = story().starts("ana").arrives("pager")
    before = told.case.rev
    told.at(100).ticks(gap=90)
    assert told.case.rev == before


def test_after_a_gap_one_step_is_asked_at_a_time() -> None:
    told = story().starts("ana", "eve").arrives("pager").at(8000).ticks(gap=7800)
    assert told.at(8179).ticks().said == ()
    assert told.at(8180).ticks().case.asked == ("eve",)


def test_a_gap_gives_a_lease_and_a_snooze_their_window_again() -> None:
    told = story().starts("ana").arrives("pager").answers("ana", "ack").at(8000).ticks(gap=7800)
    assert told.case.due == moment(8600)
    assert told.case.holder == "ana"
    told = story().starts("ana", minutes=600).arrives("pager").answers("ana", "snooze").at(8000).ticks(gap=7800)
    assert told.case.due == moment(8300)
    assert told.case.phase == "snoozed"


def test_up_to_thirty_seconds_nobody_speaks_of_a_gap() -> None:
    told = story().starts("ana", "eve").arrives("pager").at(180).ticks(gap=30)
    assert told.case.asked == ("eve",)


def test_a_gap_with_nothing_open_is_not_worth_a_word() -> None:
    assert story().ticks(gap=99).said == ()


def test_a_card_that_shows_is_not_seen_the_better_for_a_gap() -> None:
    told = story().starts("ana").arrives("phone", sender="school").at(8000).ticks(gap=7900)
    assert kinds(told.said) == ["GapNoticed"]
    assert kinds(told.ticks().said) == ["CardNotSeen"]


def test_presence_is_told_once() -> None:
    told = story().comes("ana")
    assert kinds(told.said) == ["ResponderCame"]
    assert told.comes("ana").said == ()
    assert kinds(told.leaves("ana").said) == ["ResponderLeft"]
    assert told.leaves("ana").said == ()


def test_a_follow_up_comes_due_once_and_never_in_a_session() -> None:
    told = story().does(c.MakePin(id=new_id(), text=Private("call"), by=moment(60)))
    assert told.at(59).ticks().said == ()
    told.at(60).starts()
    assert told.ticks().said == ()
    told.ends()
    assert kinds(told.ticks().said) == ["FollowUpCameDue"]
    assert told.ticks().said == ()
    assert all(pin.brought_up for pin in told.state.pins.values())


@pytest.mark.parametrize(("hours", "comes_after"), [(1, 3600), (-1, 10_800), (0, 7200)])
def test_a_follow_up_comes_when_a_clock_that_was_set_shows_the_hour_that_was_promised(
    hours: int, comes_after: float
) -> None:
    told = story().does(c.MakePin(id=new_id(), text=Private("call"), by=moment(7200)))

    def later(seconds: float) -> Moment:
        return replace(moment(seconds), utc=moment(seconds).utc + timedelta(hours=hours))

    told.now = later(comes_after - 2)
    due = next_due(told.state, told.now)
    assert due is not None
    assert told.now.until(due).total_seconds() == pytest.approx(2)
    assert told.ticks().said == ()
    told.now = later(comes_after)
    assert kinds(told.ticks().said) == ["FollowUpCameDue"]


def test_what_is_heard_of_the_silence_is_told_when_it_changed() -> None:
    told = story().does(c.ReportQuiet(id=new_id(), engaged=True, driver="dunst", evidence="read_back"))
    assert kinds(told.said) == ["QuietChanged"]
    assert (told.state.quiet.engaged, told.state.quiet.driver) == (True, "dunst")
    assert told.does(c.ReportQuiet(id=new_id(), engaged=True, driver="dunst", evidence="read_back")).said == ()
    assert told.does(c.ReportQuiet(id=new_id(), engaged=True, driver="dunst", evidence="none")).said != ()


def test_a_watch_gap_is_told_with_the_session_that_it_fell_into() -> None:
    gap = c.ReportWatchGap(id=new_id(), since=moment(0), until=moment(9), why="keeper_gone")
    told = story().does(gap)
    assert told.last(f.WatchGap).session is None
    told.starts()
    session = told.state.session
    assert session is not None
    assert told.does(gap).last(f.WatchGap).session == session.id
    assert told.ends().does(gap).last(f.WatchGap).session == session.id


def test_a_policy_is_adopted_as_it_is() -> None:
    policy = Policy()
    assert story().does(c.AdoptPolicy(id=new_id(), policy=policy)).last(f.PolicyAdopted).policy is policy


def test_a_case_that_nothing_would_move_on_gets_a_deadline_and_is_told() -> None:
    told = story().starts("ana", "eve").arrives("pager")
    lost = story(replace(told.state, cases=told.state.cases.set(told.case.id, replace(told.case, due=None))))
    lost.at(500).ticks()
    assert lost.said == (f.DeadlineMissing(case=told.case.id, due=moment(680)),)
    assert lost.ticks().said == ()
    assert lost.at(680).ticks().case.asked == ("eve",)


def test_a_case_whose_question_is_lost_gets_a_minute_and_is_asked_from_the_first_step() -> None:
    told = story().starts("ana", "eve")
    for fact in told.arrives("pager").said:  # as a journal tells it in which the fact that somebody was asked is gone
        if isinstance(fact, f.CaseOpened):
            told.state = apply(replace(told.state, cases=told.state.cases.delete(fact.case)), fact, told.now)
    assert (told.case.due, told.case.asked, told.case.step) == (None, (), -1)
    assert kinds(told.ticks().said) == ["DeadlineMissing"]
    assert told.at(30).ticks().said == ()
    assert told.at(60).ticks().case.asked == ("ana",)


def test_a_case_without_a_window_gets_a_minute() -> None:
    told = story().starts("ana").arrives("phone", sender="school")
    lost = story(replace(told.state, cases=told.state.cases.set(told.case.id, replace(told.case, due=None))))
    assert lost.ticks().last(f.DeadlineMissing).due == moment(60)


def test_what_was_put_off_is_after_a_gap_not_put_off_past_the_planned_end() -> None:
    told = story().starts("ana", minutes=20).arrives("pager")
    told.answers("ana", "snooze", minutes=15).at(600).ticks(gap=600)
    assert told.case.due == moment(1200)
    assert told.at(1300).ticks(gap=100).case.due == moment(1300), "and after the end at once"
