"""A storm: so much at once that asking about each matter by itself would bother people more than the matters do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
"""So far apart a role is asked anew in a storm. What is normal comes as one card; an emergency waits for nothing."""


def stormy(state: State, now: Moment) -> bool:
    if len(state.cases) > STORM_OPEN:
        return True
    return len(state.opened) == STORM_CASES and now.since(state.opened[0]) <= STORM_WITHIN


def slot_key(role: Role, urgency: Urgency) -> str:
    """Under which it is known when a role was last asked about something of this urgency."""
    return f"{role} {urgency}"


def slot(state: State, role: Role, urgency: Urgency, now: Moment) -> Moment | None:
    """The moment at which this may be asked; None: now, as there is no storm, or nobody was asked a moment ago.

    What is asked at one moment is asked together: its turn has come for all of it.
    """
    last = state.asking.get(slot_key(role, urgency))
    if last is None or last.at == now or not stormy(state, now):
        return None
    turn = last.at.after(APART[urgency])
    return turn if timedelta(0) < now.until(turn) <= APART[urgency] else None  # more: a clock was set back in a boot
