"""LXQt: a line in the settings file of lxqt-notificationd, which looks at its file again when that is written.

Only that line is touched; the rest of the file stays as it is, byte by byte. https://doc.qt.io/qt-6/qsettings.html (the
format). What comes meanwhile and runs out goes to the server's own list; what is still open it shows all at once when
do-not-disturb ends, where the panel has a tray.
"""

from __future__ import annotations

import os
import re
from typing import Any

from holdspace.keeper.bus import Bus
from holdspace.keeper.quiet import Before, Critical
from holdspace.keeper.quiet.base import Served
from holdspace.keeper.quiet.settings_file import config_home, read, write

KEY = b"doNotDisturb"
_NO_FILE = "no file"
_LONGEST = 200
_LINE = re.compile(rb"^[ \t]*doNotDisturb[ \t]*=[ \t]*(.*?)[ \t]*\r?$")
_SECTION = re.compile(rb"^[ \t]*\[(.*)\][ \t]*\r?$")
_FALSE = {b"", b"0", b"false"}
"""What Qt takes for false; every other text is true (tried with lxqt-notificationd 1.2.0), unless @ says that it is none."""


class Lxqt(Served):
    """The line `doNotDisturb` of [General]."""

    name = "lxqt"
    store = "file"
    shared = True
    floods = True
    critical: Critical = "hidden"

    def __init__(self, bus: Bus, server: str) -> None:
        super().__init__(bus, server)
        self.file = os.path.join(config_home(), "lxqt", "notifications.conf")

    def told(self, message: Any) -> bool | None:  # noqa: ARG002 - the protocol names it
        """No signal: the file tells."""
        return None

    def snapshot(self) -> Before:
        """unset, off or on; and the line as it stood, or whether there was no file."""
        lines = self._lines()
        at = _find(lines or [])[0]
        if lines is None or at is None:
            return Before("unset", _NO_FILE if lines is None else "")
        return Before("on" if _is_true(lines[at]) else "off", lines[at].decode("latin-1")[:_LONGEST])

    def engage(self) -> None:
        """true."""
        lines = self._lines() or [b""]
        at, general = _find(lines)
        ending = b"\r" if lines[0].endswith(b"\r") else b""
        fresh = KEY + b"=true" + ending
        if at is None:
            # Without a section counts as in [General].
            lines.insert(0 if general is None else general + 1, fresh)
        elif _is_true(lines[at]):
            return
        else:
            lines[at] = fresh
        write(self.file, b"\n".join(lines))

    def is_on(self) -> bool | None:
        """False where the file says so; else not to be known: the server obeys within a second or two and tells nobody."""
        lines = self._lines() or []
        at = _find(lines)[0]
        return None if at is not None and _is_true(lines[at]) else False

    def release(self, before: Before) -> None:
        """The line as it stood, or none where none was; no file where none was and nothing else is in it."""
        lines = self._lines() or [b""]
        at, general = _find(lines)
        if before.previous != "unset":
            line = before.detail.encode("latin-1") or KEY + (b"=true" if before.previous == "on" else b"=false")
            if at is None:
                lines.insert(0 if general is None else general + 1, line)
            else:
                lines[at] = line
        elif at is not None:
            del lines[at]
        raw = b"\n".join(lines)
        write(self.file, None if before.detail == _NO_FILE and not raw.strip() else raw)

    def _lines(self) -> list[bytes] | None:
        raw = read(self.file)
        return None if raw is None else raw.split(b"\n")


def _is_true(line: bytes) -> bool:
    found = _LINE.match(line)
    if found is None or found[1].startswith(b"@"):
        return False
    return found[1].removeprefix(b'"').removesuffix(b'"').lower() not in _FALSE


def _find(lines: list[bytes]) -> tuple[int | None, int | None]:
    """Where the line stands, and where its section begins."""
    at = general = None
    section = b"general"
    for number, line in enumerate(lines):
        head = _SECTION.match(line)
        if head:
            section = head[1].strip().lower()
            if section == b"general" and general is None:
                general = number
        elif section == b"general" and _LINE.match(line):
            at = number  # the last one counts
    return at, general
