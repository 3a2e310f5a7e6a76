from dataclasses import replace

import pytest

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.effects import KeepText
from holdspace.core.escalation import Choice
from holdspace.core.policy import Seconds, Step
from holdspace.private import Private
from tests.core.playbook import (
    ASH,
    ASSISTANTS_FIRST_HOUR,
    CUES_ALL,
    POLICY,
    asking,
    changes_nothing,
    kinds,
    moment,
    new_id,
    story,
)


# --------------------------------------------------------------------------------------------------------- the answers
def test_i_have_it_stops_all_asking_for_the_length_of_the_lease() -> None:
    told = asking("ana", "ash", "eve").answers("ana", "ack")
    assert kinds(told.said) == ["CaseAnswered", "CaseAcked"]
    assert (told.case.phase, told.case.holder, told.case.due) == ("acked", "ana", moment(600))
    assert told.at(599).ticks().said == ()


def test_who_has_it_may_say_so_again_and_gets_a_new_lease() -> None:
    told = asking("ana").answers("ana", "ack").at(500).answers("ana", "ack")
    assert told.case.due == moment(1100)


def test_what_somebody_has_only_they_can_answer() -> None:
    told = asking("ana", "ash").answers("ana", "ack").answers("ash", "handled")
    assert told.refused() == "held"
    assert told.last(f.AnswerRefused).holder == "ana"


def test_the_lease_is_that_of_the_holders_own_step() -> None:
    steps = (Step(role="assistant", lease_seconds=Seconds(normal=1, urgent=1, emergency=7)), Step(role="executive"))
    told = story(policy=replace(POLICY, steps=steps)).starts("ana", "eve").arrives("pager").needs_me("ana")
    told.answers("ana", "ack")
    assert told.last(f.CaseAcked).window_seconds == 7


def test_a_holder_without_a_step_of_their_own_gets_the_usual_lease() -> None:
    only_assistants = replace(
        CUES_ALL, steps=(Step(role="assistant", lease_seconds=Seconds(normal=1, urgent=1, emergency=1)),)
    )
    told = story(policy=only_assistants).starts("ana", "eve").arrives("pager").at(180).ticks().answers("eve", "ack")
    assert told.last(f.CaseAcked).window_seconds == 600


@pytest.mark.parametrize(
    ("choice", "outcome"),
    [
        ("handled", ("handled", "answered")),
        ("defer", ("deferred", "can_wait")),
        ("dismiss", ("dismissed", "nothing_to_do")),
    ],
)
def test_a_last_word_closes_with_its_outcome(choice: Choice, outcome: tuple[str, str]) -> None:
    told = asking("ana", "eve").answers("ana", choice)
    assert told.outcomes == [outcome]
    assert told.last(f.CaseClosed).by == "ana"
    assert not told.state.cases


def test_only_what_is_deferred_becomes_a_note() -> None:
    assert "PinMade" in kinds(asking("ana").answers("ana", "defer").said)
    assert "PinMade" not in kinds(asking("ana").answers("ana", "handled").said)
    assert "PinMade" not in kinds(asking("ana").answers("ana", "dismiss").said)


def test_pass_on_asks_the_next_step_at_once() -> None:
    told = asking("ana", "eve").answers("ana", "pass_up")
    passed = told.last(f.StepPassed)
    assert (passed.step, passed.why, passed.by) == (0, "passed_up", "ana")
    assert told.case.asked == ("eve",)


def test_the_note_of_an_answer_goes_up_with_the_case() -> None:
    told = asking("ana", "eve").answers("ana", "pass_up", note="Bob is waiting")
    (kept,) = [effect for effect in told.effects if isinstance(effect, KeepText)]
    assert (kept.id, kept.kind, kept.body) == (told.last(f.CaseAnswered).note, "note", Private("Bob is waiting"))


# ---------------------------------------------------------------------------------- what changes nothing, and says why
def test_an_answer_to_a_closed_case_changes_nothing() -> None:
    told = asking("ana")
    key = told.case.id
    told.answers("ana", "handled")
    before = told.state
    assert told.answers("ana", "handled", case=key).refused() == "closed"
    assert told.state == before


def test_an_answer_of_a_stranger_changes_nothing() -> None:
    changes_nothing(asking("ana"), "mallory", "handled", "not_asked")


def test_an_answer_of_somebody_who_is_not_asked_now_changes_nothing() -> None:
    changes_nothing(asking("ana", "eve"), "eve", "handled", "not_asked")
    changes_nothing(asking("ana", "eve").answers("ana", "pass_up"), "ana", "handled", "not_asked")


def test_a_stale_answer_changes_nothing() -> None:
    told = asking("ana")
    changes_nothing(told, "ana", "handled", "stale", rev=told.case.rev - 1)
    changes_nothing(told, "ana", "handled", "stale", rev=told.case.rev + 1)


def test_the_same_answer_twice_counts_once() -> None:
    told = asking("ana", "eve")
    answer = c.AnswerCase(id=new_id(), case=told.case.id, by="ana", rev=told.case.rev, choice="ack")
    told.does(answer)
    once = told.state
    assert told.does(answer).refused() == "stale"
    assert told.state == once


