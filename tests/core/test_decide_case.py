from dataclasses import replace
from datetime import timedelta

import pytest

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.decide_case import TAKES_BACK
from holdspace.core.effects import KeepText, SendLetter
from holdspace.core.escalation import PRACTITIONER, Choice
from holdspace.core.policy import Seconds, Step
from holdspace.private import Private
from tests.core.playbook import (
    ANA,
    ASH,
    ASK,
    CUES_ALL,
    DEFERS_ALL,
    EVE,
    POLICY,
    SCHOOL,
    Story,
    kinds,
    moment,
    new_id,
    story,
)

ASSISTANTS_FIRST_HOUR = replace(ANA, duty=("Mo 14:00-14:01",))
DOUBLE = replace(ANA, channels=("page", "mail"))


def asking(*here: str, minutes: int = 50) -> Story:
    """A case that is asked about, with these people within reach."""
    return story().starts(*here, minutes=minutes).arrives("pager")


# ------------------------------------------------------------------------------------------------ steps in order
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


# ------------------------------------------------------------------------------------------- people come and go
def test_a_step_that_everybody_left_is_passed_at_once() -> None:
    told = asking("ana", "ash", "eve").leaves("ana")
    assert kinds(told.said) == ["ResponderLeft"]
    told.leaves("ash")
    assert told.last(f.StepPassed).why == "off_duty"
    assert told.case.asked == ("eve",)


def test_who_left_while_others_are_asked_and_comes_back_can_still_answer() -> None:
    told = asking("ana", "ash", "eve").leaves("ana").comes("ana").answers("ana", "handled")
    assert told.outcomes == [("handled", "answered")]


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


# --------------------------------------------------------------------------------------------------- the answers
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
    told = story(policy=only_assistants).starts("ana").arrives("pager").at(180).ticks().answers("eve", "ack")
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


# ------------------------------------------------------------------------------- what changes nothing, and says why
def changes_nothing(told: Story, by: str, choice: Choice, why: str, *, rev: int | None = None) -> None:
    before = told.state
    assert told.answers(by, choice, rev=rev).refused() == why
    assert told.state == before


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


def test_only_they_can_needs_both_reasons() -> None:
    told = asking("ana", "eve")
    changes_nothing(told, "ana", "need_me", "reasons_missing")
    assert told.answers("ana", "need_me", what_is_lost="a contract").refused() == "reasons_missing"
    assert told.answers("ana", "need_me", why_only_you="a signature").refused() == "reasons_missing"
    assert told.answers("ana", "need_me", what_is_lost="", why_only_you="a signature").refused() == "reasons_missing"
    assert not told.case.standing


def test_break_glass_is_for_the_practitioner_alone() -> None:
    told = story().starts("ana").arrives("phone", sender="school")
    changes_nothing(told, "ana", "handled", "with_practitioner")


# ------------------------------------------------------------------------------------------------------ ask me again
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


# ---------------------------------------------------------------------------------------- an emergency that stands
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
    told = story().starts().arrives("pager", level="emergency").answers("ana", "ack").comes("eve").needs_me("ana")
    assert (told.case.asked, told.case.due) == (("eve",), moment(45))
    assert told.at(45).ticks().case.reached == "need_me"


def test_the_executive_is_shown_what_stands_also_where_their_step_comes_first() -> None:
    upside_down = replace(POLICY, steps=(Step(role="executive"), Step(role="assistant")))
    told = story(policy=upside_down).starts("ana").arrives("pager").comes("eve").needs_me("ana")
    assert told.case.asked == ("eve",)
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


# ------------------------------------------------------------------------------------------------ letters that fail
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
