"""Whose process a connection is: its program, and the application that the desktop started it as.

The bus vouches for the process of a connection (the kernel told it), so that is what names are taken from. What a sender
says of itself, the hint `sender-pid`, is a claim: it is kept as a number where the bus could not tell, and nothing is named
by it. In a sandbox it counts in another world of processes, and behind a proxy it is not who is connected.

The application is looked for where no program can choose it: a Flatpak's own `.flatpak-info`, which bubblewrap puts there
for its proxy too; the unit in which the desktop or snapd started it. Where one of them says it, the sender's own hint does
not count, but for those whose trade it is to speak for others.
https://systemd.io/DESKTOP_ENVIRONMENTS/ https://docs.flatpak.org/en/latest/flatpak-command-reference.html
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress

from holdspace.private import clean

LIMIT = 80
_BYTES = 4096
_INTERPRETERS = re.compile(r"(?:python|perl|ruby|node|nodejs|gjs|java|bash|dash|sh|zsh|mono|electron|lua)[0-9.]*")
_ESCAPED = re.compile(r"\\x([0-9a-f]{2})")
_SNAP = re.compile(r"snap\.([A-Za-z0-9-]+)\.([A-Za-z0-9-]+?)(?:[.-][0-9a-f-]{8,})?\.(?:scope|service)")
_PROXY_ENTRIES = re.compile(r"org\.freedesktop\.impl\.portal\.desktop\..+|org\.gnome\.Shell\.Notifications")
_PROXY_PROGRAMS = re.compile(r"xdg-desktop-portal(?:-.+)?")
_FLATPAK_NAME = re.compile(r"^name=([A-Za-z0-9._-]{1,255})$", re.MULTILINE)


class Process:
    """What is known of it. `entry` is the desktop entry without ".desktop"; "" for what could not be told.

    `speaks_for_others`: it is a portal's backend or GNOME's helper, and what it says of an application is of another process.
    """

    __slots__ = ("entry", "pid", "program", "speaks_for_others")

    def __init__(
        self, pid: int | None = None, program: str = "", entry: str = "", *, speaks_for_others: bool = False
    ) -> None:
        self.pid = pid
        self.program = program
        self.entry = entry
        self.speaks_for_others = speaks_for_others


def describe(pid: int, proc: str = "/proc") -> Process:
    """Of a process that is there now; what is gone or not ours to see is left empty. Raises nothing, changes nothing."""
    folder = f"{proc}/{pid}"
    flatpak = _flatpak(_read(os.path.join(folder, "root", ".flatpak-info")))
    if flatpak:  # its process is the proxy: it speaks for the application, and for no other
        return Process(pid, flatpak, flatpak)
    program, cgroup = _program(folder), _read(f"{folder}/cgroup")
    entry = entry_of(cgroup)
    # In a snap, names are its maker's.
    proxy = "/snap." not in cgroup and (_PROXY_ENTRIES.fullmatch(entry) or _PROXY_PROGRAMS.fullmatch(program))
    return Process(pid, program, entry, speaks_for_others=bool(proxy))


def entry_of(cgroup: str) -> str:
    """The desktop entry by the innermost unit of a process, as /proc/PID/cgroup tells it."""
    return next(filter(None, (_of_unit(line.rpartition("/")[2]) for line in cgroup.splitlines())), "")


def _of_unit(unit: str) -> str:
    snap = _SNAP.fullmatch(unit)
    if snap is not None:
        return clean(f"{snap[1]}_{snap[2]}", LIMIT)
    name, _, kind = unit.rpartition(".")
    if kind not in {"scope", "service"} or not name.startswith(("app-", "dbus-:")):
        return ""
    # app[-LAUNCHER]-ENTRY-RANDOM.scope, app[-LAUNCHER]-ENTRY[@RANDOM].service, dbus-:1.2-ENTRY@RANDOM.service; a dash
    # within a part is escaped.
    name, _, _ = name.partition("@")
    parts = name.split("-")[1:]
    if kind == "scope":
        parts = parts[:-1]
    return clean(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), parts[-1]), LIMIT) if parts else ""


def _program(folder: str) -> str:
    """The file that runs; of an interpreter, what it calls itself: a script's name, mostly."""
    with suppress(OSError):
        name = os.path.basename(os.readlink(f"{folder}/exe")).removesuffix(" (deleted)")
        if not _INTERPRETERS.fullmatch(name):
            return clean(name, LIMIT)
    return clean(_read(f"{folder}/comm"), LIMIT)


def _flatpak(info: str) -> str:
    section = info.partition("[Application]")[2].partition("\n[")[0]
    found = _FLATPAK_NAME.search(section)
    return found[1][:LIMIT] if found is not None else ""


def _read(path: str) -> str:
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except OSError:
        return ""
    try:
        # What lies in another's file system may be a pipe or worse: nobody waits for that.
        return os.read(fd, _BYTES).decode("utf-8", "replace") if stat.S_ISREG(os.fstat(fd).st_mode) else ""
    except OSError:
        return ""
    finally:
        os.close(fd)
