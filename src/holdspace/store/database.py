"""The database: one connection factory, one way to write, and checks of the file's health.

WAL with synchronous=FULL: a transaction that returned is on the disk. Written on the thread that opened it.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from holdspace.engine.ports import NotKept
from holdspace.store import copies, suspicion, wal
from holdspace.store.codec import require_known
from holdspace.store.errors import Damaged, is_damage, not_kept
from holdspace.store.migrations import migrate, shipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SALT_BYTES = 32
LOG_ROOM = 64 * 1024
"""Bytes below which a disk has no room for the first pages of the log and its index."""
_BUSY_SECONDS = 1.0
"""How long a write waits for a reader of ours that holds the file; it is the main thread that waits."""

_WHOLE = ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
_PART = ("SAVEPOINT part", "RELEASE part", ("ROLLBACK TO part", "RELEASE part"))


class Database:
    """An open database. `connection` is for reading; what writes goes through `transaction`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything or nothing, and durable once it returns. Raises NotKept; then nothing has changed.

        Within another one it is a part of that: undone alone when it fails, durable with the whole.
        """
        begin, keep, undo = _PART if self.connection.in_transaction else _WHOLE
        kept = False
        try:
            self.connection.execute(begin)
            try:
                yield self.connection
                self.connection.execute(keep)
                kept = True
            finally:
                if not kept and self.connection.in_transaction:
                    for statement in undo:
                        self.connection.execute(statement)
        except sqlite3.Error as error:
            raise not_kept(error) from error

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """For questions. Raises NotKept when the file cannot be read."""
        try:
            yield self.connection
        except sqlite3.Error as error:
            raise not_kept(error) from error

    def reader(self) -> sqlite3.Connection:
        """A second connection that cannot write, for the thread that asks for it. Its caller closes it."""
        return read_only(self.path)

    def quick_check(self) -> bool:
        """Whether the file is sound, as far as a quick look tells. Reads all of it; any thread may ask."""
        reader = self.reader()
        try:
            return is_sound(reader)
        finally:
            reader.close()

    def empty_log(self) -> None:
        """Leave nothing in the log, where earlier pages stand. Raises NotKept, also while a reader needs it."""
        try:
            busy, _, _ = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error as error:
            raise not_kept(error) from error
        if busy:
            raise NotKept("busy")

    def close(self) -> None:
        self.connection.close()


def examine(path: Path) -> None:
    """Look through a database of which damage was noted. Raises Damaged (it was not touched) or NotKept.

    What is found sound after all is above suspicion again.
    """
    if not suspicion.stands_against(path) or not path.exists():
        return
    reader = read_only(path)
    try:
        sound = is_sound(reader)
    finally:
        reader.close()
    if not sound:
        raise Damaged(path, copies.newest(path))
    try:
        suspicion.clear(path)
    except OSError as error:
        raise not_kept(error) from error


def is_sound(connection: sqlite3.Connection) -> bool:
    """SQLite's quick check; reads the whole file. Raises NotKept where the disk fails."""
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return False
        raise not_kept(error) from error


def open_database(path: Path, scripts: Mapping[str, str] | None = None) -> Database:
    """Open or make the database at `path`, brought up to date.

    Raises Damaged, Newer (nothing was touched), or NotKept when it cannot be written, or only with a poorer log.
    """
    connection: sqlite3.Connection | None = None
    try:
        _private_file(path)
        if wal.is_damaged(path):
            raise Damaged(path, copies.newest(path))
        connection = connect(path)
        _require_log(connection, path.parent)
        migrate(connection, shipped() if scripts is None else scripts, lambda name: copies.make(path, connection, name))
        for name, version in connection.execute("SELECT type, version FROM kinds"):
            require_known(name, version)
        _make_salt(connection)
    except (sqlite3.Error, OSError) as error:
        _close(connection)
        if isinstance(error, sqlite3.Error) and is_damage(error):
            raise Damaged(path, copies.newest(path)) from error
        raise not_kept(error) from error
    except BaseException:
        _close(connection)
        raise
    return Database(path, connection)


def connect(path: Path) -> sqlite3.Connection:
    """The one connection factory."""
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        for setting in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "temp_store=MEMORY",  # what is sorted may be texts: not into a folder for temporary files
            "trusted_schema=OFF",
        ):
            connection.execute(f"PRAGMA {setting}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def read_only(path: Path) -> sqlite3.Connection:
    """A connection that cannot write, beside whoever has the file open. Its caller closes it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _private_file(path: Path) -> None:
    """Make folder and file for this user only, before SQLite does it for everybody. The log inherits the file's mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        return
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    copies.sync_folder(path.parent)


def _require_log(connection: sqlite3.Connection, folder: Path) -> None:
    """What is kept must be in a write-ahead log that is synced; SQLite can go on with one that is less durable.

    It does so, without an error, where the disk had no room to note that there is a log, and on file systems on which
    there can be none (some network shares). Raises NotKept: disk_full where hardly any room is left, else no_log.
    """
    connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # now it looks at the file
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        disk = os.statvfs(folder)
        raise NotKept("disk_full" if disk.f_bavail * disk.f_frsize < LOG_ROOM else "no_log")


def _make_salt(connection: sqlite3.Connection) -> None:
    if connection.execute("SELECT 1 FROM meta WHERE key = 'salt'").fetchone() is None:
        connection.execute("INSERT INTO meta(key, value) VALUES ('salt', ?)", (os.urandom(SALT_BYTES),))


def _close(connection: sqlite3.Connection | None) -> None:
    if connection is not None:
        connection.close()
