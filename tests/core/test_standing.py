from dataclasses import replace

import pytest

from holdspace.core import facts as f
from holdspace.core.decide_answer import TAKES_BACK
from holdspace.core.effects import KeepText
from holdspace.core.escalation import Choice
from holdspace.core.policy import Gate, Step
from holdspace.private import Private
from tests.core.playbook import (
    ASSISTANTS_FIRST_HOUR,
    CUES_ALL,
    DEFERS_ALL,
    EVE,
    EXA,
    POLICY,
    Story,
    asking,
    changes_nothing,
    kinds,
    moment,
    story,
)


def test_a_need_me_of_the_assistant_is_shown_to_the_executive_for_one_emergency_wait() -> None:
    told = asking("ana", "eve").needs_me("ana")
    assert kinds(told.said) == ["CaseAnswered", "EmergencyStands", "StepPassed", "StepAsked"]
    assert told.last(f.StepPassed).why == "emergency_stands"
    assert (told.case.standing, told.case.urgency, told.case.stood_by) == (True, "emergency", "ana")
    assert (told.case.asked, told.case.due) == (("eve",), moment(45))


def test_the_two_reasons_are_kept_as_texts() -> None:
    told = asking("ana", "eve").needs_me("ana")
    stands = told.last(f.EmergencyStands)
    assert {effect.id: effect.body for effect in told.effects if isinstance(effect, KeepText)} == {
        stands.what_is_lost: Private("the contract"),
        stands.why_only_you: Private("only you may sign"),
    }


def test_the_reasons_of_who_says_it_again_are_kept_beside_those_of_who_said_it_first() -> None:
    told = (
        asking("ana", "eve")
        .needs_me("ana")
        .answers("eve", "need_me", what_is_lost="the court's deadline", why_only_you="you sign")
    )
    again = told.last(f.EmergencyStands)
    assert (again.by, told.case.stood_by, told.case.reached) == ("eve", "ana", "need_me")
    assert {effect.id: effect.body for effect in told.effects if isinstance(effect, KeepText)} == {
        again.what_is_lost: Private("the court's deadline"),
        again.why_only_you: Private("you sign"),
    }


@pytest.mark.parametrize("how", ["passes", "repeats", "is silent", "leaves", "cannot be told"])
def test_the_practitioner_is_reached_when_the_executive(how: str) -> None:
    told = asking("ana", "eve").needs_me("ana")
    match how:
        case "passes":
            told.answers("eve", "pass_up")
        case "repeats":
            told.answers("eve", "need_me")  # it stands already: the reasons were said
        case "is silent":
            told.at(45).ticks()
        case "leaves":
            told.leaves("eve")
        case _:
            told.fails("eve")
    assert told.last(f.PractitionerAsked).why == "need_me"
    assert told.case.with_practitioner


def test_an_executive_who_comes_while_another_is_shown_what_stands_is_not_asked_in_their_place() -> None:
    told = asking("ana", "eve", policy=replace(POLICY, responders=(*POLICY.responders, EXA))).needs_me("ana")
    assert told.comes("exa").leaves("eve").case.reached == "need_me"


def test_with_no_executive_on_duty_the_practitioner_is_reached_at_once() -> None:
    assert asking("ana").needs_me("ana").case.reached == "need_me"


def test_a_need_me_of_the_executive_reaches_the_practitioner_at_once() -> None:
    assert asking("eve").needs_me("eve").case.reached == "need_me"


def test_a_need_me_of_the_executive_is_shown_to_no_later_step() -> None:
    upside_down = replace(POLICY, steps=(Step(role="executive"), Step(role="assistant")))
    told = story(policy=upside_down).starts("ana", "eve").arrives("pager").needs_me("eve")
    assert told.case.reached == "need_me"


def test_an_emergency_that_stands_is_shown_to_executives_only_and_to_them_once() -> None:
    steps = (Step(role="assistant"), Step(role="assistant"), Step(role="executive"), Step(role="executive"))
    told = story(policy=replace(POLICY, steps=steps)).starts("ana", "eve").arrives("pager").needs_me("ana")
    assert (told.case.asked, told.case.step) == (("eve",), 2)
    assert told.at(45).ticks().case.reached == "need_me"


def test_the_executive_is_shown_what_stands_also_where_they_were_passed_over_before() -> None:
    """Nobody was there when it came; by now the executive is."""
    told = story().starts().arrives("pager", level="emergency").comes("ana").answers("ana", "ack")
    told.comes("eve").needs_me("ana")
    assert (told.case.asked, told.case.due) == (("eve",), moment(45))
    assert told.at(45).ticks().case.reached == "need_me"


def test_the_executive_is_shown_what_stands_also_where_their_step_comes_first() -> None:
    upside_down = replace(POLICY, steps=(Step(role="executive"), Step(role="assistant")))
    told = story(policy=upside_down).starts("ana").arrives("pager").comes("eve").needs_me("ana")
    assert told.case.asked == ("eve",)
    assert [(fact.step, fact.why) for fact in told.facts if isinstance(fact, f.StepAsked)] == [
        (1, "next"),
        (0, "stands"),
    ]
    assert told.answers("eve", "pass_up").case.reached == "need_me"


