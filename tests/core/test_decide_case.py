from dataclasses import replace
from datetime import timedelta

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.effects import SendLetter
from holdspace.core.escalation import PRACTITIONER
from tests.core.playbook import (
    ASH,
    ASK,
    ASSISTANTS_FIRST_HOUR,
    DOUBLE,
    EVE,
    POLICY,
    SCHOOL,
    asking,
    kinds,
    moment,
    new_id,
    story,
)


# ------------------------------------------------------------------------------------------------------ steps in order
def test_the_assistants_are_asked_first_and_all_of_them() -> None:
    told = asking("ana", "ash", "eve")
    asked = told.last(f.StepAsked)
    assert (asked.step, asked.responders, asked.window_seconds) == (0, ("ana", "ash"), 180)
    assert told.case.due == moment(180)


def test_whoever_is_asked_gets_a_letter_through_each_of_their_channels() -> None:
    told = story(policy=replace(POLICY, responders=(DOUBLE, ASH))).starts("ana", "ash").arrives("pager")
    letters = [effect for effect in told.effects if isinstance(effect, SendLetter)]
    assert [(one.responder, one.channel) for one in letters] == [("ana", "page"), ("ana", "mail"), ("ash", "page")]
    assert {one.rev for one in letters} == {told.case.rev}
    assert len({one.id for one in letters}) == 3


def test_the_wait_goes_by_urgency() -> None:
    told = story().starts("ana").arrives("pager", level="urgent")
    assert told.last(f.StepAsked).window_seconds == 90


def test_a_step_with_nobody_on_duty_is_skipped_at_once() -> None:
    told = asking("eve")
    assert [fact.step for fact in told.said if isinstance(fact, f.StepSkipped)] == [0]
    assert told.last(f.StepAsked).responders == ("eve",)


def test_silence_of_the_assistant_asks_the_executive_but_not_before_the_wait_is_over() -> None:
    told = asking("ana", "eve").at(179.9).ticks()
    assert told.said == ()
    told.at(180).ticks()
    assert kinds(told.said) == ["StepPassed", "StepAsked"]
    assert told.last(f.StepPassed).why == "no_answer"
    assert told.case.asked == ("eve",)


def test_a_late_tick_passes_one_step_only() -> None:
    told = asking("ana", "eve").at(5000).ticks()
    assert told.case.asked == ("eve",)
    assert told.case.due == moment(5180)


def test_silence_of_everybody_defers_with_a_note() -> None:
    told = asking("ana", "eve").at(180).ticks().at(360).ticks()
    assert told.outcomes == [("deferred", "nobody_answered")]
    assert told.last(f.PinMade).interruption == told.last(f.CaseClosed).case
    assert not told.last(f.PinMade).by_hand
    assert not told.state.cases


def test_silence_of_everybody_cues_the_practitioner_where_the_policy_says_so() -> None:
    told = story().starts("ana").arrives("pager", level="emergency").at(45).ticks()
    assert told.last(f.PractitionerAsked).why == "nobody_answered"
    assert told.case.asked == (PRACTITIONER,)


def test_an_open_case_goes_by_the_policy_under_which_it_was_opened() -> None:
    told = asking("ana", "eve").under(replace(POLICY, responders=(), steps=())).at(180).ticks()
    assert told.case.asked == ("eve",)


def test_who_comes_on_duty_while_a_later_step_is_asked_is_not_asked_any_more() -> None:
    told = asking("eve").comes("ana").ticks()
    assert told.case.asked == ("eve",)
    assert told.answers("ana", "handled").refused() == "not_asked"


# -------------------------------------------------------------------------------------------------- people come and go
def test_a_step_that_everybody_left_is_passed_at_once() -> None:
    told = asking("ana", "ash", "eve").leaves("ana")
    assert kinds(told.said) == ["ResponderLeft"]
    told.leaves("ash")
    assert told.last(f.StepPassed).why == "off_duty"
    assert told.case.asked == ("eve",)


def test_who_left_while_others_are_asked_and_comes_back_can_still_answer() -> None:
    told = asking("ana", "ash", "eve").leaves("ana").comes("ana").answers("ana", "handled")
    assert told.outcomes == [("handled", "answered")]


def test_who_comes_while_the_others_of_their_step_are_asked_is_asked_when_those_leave() -> None:
    told = asking("ana", "eve").at(60).comes("ash")
    assert told.case.asked == ("ana",)
    told.leaves("ana")
    assert (told.last(f.StepAsked).why, told.case.asked, told.case.due) == ("replaced", ("ash",), moment(240))
    told.comes("ana").leaves("ash")
    assert told.case.asked == ("eve",), "nobody is asked twice in somebody's stead"


