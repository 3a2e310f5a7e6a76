"""Who writes or calls again: one case for one caller, while that is being asked about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdspace.core.escalation import Case
    from holdspace.core.turn import Turn

AGAIN_WITHIN = timedelta(minutes=5)


def open_with(turn: Turn, caller: str | None) -> Case | None:
    """The open case of this caller, if they were last heard within five minutes."""
    if caller is None:
        return None
    heard = (
        case
        for case in turn.state.cases.values()
        if case.caller == caller and case.called_at and turn.now.since(case.called_at) <= AGAIN_WITHIN
    )
    # One at most, as an older one would have taken in what opened a second; two if a clock was set between two boots.
    return min(heard, key=lambda case: case.id, default=None)
