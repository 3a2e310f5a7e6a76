from dataclasses import replace
from datetime import UTC, datetime

import pytest

from holdspace.core import facts as f
from holdspace.core.escalation import anybody_reachable, can_be_asked, in_a_step, on_duty, step_responders
from holdspace.core.interruption import Urgency
from holdspace.core.people import Role, caller_key, handle, handles_of, opening_hours, person_key, within_duty
from holdspace.core.policy import Alias, Match, Mode, Policy, Rule, Step
from holdspace.private import Private
from tests.core.playbook import ANA, ASH, DEFERS_ALL, EVE, POLICY, moment, story

OFFICE = replace(ANA, time_zone="Europe/Madrid", duty=("Mo-Fr 09:00-17:00",))


def test_who_has_no_duty_hours_is_always_on_duty() -> None:
    assert within_duty(ANA, datetime(2026, 1, 4, 3, 0, tzinfo=UTC))


def test_duty_hours_are_told_in_the_responders_own_zone() -> None:
    assert within_duty(OFFICE, datetime(2026, 1, 5, 8, 0, tzinfo=UTC))  # 9:00 in Madrid
    assert not within_duty(OFFICE, datetime(2026, 1, 5, 7, 59, tzinfo=UTC))
    assert not within_duty(OFFICE, datetime(2026, 1, 5, 16, 0, tzinfo=UTC))  # 17:00: the end does not count


def test_duty_hours_follow_summer_time() -> None:
    assert within_duty(OFFICE, datetime(2026, 7, 6, 7, 0, tzinfo=UTC))


def test_one_of_several_duty_hours_is_enough() -> None:
    often = replace(OFFICE, duty=("Mo 10:00-11:00", "Mo 15:00-16:00"))
    assert within_duty(often, datetime(2026, 1, 5, 14, 30, tzinfo=UTC))
    assert not within_duty(often, datetime(2026, 1, 5, 12, 0, tzinfo=UTC))


def test_an_expression_that_is_none_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="whenever"):
        opening_hours("whenever")


def test_on_duty_is_who_is_present_within_their_hours() -> None:
    assert on_duty(ANA, frozenset({"ana"}), moment())
    assert not on_duty(ANA, frozenset(), moment())
    assert not on_duty(replace(ANA, duty=("Sa 10:00-11:00",)), frozenset({"ana"}), moment())


def test_a_step_asks_everybody_of_its_role_who_is_on_duty() -> None:
    here = frozenset({"ana", "ash", "eve"})
    assert step_responders(POLICY, 0, here, moment()) == ("ana", "ash")
    assert step_responders(POLICY, 1, here, moment()) == ("eve",)
    assert step_responders(POLICY, 0, here - {"ash"}, moment()) == ("ana",)


def test_somebody_is_reachable_when_one_step_has_somebody() -> None:
    assert anybody_reachable(POLICY, frozenset({"eve"}), moment())
    assert not anybody_reachable(POLICY, frozenset({"stranger"}), moment())
    assert not anybody_reachable(Policy(responders=(ASH, EVE), steps=()), frozenset({"ash", "eve"}), moment())


def test_who_has_a_role_that_no_step_asks_cannot_be_asked() -> None:
    """On duty and present: it is the policy that asks them nothing."""
    here, only_executives = frozenset({"ana", "eve"}), replace(POLICY, steps=(Step(role="executive"),))
    assert can_be_asked(POLICY, ANA, here, moment())
    assert not can_be_asked(only_executives, ANA, here, moment())
    assert can_be_asked(only_executives, EVE, here, moment())
    assert not can_be_asked(only_executives, EVE, frozenset(), moment())
    assert not anybody_reachable(only_executives, frozenset({"ana"}), moment())


def test_whether_a_role_has_a_step_does_not_depend_on_who_is_there() -> None:
    assert in_a_step(POLICY, "assistant")
    assert in_a_step(POLICY, "executive")
    only_executives = replace(POLICY, steps=(Step(role="executive"),))
    assert not in_a_step(only_executives, "assistant")
    assert not in_a_step(replace(POLICY, steps=()), "executive")


