from dataclasses import replace

import pytest

from holdspace.core import facts as f
from holdspace.core.effects import SendLetter
from holdspace.core.interruption import Live
from holdspace.core.policy import Alias, Gate, Match, Seconds, Step
from tests.core.playbook import ASK, POLICY, SCHOOL, Story, changes_nothing, kinds, moment, new_id, story
from tests.core.test_decide_gate import closed

ANN = Alias(name="Ann", aliases=("ann@practice.example", "+34 600 12 34 56"))
ALIASES = replace(POLICY, rules=(replace(ASK, match=Match(app=("pager", "mail", "phone"))),), people=(ANN,))


def called(*here: str) -> Story:
    return story().starts(*(here or ("ana", "eve"))).arrives("pager", sender="Bob")


def test_who_writes_again_within_five_minutes_stays_one_case() -> None:
    told = called().at(60)
    first = told.case
    told.arrives("pager", sender="Bob", text="please")
    merged = told.last(f.InterruptionArrived).interruption
    assert kinds(told.said) == [
        "InterruptionArrived",
        "InterruptionRevised",
        "CallerRepeated",
        "InterruptionSettled",
    ]
    assert told.last(f.InterruptionRevised).interruption == first.id
    assert told.last(f.CallerRepeated).interruption == merged
    assert (told.case.id, told.case.calls, told.case.rev) == (first.id, 2, first.rev + 1)
    assert told.outcomes == [("merged", "repeated_caller")]


def test_five_minutes_count_from_the_last_time_and_after_them_it_is_a_new_case() -> None:
    told = called().answers("ana", "ack").at(300).arrives("pager", sender="Bob")
    assert told.case.calls == 2
    told.answers("ana", "ack").at(600).arrives("pager", sender="Bob")
    assert told.case.calls == 3
    told.at(901).arrives("pager", sender="Bob")
    assert len(told.state.cases) == 2


def test_who_comes_again_makes_it_urgent_and_its_deadline_sooner() -> None:
    told = called().at(60).arrives("pager", sender="Bob")
    assert (told.case.urgency, told.case.due) == ("urgent", moment(150))
    told.at(70).arrives("pager", sender="Bob")
    assert (told.case.urgency, told.case.due) == ("urgent", moment(150)), "a deadline is never put off by calling"


def test_a_lease_gets_shorter_by_the_lease_of_what_is_urgent() -> None:
    told = called().answers("ana", "ack").at(60).arrives("pager", sender="Bob")
    assert told.case.due == moment(300)
    assert told.case.holder == "ana"


def test_a_lease_gets_shorter_by_the_lease_of_the_holders_own_step() -> None:
    """The executive has it back from the card of what the assistant's step is asked about last."""
    quick = Seconds(normal=100, urgent=50, emergency=25)
    steps = (Step(role="executive", lease_seconds=quick), Step(role="assistant"))
    told = (
        story(policy=replace(POLICY, steps=steps, gate=Gate(normal="cue"))).starts("eve").arrives("pager", sender="Bob")
    )
    told.at(180).ticks().answers("eve", "ack").at(190).arrives("pager", sender="Bob")
    assert (told.case.step, told.case.holder, told.case.due) == (1, "eve", moment(240))


def test_after_a_gap_a_caller_who_came_again_waits_as_long_as_what_is_urgent() -> None:
    told = called().at(60).arrives("pager", sender="Bob").at(4000).ticks(gap=3900)
    assert told.case.due == moment(4090)


def test_after_a_gap_who_said_in_a_minute_is_asked_after_a_minute_also_when_the_caller_came_again() -> None:
    told = called().answers("ana", "snooze", minutes=1).at(10).arrives("pager", sender="Bob")
    assert told.case.due == moment(60)
    assert told.at(2000).ticks(gap=1900).case.due == moment(2060)


def test_who_could_not_be_told_still_cannot_when_a_caller_comes_again() -> None:
    told = called("ana", "ash", "eve").arrives("pager", sender="Bob").fails("ana").arrives("pager", sender="Bob")
    assert told.fails("ash").case.asked == ("eve",)


def test_an_answer_to_what_has_become_urgent_meanwhile_is_stale_and_one_to_what_was_is_not() -> None:
    """Who writes every second must not keep everybody from answering: only more urgency makes it another case."""
    told = called()
    changes_nothing(told.arrives("pager", sender="Bob"), "ana", "dismiss", "stale", rev=told.case.rev - 1)
    seen = told.case.rev
    told.arrives("pager", sender="Bob")
    assert told.answers("ana", "handled", rev=seen).outcomes[-1] == ("handled", "answered")


def test_who_is_asked_is_told_once_that_a_caller_came_again() -> None:
    told = called("ana", "ash").arrives("pager", sender="Bob")
    assert [effect.responder for effect in told.effects if isinstance(effect, SendLetter)] == ["ana", "ash"]
    told.arrives("pager", sender="Bob")
    assert not [effect for effect in told.effects if isinstance(effect, SendLetter)]


def test_nobody_is_told_that_what_is_let_through_became_more_urgent() -> None:
    told = story(policy=replace(POLICY, rules=(replace(SCHOOL, match=Match(text=("fire",))), ASK))).starts("ana")
    told.arrives("pager", sender="Bob").arrives("pager", sender="Bob", text="fire")
    assert not [effect for effect in told.effects if isinstance(effect, SendLetter)]


def test_coming_again_never_makes_an_emergency() -> None:
    told = called()
    for second in range(10, 90, 10):
        told.at(second).arrives("pager", sender="Bob", level="urgent")
    assert told.case.urgency == "urgent"


