"""How often the practitioner may be cued: what no human has judged comes thrice a session at most, and nothing twice a minute."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdspace.core.moment import Moment
    from holdspace.core.state import State

APART = timedelta(seconds=60)
A_SESSION = 3


def card_is_open(state: State) -> bool:
    return any(case.card_shows for case in state.cases.values())


def spent(state: State) -> bool:
    """Whether another cue would be one too many. What joins an open card is none."""
    return state.cues.count >= A_SESSION and not card_is_open(state)


def again_at(state: State, now: Moment) -> Moment | None:
    """When the next card may come; None: now. A clock that was set back between two boots keeps nobody waiting longer."""
    if state.cues.last is None or card_is_open(state):
        return None
    at = state.cues.last.after(APART)
    return at if timedelta(0) < now.until(at) <= APART else None
