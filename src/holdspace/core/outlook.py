"""The outlook of a case: who has it, until when, and what follows if they say nothing. Told to people before it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdspace.core.escalation import LAPSES_A_STEP, rung, step_responders, steps_ahead
from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from holdspace.core.escalation import Case
    from holdspace.core.moment import Moment

Stands = Literal["asked", "held", "snoozed", "queued", "card_waits", "card"]
Then = Literal["assistant", "executive", "practitioner", "others", "again", "later", "nothing"]
"""Who is asked next; the others of the same step; the same people again; or it is kept for later. `nothing`: it stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """`who` are ids of responders, or the practitioner's."""

    stands: Stands
    who: tuple[str, ...]
    until: Moment | None
    then: Then


def outlook(case: Case, present: frozenset[str], now: Moment) -> Outlook:
    """What is so now, and what follows as things stand: people may come and go until then."""
    stands, then = _stands(case), _then(case, present, now)
    until = None if stands == "card" or case.due is None else case.due.by_the_clock(now)
    return Outlook(stands=stands, who=case.asked, until=until, then=then)


def _stands(case: Case) -> Stands:
    if case.with_practitioner:
        return "card" if case.card_shows else "card_waits"
    if case.queued:
        return "queued"
    if case.phase == "acked":
        return "held"
    return "snoozed" if case.phase == "snoozed" else "asked"


def _then(case: Case, present: frozenset[str], now: Moment) -> Then:
    if case.with_practitioner:
        return "nothing" if case.card_shows else "practitioner"
    people = step_responders(case.policy, case.step, present, now)
    step = rung(case)
    if case.queued and people:
        return step.role
    if case.phase == "snoozed" and people:
        return "again"
    if case.phase == "acked" and people and not case.standing and case.lapses < LAPSES_A_STEP:
        return "again"
    alone = case.phase == "waiting" and case.alone and step.mode != "round_robin"
    if alone and set(people) - set(case.tried):
        return "others"
    for number in steps_ahead(case):
        if step_responders(case.policy, number, present, now):
            return case.policy.steps[number].role
    return "practitioner" if case.standing or case.policy.gate.unanswered(case.urgency) == "cue" else "later"
