"""Copies of the database: one before each migration, and the damaged file that is kept beside the new one."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from holdspace.store import suspicion
from holdspace.store.errors import not_kept

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SIDE_FILES = ("-wal", "-shm")


def make(path: Path, connection: sqlite3.Connection, migration: str) -> None:
    """Copy the database (online) to `copies/` before `migration` runs. Raises sqlite3.Error or OSError."""
    folder = path.parent / "copies"
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = folder / f"{path.stem}.before-{migration}.db"
    unfinished = begin(copy)
    target = sqlite3.connect(unfinished, isolation_level=None)
    try:
        connection.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    finally:
        target.close()
    finish(unfinished, copy)


def begin(path: Path) -> Path:
    """An empty file of this user alone, in which what is to stand at `path` is written. Raises OSError."""
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return unfinished


def finish(unfinished: Path, path: Path) -> None:
    """Put what was begun in its place, durably. Raises OSError."""
    _sync(unfinished)
    unfinished.replace(path)
    sync_folder(path.parent)


def all_of(path: Path) -> tuple[Path, ...]:
    """The copies, oldest migration first."""
    return tuple(sorted((path.parent / "copies").glob(f"{path.stem}.before-*.db")))


def newest(path: Path) -> Path | None:
    return next(reversed(all_of(path)), None)


def kept_aside(path: Path) -> tuple[Path, ...]:
    """The damaged files that were kept, oldest first, without their logs."""
    return tuple(sorted(path.parent.glob(f"{path.stem}.damaged-[0-9][0-9][0-9]{path.suffix}")))


def set_aside(path: Path) -> Path:
    """Keep a damaged database beside, with its log, so that a fresh one can take its place; where it is kept.

    Raises NotKept. The database must be closed.
    """
    kept = _free_name(path)
    try:
        # The log first: were the file alone to go, a fresh one would be read together with the old log.
        for ending in reversed(_SIDE_FILES):
            _move_if_there(path.with_name(path.name + ending), kept.with_name(kept.name + ending))
        path.rename(kept)
        suspicion.clear(path)
        sync_folder(path.parent)
    except OSError as error:
        raise not_kept(error) from error
    return kept


def restore(path: Path) -> Path | None:
    """Put the newest copy in the place of a damaged database, which is kept beside; where it is kept.

    None (and nothing done) if there is no copy. What was kept after the copy is then only in the damaged file.
    Raises NotKept. The database must be closed.
    """
    copy = newest(path)
    if copy is None:
        return None
    fresh = path.with_name(path.name + ".part")
    try:
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as target:
            target.write(copy.read_bytes())
            target.flush()
            os.fsync(target.fileno())
        kept = set_aside(path)
        fresh.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise not_kept(error) from error
    return kept


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable."""
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _free_name(path: Path) -> Path:
    def names() -> Iterator[Path]:
        for number in range(1, 1000):
            yield path.with_name(f"{path.stem}.damaged-{number:03}{path.suffix}")

    return next(name for name in names() if not name.exists())


def _move_if_there(source: Path, target: Path) -> None:
    if source.exists():
        source.rename(target)
