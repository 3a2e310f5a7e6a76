"""Everything that was kept, table by table as it is, so that what a later version adds is told too.

In the place of a text's id stands the text; of a moment only its time (UTC) is told.
"""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

from holdspace.engine.ports import NotKept
from holdspace.store.database import is_sound, read_only
from holdspace.store.errors import not_kept
from holdspace.store.policies import Policies

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdspace.core.policy import Policy

MACHINERY = frozenset({"commands", "facts", "kinds", "meta", "migrations", "policies", "snapshot", "texts"})
"""Tables that hold nothing of their own: the readable ones are made from them, and texts stand where they belong."""
TEXTS = {
    "sessions": ("client", "topic", "note"),
    "interruptions": ("sender", "text"),
    "revisions": ("text",),
    "timeline": ("note", "what_is_lost", "why_only_you"),
    "pins": ("sender", "text"),
    "marks": ("topic", "last_point", "next_step"),
}
"""Columns with ids of texts: where the text is gone, nothing is told. An id elsewhere is told as its text too."""
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) \S+ \S+")

Cell = str | int | float | None


class Everything:
    """The database at `path` as it was at one instant. Held in memory, so that nobody waits for its reader.

    Making one raises NotKept: read_only, busy, damaged or io_error.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            reader = read_only(path)
            try:
                reader.backup(self._connection)
            finally:
                reader.close()
            if not is_sound(self._connection):
                raise NotKept("damaged")  # before anything is told: half of it would look like all of it
            self._texts: dict[str, str] = dict(self._connection.execute("SELECT id, body FROM texts"))
        except sqlite3.Error as error:
            self._connection.close()
            raise not_kept(error) from error
        except NotKept:
            self._connection.close()
            raise
        self._policies = Policies(self._connection)

    def close(self) -> None:
        self._connection.close()

    def tables(self) -> tuple[str, ...]:
        """The names of the tables, sorted."""
        rows = self._connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        )
        return tuple(name for (name,) in rows if name not in MACHINERY)

    def columns(self, table: str) -> tuple[str, ...]:
        """The names of a table's columns, as they stand in it."""
        return tuple(row[1] for row in self._connection.execute("SELECT * FROM pragma_table_info(?)", (table,)))

    def rows(self, table: str, where: tuple[str, str] | None = None) -> Iterator[dict[str, Cell]]:
        """The rows of a table in the order in which they came to be; with `where` those with this value in a column."""
        columns = self.columns(table)
        order = next((each for each in ("seq", "at") if each in columns), columns[0])
        # Names come from the schema itself, never from outside.
        condition, given = (f'WHERE "{where[0]}" = ?', (where[1],)) if where else ("", ())
        found = self._connection.execute(f'SELECT * FROM "{table}" {condition} ORDER BY "{order}"', given)  # noqa: S608
        of_texts = TEXTS.get(table, ())
        for row in found:
            yield {name: self._told(cell, name in of_texts) for name, cell in zip(columns, row, strict=True)}

    def policies(self) -> Iterator[tuple[str, Policy]]:
        """Every policy that was ever in force, with its hash. Raises KeyError, TypeError or ValueError for what is none."""
        for (key,) in self._connection.execute("SELECT hash FROM policies ORDER BY hash").fetchall():
            yield key, self._policies.get(key)

    def policy(self) -> Policy | None:
        """The policy in force; None if none was adopted. Raises KeyError, TypeError or ValueError for what is none."""
        return self._policies.adopted()

    def _told(self, cell: object, is_text: bool) -> Cell:  # noqa: FBT001 - private, and read aloud where it is called
        if not isinstance(cell, str):
            return cell if isinstance(cell, int | float) else None
        if is_text or cell in self._texts:
            return self._texts.get(cell)
        moment = _MOMENT.fullmatch(cell)
        return moment.group(1) if moment else cell
