from dataclasses import replace
from datetime import timedelta

import pytest

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.decide_session import END_TAKEN_BACK_WITHIN, would_undo
from holdspace.core.effects import KeepText
from holdspace.core.interruption import LOG_OPEN
from holdspace.core.policy import Policy
from holdspace.core.session import Session
from holdspace.core.state import ACTS_KEPT
from holdspace.private import Private
from tests.core.playbook import POLICY, Story, kinds, new_id, story


def paused() -> Story:
    return story().starts().at(600).does(c.PauseSession(id=new_id()))


def session_of(told: Story) -> Session:
    assert told.state.session is not None
    return told.state.session


def marks(told: Story, topic: str) -> Story:
    return told.does(c.SetMark(id=new_id(), topic=Private(topic)))


# --------------------------------------------------------------------------------------------------------- starting
def test_a_session_starts_with_its_texts_kept_apart() -> None:
    told = story().does(c.StartSession(id=new_id(), client=Private("C1"), topic=Private("pricing"), minutes=30))
    fact = told.last(f.SessionStarted)
    texts = {
        effect.id: (effect.kind, effect.body, effect.person) for effect in told.effects if isinstance(effect, KeepText)
    }
    assert texts == {
        fact.client: ("client", Private("C1"), fact.person),
        fact.topic: ("topic", Private("pricing"), fact.person),
    }
    assert fact.person
    assert (session_of(told).planned, session_of(told).state) == (timedelta(minutes=30), "running")


def test_without_minutes_a_session_is_as_long_as_preferred() -> None:
    policy = replace(POLICY, preferences=replace(POLICY.preferences, planned_minutes=90))
    told = story(policy=policy).does(c.StartSession(id=new_id()))
    assert told.last(f.SessionStarted).minutes == 90


def test_a_second_session_is_refused_while_one_runs() -> None:
    assert story().starts().starts().refused() == "session_running"


@pytest.mark.parametrize("minutes", [0, -5, 601])
def test_a_length_out_of_range_is_refused(minutes: int) -> None:
    told = story().starts(minutes=minutes)
    assert told.refused() == "minutes_out_of_range"
    assert told.last(f.Refused).params == {"shortest": 1, "longest": 600}


@pytest.mark.parametrize("minutes", [1, 600])
def test_the_shortest_and_the_longest_session_start(minutes: int) -> None:
    assert kinds(story().starts(minutes=minutes).said) == ["SessionStarted"]


# ------------------------------------------------------------------------------------------------- out and in again
def test_stepping_out_and_coming_back_counts_the_time_away() -> None:
    told = paused()
    assert session_of(told).state == "paused"
    told.at(660).does(c.ResumeSession(id=new_id()))
    assert told.last(f.SessionResumed).away_seconds == 60
    assert session_of(told).state == "running"
    assert session_of(told).away == session_of(told).away_last == timedelta(seconds=60)
    told.at(700).does(c.PauseSession(id=new_id())).at(710)
    assert session_of(told).away_at(told.now) == timedelta(seconds=70)


def test_the_last_point_is_marked_when_stepping_out() -> None:
    told = story().starts().does(c.PauseSession(id=new_id(), last_point=Private("budget is fixed")))
    assert kinds(told.said) == ["MarkSet", "SessionPaused"]
    mark = session_of(told).mark
    assert mark is not None
    assert mark.last_point == told.last(f.MarkSet).last_point


def test_stepping_out_twice_is_refused() -> None:
    assert paused().does(c.PauseSession(id=new_id())).refused() == "already_paused"


def test_coming_back_without_having_left_is_refused() -> None:
    assert story().starts().does(c.ResumeSession(id=new_id())).refused() == "not_paused"


@pytest.mark.parametrize(
    "command",
    [
        c.PauseSession(id=new_id()),
        c.ResumeSession(id=new_id()),
        c.ExtendSession(id=new_id(), minutes=5),
        c.EndSession(id=new_id()),
        c.ConfirmSession(id=new_id()),
    ],
    ids=lambda command: type(command).__name__,
)
def test_without_a_session_it_is_refused(command: c.Command) -> None:
    assert story().does(command).refused() == "no_session"


