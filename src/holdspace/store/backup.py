"""The whole database in a file of somebody's choosing: copied while others read and write, then opened and read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from holdspace.store.database import Database, read_only
from holdspace.store.errors import Damaged, Newer, not_kept
from holdspace.store.journal import Journal
from holdspace.store.migrations import applied, shipped

if TYPE_CHECKING:
    from pathlib import Path


class Unsound(Exception):
    """A copy was written, and reading it showed that it is no good."""


def copy(source: Path, target: Path) -> None:
    """Copy the database at `source`, as it is at one instant, over the empty file `target`: one file, without a log.

    Nobody who writes to `source` has to wait. What was written is not synced. Raises NotKept: disk_full, read_only,
    busy, damaged or io_error.
    """
    try:
        with closing(read_only(source)) as reader, closing(sqlite3.connect(target, isolation_level=None)) as writer:
            for setting in ("journal_mode=OFF", "synchronous=OFF"):  # the caller syncs it, or throws it away
                writer.execute(f"PRAGMA {setting}")
            reader.backup(writer)
            writer.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise not_kept(error) from error


def verify(target: Path) -> int:
    """Open a copy and read all of it, changing nothing; how many facts its journal holds.

    Raises Unsound when anything in it does not hold together, errors.Newer when a newer Holdspace wrote it.
    """
    try:
        with closing(read_only(target)) as connection:
            return _facts_of(Database(target, connection))
    except (sqlite3.Error, Damaged, KeyError, TypeError, ValueError) as error:
        raise Unsound(str(target)) from error


def _facts_of(database: Database) -> int:
    connection = database.connection
    if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise Unsound("integrity_check")
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise Unsound("foreign_key_check")
    run = applied(connection)
    if unknown := sorted(run - set(shipped())):
        raise Newer(unknown[-1])
    if not run:
        raise Unsound("no migration was run: it is no database of Holdspace")
    journal = Journal(database)
    count = sum(1 for _ in journal.facts())
    journal.state()  # what a start would begin with
    journal.policy()
    return count
