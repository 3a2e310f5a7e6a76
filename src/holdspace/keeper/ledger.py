"""The ledger of this silence: which calls wait for their id, which notifications are open and whose they are, without any
text.

Lines of JSON, written after the spool's fsync and before the bytes are consumed, so that the next keeper can pair what
this one saw, and whoever gives back can drain what this silence held. Not fsynced: after a power loss the server's queue
is gone as well.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from json.encoder import encode_basestring as quoted

from holdspace.keeper.portals import Portals
from holdspace.wire.spool import write_all

_OPEN_LIMIT = 20_000
_CLOSED_LIMIT = 1_000
BY_USER = 2
"""Reason of NotificationClosed (Desktop Notifications Specification 1.2)."""

Call = tuple[str, str, str, tuple[str, int]]
NOTHING = ("", 0)


class Ledger:
    """`calls`: (sender, serial) -> (key, app, category, which one it takes the place of) without an id yet.
    `open`: (server, id) -> (app, category, sender). `portals`: what was asked of the backends of portals.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = os.fspath(path)
        self._lines: list[str] = []
        self._fresh: dict[tuple[str, int], Call] = {}
        """Calls that were not written down yet: one that is named before that needs one line, not two."""
        self.calls: dict[tuple[str, int], Call] = {}
        self.open: dict[tuple[str, int], tuple[str, str, str]] = {}
        self._closed: dict[tuple[str, int], str] = {}
        """(server, id) of the last ones that were closed -> who may still take it back, "" for nobody."""
        self.portals = Portals()
        self._load()

    def called(
        self, sender: str, serial: int, key: str, app: str, category: str, instead: tuple[str, int] = NOTHING
    ) -> None:
        """A notification whose id is not known yet. `instead`: the one that it is to take the place of."""
        call = (sender, serial)
        self.calls.pop(call, None)  # of a keeper that was killed before it consumed the bytes
        self._fresh[call] = (key, app, category, instead)

    def named(self, sender: str, serial: int, server: str, ident: int) -> tuple[str, tuple[str, int]] | None:
        """The server named it; the call's key and what it takes the place of, None when no such call waits."""
        call = (sender, serial)
        found = self._fresh.pop(call, None)
        if found is not None:
            key, app, category, instead = found
            told = f"{quoted(sender)}, {serial}, {quoted(server)}, {ident}, {quoted(app)}, {quoted(category)}"
            line = f'["open", {told}]\n'
        elif call in self.calls:
            key, app, category, instead = self.calls.pop(call)
            line = f'["named", {quoted(sender)}, {serial}, {quoted(server)}, {ident}]\n'
        else:
            return None
        self._open(server, ident, app, category, sender, serial)
        self._lines.append(line)
        return key, instead

    def opened(self, sender: str, serial: int, server: str, ident: int, app: str) -> None:
        """What needs no answer to be known: its application named it."""
        self._apply(["open", sender, serial, server, ident, app, ""])

    def failed(self, sender: str, serial: int) -> None:
        """The server refused it: no id will come."""
        if self._fresh.pop((sender, serial), None) is not None:
            self._lines.append(
                json.dumps(["failed", sender, serial]) + "\n"
            )  # an earlier keeper may have noted the call
        else:
            self._apply(["failed", sender, serial])

    def closed(self, server: str, ident: int, reason: int = 0) -> bool:
        """It is open no longer; whether it was until now."""
        return self._apply(["closed", server, ident, reason])

    def was_closed(self, server: str, ident: int) -> bool:
        """Whether that has been told already."""
        return (server, ident) in self._closed

    def taken_back(self, sender: str, server: str, ident: int) -> bool:
        """`sender` closes it; whether it is its own, and nobody else closed it for good."""
        which = (server, ident)
        entry = self.open.get(which)
        if sender != (entry[2] if entry is not None else self._closed.get(which, "")):
            return False
        return self._apply(["taken", server, ident])

    def note(self, line: list[str | int]) -> None:
        """Of `portals`: what it has done already."""
        self._lines.append(json.dumps(line) + "\n")

    @property
    def waits(self) -> bool:
        """Whether an id is still to come."""
        return bool(self._fresh or self.calls)

    def write(self) -> None:
        """Append what is new. Raises OSError: nothing was appended then, and it is new still."""
        for (sender, serial), (key, app, category, instead) in self._fresh.items():
            self._wait(sender, serial, key, app, category, instead)
            self._lines.append(
                f'["call", {quoted(sender)}, {serial}, {quoted(key)}, {quoted(app)}, {quoted(category)}, '
                f"{quoted(instead[0])}, {instead[1]}]\n"
            )
        self._fresh.clear()
        if not self._lines:
            return
        # The newline before ends a line that was torn by a kill: the next one must not be lost with it.
        data = ("\n" + "".join(self._lines)).encode("utf-8", "replace")
        fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            size = os.fstat(fd).st_size
            try:
                write_all(fd, data)
            except OSError:
                os.ftruncate(fd, size)
                raise
        finally:
            os.close(fd)
        self._lines.clear()

    def clear(self) -> None:
        """A new silence begins, or this one ended."""
        self._fresh.clear()
        self.calls.clear()
        self.open.clear()
        self._closed.clear()
        self.portals.clear()
        self._lines.clear()
        try:
            os.unlink(self._path)
        except FileNotFoundError:
            return

    def to_drain(self, server: str, exceptions: Iterable[str]) -> list[int]:
        """The ids of this server that are still open, but for applications and categories that are excepted.

        An exception matches an application's name or a category, whole or up to a dot ("phone" covers "phone.call").
        """
        spared = {item.casefold() for item in exceptions}
        return [
            ident
            for (owner, ident), (app, category, _) in self.open.items()
            if owner == server and not _names(app, category) & spared
        ]

    def _wait(self, sender: str, serial: int, key: str, app: str, category: str, instead: tuple[str, int]) -> None:
        if len(self.calls) >= _OPEN_LIMIT:
            del self.calls[next(iter(self.calls))]
        self.calls[sender, serial] = (key, app, category, instead)

    def _open(self, server: str, ident: int, app: str, category: str, sender: str, serial: int) -> None:
        if len(self.open) >= _OPEN_LIMIT:
            del self.open[next(iter(self.open))]
        # A portal's backend closes and shows anew what its application only changed: the portal says what is taken back.
        if self.portals.waits and self.portals.is_copy(sender, serial):
            sender = ""
        self.open[server, ident] = (app, category, sender)
        if self._closed:
            self._closed.pop((server, ident), None)

    def _close(self, server: str, ident: int, who: str) -> None:
        if len(self._closed) >= _CLOSED_LIMIT:
            del self._closed[next(iter(self._closed))]
        self._closed[server, ident] = who

    def _apply(self, line: list[str | int]) -> bool:
        done = self._take(line)
        if done:
            self._lines.append(json.dumps(line) + "\n")
        return done

    def _take(self, line: list[str | int]) -> bool:
        match line:
            case ["call", str(sender), int(serial), str(key), str(app), str(category), str(server), int(ident)]:
                self._wait(sender, serial, key, app, category, (server, ident))
            case ["call", str(sender), int(serial), str(key), str(app), str(category)]:  # of an earlier version
                self._wait(sender, serial, key, app, category, NOTHING)
            case ["named", str(sender), int(serial), str(server), int(ident)]:
                _, app, category, _ = self.calls.pop((sender, serial), ("", "", "", NOTHING))
                self._open(server, ident, app, category, sender, serial)
            case ["open", str(sender), int(serial), str(server), int(ident), str(app), str(category)]:
                self.calls.pop((sender, serial), None)
                self._open(server, ident, app, category, sender, serial)
            case ["failed", str(sender), int(serial)]:
                return self.calls.pop((sender, serial), None) is not None
            case ["closed", str(server), int(ident)]:  # of an earlier version
                return self._take(["closed", server, ident, 0])
            case ["closed", str(server), int(ident), int(reason)]:
                entry = self.open.pop((server, ident), None)
                if entry is not None:  # what the user has put away is not taken back from them
                    self._close(server, ident, "" if reason == BY_USER else entry[2])
                return entry is not None
            case ["taken", str(server), int(ident)]:
                self.open.pop((server, ident), None)
                self._close(server, ident, "")
            case _:
                return self.portals.take(line)
        return True

    def _load(self) -> None:
        try:
            with open(self._path, encoding="utf-8", errors="replace") as file:
                for line in file:
                    try:
                        self._take(json.loads(line))
                    except ValueError:
                        continue  # an empty line, or one that was torn by a kill
        except OSError:
            return


def _names(app: str, category: str) -> set[str]:
    return {app.casefold(), category.casefold(), category.casefold().partition(".")[0]} - {""}
