"""A lease that lapses, and taking over what somebody else has."""

from dataclasses import replace

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.effects import SendLetter
from holdspace.core.policy import Gate, Policy
from tests.core.playbook import (
    ANA,
    ASSISTANTS_FIRST_HOUR,
    CUES_ALL,
    EVE,
    EXA,
    POLICY,
    Story,
    asking,
    changes_nothing,
    kinds,
    moment,
    new_id,
    story,
)


def test_a_lease_that_lapses_asks_the_same_step_once_more_without_who_had_it() -> None:
    told = asking("ana", "ash", "eve").answers("ana", "ack").at(600).ticks()
    assert kinds(told.said) == ["LeaseLapsed", "StepAsked"]
    assert told.last(f.LeaseLapsed).by == "ana"
    asked = told.last(f.StepAsked)
    assert (asked.step, asked.why, asked.responders, asked.due) == (0, "lapsed", ("ash",), moment(780))
    assert [effect.responder for effect in told.effects if isinstance(effect, SendLetter)] == ["ash"]


def test_who_had_it_is_asked_again_where_nobody_else_is_on_duty() -> None:
    told = asking("ana", "eve").answers("ana", "ack").at(600).ticks()
    assert told.case.asked == ("ana",)


def test_where_nobody_of_the_step_is_left_a_lapse_asks_the_next_step() -> None:
    told = asking("ana", "eve").answers("ana", "ack").leaves("ana").at(600).ticks()
    assert kinds(told.said) == ["StepPassed", "StepAsked"]
    assert told.last(f.StepPassed) == f.StepPassed(case=told.case.id, step=0, why="lease_lapsed", by="ana")
    assert told.case.asked == ("eve",)


def test_after_a_lapse_silence_asks_the_next_step() -> None:
    told = asking("ana", "ash", "eve").answers("ana", "ack").at(600).ticks().at(780).ticks()
    assert told.last(f.StepPassed).why == "no_answer"
    assert told.case.asked == ("eve",)


def test_a_second_lapse_asks_the_next_step() -> None:
    told = asking("ana", "ash", "eve").answers("ana", "ack").at(600).ticks().answers("ash", "ack").at(1200).ticks()
    assert told.last(f.StepPassed).why == "lease_lapsed"
    assert told.case.asked == ("eve",)


def test_the_next_step_may_let_a_lease_lapse_once_itself() -> None:
    told = asking("ana", "eve").answers("ana", "ack").at(600).ticks().answers("ana", "pass_up")
    told.answers("eve", "ack").at(1200).ticks()
    assert told.last(f.StepAsked).why == "lapsed"
    assert told.case.asked == ("eve",)


def test_who_says_again_that_they_have_it_has_it_as_long_anew_as_often_as_they_say_so() -> None:
    """No limit: each time it is somebody's own word, and the others see who has it and may take it."""
    told = asking("ana", "ash", "eve").answers("ana", "ack")
    for second in range(500, 2501, 500):
        assert told.at(second).answers("ana", "ack").case.due == moment(second + 600)
    told.answers("ash", "take").at(3100).ticks()
    assert told.last(f.LeaseLapsed).by == "ash"


def skipped_and_asked_after_all(told: Story) -> Story:
    """The executive's step went by while nobody of it was there; then they have it from the card, and lose it again."""
    told.answers("ana", "pass_up")
    assert told.last(f.PractitionerAsked).why == "nobody_answered"
    return told.comes("eve").answers("eve", "ack").at(2000).ticks()


def test_a_step_that_was_skipped_and_is_asked_after_all_has_its_own_count_of_lapses() -> None:
    told = skipped_and_asked_after_all(asking("ana", policy=CUES_ALL).answers("ana", "ack").at(600).ticks())
    assert (told.last(f.LeaseLapsed).by, told.case.asked) == ("eve", ("eve",))


def test_a_step_that_was_skipped_and_is_asked_after_all_has_its_own_count_of_snoozes() -> None:
    told = asking("ana", policy=CUES_ALL)
    for second in (300, 600):
        told.answers("ana", "snooze").at(second).ticks()
    assert skipped_and_asked_after_all(told).answers("eve", "snooze").case.phase == "snoozed"


def test_who_had_it_answers_too_late_with_what_they_saw() -> None:
    told = asking("ana", "eve").answers("ana", "ack")
    seen = told.case.rev
    changes_nothing(told.at(600).ticks(), "ana", "handled", "stale", rev=seen)
    assert told.answers("ana", "handled").outcomes == [("handled", "answered")]


def test_an_emergency_that_stands_goes_straight_on_when_its_lease_lapses() -> None:
    told = asking("ana", "ash", "eve").needs_me("ana").answers("ana", "ack").at(90).ticks()
    assert not told.of(f.LeaseLapsed)
    assert told.case.reached == "need_me"