def test_a_session_grows_up_to_the_longest() -> None:
    told = story().starts(minutes=50).does(c.ExtendSession(id=new_id(), minutes=550))
    assert session_of(told).planned == timedelta(minutes=600)
    assert told.does(c.ExtendSession(id=new_id(), minutes=1)).refused() == "minutes_out_of_range"


def test_a_session_does_not_shrink() -> None:
    assert story().starts().does(c.ExtendSession(id=new_id(), minutes=0)).refused() == "minutes_out_of_range"


def test_after_a_gap_the_session_is_doubted_until_it_is_confirmed() -> None:
    told = story().starts().ticks(gap=31)
    assert session_of(told).doubted
    told.does(c.ConfirmSession(id=new_id()))
    assert kinds(told.said) == ["SessionConfirmed"]
    assert not session_of(told).doubted
    assert told.does(c.ConfirmSession(id=new_id())).said == ()


# ---------------------------------------------------------------------------------------------------------- the end
def test_the_end_gives_everything_open_its_one_outcome_before_it() -> None:
    told = story().starts("ana").arrives("pager").arrives("phone", sender="school").logs().logs()
    told.does(c.MakePin(id=new_id())).at(60).ends()
    assert sorted(told.outcomes) == [
        ("deferred", "pinned"),
        ("deferred", "session_end"),
        ("deferred", "session_end"),
        ("held", "logged"),
    ]
    assert kinds(told.said)[-1] == "SessionEnded"
    assert not told.state.cases
    assert not told.state.loose
    assert told.state.session is None


def test_the_end_tells_the_time_spent_and_the_time_away() -> None:
    ended = paused().at(900).ends().last(f.SessionEnded)
    assert (ended.elapsed_seconds, ended.away_seconds) == (900, 300)


# -------------------------------------------------------------------------------------------------------- the marks
def test_a_mark_is_set_also_without_a_session() -> None:
    told = marks(story(), "pricing")
    assert told.last(f.MarkSet).session is None
    assert told.state.session is None


def test_a_mark_after_the_end_belongs_to_what_has_just_ended_and_can_be_taken_back() -> None:
    told = story().starts()
    session = session_of(told).id
    told = marks(told.does(c.EndSession(id=new_id())), "afterthought")
    assert told.last(f.MarkSet).session == session
    ended = told.state.ended
    assert ended is not None
    assert [mark.topic for mark in ended.marks] == [told.last(f.MarkSet).topic]
    ended = told.undoes().state.ended
    assert ended is not None
    assert ended.marks == ()


def test_a_mark_that_says_nothing_is_refused() -> None:
    assert story().starts().does(c.SetMark(id=new_id())).refused() == "nothing_to_mark"


def test_a_mark_belongs_to_the_session_that_runs() -> None:
    told = story().starts().does(c.SetMark(id=new_id(), last_point=Private("a"), next_step=Private("b")))
    fact = told.last(f.MarkSet)
    assert fact.session == session_of(told).id
    assert session_of(told).marks[0].next_step == fact.next_step


# --------------------------------------------------------------------------------------------------------- the undo
def test_undo_takes_back_the_last_act_and_then_the_one_before() -> None:
    told = marks(story().starts().logs(), "pricing").does(c.MakePin(id=new_id(), text=Private("call")))
    assert kinds(told.undoes().said) == ["PinTakenBack"]
    assert kinds(told.undoes().said) == ["MarkTakenBack"]
    assert session_of(told).marks == ()
    assert told.undoes().outcomes == [("withdrawn", "undone")]
    assert told.undoes().refused() == "nothing_to_undo"
    assert not told.state.pins
    assert not told.state.loose


def test_undo_takes_back_only_its_own_mark() -> None:
    told = marks(marks(story().starts(), "one"), "two").undoes()
    assert len(session_of(told).marks) == 1


def test_undo_of_the_end_goes_on_with_the_session_whose_cases_stay_closed() -> None:
    told = story().starts("ana").arrives("pager").at(60).ends()
    told.at(90).undoes()
    assert kinds(told.said) == ["SessionEndTakenBack"]
    assert session_of(told).elapsed(told.now) == timedelta(seconds=90)
    assert not told.state.cases
    assert told.ends().outcomes == [("deferred", "session_end")]


