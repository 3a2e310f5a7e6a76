"""The stories that the escalation must tell, each from the arrival to the outcome. docs/testing.md lists them."""

from dataclasses import replace
from datetime import timedelta

from holdspace.core import facts as f
from holdspace.core.effects import SendLetter
from holdspace.core.policy import Seconds, Step
from tests.core.playbook import ANA, EVE, POLICY, Story, asking, changes_nothing, kinds, moment, story

NIGHT = ("Mo-Su 22:00-06:00",)


def test_scenario_1_the_assistant_handles_it_in_time() -> None:
    told = asking("ana", "eve").at(170).answers("ana", "handled")
    assert told.outcomes == [("handled", "answered")]
    assert told.at(9000).ticks().said == (), "nobody is asked any more"
    assert {fact.responders for fact in told.facts if isinstance(fact, f.StepAsked)} == {("ana",)}


def test_scenario_2_the_assistant_is_silent_then_the_executive_and_it_is_deferred() -> None:
    told = asking("ana", "eve").at(180).ticks()
    assert told.case.asked == ("eve",)
    told.at(360).ticks()
    assert told.outcomes == [("deferred", "nobody_answered")]
    assert told.last(f.PinMade).interruption == told.opened


def test_scenario_3_an_assistant_off_duty_is_skipped_at_once() -> None:
    policy = replace(POLICY, responders=(replace(ANA, duty=NIGHT), EVE))
    told = asking("ana", "eve", policy=policy)
    assert kinds(told.said)[-2:] == ["StepSkipped", "StepAsked"]
    assert told.case.asked == ("eve",)


def test_scenario_4_with_everybody_off_duty_it_is_deferred_or_held_at_once() -> None:
    """What is not pressing is held by the gate; what is open when the last one leaves becomes a note."""
    policy = replace(POLICY, responders=(replace(ANA, duty=NIGHT), replace(EVE, duty=NIGHT)))
    assert asking("ana", "eve", policy=policy).outcomes == [("held", "nobody_reachable")]
    told = asking("ana", policy=replace(POLICY, responders=(ANA, replace(EVE, duty=NIGHT)))).leaves("ana")
    assert told.outcomes == [("deferred", "nobody_answered")]


def test_scenario_5_i_have_it_and_silence_asks_once_more_and_then_the_next_step() -> None:
    told = asking("ana", "ash", "eve").answers("ana", "ack").at(600).ticks()
    assert (told.last(f.LeaseLapsed).by, told.case.asked) == ("ana", ("ash",))
    told.answers("ash", "ack").at(1200).ticks()
    assert not told.of(f.LeaseLapsed)
    assert told.case.asked == ("eve",)


def test_scenario_6_two_have_it_at_once_one_holds_it_and_the_other_sees_who() -> None:
    told = asking("ana", "ash")
    seen = told.case.rev
    told.answers("ana", "ack", rev=seen)
    changes_nothing(told, "ash", "ack", "held", rev=seen)
    assert told.last(f.AnswerRefused).holder == "ana"
    assert told.case.holder == "ana"


def test_scenario_7_an_old_pass_on_does_nothing_once_it_has_gone_on() -> None:
    told = asking("ana", "eve")
    seen = told.case.rev
    changes_nothing(told.at(180).ticks(), "ana", "pass_up", "not_asked", rev=seen)
    assert told.case.asked == ("eve",)


def test_scenario_8_only_they_can_without_one_of_the_two_reasons_is_refused() -> None:
    for lost, only in ((None, "only you"), ("the contract", None), ("", "only you"), ("the contract", "")):
        told = asking("ana", "eve")
        before = told.state
        assert told.answers("ana", "need_me", what_is_lost=lost, why_only_you=only).refused() == "reasons_missing"
        assert told.state == before


def test_scenario_9_only_they_can_of_the_assistant_is_shown_to_the_executive_first() -> None:
    told = asking("ana", "eve").needs_me("ana")
    assert (told.case.asked, told.case.urgency, told.case.due) == (("eve",), "emergency", moment(45))
    assert told.answers("eve", "handled").outcomes == [("handled", "answered")]
    assert not [fact for fact in told.facts if isinstance(fact, f.PractitionerAsked)]


def test_scenario_9b_the_executive_is_silent_and_the_practitioner_is_reached() -> None:
    told = asking("ana", "eve").needs_me("ana").at(44.9).ticks()
    assert told.case.asked == ("eve",)
    told.at(45).ticks()
    assert told.last(f.PractitionerAsked).why == "need_me"
    assert told.card("step_out").outcomes == [("reached", "stepped_out")]


def test_scenario_10_break_glass_comes_directly_is_on_record_and_not_twice_in_ten_minutes() -> None:
    told = story().starts("ana", "eve").arrives("phone", sender="school")
    assert kinds(told.said)[-3:] == ["BreakGlassUsed", "PractitionerAsked", "AssistantInformed"]
    told.card("pin").at(300).arrives("phone", sender="school")
    assert told.last(f.BreakGlassRefused).why == "too_often"
    assert told.case.asked == ("ana",)
    told.answers("ana", "handled").at(600).arrives("phone", sender="school")
    assert told.last(f.PractitionerAsked).why == "break_glass"


def test_scenario_11_back_with_an_instruction_is_a_second_leg_that_is_handled() -> None:
    told = asking("ana", "eve").needs_me("ana").at(45).ticks().card("hand_back", "say_later")
    assert told.last(f.CaseHandedBack).instruction == "say_later"
    assert (told.case.leg, told.case.asked) == (2, ("ana",))
    assert told.answers("ana", "handled").outcomes == [("handled", "answered")]


