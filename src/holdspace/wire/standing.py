"""How the files of a Holdspace stand, as rows of health: the same for the app and for a command line without it.

Nothing is changed by looking. Times are UTC.
"""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from holdspace.health import HealthRow
from holdspace.wire import spool
from holdspace.wire.stamp import stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdspace.wire.paths import Paths

LITTLE_MB, NO_MB = 200, 10
"""Free megabytes below which the disk is called nearly full, and below which nothing is certain to be kept."""
FILES_LOOKED_AT = 2000
_MB = 1024 * 1024


def utc_now() -> datetime:
    """For processes without a clock of their own."""
    return datetime.fromisoformat(stamp()["utc"])


def file_rows(paths: Paths, now: datetime, *, held: bool) -> tuple[HealthRow, ...]:
    """A row for disk, permissions, spool, note, repair entry and encryption. `held`: a keeper or its guard is at work."""
    return (
        _disk(paths.data, now),
        _permissions(paths.data, now),
        _spools(paths, now),
        _note(paths, now, held=held),
        _repair_entry(paths, now),
        HealthRow(part="encryption", state="off", reason="not_encrypted_yet", remedy="encrypt_the_disk"),
    )


def without_login(path: Path) -> str:
    """With "~" for the home folder: what doctor tells is pasted into reports, and a login is often a name."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def note_open(paths: Paths) -> bool:
    """Whether the desktop's earlier setting still waits to be given back."""
    return paths.note.exists()


def _disk(folder: Path, now: datetime) -> HealthRow:
    place = (("folder", without_login(folder)),)
    if not folder.is_dir():
        return HealthRow(part="disk", state="off", reason="no_folder_yet", params=place)
    if not os.access(folder, os.W_OK | os.X_OK):
        return HealthRow(part="disk", state="cannot", reason="not_writable", remedy="make_writable", params=place)
    try:
        room = os.statvfs(folder)
    except OSError:
        return HealthRow(part="disk", state="cannot", reason="failed", remedy="check_the_disk", params=place)
    free = room.f_bavail * room.f_frsize // _MB
    params = (*place, ("free", free))
    if free < NO_MB:
        return HealthRow(part="disk", state="cannot", reason="little_room", remedy="make_room", params=params)
    if free < LITTLE_MB:
        return HealthRow(part="disk", state="needs_setup", reason="little_room", remedy="make_room", params=params)
    return HealthRow(part="disk", state="works", reason="room", last_verified=now, params=params)


def _permissions(folder: Path, now: datetime) -> HealthRow:
    if not folder.is_dir():
        return HealthRow(part="permissions", state="off", reason="no_folder_yet")
    open_ones = sum(1 for path in _files(folder) if _open_to_others(path))
    if open_ones:
        params = (("count", open_ones), ("folder", without_login(folder)))
        reason = "open_to_others"
        return HealthRow(
            part="permissions", state="needs_setup", reason=reason, remedy="close_to_others", params=params
        )
    return HealthRow(part="permissions", state="works", last_verified=now)


def _files(folder: Path) -> Iterator[Path]:
    yield folder
    for number, path in enumerate(folder.rglob("*")):
        if number >= FILES_LOOKED_AT:
            return
        yield path


def _open_to_others(path: Path) -> bool:
    """A socket in a folder of ours is nobody else's to reach; links say nothing of what they lead to."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False  # gone meanwhile
    return (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and bool(mode & 0o077)


def _spools(paths: Paths, now: datetime) -> HealthRow:
    waiting = damaged = 0
    for path in (paths.hand_spool, paths.arrivals_spool):
        found = count(path)
        waiting += found[0]
        damaged += found[1]
    params = (("count", waiting), ("damaged", damaged))
    if damaged:
        return HealthRow(part="spool", state="needs_setup", reason="records_damaged", remedy="see_log", params=params)
    reason = "records_wait" if waiting else ""
    return HealthRow(part="spool", state="works", reason=reason, last_verified=now, params=params)


def count(path: Path) -> tuple[int, int]:
    """How many records a spool holds, and how many are damaged."""
    reading = spool.read(path)
    return sum(1 for _ in reading), reading.damaged + int(reading.torn)


def _note(paths: Paths, now: datetime, *, held: bool) -> HealthRow:
    if not note_open(paths):
        return HealthRow(part="note", state="works", last_verified=now)
    if held:
        return HealthRow(part="note", state="works", reason="silence_is_held", last_verified=now)
    return HealthRow(part="note", state="needs_setup", reason="left_behind", remedy="repair")


def _repair_entry(paths: Paths, now: datetime) -> HealthRow:
    """The entry that gives back at log-in what a power loss left: there while a silence is held, and only then."""
    if note_open(paths) and not paths.autostart_entry.exists():
        return HealthRow(part="repair_entry", state="needs_setup", reason="entry_missing", remedy="repair_by_hand")
    folder = paths.autostart_dir
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        params = (("folder", without_login(paths.autostart_dir)),)
        reason = "entry_cannot_be_written"
        return HealthRow(
            part="repair_entry", state="needs_setup", reason=reason, remedy="repair_by_hand", params=params
        )
    return HealthRow(part="repair_entry", state="works", last_verified=now)
