"""Who will serve notifications where nobody does yet: the program that the bus starts for the first one. Starts nothing.

The bus reads the service files of the first of its folders that has any for a name; several in one folder are one of
them, nobody knows which. https://dbus.freedesktop.org/doc/dbus-specification.html#message-bus-starting-services
"""

from __future__ import annotations

import os
import shlex

from holdspace.keeper.bus import DAEMON, Bus, CallError
from holdspace.keeper.quiet.server import NAME

_FILES = 4000
_BYTES = 16 * 1024


def programs(bus: Bus) -> tuple[str, ...] | None:
    """The names of the programs that it may be, () where that is not known; None where the bus starts nobody."""
    try:
        names = bus.call(DAEMON, "ListActivatableNames")[0]
    except CallError:
        return None
    if NAME not in names:
        return None
    for folder in _folders():
        found = {program for path in _services(folder) if (program := _program(path))}
        if found:
            return tuple(sorted(found))
    return ()


def _folders() -> list[str]:
    """Those of every session bus, the first one first (`<standard_session_servicedirs/>` in dbus-daemon(1))."""
    data_home = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    data_dirs = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    above = [os.environ.get("XDG_RUNTIME_DIR", ""), data_home, *data_dirs.split(":"), "/usr/share"]
    return [os.path.join(folder, "dbus-1", "services") for folder in above if folder.startswith("/")]


def _services(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            found = [entry.path for entry, _ in zip(entries, range(_FILES), strict=False)]
    except OSError:
        return []
    return [path for path in found if path.endswith(".service")]


def _program(path: str) -> str:
    """The name of the program that such a file starts for notifications; "" where it is about something else."""
    try:
        # Never waits where somebody put a pipe in its place.
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return ""
    try:
        text = os.read(opened, _BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
    finally:
        os.close(opened)
    said = {
        key.strip(): value.strip()
        for key, equals, value in (line.partition("=") for line in text.splitlines())
        if equals
    }
    if said.get("Name") != NAME:
        return ""
    try:
        argv = shlex.split(said.get("Exec", ""))
    except ValueError:
        return ""
    return os.path.basename(argv[0]) if argv else ""