@pytest.mark.parametrize("level", ["normal", "urgent", "emergency"])
@pytest.mark.parametrize("mode", ["all", "round_robin", "one_then_all"])
@pytest.mark.parametrize("roles", [("assistant",), ("executive",), ("assistant", "executive"), ("executive",) * 2])
@pytest.mark.parametrize("here", [("ana", "ash", "eve"), ("ash",), ("eve",)])
def test_who_is_said_to_be_askable_is_who_is_asked_of_several_matters_that_nobody_answers(
    here: tuple[str, ...], roles: tuple[Role, ...], mode: Mode, level: Urgency
) -> None:
    steps = tuple(Step(role=role, mode=mode) for role in roles)
    told = story(policy=replace(DEFERS_ALL, steps=steps)).starts(*here)
    said = {one.id for one in POLICY.responders if can_be_asked(told.policy, one, told.state.present, told.now)}
    for matter in range(len(POLICY.responders)):
        told.at(matter * 1200).arrives(sender=f"sender {matter}", level=level)
        while told.state.cases:
            told.at((told.now.ticks - 1000) + 60).ticks()
    assert {key for fact in told.facts if isinstance(fact, f.StepAsked) for key in fact.responders} == said


def test_one_person_has_one_key_however_their_name_is_written() -> None:
    assert person_key(b"salt", Private("Client  Two")) == person_key(b"salt", Private(" client two"))
    assert person_key(b"salt", Private("Client Two")) != person_key(b"salt", Private("Client Three"))


def test_the_same_name_has_another_key_under_another_salt() -> None:
    assert person_key(b"salt", Private("Client Two")) != person_key(b"pepper", Private("Client Two"))


def test_a_responder_is_found_by_id_or_not_at_all() -> None:
    assert POLICY.responder("eve") is EVE
    assert POLICY.responder("nobody") is None


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("  Client   TWO ", "client two"),
        ("\uff21nn", "ann"),
        ("+34 (600) 12-34.56", "+34600123456"),
        ("600/123456", "600123456"),
        ("4711", "4711"),
        ("ann@practice.example", "ann@practice.example"),
    ],
)
def test_a_handle_is_compared_in_one_form(written: str, compared: str) -> None:
    assert handle(written) == compared


def test_aliases_of_one_person_have_one_key_and_one_handle_in_all_apps() -> None:
    known = handles_of((Alias(name="Ann", aliases=("ann@practice.example",)),))
    assert person_key(b"s", Private("ann@practice.example"), known) == person_key(b"s", Private("Ann"))
    assert caller_key(b"s", "mail", Private("ANN"), known) == person_key(b"s", Private("Ann"))
    assert caller_key(b"s", "Mail", Private("Bob"), known) == caller_key(b"s", "mail", Private("bob"), known)
    assert caller_key(b"s", "mail", Private("Bob"), known) != caller_key(b"s", "phone", Private("Bob"), known)


def test_a_policy_works_out_the_handles_of_its_people_once_and_another_one_its_own() -> None:
    policy = Policy(people=(Alias(name="Ann", aliases=("ann@practice.example",)),))
    assert policy.handles == {"ann": "ann", "ann@practice.example": "ann"}
    assert policy.handles is policy.handles
    assert replace(policy, people=()).handles == {}
    assert policy == Policy(people=policy.people), "what was worked out is no part of the value"


def test_a_policy_works_out_whom_its_rules_name_once_and_another_one_its_own() -> None:
    rule = Rule(name="r", match=Match(person=("ann@practice.example", "Bo", "--.--")), verdict="ask")
    policy = Policy(rules=(rule,), people=(Alias(name="Ann", aliases=("ann@practice.example",)),))
    assert policy.meant == {rule.match.person: frozenset({"ann", "bo"})}
    assert policy.meant is policy.meant
    assert replace(policy, people=()).meant == {rule.match.person: frozenset({"ann@practice.example", "bo"})}
