"""What arrived in the last days, as far as it is still known, for judging it anew. Read a part at a time."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from holdspace.core.moment import Moment
from holdspace.core.preview import Past
from holdspace.private import Private
from holdspace.store.moments import packed, unpacked
from holdspace.store.revisions import NEWER, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdspace.store.database import Database

_NEWEST = """
SELECT i.id FROM sessions s JOIN interruptions i ON i.session = s.id
WHERE coalesce(s.ended, '~') >= ? ORDER BY s.seq DESC, i.seq DESC LIMIT ?
"""
"""By the index alone; '~' is behind every moment. What was logged by hand is among them: `_PAST` leaves it out."""
_PAST = """
SELECT i.id, s.id AS session, i.at, s.kind, s.ended IS NOT NULL AND i.at > s.ended AS after_it,
       i.origin, i.app, i.category, i.level,
       sender.body AS sender, text.body AS text, i.verdict, i.rule, i.why,
       (i.sender IS NOT NULL AND sender.id IS NULL) OR (i.text IS NOT NULL AND text.id IS NULL) AS forgotten
FROM interruptions i JOIN sessions s ON s.id = i.session
LEFT JOIN texts sender ON sender.id = i.sender LEFT JOIN texts text ON text.id = i.text
WHERE i.id IN ({of}) AND i.origin <> 'hand' AND i.at >= ? ORDER BY i.seq
"""
_SESSIONS = "SELECT id FROM sessions WHERE coalesce(ended, '~') >= ? ORDER BY seq DESC LIMIT ?"
_SENDERS = """
SELECT sender.body FROM interruptions i JOIN texts sender ON sender.id = i.sender
WHERE i.id IN ({of}) ORDER BY i.seq DESC
"""


class PastArrivals:
    """Raises NotKept when unreadable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ids(self, now: Moment, back: timedelta, most: int) -> tuple[str, ...]:
        """What arrived since so long, the newest `most` of it, the oldest first. `of` may know less of it."""
        rows = self._rows(_NEWEST, packed(_since(now, back)), most)
        return tuple(row["id"] for row in reversed(rows))

    def of(self, ids: Sequence[str], now: Moment, back: timedelta) -> tuple[Past, ...]:
        """Those of these (a few hundred at most) that arrived by themselves since so long, in the order of arrival."""
        marks = ", ".join("?" * len(ids))
        newer: dict[str, list[str]] = {}
        for row in self._rows(NEWER.format(of=marks), *ids):
            newer.setdefault(row["interruption"], []).append(row["body"])
        rows = self._rows(_PAST.format(of=marks), *ids, packed(_since(now, back)))
        return tuple(_past(row, newer.get(row["id"], ())) for row in rows)

    def sessions(self, now: Moment, back: timedelta, most: int) -> tuple[str, ...]:
        """The sessions since so long, whether anything came or not; at most so many, the newest first."""
        return tuple(row["id"] for row in self._rows(_SESSIONS, packed(_since(now, back)), most))

    def senders(self, ids: Sequence[str]) -> tuple[Private, ...]:
        """Who sent these (a few hundred at most), each as they were written, once; the newest first."""
        rows = self._rows(_SENDERS.format(of=", ".join("?" * len(ids))), *ids)
        return tuple(Private(body) for body in dict.fromkeys(row["body"] for row in rows))

    def _rows(self, statement: str, *values: object) -> list[sqlite3.Row]:
        with self._database.reading() as connection:
            cursor = connection.cursor()
            cursor.row_factory = sqlite3.Row
            return cursor.execute(statement, values).fetchall()


def _since(now: Moment, back: timedelta) -> Moment:
    return Moment(utc=now.utc - back, boot="", ticks=0.0)


def _past(row: Any, newer: Sequence[str]) -> Past:
    return Past(
        id=row["id"],
        session=row["session"],
        at=unpacked(row["at"]),
        kind=row["kind"],
        after_it=bool(row["after_it"]),
        origin=row["origin"],
        app=row["app"],
        category=row["category"],
        level=row["level"],
        sender=Private(row["sender"]) if row["sender"] is not None else None,
        text=told(row["origin"], row["text"], newer),
        forgotten=bool(row["forgotten"]),
        done=row["verdict"],
        rule=row["rule"],
        why=row["why"] or "",
    )
