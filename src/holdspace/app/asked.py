"""Who is asked until when, and what follows if they say nothing: for the screen, without any word of what arrived."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdspace.app.when import time_of_day
from holdspace.core.outlook import outlook
from holdspace.core.state import in_order
from holdspace.ui.views import AskedRow

if TYPE_CHECKING:
    from holdspace.core.escalation import Case
    from holdspace.core.moment import Moment
    from holdspace.core.outlook import Stands
    from holdspace.core.state import State

_LAST = datetime.max.replace(tzinfo=UTC)


def asking(state: State, now: Moment, zone: str) -> tuple[AskedRow, ...]:
    """A row for all cases that are with the same people, the one that is due first in front."""
    groups: dict[tuple[Stands, str], list[Case]] = {}
    for case in in_order(state.cases):
        if not case.with_practitioner:
            stands = outlook(case, state.present, now).stands
            groups.setdefault((stands, _names(case)), []).append(case)
    rows = []
    for (stands, who), cases in groups.items():
        first = min(cases, key=lambda case: _due(case, now))
        row = AskedRow(
            count=len(cases),
            state=stands,
            who=who,
            until=time_of_day(first.due.by_the_clock(now), zone) if first.due else "",
            then=outlook(first, state.present, now).then,
        )
        rows.append((_due(first, now), who, row))
    return tuple(row for _, _, row in sorted(rows, key=lambda found: found[:2]))


def _names(case: Case) -> str:
    people = (case.policy.responder(key) for key in case.asked)
    return ", ".join(person.name for person in people if person)


def _due(case: Case, now: Moment) -> datetime:
    return case.due.by_the_clock(now).utc if case.due else _LAST