def test_a_lease_under_a_policy_without_steps_lapses_into_the_policys_rule() -> None:
    """Nobody is asked, the card shows it, somebody takes it back and says nothing more: it shows again."""
    nobody = Policy(responders=(ANA,), steps=(), rules=POLICY.rules, gate=Gate(emergency="cue"))
    told = story(policy=nobody).starts("ana").arrives("pager", sender="Bob", level="emergency").answers("ana", "ack")
    told.at(10).arrives("pager", sender="Bob", level="emergency")
    assert (told.case.calls, told.case.due) == (2, moment(90))
    assert told.at(90).ticks().case.reached == "nobody_answered"
    told.answers("ana", "ack")
    changes_nothing(told, "ana", "take", "not_held")


# ---------------------------------------------------------------------------------------------------------- taking over
def test_who_serves_the_step_may_take_what_somebody_has() -> None:
    told = asking("ana", "ash", "eve").answers("ana", "ack").at(100).answers("ash", "take")
    acked = told.last(f.CaseAcked)
    assert (acked.by, acked.holder, acked.due) == ("ash", "ana", moment(700))
    assert told.case.holder == "ash"
    changes_nothing(told, "ana", "handled", "held")
    assert told.answers("ash", "handled").outcomes == [("handled", "answered")]


def test_under_a_policy_without_steps_an_assistant_takes_what_another_has_and_an_executive_does_not() -> None:
    nobody = replace(POLICY, steps=())
    told = story(policy=nobody).starts("ana", "ash", "eve").arrives("pager", level="emergency").answers("ana", "ack")
    changes_nothing(told, "eve", "take", "held")
    assert told.answers("ash", "take").case.holder == "ash"


def test_who_took_a_case_had_it_when_it_lapses() -> None:
    told = asking("ana", "ash", "eve").answers("ana", "ack").answers("ash", "take").at(600).ticks()
    assert told.last(f.LeaseLapsed).by == "ash"
    assert told.case.asked == ("ana",)


def test_who_does_not_serve_the_step_takes_nothing() -> None:
    changes_nothing(asking("ana", "eve").answers("ana", "ack"), "eve", "take", "held")


def test_what_stands_may_be_taken_by_anybody_on_duty() -> None:
    told = asking("ana", "ash", "eve").needs_me("ana").answers("eve", "ack").answers("ash", "take")
    assert told.case.holder == "ash"


def test_off_duty_nobody_takes_anything() -> None:
    policy = replace(POLICY, responders=(ANA, replace(ASSISTANTS_FIRST_HOUR, id="ash")))
    told = asking("ana", "ash", policy=policy).answers("ana", "ack").at(61)
    changes_nothing(told, "ash", "take", "off_duty")


def test_only_who_saw_that_somebody_has_it_takes_it() -> None:
    told = asking("ana", "ash").answers("ana", "ack")
    changes_nothing(told, "ash", "take", "stale", rev=told.case.rev - 1)


def test_what_nobody_has_or_one_has_oneself_cannot_be_taken() -> None:
    changes_nothing(asking("ana", "ash"), "ana", "take", "not_held")
    changes_nothing(asking("ana", "ash").answers("ana", "ack"), "ana", "take", "not_held")


def test_of_two_who_take_at_once_the_first_has_it() -> None:
    policy = replace(POLICY, responders=(*POLICY.responders, replace(ANA, id="abe")))
    told = asking("ana", "ash", "abe", policy=policy).answers("ana", "ack")
    seen = told.case.rev
    told.answers("ash", "take")
    changes_nothing(told, "abe", "take", "stale", rev=seen)
    assert told.case.holder == "ash"


def test_what_a_step_has_can_be_taken_within_it_only_also_by_executives() -> None:
    policy = replace(POLICY, responders=(ANA, EVE, EXA))
    told = asking("ana", "eve", "exa", policy=policy).answers("ana", "pass_up").answers("eve", "ack")
    changes_nothing(told, "ana", "take", "held")
    assert told.answers("exa", "take").case.holder == "exa"


# ------------------------------------------------------------------------------------------------- what is on record
def test_an_answer_is_on_record_with_device_channel_and_revision_also_when_it_changed_nothing() -> None:
    told = asking("ana", "eve")
    told.answers("ana", "ack", device="ana's phone", channel="ntfy")
    said = told.last(f.CaseAnswered)
    assert (said.device, said.channel, said.rev) == ("ana's phone", "ntfy", 1)
    told.does(
        c.AnswerCase(id=new_id(), case=told.case.id, by="eve", rev=1, choice="handled", device="d", channel="page")
    )
    refused = told.last(f.AnswerRefused)
    assert (refused.device, refused.channel, refused.rev, refused.holder) == ("d", "page", 1, "ana")
