"""The note of the previous state: fsynced before the first change, and adopted, never overwritten, while it is open."""

from __future__ import annotations

import os
import sys
from typing import Any

from holdspace.keeper.files import put_durably, read_object, remove_durably, write_durably
from holdspace.keeper.quiet import Before, Previous
from holdspace.wire.paths import Paths
from holdspace.wire.stamp import stamp

_SCHEMA = 1
_PREVIOUS = ("unset", "off", "on")


class Entry:
    """What one driver found and did. `left`: the user changed it meanwhile, so it is not ours to give back."""

    __slots__ = ("applied", "before", "left", "store")

    def __init__(self, before: Before, store: str, *, applied: bool = False, left: bool = False) -> None:
        self.before = before
        self.store = store
        self.applied = applied
        self.left = left

    @property
    def previous(self) -> Previous:
        """The setting before: unset, off, on."""
        return self.before.previous


class Note:
    """The open note, or none. Every change is durable when the method returns; raises OSError when it cannot be."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self._file = paths.note
        self.session: str | None = None
        self.guid = ""
        self.entries: dict[str, Entry] = {}
        self.drain = True
        self.exceptions: list[str] = []
        self.is_open = False
        self._unsaved = False
        """Whether something that is wanted otherwise could not be written."""
        self._load()

    def open(self, driver: str, before: Before, store: str, guid: str) -> None:
        """Write down what `driver` found. An entry that is there already stays as it is: it is the older truth."""
        self.guid = self.guid or guid
        fresh = driver not in self.entries
        if fresh:
            self.entries[driver] = Entry(before, store)
        try:
            self.save()
        except OSError:
            if fresh:
                del self.entries[driver]  # or the next attempt would take for written what is not
            raise
        self._write_autostart()

    def wanted(self, session: str | None, *, drain: bool, exceptions: list[str]) -> None:
        """What the app wants now: also what whoever gives back after a crash goes by."""
        told = (session, drain, exceptions)
        self._unsaved = self._unsaved or told != (self.session, self.drain, self.exceptions)
        self.session, self.drain, self.exceptions = told
        if self.is_open and self._unsaved:
            self.save()

    def moved(self, driver: str, store: str, detail: str) -> None:
        """Write down that what `driver` found is now to be given back to another store, where nothing was done yet.

        `detail` is what it takes there, if that is told anew.
        """
        found = self.entries[driver]
        self.entries[driver] = Entry(Before(found.previous, detail or found.before.detail), store)
        try:
            self.save()
        except OSError:
            self.entries[driver] = found
            raise

    def save(self) -> None:
        """Write the note as it is now."""
        entries = {
            name: {
                "previous": entry.before.previous,
                "detail": entry.before.detail,
                "store": entry.store,
                "applied": entry.applied,
                "left": entry.left,
            }
            for name, entry in self.entries.items()
        }
        body: dict[str, Any] = {
            "schema": _SCHEMA,
            "session": self.session,
            "bus": self.guid,
            "at": stamp(),
            "entries": entries,
            "drain": self.drain,
            "drain_exceptions": self.exceptions,
        }
        write_durably(self._file, body)
        self.is_open, self._unsaved = True, False

    def given_back(self, driver: str) -> None:
        """What `driver` found was given back; others are still to be."""
        found = self.entries.pop(driver)
        try:
            self.save()
        except OSError:
            self.entries[driver] = found
            raise

    def close(self) -> None:
        """All was given back: the note and the autostart entry go."""
        remove_durably(self._file)
        self.entries.clear()
        self.session = None
        self.guid = ""
        self.is_open = False
        self.forget_autostart()

    def forget_autostart(self) -> None:
        """Without a note nothing is to be repaired at the next log-in."""
        try:
            os.unlink(self.paths.autostart_entry)
        except OSError:
            return  # it was never written, or the folder is not ours to write: `repair` then finds no note and ends

    def _load(self) -> None:
        found = read_object(self._file)
        if found is None or not isinstance(found.get("entries"), dict):
            return
        for name, raw in found["entries"].items():
            if isinstance(raw, dict) and raw.get("previous") in _PREVIOUS:
                applied, left = bool(raw.get("applied")), bool(raw.get("left"))
                before = Before(raw["previous"], str(raw.get("detail", "")))
                self.entries[name] = Entry(before, str(raw.get("store", "")), applied=applied, left=left)
        session = found.get("session")
        self.session = session if isinstance(session, str) else None
        self.guid = str(found.get("bus", ""))
        self.drain = bool(found.get("drain", True))
        exceptions = found.get("drain_exceptions")
        self.exceptions = [str(item) for item in exceptions] if isinstance(exceptions, list) else []
        self.is_open = True

    def _write_autostart(self) -> None:
        """A best effort: where it fails the note is still found at the next start of Holdspace."""
        words = ["env", *(f"{name}={value}" for name, value in self.paths.environment().items())]
        words += [sys.executable, "-P", "-m", "holdspace", "repair"]
        command = " ".join(_quoted(word) for word in words)
        lines = [
            "[Desktop Entry]",
            "Type=Application",
            "Name=Holdspace",
            f"Exec={command}",
            "NoDisplay=true",
            "X-GNOME-Autostart-enabled=true",
            "",
        ]
        entry, raw = self.paths.autostart_entry, os.fsencode("\n".join(lines))
        try:
            if not entry.exists() or entry.stat().st_size != len(raw):  # after a power loss it may be there and empty
                entry.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                put_durably(entry, raw)
        except OSError:
            return


def _quoted(word: str) -> str:
    """One argument of Exec= as the Desktop Entry Specification wants it: quoted, then escaped as a string."""
    quoted = "".join("\\" + ch if ch in '"`$\\' else ch for ch in word).replace("%", "%%")
    return '"' + quoted.replace("\\", "\\\\") + '"'
