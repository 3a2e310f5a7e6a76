from dataclasses import replace
from datetime import UTC, datetime

import pytest

from holdspace.core.escalation import anybody_reachable, on_duty, step_responders
from holdspace.core.people import caller_key, handle, handles_of, opening_hours, person_key, within_duty
from holdspace.core.policy import Alias, Policy
from holdspace.private import Private
from tests.core.playbook import ANA, ASH, EVE, POLICY, moment

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
