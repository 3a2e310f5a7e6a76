"""Who is asked until when, and what follows if they say nothing: for the screen, without any word of what arrived."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from holdspace.core.escalation import step_responders, steps_ahead
from holdspace.core.state import in_order
from holdspace.ui.views import AskedRow

if TYPE_CHECKING:
    from holdspace.core.escalation import Case
    from holdspace.core.moment import Moment
    from holdspace.core.state import State

Then = Literal["assistant", "executive", "you", "waits"]
_STATES: dict[str, Literal["asked", "has", "again"]] = {"waiting": "asked", "acked": "has", "snoozed": "again"}
_LAST = datetime.max.replace(tzinfo=UTC)


def asking(state: State, now: Moment, zone: str) -> tuple[AskedRow, ...]:
    """A row for all cases that are with the same people, the one that is due first in front."""
    groups: dict[tuple[str, str], list[Case]] = {}
    for case in in_order(state.cases):
        if not case.with_practitioner:
            groups.setdefault((case.phase, _names(case)), []).append(case)
    rows = []
    for (phase, who), cases in groups.items():
        first = min(cases, key=_due)
        row = AskedRow(
            count=len(cases),
            state=_STATES[phase],
            who=who,
            until=first.due.utc.astimezone(ZoneInfo(zone)).strftime("%H:%M") if first.due else "",
            then="" if phase == "snoozed" or first.due is None else then(first, state.present, now),
        )
        rows.append((_due(first), who, row))
    return tuple(row for _, _, row in sorted(rows, key=lambda found: found[:2]))


def then(case: Case, present: frozenset[str], now: Moment) -> Then:
    """What follows when the time of those who have it is up, as far as can be seen now."""
    for number in steps_ahead(case):
        if step_responders(case.policy, number, present, now):
            return case.policy.steps[number].role
    if case.standing or case.policy.gate.unanswered(case.urgency) == "cue":
        return "you"
    return "waits"


def _names(case: Case) -> str:
    people = (case.policy.responder(key) for key in case.asked)
    return ", ".join(person.name for person in people if person)


def _due(case: Case) -> datetime:
    return case.due.utc if case.due else _LAST
