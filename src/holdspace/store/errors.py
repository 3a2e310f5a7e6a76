"""Why a database does not open or cannot be written, as codes and paths; never with anybody's words."""

from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING

from holdspace.engine.ports import NotKept

if TYPE_CHECKING:
    from pathlib import Path

_PRIMARY = 0xFF
"""SQLite's extended result codes carry the primary code in the low byte."""

_BY_SQLITE = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_CANTOPEN: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_CONSTRAINT: "inconsistent",
}
BY_SYSTEM = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
}
"""What the system says of a file that cannot be written."""

_UNDECODABLE = "Could not decode to UTF-8"


class Damaged(Exception):
    """The database at `path` cannot be read. It was not touched; `copy` is the newest older copy, if there is one.

    The ways on: `copies.set_aside(path)` and open again for a fresh start, or `copies.restore(path)`.
    """

    def __init__(self, path: Path, copy: Path | None) -> None:
        super().__init__("damaged")
        self.path = path
        self.copy = copy


class Newer(Exception):
    """The database was written by a newer Holdspace; `what` names the migration or the fact that is not known here."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def not_kept(error: sqlite3.Error | OSError) -> NotKept:
    """The refusal for an error: disk_full, read_only, busy, damaged, inconsistent or io_error."""
    if isinstance(error, OSError):
        return NotKept(BY_SYSTEM.get(error.errno or 0, "io_error"))
    return NotKept("damaged" if is_damage(error) else _BY_SQLITE.get(_primary(error), "io_error"))


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite, or Python of a text that is none any more, says that the file is no sound database."""
    return _primary(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or str(error).startswith(_UNDECODABLE)


def _primary(error: sqlite3.Error) -> int:
    code: int = getattr(error, "sqlite_errorcode", 0)  # errors of the Python module itself have none
    return code & _PRIMARY
