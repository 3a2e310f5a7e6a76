"""Short stories that between them go through everything that can become of a case. Each is told command by command."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.policy import Step
from holdspace.core.state import next_due
from holdspace.private import Private
from tests.core.promises.policies import BASE
from tests.core.promises.wandering import happens

if TYPE_CHECKING:
    from holdspace.core.escalation import CardChoice, Choice
    from holdspace.core.interruption import Urgency
    from tests.core.promises.ledger import Ledger

    Told = Iterator[c.Command]


@dataclass(frozen=True, slots=True)
class CrashStory:
    """What is told, and which facts must follow from it somewhere: else the story no longer is what its name says."""

    name: str
    tells: Callable[[Ledger], Told]
    facts: frozenset[type[f.Fact]]


def arrives(ledger: Ledger, sender: str = "Bob", *, app: str = "pager", level: Urgency = "normal") -> c.Command:
    key = ledger.new_id()
    return c.ReportInterruption(id=key, key=key, origin="desktop", app=app, sender=Private(sender), level=level)


def answers(ledger: Ledger, by: str, choice: Choice) -> c.Command:
    """To the only open case, as it is now."""
    (case,) = ledger.told.state.cases.values()
    reason = Private("because") if choice == "need_me" else None
    return c.AnswerCase(
        id=ledger.new_id(), case=case.id, by=by, rev=case.rev, choice=choice, what_is_lost=reason, why_only_you=reason
    )


def card(ledger: Ledger, choice: CardChoice) -> c.Command:
    case = min(key for key, known in ledger.open.items() if known.reached)
    return c.AnswerCard(id=ledger.new_id(), case=case, choice=choice)


def is_due(ledger: Ledger) -> c.Command:
    """The next deadline comes."""
    due = next_due(ledger.told.state, ledger.told.now)
    assert due is not None
    ledger.later(ledger.told.now.until(due).total_seconds())
    return c.Tick(id=ledger.new_id())


def put_off_had_and_taken(ledger: Ledger) -> Told:
    yield arrives(ledger)
    yield answers(ledger, "ana", "snooze")
    yield is_due(ledger)
    yield answers(ledger, "ana", "ack")
    yield is_due(ledger)
    yield answers(ledger, "ash", "ack")
    yield answers(ledger, "ana", "take")
    yield is_due(ledger)
    yield answers(ledger, "eve", "handled")


def nobody_there(ledger: Ledger) -> Told:
    yield c.ReportPresence(id=ledger.new_id(), responder="ash", present=False)
    yield arrives(ledger)
    yield c.ReportPresence(id=ledger.new_id(), responder="ana", present=False)
    yield answers(ledger, "eve", "dismiss")
    yield arrives(ledger, "Ann")
    yield is_due(ledger)


def only_they_can(ledger: Ledger) -> Told:
    yield arrives(ledger)
    yield arrives(ledger)
    yield answers(ledger, "ana", "need_me")
    edited = replace(BASE, responders=BASE.responders[1:], steps=(Step(role="executive"),))
    ledger.told.policy = edited
    yield c.AdoptPolicy(id=ledger.new_id(), policy=edited)
    yield is_due(ledger)
    yield card(ledger, "hand_back")
    yield answers(ledger, "ana", "pass_up")
    yield answers(ledger, "eve", "defer")


def through_the_glass(ledger: Ledger) -> Told:
    yield arrives(ledger, app="fire")
    yield card(ledger, "step_out")
    yield arrives(ledger, "the school")
    yield arrives(ledger, app="fire")
    for _ in range(4):
        yield is_due(ledger)
    yield card(ledger, "pin")


def storm(ledger: Ledger) -> Told:
    for number in range(8):
        ledger.later(1)
        yield arrives(ledger, f"caller {number}")
    yield is_due(ledger)


def by_chance(seed: int) -> CrashStory:
    def tells(ledger: Ledger) -> Told:
        chance = random.Random(seed)
        for _ in range(40):
            yield happens(ledger, chance)

    return CrashStory(f"by chance {seed}", tells, frozenset())


STORIES = (
    CrashStory(
        "put off, had, lapsed and taken",
        put_off_had_and_taken,
        frozenset({f.CaseSnoozed, f.LeaseLapsed, f.CaseAcked, f.StepPassed}),
    ),
    CrashStory(
        "nobody there", nobody_there, frozenset({f.ResponderLeft, f.StepPassed, f.StepSkipped, f.CaseClosed, f.PinMade})
    ),
    CrashStory(
        "only they can, and a policy that is edited",
        only_they_can,
        frozenset({f.CallerRepeated, f.EmergencyStands, f.PractitionerAsked, f.CaseHandedBack, f.PolicyAdopted}),
    ),
    CrashStory(
        "through the glass",
        through_the_glass,
        frozenset({f.BreakGlassUsed, f.BreakGlassRefused, f.AssistantInformed, f.CardWaits, f.CardNotSeen}),
    ),
    CrashStory("a storm", storm, frozenset({f.StepQueued})),
    *map(by_chance, range(20 if os.environ.get("HOLDSPACE_FAULTS") == "all" else 0)),
)