def test_who_comes_while_the_others_are_asked_is_asked_when_those_cannot_be_told() -> None:
    told = asking("ana", "eve").comes("ash").fails("ana")
    assert (told.last(f.StepAsked).why, told.case.asked) == ("replaced", ("ash",))


def test_somebody_who_was_not_asked_may_leave() -> None:
    assert kinds(asking("ana", "eve").leaves("eve").said) == ["ResponderLeft"]


def test_duty_that_ends_while_asked_passes_the_step_with_the_next_tick() -> None:
    told = story(policy=replace(POLICY, responders=(ASSISTANTS_FIRST_HOUR, EVE))).starts("ana", "eve").arrives("pager")
    assert told.case.asked == ("ana",)
    assert told.at(59).ticks().said == ()
    assert told.at(60).ticks().last(f.StepPassed).why == "off_duty"


def test_who_has_the_case_may_leave_until_the_lease_is_over() -> None:
    told = asking("ana", "eve").answers("ana", "ack").leaves("ana").ticks()
    assert told.case.holder == "ana"
    told.at(600).ticks()
    assert told.last(f.StepPassed).why == "lease_lapsed"
    assert told.case.asked == ("eve",)


def test_a_card_that_shows_waits_for_nobody_on_duty() -> None:
    told = story().starts("ana").arrives("phone", sender="school").leaves("ana").ticks()
    assert told.case.reached == "break_glass"


# --------------------------------------------------------------------------------------------------- letters that fail
def test_a_channel_that_gives_up_counts_as_no_answer() -> None:
    told = asking("ana", "eve").fails("ana")
    assert kinds(told.said) == ["LetterFailed", "StepPassed", "StepAsked"]
    assert told.last(f.StepPassed).why == "undeliverable"


def test_as_long_as_one_of_those_asked_can_be_told_the_step_waits() -> None:
    told = asking("ana", "ash", "eve").fails("ana")
    assert kinds(told.said) == ["LetterFailed"]
    assert told.fails("ash").case.asked == ("eve",)


def test_one_channel_of_two_that_gives_up_is_not_silence() -> None:
    told = story(policy=replace(POLICY, responders=(DOUBLE, EVE))).starts("ana", "eve").arrives("pager").fails("ana")
    assert told.case.asked == ("ana",)
    assert told.fails("ana").case.asked == ("eve",)


def test_who_left_and_who_cannot_be_told_make_an_empty_step() -> None:
    assert asking("ana", "ash", "eve").leaves("ana").fails("ash").case.asked == ("eve",)
    assert asking("ana", "ash", "eve").fails("ash").leaves("ana").case.asked == ("eve",)


def test_a_failure_of_an_older_letter_changes_nothing() -> None:
    told = asking("ana", "ash", "eve")
    old = told.case.rev
    told.answers("ash", "snooze").at(300).ticks()
    before = told.state
    assert kinds(told.fails("ana", rev=old).said) == ["LetterFailed"]
    assert told.state == before
    told.fails("ash")
    assert told.case.asked == ("ana", "ash")


def test_a_failed_letter_of_a_case_that_somebody_has_changes_nothing_more() -> None:
    told = asking("ana", "eve").answers("ana", "ack").fails("ana")
    assert kinds(told.said) == ["LetterFailed"]
    assert told.case.holder == "ana"


def test_a_failed_letter_of_a_closed_case_is_only_told() -> None:
    told = asking("ana")
    report = c.ReportDelivery(
        id=new_id(), letter=new_id(), case=told.case.id, responder="ana", rev=told.case.rev, delivered=False, why="gone"
    )
    told.answers("ana", "handled").does(report)
    assert kinds(told.said) == ["LetterFailed"]


def test_a_letter_that_arrived_is_told() -> None:
    told = asking("ana")
    letter = c.ReportDelivery(
        id=new_id(), letter=new_id(), case=told.case.id, responder="ana", rev=told.case.rev, delivered=True
    )
    assert kinds(told.does(letter).said) == ["LetterDelivered"]


def test_a_note_that_follows_from_a_case_is_due_an_hour_after_the_planned_end() -> None:
    told = asking("ana", minutes=50).at(600).answers("ana", "defer")
    assert told.last(f.PinMade).due == told.now.after(timedelta(minutes=40 + 60))


def test_rules_of_the_playbook_are_what_the_tests_say() -> None:
    assert (ASK.verdict, SCHOOL.verdict) == ("ask", "let_through")