def test_ending_taking_back_and_ending_again_ends_once_each_time() -> None:
    told = story().starts().ends().undoes().ends()
    assert kinds(told.said) == ["SessionEnded"]
    assert kinds(told.undoes().said) == ["SessionEndTakenBack"]
    assert told.undoes().refused() == "nothing_to_undo"


def test_an_end_is_taken_back_within_ten_minutes_only() -> None:
    within = END_TAKEN_BACK_WITHIN.total_seconds()
    assert kinds(story().starts().ends().at(within).undoes().said) == ["SessionEndTakenBack"]
    assert story().starts().ends().at(within + 1).undoes().refused() == "end_stands"


def test_undo_does_not_reach_behind_an_end_that_is_too_old() -> None:
    """Nobody who presses undo an hour after a session thinks of a promise that was made in it."""
    told = story().starts().does(c.MakePin(id=new_id(), text=Private("call"))).ends().at(3600).undoes()
    assert told.refused() == "end_stands"
    assert told.undoes().refused() == "end_stands"
    assert len(told.state.pins) == 1


def test_undo_of_a_log_without_a_session_does_not_take_back_the_end() -> None:
    told = story().starts().ends().logs().undoes()
    assert told.outcomes == [("withdrawn", "undone")]
    assert told.state.session is None
    assert kinds(told.undoes().said) == ["SessionEndTakenBack"]


def test_a_log_without_a_session_that_has_its_outcome_is_named_once_and_does_not_stand_in_the_way() -> None:
    told = marks(story(), "thought").logs().at(LOG_OPEN.total_seconds()).ticks().undoes()
    assert refused_at_last(told) == "log_stands"
    assert kinds(told.undoes().said) == ["MarkTakenBack"]
    assert told.outcomes == [("held", "logged")]


def test_undo_of_a_pin_after_the_end_leaves_the_end_alone() -> None:
    told = story().starts().ends().does(c.MakePin(id=new_id(), text=Private("call"))).undoes()
    assert kinds(told.said) == ["PinTakenBack"]
    assert kinds(told.undoes().said) == ["SessionEndTakenBack"]


def test_undo_after_an_end_that_was_taken_back_does_not_settle_a_log_again() -> None:
    told = marks(story().starts(), "pricing").logs().ends().undoes().undoes()
    assert refused_at_last(told) == "log_stands"
    assert told.outcomes == [("held", "logged")]
    assert kinds(told.undoes().said) == ["MarkTakenBack"]


def test_a_promise_that_was_kept_is_not_taken_back_and_not_silently_passed_over() -> None:
    told = story().starts().logs().does(c.MakePin(id=new_id(), text=Private("call")))
    told.does(c.CompletePin(id=new_id(), pin=told.last(f.PinMade).pin)).undoes()
    assert refused_at_last(told) == "pin_stands"
    assert told.outcomes == []
    assert told.undoes().outcomes == [("withdrawn", "undone")]


def refused_at_last(told: Story) -> str:
    """What is said of an act that stands, besides that the next undo looks past it."""
    stands, refused = told.said
    assert isinstance(stands, f.ActLetStand)
    assert isinstance(refused, f.Refused)
    return refused.code


def test_a_new_session_begins_with_nothing_to_undo() -> None:
    told = story().starts().logs().ends().starts()
    assert told.undoes().refused() == "nothing_to_undo"


def test_with_no_act_at_all_there_is_nothing_to_undo() -> None:
    assert story().undoes().refused() == "nothing_to_undo"


def test_an_act_of_a_session_that_was_taken_over_by_another_end_is_not_undone() -> None:
    """An end in the acts without the session that it ended (it was told in between) is no longer undone."""
    ended = story().starts().ends().state
    told = story(replace(ended, ended=None, ended_at=None))
    assert told.undoes().refused() == "end_stands"
    told = story(replace(ended, session=ended.ended))
    assert told.undoes().refused() == "end_stands"


STRICT = replace(POLICY, rules=())
STRICTER = replace(POLICY, rules=(), responders=())


def settles(told: Story, policy: Policy) -> str:
    """Settings made in the digest; the id by which they are taken back."""
    key = new_id()
    told.does(c.AdoptPolicy(id=key, policy=policy, as_act=True))
    return key


