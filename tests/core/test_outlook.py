from dataclasses import replace
from datetime import timedelta

import pytest

from holdspace.core.escalation import PRACTITIONER
from holdspace.core.outlook import Outlook, outlook
from holdspace.core.policy import Policy, Step
from tests.core.playbook import CUES_ALL, DEFERS_ALL, POLICY, Story, asking, moment, story
from tests.core.test_cues import cued
from tests.core.test_modes import asks
from tests.core.test_storm import storm


def seen(told: Story, case: str | None = None) -> Outlook:
    known = told.state.cases[case] if case else told.case
    return outlook(known, told.state.present, told.now)


def test_who_is_asked_until_when_and_who_follows() -> None:
    assert seen(asking("ana", "ash", "eve")) == Outlook(
        stands="asked", who=("ana", "ash"), until=moment(180), then="executive"
    )
    upside_down = replace(POLICY, steps=(Step(role="executive"), Step(role="assistant")))
    assert seen(asking("ana", "eve", policy=upside_down)).then == "assistant"


def test_a_step_with_nobody_there_is_not_foretold() -> None:
    assert seen(asking("ana")).then == "later"
    assert seen(asking("ana", policy=CUES_ALL)).then == "practitioner"


def test_who_has_it_is_followed_by_the_same_step_once_more_and_then_by_the_next() -> None:
    told = asking("ana", "eve").answers("ana", "ack")
    assert seen(told) == Outlook(stands="held", who=("ana",), until=moment(600), then="again")
    assert seen(told.at(600).ticks().answers("ana", "ack")).then == "executive"
    assert seen(asking("ana", "eve").answers("ana", "ack").leaves("ana")).then == "executive"


def test_what_stands_goes_to_the_practitioner_when_a_lease_lapses() -> None:
    assert seen(asking("ana", "eve").needs_me("ana")).then == "practitioner"
    assert seen(asking("ana", "eve").needs_me("ana").answers("ana", "ack")).then == "practitioner"
    assert seen(asking("ana", "eve", policy=DEFERS_ALL).needs_me("ana")).then == "practitioner"


def test_what_was_put_off_is_asked_again() -> None:
    told = asking("ana", "eve").answers("ana", "snooze")
    assert seen(told) == Outlook(stands="snoozed", who=("ana",), until=moment(300), then="again")
    assert seen(told.leaves("ana")).then == "executive"


def test_who_is_asked_alone_is_followed_by_the_others_unless_they_take_turns() -> None:
    assert seen(asking("ana", "ash", "eve", policy=asks("one_then_all"))).then == "others"
    assert seen(asking("ana", "ash", "eve", policy=asks("one_then_all")).leaves("ash")).then == "executive"
    assert seen(asking("ana", "ash", "eve", policy=asks("round_robin"))).then == "executive"


def test_what_waits_for_its_turn_is_asked_then() -> None:
    told = storm().at(6).arrives("pager")
    assert seen(told, told.opened) == Outlook(stands="queued", who=(), until=moment(65), then="assistant")
    assert outlook(told.state.cases[told.opened], frozenset({"eve"}), told.now).then == "executive"


def test_a_card_stays_and_one_that_waits_comes() -> None:
    told = asking("ana").needs_me("ana")
    assert seen(told) == Outlook(stands="card", who=(PRACTITIONER,), until=None, then="nothing")
    waiting = cued().at(20).arrives("door1")
    assert seen(waiting) == Outlook(stands="card_waits", who=(PRACTITIONER,), until=moment(60), then="practitioner")


def test_until_when_is_told_by_the_clock_as_it_is_now() -> None:
    told = asking("ana", "eve")
    told.now = replace(moment(60), utc=moment(60).utc + timedelta(hours=1))
    until = seen(told).until
    assert until is not None
    assert until.utc == moment(180).utc + timedelta(hours=1)


@pytest.mark.parametrize("steps", [(), (Step(role="executive"),)])
def test_where_nobody_is_asked_who_took_it_is_followed_by_the_policys_rule(steps: tuple[Step, ...]) -> None:
    nobody = Policy(responders=POLICY.responders[:1], steps=steps, rules=POLICY.rules)
    told = story(policy=nobody).starts("ana").arrives("pager", level="emergency").answers("ana", "ack")
    assert seen(told).then == "practitioner"
