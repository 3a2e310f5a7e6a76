"""The one place where private texts live. Facts and tables speak of them by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.private import Private
from holdspace.store.moments import packed

if TYPE_CHECKING:
    import sqlite3

    from holdspace.core.effects import KeepText
    from holdspace.store.database import Database

EXPIRED = """
DELETE FROM texts WHERE keep_until <= ? AND id NOT IN (
    SELECT text FROM pins WHERE state = 'open' AND text IS NOT NULL
    UNION SELECT i.text FROM pins p JOIN interruptions i ON i.id = p.interruption
          WHERE p.state = 'open' AND i.text IS NOT NULL
    UNION SELECT r.text FROM pins p JOIN revisions r ON r.interruption = p.interruption
          WHERE p.state = 'open' AND r.text IS NOT NULL)
"""
"""What is past its days goes, unless a promise about it is still open: that cannot be forgotten."""
EXPIRED_IN_A_COPY = "DELETE FROM texts WHERE keep_until <= ?"
"""A copy does not know which promises were kept since; it is not the place where they are looked after."""

_KEEP = "INSERT INTO texts(id, kind, person, body, keep_until) VALUES (?, ?, ?, ?, ?)"
_WRITE_OVER = _KEEP + " ON CONFLICT(id) DO UPDATE SET body = excluded.body"
"""One that was forgotten meanwhile begins anew; `secure_delete` overwrites what stood there."""

_AFRESH = (
    "CREATE TABLE texts_afresh AS SELECT * FROM texts",
    "DELETE FROM texts",
    # OR ROLLBACK: else what it writes over is held in memory, to undo this statement alone. Nothing in it can conflict.
    "INSERT OR ROLLBACK INTO texts SELECT * FROM texts_afresh",
    "DELETE FROM texts_afresh",  # page by page; DROP would hold it in memory
    "DROP TABLE texts_afresh",
)


def keep(connection: sqlite3.Connection, effect: KeepText) -> None:
    """Keep one text, within the caller's transaction."""
    until = packed(effect.keep_until) if effect.keep_until is not None else None
    row = (effect.id, effect.kind, effect.person, effect.body.reveal(), until)
    connection.execute(_WRITE_OVER if effect.written_over else _KEEP, row)


def write_afresh(connection: sqlite3.Connection) -> None:
    """Write all that is left into clean pages, within the caller's transaction, which `secure_delete` must be on for.

    It overwrites a deleted row where it stood last. Of a row that was moved before, by its neighbours' coming and going,
    a part may stand in its earlier page as well, until that page is given back as a whole.
    """
    for statement in _AFRESH:
        connection.execute(statement)


class Texts:
    """Texts by their ids."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str | None) -> Private | None:
        """A text; None if it was never kept, has expired or was forgotten."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT body FROM texts WHERE id = ?", (key,)).fetchone()
        return Private(row[0]) if row else None
