"""How the session that is over ended: how early, and what broke it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdspace.core.session import ended_early
from holdspace.ui.views import EndedView

if TYPE_CHECKING:
    from holdspace.store.rows import SessionRow


def minutes_early(row: SessionRow) -> int:
    """How many minutes of what was planned were left at the end; 0 where that was not clearly early."""
    if row.elapsed_seconds is None:
        return 0
    left = ended_early(timedelta(minutes=row.planned_minutes), timedelta(seconds=row.elapsed_seconds))
    return round(left.total_seconds() / 60) if left is not None else 0


def ended_view(row: SessionRow | None) -> EndedView | None:
    """None while it runs, and where nothing is to be told of how it ended."""
    if row is None or row.state != "ended":
        return None
    early = minutes_early(row)
    return EndedView(session=row.id, minutes_early=early, why=row.ended_why) if early or row.ended_why else None
