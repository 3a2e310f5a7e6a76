from dataclasses import replace

from holdspace.core.asking import FROM_PEOPLE, asking_about, asks_somebody, cued
from holdspace.core.policy import Policy
from tests.core.playbook import POLICY, story


def test_a_fresh_policy_asks_nobody_about_anything() -> None:
    assert not asks_somebody(Policy())
    assert asks_somebody(POLICY)
    assert asks_somebody(replace(Policy(), gate=replace(Policy().gate, default="ask")))


def test_what_reaches_the_practitioner_unanswered_is_what_the_gate_says_of_what_is_asked_about() -> None:
    assert cued(POLICY) == ("emergency",)
    assert cued(replace(POLICY, gate=replace(POLICY.gate, urgent="cue", emergency="defer"))) == ("urgent",)
    assert cued(Policy()) == (), "nothing is asked about"


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