def test_what_is_said_can_make_it_an_emergency() -> None:
    told = called().at(10).arrives("pager", sender="Bob", level="emergency")
    assert (told.case.urgency, told.case.due) == ("emergency", moment(55))


def test_what_becomes_an_emergency_while_it_is_put_off_is_asked_at_once() -> None:
    told = called().answers("ana", "snooze").at(10).arrives("pager", sender="Bob", level="emergency")
    assert told.last(f.StepAsked).why == "woken"
    assert (told.case.phase, told.case.due) == ("waiting", moment(55))


def test_a_card_has_its_own_deadline() -> None:
    told = called("ana").needs_me("ana").at(10).arrives("pager", sender="Bob")
    assert told.last(f.CallerRepeated).due == moment(60)
    assert kinds(told.at(60).ticks().said) == ["CardNotSeen"]
    assert told.at(61).arrives("pager", sender="Bob").last(f.CallerRepeated).due is None


def test_who_has_no_name_is_nobody_who_comes_again() -> None:
    told = story().starts("ana").arrives("pager").arrives("pager")
    assert len(told.state.cases) == 2


def test_another_sender_or_the_same_name_in_another_app_is_another_caller() -> None:
    told = story(policy=replace(ALIASES, people=())).starts("ana").arrives("pager", sender="Bob")
    told.arrives("mail", sender="Bob").arrives("pager", sender="Rob")
    assert len(told.state.cases) == 3


@pytest.mark.parametrize("again", ["  bOB ", "B\uff4fb"])
def test_one_name_is_one_caller_however_it_is_written(again: str) -> None:
    assert called().at(1).arrives("pager", sender=again).case.calls == 2


def test_one_number_is_one_caller_however_it_is_written() -> None:
    told = story().starts("ana").arrives("pager", sender="+34 600 12 34 56").arrives("pager", sender="+34-600-123456")
    assert told.case.calls == 2


def test_one_person_with_several_names_is_one_caller_in_all_apps() -> None:
    told = story(policy=ALIASES).starts("ana").arrives("pager", sender="Ann")
    told.arrives("mail", sender="ANN@practice.example").arrives("phone", sender="+34 600 123 456")
    assert told.case.calls == 3
    assert {fact.person for fact in told.facts if isinstance(fact, f.InterruptionArrived)} == {told.case.person}


def test_what_was_taken_back_once_is_still_asked_about_when_it_came_twice() -> None:
    live = Live(server="server-1", notification=7)
    told = story().starts("ana").arrives("pager", sender="Bob", live=live).arrives("pager", sender="Bob")
    assert told.does(closed(live=live)).said == ()


def test_who_comes_again_with_what_is_let_through_reaches_the_practitioner() -> None:
    told = story(policy=replace(POLICY, rules=(replace(SCHOOL, match=Match(text=("fire",))), ASK))).starts("ana")
    told.arrives("pager", sender="Bob").arrives("pager", sender="Bob", text="fire")
    assert told.last(f.BreakGlassUsed).case == told.case.id
    assert told.case.reached == "break_glass"


def test_who_comes_again_with_what_is_held_is_held() -> None:
    told = called().under(replace(POLICY, rules=())).arrives("pager", sender="Bob")
    assert told.outcomes == [("held", "default")]
    assert told.case.calls == 1


# ------------------------------------------------------------------------------------------------ after it was closed
def test_after_the_close_it_is_a_new_case_that_names_the_one_before() -> None:
    told = called()
    before = told.case.id
    told.answers("ana", "handled").arrives("pager", sender="Bob")
    assert told.last(f.CaseOpened).prev == before
    assert told.last(f.CaseOpened).first == "ana"
    assert story().starts("ana").arrives("pager", sender="Bob").last(f.CaseOpened).prev is None


def test_who_answered_a_caller_last_is_asked_first_and_then_all_of_the_step() -> None:
    told = called("ana", "ash", "eve").answers("ash", "handled").arrives("pager", sender="Bob")
    assert (told.case.asked, told.case.alone) == (("ash",), True)
    told.at(180).ticks()
    assert told.last(f.StepAsked).why == "widened"
    assert told.case.asked == ("ana", "ash")
    assert told.at(360).ticks().case.asked == ("eve",)


def test_who_answered_last_is_asked_first_within_their_own_step_only() -> None:
    told = called("ana", "eve").answers("ana", "pass_up").answers("eve", "handled").arrives("pager", sender="Bob")
    assert told.last(f.CaseOpened).first == "eve"
    assert told.case.asked == ("ana",)


def test_who_answered_last_and_is_off_duty_is_not_waited_for() -> None:
    told = called("ana", "ash").answers("ash", "handled").leaves("ash").arrives("pager", sender="Bob")
    assert told.case.asked == ("ana",)


def test_the_last_case_of_a_caller_counts_and_another_session_knows_nobody() -> None:
    told = called("ana", "ash").answers("ana", "handled")
    told.arrives("pager", sender="Bob")
    second = told.case.id
    told.answers("ana", "dismiss").arrives("pager", sender="Bob")
    assert told.last(f.CaseOpened).prev == second
    told.ends().starts().arrives("pager", sender="Bob")
    assert told.last(f.CaseOpened).prev is None


def test_of_two_cases_of_one_caller_the_same_is_found_in_every_process() -> None:
    """Two can be open at once if the clock was set back between two boots: a Map's own order must not choose."""
    told = called()
    others = {key: replace(told.case, id=key) for key in (new_id() for _ in range(30))}
    again = story(replace(told.state, cases=told.state.cases.update(others))).arrives("pager", sender="Bob")
    assert again.last(f.CallerRepeated).case == min(again.state.cases)
