"""LXQt: a line in the settings file of lxqt-notificationd, which looks at its file again when that is written.

Only that line is touched; the rest of the file stays as it is, byte by byte. https://doc.qt.io/qt-6/qsettings.html (the
format). What comes meanwhile and runs out goes to the server's own list, and nothing floods.
"""

from __future__ import annotations

import os
import re
from typing import Any

from holdspace.keeper.bus import Bus
from holdspace.keeper.quiet import Before, Critical
from holdspace.keeper.quiet.base import Served
from holdspace.keeper.quiet.settings_file import config_home, read, write

KEY = "doNotDisturb"
_LINE = re.compile(rb"^[ \t]*doNotDisturb[ \t]*=[ \t]*(.*?)[ \t]*\r?$")
_SECTION = re.compile(rb"^[ \t]*\[(.*)\][ \t]*\r?$")
_TRUE = {b"true", b"1"}


class Lxqt(Served):
    """The line `doNotDisturb` of [General]."""

    name = "lxqt"
    store = "file"
    shared = True
    critical: Critical = "hidden"

    def __init__(self, bus: Bus, server: str) -> None:
        super().__init__(bus, server)
        self.file = os.path.join(config_home(), "lxqt", "notifications.conf")

    def told(self, message: Any) -> bool | None:  # noqa: ARG002 - the protocol names it
        """No signal: the file tells."""
        return None

    def snapshot(self) -> Before:
        """unset, off or on, and the value as it stood."""
        found = self._value()
        if found is None:
            return Before("unset")
        return Before("on" if found.lower() in _TRUE else "off", found.decode("ascii", "replace")[:40])

    def engage(self) -> None:
        """true."""
        if not self.is_on():
            self._set(b"true")

    def is_on(self) -> bool | None:
        """What the file says."""
        return (self._value() or b"").lower() in _TRUE

    def release(self, before: Before) -> None:
        """The value as it stood, or no line where none was."""
        if before.previous == "unset":
            self._set(None)
        else:
            self._set(before.detail.encode() or (b"true" if before.previous == "on" else b"false"))

    def _value(self) -> bytes | None:
        at = _find(self._lines())[0]
        if at is None:
            return None
        found = _LINE.match(self._lines()[at])
        return found[1] if found else None

    def _lines(self) -> list[bytes]:
        raw = read(self.file)
        return [] if raw is None else raw.split(b"\n")

    def _set(self, value: bytes | None) -> None:
        lines = self._lines()
        at, general = _find(lines)
        ending = b"\r" if lines and lines[0].endswith(b"\r") else b""
        fresh = KEY.encode() + b"=" + (value or b"") + ending
        if value is None:
            if at is None:
                return
            del lines[at]
        elif at is not None:
            if lines[at] == fresh:
                return
            lines[at] = fresh
        elif general is not None:
            lines.insert(general + 1, fresh)
        else:
            lines[:0] = [b"[General]" + ending, fresh] + ([] if lines else [b""])
        raw = b"\n".join(lines)
        # A file that there was not before is not left behind with an empty section only.
        write(self.file, None if value is None and raw.strip() in {b"", b"[General]"} else raw)


def _find(lines: list[bytes]) -> tuple[int | None, int | None]:
    """Where the line stands, and where its section begins."""
    at = general = None
    section = b""
    for number, line in enumerate(lines):
        head = _SECTION.match(line)
        if head:
            section = head[1].strip().lower()
            if section == b"general" and general is None:
                general = number
        elif section in {b"general", b""} and _LINE.match(line):
            at = number  # the last one counts
    return at, general