def test_scenario_12_a_fourth_leg_is_refused() -> None:
    told = asking("ana")
    for leg in range(1, 4):
        told.needs_me("ana").at(leg * 100).ticks()
        assert (told.case.leg, told.case.with_practitioner) == (leg, True)
        told.card("hand_back")
    assert told.refused() == "handed_back_enough"
    assert told.card("step_out").outcomes == [("reached", "stepped_out")]


def test_scenario_13_who_comes_again_makes_it_urgent_and_sooner_and_never_an_emergency() -> None:
    told = story().starts("ana", "eve").arrives("pager", sender="Bob").at(60).arrives("pager", sender="Bob")
    assert (told.case.urgency, told.case.due) == ("urgent", moment(150))
    for second in (70, 80, 90):
        told.at(second).arrives("pager", sender="Bob")
    assert (told.case.urgency, told.case.due, told.case.calls) == ("urgent", moment(150), 5)
    assert told.outcomes == [("merged", "repeated_caller")] * 4


def test_scenario_14_who_comes_after_the_close_opens_a_new_case_that_knows_the_old_one() -> None:
    told = story().starts("ana", "ash", "eve").arrives("pager", sender="Bob")
    before = told.opened
    told.answers("ash", "handled").at(60).arrives("pager", sender="Bob")
    assert (told.last(f.CaseOpened).prev, told.opened != before) == (before, True)
    assert told.case.asked == ("ash",), "who answered last is asked first"


def test_scenario_15_a_storm_of_300_comes_in_cards_and_its_emergencies_one_by_one() -> None:
    told = story().starts("ana", "eve", minutes=600)
    singly = 0
    cards: set[str] = set()
    for number in range(300):
        emergency = number % 50 == 49
        told.at(number * 0.5).arrives("pager", level="emergency" if emergency else "normal")
        if emergency:
            assert (told.last(f.StepAsked).responders, told.last(f.StepAsked).bundle) == (("ana",), None)
        asked = [*told.of(f.StepAsked), *told.ticks().of(f.StepAsked)]
        normal = [fact for fact in asked if told.state.cases[fact.case].urgency == "normal"]
        singly += sum(fact.bundle is None for fact in normal)
        cards |= {fact.bundle for fact in asked if fact.bundle}
    assert (singly, len(cards)) == (6, 2), "150 seconds: six before it was a storm, then a card a minute"
    assert len(told.state.cases) + len(told.outcomes) == 300
    told.ends()
    assert len(told.outcomes) == 300, "and none is lost"


def test_scenario_16_ask_me_again_is_clipped_at_the_planned_end() -> None:
    told = asking("ana", minutes=50).at(2700).answers("ana", "snooze", minutes=10)
    assert (told.case.phase, told.case.due) == ("snoozed", moment(3000))
    changes_nothing(asking("ana", minutes=50).at(3000), "ana", "snooze", "session_is_over")


def test_scenario_17_the_end_closes_everything_at_once() -> None:
    told = story().starts("ana", "eve").arrives("pager").answers("ana", "ack").at(1)
    held = told.opened
    told.arrives("pager").arrives("phone", sender="school").logs("the door")
    told.ends()
    assert sorted(told.outcomes) == [("deferred", "session_end")] * 3 + [("held", "logged")]
    assert [fact.by for fact in told.of(f.CaseClosed) if fact.case == held] == ["ana"]
    assert not told.state.cases
    assert kinds(told.said)[-1] == "SessionEnded"


def test_scenario_18_after_two_hours_asleep_the_open_window_starts_once_more() -> None:
    told = asking("ana", "eve").at(7300).ticks(gap=7200)
    assert kinds(told.said) == ["GapNoticed", "WindowRestarted"]
    assert (told.case.asked, told.case.due) == (("ana",), moment(7480))
    assert told.ticks().said == ()
    assert told.at(7480).ticks().case.asked == ("eve",)


def test_scenario_19_a_clock_that_is_set_back_an_hour_moves_nothing() -> None:
    told = asking("ana", "eve")

    def at(seconds: float) -> Story:
        told.now = replace(moment(seconds), utc=moment(seconds).utc - timedelta(hours=1))
        return told.ticks()

    assert at(179).said == ()
    assert at(180).case.asked == ("eve",), "boottime counts"


def test_scenario_20_a_policy_that_is_edited_meanwhile_changes_no_open_case() -> None:
    told = asking("ana", "eve")
    steps = (Step(role="executive", wait_seconds=Seconds(normal=1, urgent=1, emergency=1)),)
    told.under(replace(POLICY, steps=steps, responders=(EVE,))).at(2).ticks()
    assert told.said == ()
    assert told.answers("ana", "pass_up").case.due == moment(182)
    assert told.arrives("pager").last(f.StepAsked).window_seconds == 1, "what comes now goes by the new one"


def test_scenario_22_the_auditor_finds_an_open_case_without_a_deadline() -> None:
    told = asking("ana", "eve")
    lost = story(replace(told.state, cases=told.state.cases.set(told.case.id, replace(told.case, due=None))))
    lost.at(500).ticks()
    assert lost.said == (f.DeadlineMissing(case=told.case.id, due=moment(680)),)
    assert lost.at(680).ticks().case.asked == ("eve",)
    assert [one.responder for one in lost.effects if isinstance(one, SendLetter)] == ["eve"]
