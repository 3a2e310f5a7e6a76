from dataclasses import replace
from datetime import date
from itertools import product
from typing import get_args

import pytest

from holdspace.core import facts as f
from holdspace.core.asking import FROM_PEOPLE, asking_about, asks_somebody, comes_through
from holdspace.core.interruption import Urgency
from holdspace.core.policy import Gate, Match, Policy, Rule, Unanswered
from tests.core.playbook import ASK, POLICY, SCHOOL, Story, moment, story
from tests.core.test_cues import cued

URGENCIES: tuple[Urgency, ...] = get_args(Urgency)
GATES = [
    Gate(default=default, normal=normal, urgent=urgent, emergency=emergency)
    for default in ("hold", "ask", "noise")
    for normal, urgent, emergency in product(get_args(Unanswered), repeat=3)
]
PAGER_RULES = (
    ASK,
    replace(ASK, urgency="emergency"),
    replace(ASK, urgency="urgent"),
    replace(ASK, match=Match(level=("normal", "urgent"))),
    replace(ASK, match=Match(level=("emergency",))),
    replace(ASK, until=date(2020, 1, 1)),
    replace(ASK, verdict="hold"),
)
RULES: list[tuple[Rule, ...]] = [(), (SCHOOL,), (replace(SCHOOL, until=date(2020, 1, 1)),)]
RULES += [(rule,) for rule in PAGER_RULES] + [(SCHOOL, rule) for rule in PAGER_RULES]


def reaches(policy: Policy, app: str, sender: str | None, level: Urgency) -> str:
    """Why this reaches the practitioner while nobody can be asked; empty: it is held."""
    told = story(policy=policy).starts().arrives(app, sender=sender, level=level)
    return told.last(f.PractitionerAsked).why if told.of(f.PractitionerAsked) else ""


def test_a_fresh_policy_asks_nobody_about_anything() -> None:
    assert not asks_somebody(Policy())
    assert asks_somebody(POLICY)
    assert asks_somebody(replace(Policy(), gate=replace(Policy().gate, default="ask")))


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: f"{gate.default} {gate.normal} {gate.urgent} {gate.emergency}")
def test_what_is_said_to_come_through_with_nobody_reachable_is_what_does(gate: Gate) -> None:
    for rules in RULES:
        policy = replace(POLICY, gate=gate, rules=rules)
        through = set()
        for app, sender, level in product(("pager", "mail"), (None, "the school"), URGENCIES):
            match reaches(policy, app, sender, level):
                case "break_glass":
                    through.add("let_through")
                case "nobody_answered":
                    through.add("emergency")
        assert set(comes_through(story().starts().state, policy, moment())) == through, rules


def test_an_entry_that_let_something_through_a_moment_ago_is_still_said_to() -> None:
    """The next is asked about as an emergency, and with nobody there it is the gate's: it came by the same entry."""
    told = story(policy=replace(POLICY, rules=(SCHOOL,))).starts().arrives("phone", sender="the school")
    assert "let_through" in through_of(told)
    again = told.at(60).arrives("phone", sender="another school")
    assert again.last(f.PractitionerAsked).why == "nobody_answered"


def test_once_the_practitioner_was_cued_as_often_as_may_be_nothing_comes_through() -> None:
    told = cued(3)
    assert through_of(told) == ()
    assert through_of(told.ends()) == ("let_through", "emergency"), "of the next session"


def test_what_counts_in_another_kind_of_session_is_not_said_to_come_through() -> None:
    elsewhere = replace(POLICY, rules=(replace(SCHOOL, kinds=("isolation",)), replace(ASK, kinds=("isolation",))))
    told = story(policy=elsewhere)
    assert through_of(told) == ("let_through", "emergency"), "of a session that may be any"
    assert through_of(told.starts()) == ()
    here = replace(POLICY, rules=(replace(SCHOOL, kinds=("session",)),))
    assert through_of(story(policy=here).starts()) == ("let_through",)


def through_of(told: Story) -> tuple[str, ...]:
    return comes_through(told.state, told.policy, told.now)


def test_messages_from_people_are_asked_about_once_it_is_said() -> None:
    policy = asking_about(replace(POLICY, rules=()), "people")
    told = story(policy=policy).starts("ana").arrives("mail", category="email.arrived")
    assert told.case.asked == ("ana",)
    assert story(policy=policy).starts("ana").arrives("updates", category="device").outcomes == [("held", "default")]


def test_saying_it_twice_makes_one_rule_and_comes_after_the_others() -> None:
    twice = asking_about(asking_about(POLICY, "people"), "people")
    assert twice.rules == (*POLICY.rules, FROM_PEOPLE)


def test_everything_is_asked_about_once_it_is_said() -> None:
    policy = asking_about(replace(POLICY, rules=()), "everything")
    assert story(policy=policy).starts("ana").arrives("anything").case.asked == ("ana",)


def test_nothing_leaves_the_policy_as_it_is() -> None:
    assert asking_about(POLICY, "nothing") is POLICY