def test_an_answer_outside_of_duty_hours_changes_nothing() -> None:
    told = story(policy=replace(POLICY, responders=(ASSISTANTS_FIRST_HOUR, ASH))).starts("ana", "ash").arrives("pager")
    changes_nothing(told.at(61), "ana", "handled", "off_duty")


def test_an_answer_of_somebody_who_has_left_changes_nothing_until_they_are_back() -> None:
    told = asking("ana", "ash").leaves("ana")
    assert "ana" in told.case.asked, "the others are still asked"
    changes_nothing(told, "ana", "handled", "off_duty")
    had = asking("ana").answers("ana", "ack").leaves("ana")
    assert had.case.holder == "ana", "who has it may leave until the lease is over"
    changes_nothing(had, "ana", "handled", "off_duty")
    assert had.comes("ana").answers("ana", "handled").outcomes == [("handled", "answered")]


def test_only_they_can_needs_both_reasons() -> None:
    told = asking("ana", "eve")
    changes_nothing(told, "ana", "need_me", "reasons_missing")
    assert told.answers("ana", "need_me", what_is_lost="a contract").refused() == "reasons_missing"
    assert told.answers("ana", "need_me", why_only_you="a signature").refused() == "reasons_missing"
    assert told.answers("ana", "need_me", what_is_lost="", why_only_you="a signature").refused() == "reasons_missing"
    assert not told.case.standing


@pytest.mark.parametrize(("lost", "only"), [("a contract", None), (None, "a signature")])
def test_where_it_stands_already_both_reasons_are_added_or_none(lost: str | None, only: str | None) -> None:
    told = asking("ana", "eve").needs_me("ana")
    before = told.state
    assert told.answers("eve", "need_me", what_is_lost=lost, why_only_you=only).refused() == "reasons_missing"
    assert told.state == before
    assert told.answers("eve", "need_me").case.reached == "need_me"


def test_break_glass_is_for_the_practitioner_alone() -> None:
    told = story().starts("ana").arrives("phone", sender="school")
    changes_nothing(told, "ana", "handled", "with_practitioner")


# -------------------------------------------------------------------------------------------------------- ask me again
def test_ask_me_again_asks_the_same_step_after_five_minutes() -> None:
    told = asking("ana", "eve").answers("ana", "snooze")
    assert (told.case.phase, told.case.due, told.case.holder) == ("snoozed", moment(300), None)
    assert told.at(299).ticks().said == ()
    told.at(300).ticks()
    assert kinds(told.said) == ["StepAsked"]
    assert (told.case.step, told.case.snoozes) == (0, 1)


def test_a_snoozed_case_whose_people_have_left_goes_on_when_it_is_due() -> None:
    told = asking("ana", "eve").answers("ana", "snooze").leaves("ana")
    assert told.case.phase == "snoozed"
    assert told.at(300).ticks().last(f.StepPassed).why == "off_duty"
    assert told.case.asked == ("eve",)


def test_ask_me_again_counts_twice_a_step() -> None:
    told = asking("ana").answers("ana", "snooze").at(300).ticks().answers("ana", "snooze").at(600).ticks()
    changes_nothing(told, "ana", "snooze", "snoozed_enough")


def test_the_next_step_may_ask_again_afresh() -> None:
    told = asking("ana", "eve").answers("ana", "snooze").at(300).ticks().answers("ana", "pass_up")
    assert told.case.snoozes == 0


def test_an_emergency_is_not_put_off() -> None:
    told = story().starts("ana").arrives("pager", level="emergency")
    changes_nothing(told, "ana", "snooze", "no_snooze_for_emergency")


def test_ask_me_again_never_goes_past_the_planned_end() -> None:
    assert asking("ana", minutes=2).answers("ana", "snooze").case.due == moment(120)
    changes_nothing(asking("ana", minutes=1).at(60), "ana", "snooze", "session_is_over")


def test_ask_me_again_waits_as_long_as_they_say() -> None:
    told = asking("ana", "eve").answers("ana", "snooze", minutes=12)
    assert told.last(f.CaseSnoozed).due == moment(720)


def test_ask_me_again_waits_a_quarter_of_an_hour_at_most() -> None:
    assert asking("ana").answers("ana", "snooze", minutes=16).case.due == moment(900)


def test_an_answer_that_comes_again_changes_nothing_and_is_on_record() -> None:
    told = asking("ana")
    before = told.state
    answer = c.AnswerCase(
        id=new_id(),
        case=told.case.id,
        by="ana",
        rev=1,
        choice="ack",
        device="d1",
        channel="page",
        note=Private("later"),
    )
    told.does(c.ReportReplay(id=new_id(), answer=answer))
    assert not told.effects, "its words were kept the first time"
    assert told.state == before
    refused = told.last(f.AnswerRefused)
    assert (refused.answer, refused.why, refused.by) == (answer.id, "replay", "ana")
    assert (refused.device, refused.channel, refused.rev) == ("d1", "page", 1)
