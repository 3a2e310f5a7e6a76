"""A settings file of the desktop: read and written whole, durably, and through a link to where it really lies."""

from __future__ import annotations

import os
import stat

from holdspace.keeper.files import put_durably, remove_durably
from holdspace.keeper.quiet import DriverError

_LARGEST = 1024 * 1024


def config_home() -> str:
    """The user's folder for settings. https://specifications.freedesktop.org/basedir-spec/latest/"""
    found = os.environ.get("XDG_CONFIG_HOME", "")
    return found if os.path.isabs(found) else os.path.join(os.path.expanduser("~"), ".config")


def read(path: str) -> bytes | None:
    """What it says; None for no file. Raises DriverError("refused") when it cannot be read or is no settings file."""
    try:
        # Not to be kept waiting by a pipe that stands in its place.
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:  # a name with a nul in it, of another settings file that includes it
        raise DriverError("refused") from error
    try:
        raw = _whole(fd) if stat.S_ISREG(os.fstat(fd).st_mode) else None
    except OSError as error:
        raise DriverError("refused") from error
    finally:
        os.close(fd)
    if raw is None or len(raw) > _LARGEST:
        raise DriverError("refused")
    return raw


def _whole(fd: int) -> bytes:
    """Some file systems give less than is there, and what is left out here would be lost when it is written."""
    raw = b""
    while len(raw) <= _LARGEST and (more := os.read(fd, _LARGEST + 1 - len(raw))):
        raw += more
    return raw


def write(path: str, raw: bytes | None) -> None:
    """All of it at once, with the old one's permissions; None: no file. Raises DriverError("refused")."""
    real = os.path.realpath(path)
    try:
        if raw is None:
            remove_durably(real)
            return
        os.makedirs(os.path.dirname(real), mode=0o700, exist_ok=True)
        mode = os.stat(real).st_mode & 0o777 if os.path.exists(real) else 0o600
        put_durably(real, raw, mode)
    except OSError as error:
        raise DriverError("refused") from error
