"""The digest of a session as the screen shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.app.ended import ended_view
from holdspace.app.screen import mark_view
from holdspace.app.story import parts
from holdspace.core.digest import digest
from holdspace.core.people import person_key
from holdspace.ui.views import DigestGroup, DigestRow, DigestView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdspace.app.house import House
    from holdspace.store.rows import DigestRow as InterruptionRow
    from holdspace.store.rows import TimelineRow


def digest_view(house: House) -> DigestView | None:
    """What became of everything in the session that runs, else in the last one; None before the first."""
    key = house.digest_session()
    records = house.store.records
    session = records.session(key) if key else None
    if key is None or session is None:
        return None
    elapsed = session.elapsed_seconds
    if elapsed is None:
        elapsed = house.clock.now().since(session.started).total_seconds()
    rows = records.digest_rows(key)
    groups = digest(rows, _joined(house, rows))
    timelines = records.timelines(key)
    return DigestView(
        session=key,
        client=session.client,
        topic=session.topic,
        started=house.time_of_day(session.started),
        minutes=round(elapsed / 60),
        away_minutes=round(session.away_seconds / 60),
        groups=tuple(
            DigestGroup(
                sender=next((row.sender for row in group.rows if row.sender), None),
                rows=tuple(_row(house, row, timelines.get(row.id, ())) for row in group.rows),
            )
            for group in groups
        ),
        noise=records.noise_count(key),
        gaps=tuple((house.time_of_day(gap.since), house.time_of_day(gap.until), gap.why) for gap in records.gaps(key)),
        marks=tuple(mark_view(mark, house.zone) for mark in records.marks(key)),
        note=session.note,
        ended=ended_view(session),
    )


def _joined(house: House, rows: Iterable[InterruptionRow]) -> dict[str, str]:
    """Of the key under which each sender was kept: the key that they have by now, with all the names that are known."""
    salt, handles = house.engine.state.salt, house.engine.policy.handles
    joined: dict[str, str] = {}
    for row in rows if handles else ():
        if row.person and row.sender and row.person not in joined:  # there may be thousands, of few people
            joined[row.person] = person_key(salt, row.sender, handles)
    return joined


def _row(house: House, row: InterruptionRow, timeline: tuple[TimelineRow, ...]) -> DigestRow:
    return DigestRow(
        id=row.id,
        at=house.time_of_day(row.at),
        source=row.source,
        app=row.app,
        unnamed=not row.app and row.origin == "desktop",
        sender=row.sender,
        text=row.text,
        outcome=row.outcome or "",
        why=row.why or "",
        by=house.name_of(row.by or ""),
        pinned=row.pinned,
        taken_back=row.taken_back,
        judged=row.origin != "hand" and house.engine.state.session is None,
        story=parts(timeline, house.name_of, house.zone),
    )