def test_what_was_settled_in_the_digest_is_taken_back_one_by_one_and_before_that_the_end() -> None:
    told = story().starts().ends()
    settles(told, STRICT)
    key = settles(told, STRICTER)
    assert told.undoes().said == (f.PolicyAdopted(policy=STRICT, takes_back=key),)
    assert told.undoes().policy == POLICY
    assert kinds(told.undoes().said) == ["SessionEndTakenBack"]


def test_other_settings_stand_and_what_was_settled_before_them_is_named_once_and_stays() -> None:
    told = story().starts().ends()
    settles(told, STRICT)
    told.does(c.AdoptPolicy(id=new_id(), policy=STRICTER)).undoes()
    assert refused_at_last(told) == "changed_meanwhile"
    assert told.policy == STRICTER
    assert kinds(told.undoes().said) == ["SessionEndTakenBack"]


def test_what_was_settled_first_is_not_taken_back_before_what_was_settled_after_it() -> None:
    told = story()
    first, second = settles(told, STRICT), settles(told, STRICTER)
    told.does(c.TakeBack(id=new_id(), act=first))
    assert refused_at_last(told) == "changed_meanwhile"
    assert told.policy == STRICTER
    assert told.does(c.TakeBack(id=new_id(), act=second)).policy == STRICT


def test_what_is_named_is_taken_back_whatever_was_done_since_but_only_once() -> None:
    told = story()
    key = settles(told, STRICT)
    told.logs().does(c.TakeBack(id=new_id(), act=key))
    assert told.policy == POLICY
    assert told.does(c.TakeBack(id=new_id(), act=key)).refused() == "nothing_to_undo"


def test_in_a_session_nothing_that_was_settled_before_it_is_taken_back_nor_offered() -> None:
    told = story()
    key = settles(told, STRICT)
    told.starts()
    assert would_undo(told.state, told.now) is None
    assert told.undoes().refused() == "nothing_to_undo"
    assert told.does(c.TakeBack(id=new_id(), act=key)).refused() == "nothing_to_undo"
    assert told.ends().does(c.TakeBack(id=new_id(), act=key)).policy == POLICY


def test_only_the_last_acts_are_kept() -> None:
    told = story().starts()
    for _ in range(ACTS_KEPT + 5):
        told.logs()
    assert len(told.state.acts) == ACTS_KEPT
    assert told.state.acts[-1].id == told.last(f.InterruptionArrived).interruption


@pytest.mark.parametrize("rehearsal", [True, False])
def test_a_rehearsed_session_says_so_in_its_first_fact(rehearsal: bool) -> None:
    told = story().does(c.StartSession(id=new_id(), rehearsal=rehearsal))
    assert told.last(f.SessionStarted).rehearsal is rehearsal


def test_the_end_says_who_had_what_was_open() -> None:
    told = story().starts("ana").arrives("pager").answers("ana", "ack")
    told.ends()
    assert told.last(f.CaseClosed).by == "ana"
    assert told.last(f.CaseClosed).why == "session_end"


def test_what_undo_would_speak_of_is_what_it_does_something_about() -> None:
    told = story()
    assert would_undo(told.state, told.now) is None
    told.starts()
    key = new_id()
    told.does(c.MakePin(id=key, text=Private("call"))).does(c.CompletePin(id=new_id(), pin=key)).logs()
    for kind in ("log", "pin"):
        act = would_undo(told.state, told.now)
        assert act is not None
        assert act.kind == kind
        assert told.undoes().said != (f.Refused(code="nothing_to_undo"),)
    assert would_undo(told.state, told.now) is None
    told.ends()
    act = would_undo(told.state, told.now)
    assert act is not None
    assert act.kind == "end"
    told.at(601)
    assert would_undo(told.state, told.now) is None
    assert told.undoes().said == (f.Refused(code="end_stands"),), "and nothing lies behind it"


@pytest.mark.parametrize("hours", [1, -1, 0])
def test_a_planned_end_is_told_with_the_hour_that_the_clock_will_show(hours: int) -> None:
    told = story().starts(minutes=50).at(600)
    session = told.state.session
    assert session is not None
    now = replace(told.now, utc=told.now.utc + timedelta(hours=hours))
    assert session.planned_end(now).utc == session.started.utc + timedelta(minutes=50, hours=hours)
    assert now.until(session.planned_end(now)) == session.left(now)
