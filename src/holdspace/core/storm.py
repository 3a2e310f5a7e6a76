"""A storm: so much at once that asking about each matter by itself would bother people more than the matters do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdspace.core.escalation import rung

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdspace.core.interruption import Urgency
    from holdspace.core.moment import Moment
    from holdspace.core.people import Role
    from holdspace.core.state import State

STORM_CASES = 7
STORM_WITHIN = timedelta(minutes=1)
STORM_OPEN = 8
"""A storm: this many cases were opened within this time, or more than these are open."""
APART: dict[Urgency, timedelta] = {
    "normal": timedelta(seconds=60),
    "urgent": timedelta(seconds=10),
    "emergency": timedelta(0),
}
"""So far apart a role is asked anew in a storm. What is normal comes as one card, what is urgent one by one; an emergency
waits for nothing."""


def stormy(state: State, now: Moment) -> bool:
    if len(state.cases) > STORM_OPEN:
        return True
    return len(state.opened) == STORM_CASES and now.since(state.opened[0]) <= STORM_WITHIN


def slot_key(role: Role, urgency: Urgency) -> str:
    """Under which it is known when a role was last asked about something of this urgency."""
    return f"{role} {urgency}"


def slot(state: State, role: Role, urgency: Urgency, now: Moment) -> Moment | None:
    """The moment at which this may be asked; None: now, as there is no storm, or nobody was asked a moment ago.

    What is normal has one turn together, at one moment; what is urgent a turn each, after all that wait for theirs.
    """
    last = state.asking.get(slot_key(role, urgency))
    # A moment that is not reached yet is of before a clock was set back between two boots.
    if last is None or not now.reached(last.at) or not stormy(state, now):
        return None
    if urgency == "normal":
        latest = last.at
        if latest == now:
            return None
    else:
        latest = max((last.at, *_turns(state, role, urgency)), key=now.until)
    turn = latest.after(APART[urgency])
    return None if now.reached(turn) else turn


def _turns(state: State, role: Role, urgency: Urgency) -> Iterator[Moment]:
    """The turns for which others wait already."""
    for case in state.cases.values():
        if case.queued and case.due and case.urgency == urgency and rung(case).role == role:
            yield case.due
