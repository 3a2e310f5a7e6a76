import pytest

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.escalation import LEGS, CardChoice
from tests.core.playbook import Story, kinds, new_id, story


def shown(*here: str) -> Story:
    """A card of somebody whom the policy lets through."""
    return story().starts(*here).arrives("phone", sender="school")


def test_stepping_out_reaches_the_practitioner_and_pauses_the_session() -> None:
    told = shown("ana").card("step_out")
    assert told.outcomes == [("reached", "stepped_out")]
    assert kinds(told.said)[-1] == "SessionPaused"
    assert told.state.session is not None
    assert told.state.session.state == "paused"


def test_stepping_out_of_a_paused_session_does_not_pause_it_again() -> None:
    told = shown("ana").does(c.PauseSession(id=new_id())).card("step_out")
    assert "SessionPaused" not in kinds(told.said)


def test_a_card_that_is_pinned_becomes_a_note() -> None:
    told = shown("ana").card("pin")
    assert told.outcomes == [("deferred", "pinned")]
    assert told.last(f.PinMade).interruption == told.last(f.CaseClosed).case


def test_back_to_the_assistant_starts_a_new_leg_with_the_instruction() -> None:
    told = story().starts("ana", "eve").arrives("pager").needs_me("ana").at(45).ticks().card("hand_back", "say_later")
    assert kinds(told.said) == ["CardAnswered", "CaseHandedBack", "StepAsked"]
    assert told.last(f.CaseHandedBack).instruction == "say_later"
    assert (told.case.leg, told.case.step, told.case.asked) == (2, 0, ("ana",))
    assert not told.case.standing
    assert not told.case.with_practitioner


def test_handing_back_without_a_word_means_handle_it() -> None:
    assert shown("ana").card("hand_back").last(f.CaseHandedBack).instruction == "handle_it"


def test_handing_back_asks_whoever_is_there_in_order() -> None:
    assert shown("eve").card("hand_back").case.asked == ("eve",)


def test_a_need_me_after_a_hand_back_stands_again() -> None:
    told = shown("ana").card("hand_back").needs_me("ana")
    assert told.case.reached == "need_me"


def test_nothing_is_handed_back_to_nobody() -> None:
    told = shown()
    before = told.state
    assert told.card("hand_back").refused() == "nobody_reachable"
    assert told.state == before


def test_a_case_goes_round_three_times_at_most() -> None:
    told = shown("ana")
    for _ in range(LEGS - 1):
        told.card("hand_back").answers("ana", "need_me", what_is_lost="x", why_only_you="y")
    before = told.state
    assert told.card("hand_back").refused() == "handed_back_enough"
    assert told.state == before
    assert told.card("pin").outcomes == [("deferred", "pinned")]


@pytest.mark.parametrize("choice", ["step_out", "pin", "hand_back"])
def test_without_a_card_there_is_nothing_to_answer(choice: CardChoice) -> None:
    told = story().starts("ana").arrives("pager")
    assert told.card(choice).refused() == "no_card"
    assert told.does(c.AnswerCard(id=new_id(), case=new_id(), choice=choice)).refused() == "no_card"


def test_a_card_that_was_taken_back_can_no_longer_be_answered() -> None:
    told = story().starts("ana").arrives("pager").needs_me("ana").answers("ana", "ack")
    assert told.card("step_out").refused() == "no_card"
