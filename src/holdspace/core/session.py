"""A session: time with a client, or a protected block without one; its clock counts what was really spent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from holdspace.frozen import dataclass, replace

if TYPE_CHECKING:
    from holdspace.core.moment import Moment

SessionKind = Literal["session", "attention", "backoffice", "isolation"]
EndWhy = Literal["client", "interruption", "self", "technical", "done"]
"""What broke a session: the client had to go, an interruption, the practitioner, something technical; or nothing, it was done."""
SHORTEST, LONGEST = 1, 600
"""Planned minutes that a session may have."""
EARLY = timedelta(minutes=5)
EARLY_SHARE = 0.1
"""An end is early with more left of what was planned than this length, and than this share of it."""


def ended_early(planned: timedelta, elapsed: timedelta) -> timedelta | None:
    """How much of what was planned was left at the end, where that is clearly early."""
    left = planned - elapsed
    return left if left > EARLY and left > planned * EARLY_SHARE else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place mark: ids of its texts. Where we left off is made from marks."""

    id: str
    topic: str | None = None
    last_point: str | None = None
    next_step: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What a decision needs to know of the session that runs (or ran last); texts by their ids."""

    id: str
    kind: SessionKind
    client: str | None
    topic: str | None
    planned: timedelta
    started: Moment
    paused_at: Moment | None = None
    away: timedelta = timedelta(0)
    away_last: timedelta = timedelta(0)
    marks: tuple[Mark, ...] = ()
    person: str | None = None
    """Whose session it is, a salted hash: what is written in it is forgotten with them."""
    note: str | None = None
    doubted: bool = False
    """A gap was seen: the practitioner is asked whether they are still in session."""

    @property
    def state(self) -> Literal["running", "paused"]:
        return "running" if self.paused_at is None else "paused"

    @property
    def mark(self) -> Mark | None:
        return self.marks[-1] if self.marks else None

    def away_at(self, now: Moment) -> timedelta:
        """All time away from the client so far, a pause that still lasts included."""
        return self.away + (now.since(self.paused_at) if self.paused_at else timedelta(0))

    def elapsed(self, now: Moment) -> timedelta:
        """Time since the start, time away included: it is the client's hour that passes."""
        return now.since(self.started)

    def left(self, now: Moment) -> timedelta:
        """Time until the planned end; negative when over."""
        return self.planned - self.elapsed(now)

    def planned_end(self, now: Moment) -> Moment:
        """When it is planned to end, with the hour that people's clocks will show then."""
        return self.started.after(self.planned).by_the_clock(now)

    def resumed(self, now: Moment) -> Session:
        away = now.since(self.paused_at) if self.paused_at else timedelta(0)
        return replace(self, paused_at=None, away=self.away + away, away_last=away)
