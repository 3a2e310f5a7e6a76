"""Whom a step asks: everybody, the next in turn, or one and then everybody."""

from dataclasses import replace

from holdspace.core import facts as f
from holdspace.core.policy import Mode, Policy, Step
from tests.core.playbook import ABE, ANA, ASH, CUES_ALL, EVE, EXA, POLICY, Story, asking, moment, story

HERE = ("ana", "ash", "abe", "eve")


def asks(mode: Mode) -> Policy:
    steps = (Step(role="assistant", mode=mode), Step(role="executive", mode=mode))
    return replace(POLICY, responders=(ANA, ASH, ABE, EVE, EXA), steps=steps)


def in_turn(*here: str) -> Story:
    return asking(*(here or HERE), policy=asks("round_robin"))


def one_then_all(*here: str) -> Story:
    return asking(*(here or HERE), policy=asks("one_then_all"))


# ------------------------------------------------------------------------------------------------ one, the next in turn
def test_in_turn_the_next_one_is_asked_each_time() -> None:
    told = in_turn()
    asked = [told.case.asked]
    for _ in range(3):
        told.answers(told.case.asked[0], "handled").arrives("pager")
        asked.append(told.case.asked)
    assert asked == [("ana",), ("ash",), ("abe",), ("ana",)]


def test_in_turn_who_is_off_duty_is_passed_over() -> None:
    told = in_turn().answers("ana", "handled").leaves("ash").arrives("pager")
    assert told.case.asked == ("abe",)


def test_in_turn_silence_asks_the_next_step_and_nobody_else_of_this_one() -> None:
    told = in_turn().at(180).ticks()
    assert told.last(f.StepAsked).why == "next"
    assert told.case.asked == ("eve",)


def test_in_turn_who_leaves_is_replaced_by_the_next_and_nobody_is_asked_twice() -> None:
    told = in_turn().leaves("ana")
    assert told.last(f.StepAsked).why == "replaced"
    assert (told.case.asked, told.case.due) == (("ash",), moment(180))
    told.comes("ana").leaves("abe").leaves("ash")
    assert told.last(f.StepPassed).why == "off_duty"
    assert told.case.asked == ("eve",)


def test_in_turn_who_cannot_be_told_is_replaced() -> None:
    told = in_turn("ana", "ash", "eve").fails("ana")
    assert told.last(f.StepAsked).why == "replaced"
    assert told.case.asked == ("ash",)


def test_in_turn_a_lease_that_lapsed_goes_to_the_next_who_is_not_the_holder() -> None:
    told = in_turn().answers("ana", "ack").at(600).ticks()
    assert told.last(f.StepAsked).why == "lapsed"
    assert told.case.asked == ("ash",)
    assert told.at(780).ticks().case.asked == ("eve",)


def test_in_turn_a_new_policy_without_the_one_who_was_asked_last_begins_with_its_first() -> None:
    told = in_turn().answers("ana", "handled").under(replace(asks("round_robin"), responders=(ASH, ABE)))
    assert told.arrives("pager").case.asked == ("ash",)


# --------------------------------------------------------------------------------------------- one, and then everybody
def test_one_is_asked_and_when_they_are_silent_everybody() -> None:
    told = one_then_all()
    assert (told.case.asked, told.case.alone) == (("ana",), True)
    told.at(180).ticks()
    assert told.last(f.StepAsked).why == "widened"
    assert (told.case.asked, told.case.step, told.case.due) == (("ana", "ash", "abe"), 0, moment(360))
    assert told.at(360).ticks().case.asked == ("eve",)


def test_where_there_is_only_one_their_silence_asks_the_next_step() -> None:
    assert one_then_all("ana", "eve").at(180).ticks().case.asked == ("eve",)


def test_where_all_others_have_left_silence_asks_the_next_step() -> None:
    told = one_then_all("ana", "ash", "eve").leaves("ash").at(180).ticks()
    assert told.last(f.StepPassed).why == "no_answer"
    assert told.case.asked == ("eve",)


def test_who_is_asked_alone_and_leaves_is_replaced_by_all_others() -> None:
    told = one_then_all().leaves("ana")
    assert told.last(f.StepAsked).why == "replaced"
    assert told.case.asked == ("ash", "abe")


def test_a_wider_circle_can_be_asked_no_wider() -> None:
    told = one_then_all("ana", "ash", "eve").at(180).ticks().leaves("ana").leaves("ash")
    assert told.last(f.StepPassed).why == "off_duty"
    assert told.case.asked == ("eve",)


# ------------------------------------------------------------------------------------------------------- for all of them
def test_after_ask_me_again_the_same_one_is_asked() -> None:
    told = one_then_all().answers("ana", "snooze").at(300).ticks()
    assert told.last(f.StepAsked).why == "woken"
    assert (told.case.asked, told.case.alone) == (("ana",), True)


def test_who_said_ask_me_again_and_left_is_not_waited_for() -> None:
    told = one_then_all().answers("ana", "snooze").leaves("ana").at(300).ticks()
    assert told.last(f.StepAsked).why == "woken"
    assert told.case.asked == ("ash", "abe")


def test_a_step_of_the_same_role_that_was_skipped_and_is_asked_after_all_has_asked_nobody_yet() -> None:
    steps = (Step(role="assistant"), Step(role="assistant", mode="one_then_all"))
    told = asking("ana", policy=replace(CUES_ALL, steps=steps)).leaves("ana").comes("ana").comes("ash")
    assert told.case.reached == "nobody_answered"
    told.answers("ana", "ack").at(600).ticks()
    assert (told.last(f.StepAsked).why, told.case.asked, told.case.step) == ("lapsed", ("ash",), 1)
    told.at(780).ticks()
    assert (told.last(f.StepAsked).why, told.case.asked) == ("widened", ("ana", "ash")), "that of step 0 does not count"


def test_an_emergency_that_stands_is_shown_to_all_executives_at_once() -> None:
    for mode in ("round_robin", "one_then_all"):
        told = asking("ana", "eve", "exa", policy=asks(mode)).needs_me("ana")
        assert told.case.asked == ("eve", "exa")
        assert told.at(45).ticks().case.reached == "need_me"


def test_who_was_not_asked_cannot_answer() -> None:
    assert one_then_all().answers("ash", "handled").refused() == "not_asked"
    assert story(policy=asks("all")).starts("ana", "ash").arrives("pager").answers("ash", "handled").outcomes
