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
    from holdspace.core.outlook import Outlook, Stands
    from holdspace.core.state import State

_LAST = datetime.max.replace(tzinfo=UTC)


def asking(state: State, now: Moment, zone: str) -> tuple[AskedRow, ...]:
    """A row for all cases that are with the same people, the one that is due first in front."""
    groups: dict[tuple[Stands, str], list[Outlook]] = {}
    for case in in_order(state.cases):
        if not case.with_practitioner:
            ahead = outlook(case, state.present, now)
            groups.setdefault((ahead.stands, _names(case)), []).append(ahead)
    rows = []
    for (stands, who), group in groups.items():
        first = min(group, key=_until)
        row = AskedRow(
            count=len(group),
            state=stands,
            who=who,
            until=time_of_day(first.until, zone) if first.until else "",
            then=first.then,
        )
        rows.append((_until(first), who, row))
    return tuple(row for _, _, row in sorted(rows, key=lambda found: found[:2]))


def _names(case: Case) -> str:
    people = (case.policy.responder(key) for key in case.asked)
    return ", ".join(person.name for person in people if person)


def _until(ahead: Outlook) -> datetime:
    return ahead.until.utc if ahead.until else _LAST
