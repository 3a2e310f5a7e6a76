"""Where we left off, made from marks: the latest topic, last point and next step that were said."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from holdspace.core.moment import Moment
    from holdspace.core.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Recap:
    """Ids of the texts, the planned time left (never negative), and how long the last absence was."""

    topic: str | None
    last_point: str | None
    next_step: str | None
    left: timedelta
    away: timedelta


def recap(session: Session, now: Moment) -> Recap:
    latest = tuple(reversed(session.marks))
    return Recap(
        topic=next((mark.topic for mark in latest if mark.topic), session.topic),
        last_point=next((mark.last_point for mark in latest if mark.last_point), None),
        next_step=next((mark.next_step for mark in latest if mark.next_step), None),
        left=max(timedelta(0), session.left(now)),
        away=now.since(session.paused_at) if session.paused_at else session.away_last,
    )
