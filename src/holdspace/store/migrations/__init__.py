"""Migrations: SQL files, run in the order of their names and recorded by name, each in one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from holdspace.store.errors import Newer

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping


def shipped() -> dict[str, str]:
    """The migrations that this version brings: name -> SQL, in order."""
    return {entry.stem: entry.read_text("utf-8") for entry in sorted(Path(__file__).parent.glob("*.sql"))}


def migrate(connection: sqlite3.Connection, scripts: Mapping[str, str], copy: Callable[[str], None]) -> None:
    """Run what was not run yet; before each, `copy(name)` when the database already holds something.

    Raises Newer when a migration was run that is not among `scripts`; sqlite3.Error when one fails, which then has
    changed nothing.
    """
    run = applied(connection)
    holds_something = bool(run)
    unknown = sorted(run - set(scripts))
    if unknown:
        raise Newer(unknown[-1])
    for name, script in scripts.items():
        if name in run:
            continue
        if holds_something:
            copy(name)
        _run(connection, name, script)


def applied(connection: sqlite3.Connection) -> set[str]:
    """The names of the migrations that were run."""
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").fetchone() is None:
        return set()
    return {name for (name,) in connection.execute("SELECT name FROM migrations")}


def _run(connection: sqlite3.Connection, name: str, script: str) -> None:
    quoted = name.replace("'", "''")
    try:
        connection.executescript(
            "BEGIN IMMEDIATE;\n"
            "CREATE TABLE IF NOT EXISTS migrations(name TEXT PRIMARY KEY) WITHOUT ROWID;\n"
            f"{script}\n"
            f"INSERT INTO migrations(name) VALUES ('{quoted}');\n"
            "COMMIT;"
        )
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