@pytest.mark.parametrize("choice", TAKES_BACK)
def test_somebody_on_duty_can_take_a_standing_emergency_back(choice: Choice) -> None:
    waiting = asking("ana", "ash", "eve").needs_me("ana")
    shown = asking("ash", "eve").needs_me("ash").at(45).ticks()
    for told in (waiting, shown):
        told.answers("ash", choice)
        assert "CaseAnswered" in kinds(told.said)
        assert not told.state.cases or (told.case.holder == "ash" and not told.case.with_practitioner)


@pytest.mark.parametrize("choice", ["pass_up", "need_me", "snooze"])
def test_who_is_not_asked_cannot_otherwise_change_a_standing_emergency(choice: Choice) -> None:
    changes_nothing(asking("ana", "eve").needs_me("ana"), "ana", choice, "emergency_stands")
    changes_nothing(asking("ana", "eve").needs_me("ana").at(45).ticks(), "eve", choice, "with_practitioner")


def test_who_is_off_duty_cannot_take_a_standing_emergency_back() -> None:
    policy = replace(POLICY, responders=(ASSISTANTS_FIRST_HOUR, EVE))
    told = story(policy=policy).starts("ana", "eve").arrives("pager").needs_me("ana").at(44).ticks()
    changes_nothing(told.at(61), "ana", "handled", "off_duty")


def test_who_has_left_cannot_take_a_standing_emergency_back() -> None:
    told = asking("ana", "eve").needs_me("ana").leaves("ana")
    changes_nothing(told, "ana", "handled", "off_duty")
    assert told.comes("ana").answers("ana", "handled").outcomes


def test_what_was_taken_back_with_i_have_it_stands_again_when_the_lease_lapses() -> None:
    told = asking("ana", "eve").needs_me("ana").answers("ana", "ack").at(90).ticks()
    assert told.case.reached == "need_me"


def test_an_executive_who_has_the_emergency_keeps_it_from_the_practitioner_for_one_lease() -> None:
    told = asking("ana", "eve").needs_me("ana").at(10).answers("eve", "ack")
    assert (told.case.holder, told.case.due) == ("eve", moment(100))
    assert told.at(99).ticks().said == ()
    assert told.at(100).ticks().case.reached == "need_me"


def test_who_took_an_emergency_back_can_go_on_answering_it() -> None:
    def taken_back() -> Story:
        return asking("ana", "eve").needs_me("ana").at(45).ticks().answers("ana", "ack")

    assert taken_back().answers("ana", "handled").outcomes == [("handled", "answered")]
    assert taken_back().answers("ana", "pass_up").case.reached == "need_me"
    assert taken_back().answers("ana", "need_me").case.reached == "need_me"
    changes_nothing(taken_back(), "ana", "snooze", "no_snooze_for_emergency")
    changes_nothing(taken_back(), "eve", "handled", "held")


def test_who_has_what_the_practitioner_was_cued_for_can_go_on_answering_it() -> None:
    told = story(policy=CUES_ALL).starts("ana").arrives("pager").at(180).ticks().answers("ana", "ack")
    assert told.case.holder == "ana"
    assert told.answers("ana", "handled").outcomes == [("handled", "answered")]


def test_a_card_that_is_not_answered_is_told_once_as_not_seen_and_stays() -> None:
    told = asking("ana").needs_me("ana").at(59).ticks()
    assert told.said == ()
    assert kinds(told.at(60).ticks().said) == ["CardNotSeen"]
    assert told.case.told_unseen
    assert told.at(9000).ticks().said == ()
    assert told.case.reached == "need_me"


def test_policies_that_never_cue_do_not_drop_an_emergency_that_stands() -> None:
    told = story(policy=DEFERS_ALL).starts("ana").arrives("pager").needs_me("ana")
    assert told.case.reached == "need_me"


# --------------------------------------------------------------------------------- the policy shows it to nobody before
VA_DIRECT = replace(POLICY, gate=Gate(va_direct=True))


def test_where_the_policy_says_so_the_assistants_word_reaches_the_practitioner_at_once() -> None:
    told = asking("ana", "eve", policy=VA_DIRECT).needs_me("ana")
    assert kinds(told.said) == ["CaseAnswered", "EmergencyStands", "StepPassed", "PractitionerAsked"]
    assert told.last(f.PractitionerAsked).why == "va_direct"


def test_what_an_executive_says_reached_nobody_directly() -> None:
    told = asking("eve", policy=VA_DIRECT).needs_me("eve")
    assert told.last(f.PractitionerAsked).why == "need_me"


def test_an_emergency_that_was_shown_directly_can_be_taken_back() -> None:
    assert asking("ana", "eve", policy=VA_DIRECT).needs_me("ana").answers("eve", "handled").outcomes
