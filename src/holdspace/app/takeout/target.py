"""The file that is written: user-only, whole or not at all, and never in the place of another unless that was asked for."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from holdspace.store.errors import BY_SYSTEM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdspace.wire.paths import Paths

_CODES = {**BY_SYSTEM, errno.ENOENT: "no_folder", errno.ENOTDIR: "no_folder"}
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)
"""What file systems without hard links say, as on most memory sticks."""


class Refused(Exception):
    """Nothing was written. `code` says why: exists, is_folder, own_folder, no_folder, disk_full, read_only, io_error."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@contextmanager
def unfinished(target: Path, paths: Paths, *, overwrite: bool) -> Iterator[Path]:
    """An empty file (0600) beside `target` to write to; on leaving it is synced and becomes `target` in one step.

    When what is done within fails, nothing is left. Raises Refused, also for an OSError from within.
    """
    _check(target, paths, overwrite=overwrite)
    fresh = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
        try:
            yield fresh
            _sync(fresh)
            _put(fresh, target, overwrite=overwrite)
        finally:
            for left in (fresh, *(fresh.with_name(fresh.name + ending) for ending in ("-journal", "-wal", "-shm"))):
                left.unlink(missing_ok=True)
        _sync(target.parent)
    except OSError as error:
        code = _CODES.get(error.errno or 0, "io_error")
        raise Refused(code, file=str(target), folder=str(target.parent), why=error.strerror or str(error)) from error


def _check(target: Path, paths: Paths, *, overwrite: bool) -> None:
    """What can be said before any work is done."""
    if not target.parent.is_dir():
        raise Refused("no_folder", folder=str(target.parent))
    if target.is_dir():
        raise Refused("is_folder", file=str(target))
    if target.resolve().is_relative_to(paths.data.resolve()):
        raise Refused("own_folder", folder=str(paths.data))
    if os.path.lexists(target) and not overwrite:
        raise Refused("exists", file=str(target))


def _put(fresh: Path, target: Path, *, overwrite: bool) -> None:
    if overwrite:
        fresh.replace(target)
        return
    try:
        target.hardlink_to(fresh)  # unlike a rename it does not replace what came to be there meanwhile
    except FileExistsError as error:
        raise Refused("exists", file=str(target)) from error
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(target):
            raise Refused("exists", file=str(target)) from error
        fresh.rename(target)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network file systems cannot sync a folder
            raise
    finally:
        os.close(handle)
