"""Small files that are durable when written, and never half there."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import Any

from holdspace.wire.spool import fsync_folder, write_all


def write_durably(path: str | os.PathLike[str], value: dict[str, Any]) -> None:
    """Write new, fsync, rename, fsync the folder. Raises OSError, the old file then intact."""
    put_durably(path, json.dumps(value).encode())


def put_durably(path: str | os.PathLike[str], raw: bytes, mode: int = 0o600) -> None:
    """The same with bytes. `mode`: the permissions of the new one."""
    name = os.fspath(path)
    fresh = f"{name}.{os.getpid()}.new"
    try:
        fd = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
        try:
            write_all(fd, raw)
            os.fsync(fd)
        finally:
            os.close(fd)
        os.rename(fresh, name)
    except OSError:
        with suppress(OSError):
            os.unlink(fresh)  # of a disk that is full, and of a folder that may be the user's own
        raise
    fsync_folder(name)


def read_object(path: str | os.PathLike[str]) -> dict[str, Any] | None:
    """What is there; None when there is nothing, or nothing that can be read."""
    try:
        with open(path, "rb") as file:
            value = json.loads(file.read(1024 * 1024))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def remove_durably(path: str | os.PathLike[str]) -> None:
    """Gone, and the folder knows it. A file that is not there is fine; raises other OSErrors."""
    name = os.fspath(path)
    try:
        os.unlink(name)
    except FileNotFoundError:
        return
    fsync_folder(name)
