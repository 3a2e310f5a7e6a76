"""Notifications through a portal: one event, of which up to four messages tell.

An application asks the portal, the portal asks its backend (`org.freedesktop.impl.portal.Notification`), and most backends
ask the notification server in their turn. What the portal asks its backend is the event: the portal vouches for the
application's id, and a backend that draws by itself says no more. So it is told at once, and nothing is waited for; what the
same backend then asks the server is the copy of it, and only gives it the server's number. A copy is known by who sends it
and by what it says: a backend has notifications of its own as well.

Which copies are still to come is in the ledger, without any text, for a keeper that comes after one that was killed.
"""

from __future__ import annotations

import zlib

from holdspace.keeper.arrival import Arrival
from holdspace.private import plain_from_markup

BACKEND = "org.freedesktop.impl.portal.Notification"
FRONTEND = "org.freedesktop.portal.Notification"
_BACKENDS, _TO_COME, _COPIES, _ASKERS = 16, 64, 1024, 256

Line = list[str | int]


def place_of(app: str, name: bytes) -> str:
    """By what an application names a notification: the same place is the same matter, whoever carries it."""
    return f"{app}/{_sum(name)}"


class Portals:
    """What was asked of backends. The methods that change it answer the line for the ledger; `take` reads it again."""

    def __init__(self) -> None:
        self._to_come: dict[str, dict[str, tuple[str, str, str, str]]] = {}
        """Backend -> key of the event -> the portal that asked, and its place, and checksums of title and texts."""
        self._copies: dict[tuple[str, int], str] = {}
        self._askers: dict[bytes, str] = {}
        self.waits = False
        """Whether a copy may come, or came."""

    def asked(self, name: bytes, application: str) -> None:
        """An application's connection asked the portal for a notification that it calls by this name."""
        if len(self._askers) >= _ASKERS:
            del self._askers[next(iter(self._askers))]
        self._askers[name] = application

    def asker(self, name: bytes) -> str:
        """Whose notification the portal passes on; "" when that was not seen."""
        return self._askers.pop(name, "")

    def passed_on(self, key: str, portal: str, backend: str, arrival: Arrival) -> Line:
        """The portal asked its backend; a copy may come."""
        texts = {_sum(key.encode(), text.encode()) for text in (arrival.text, plain_from_markup(arrival.text))}
        title = _sum(key.encode(), arrival.sender.encode())
        line: Line = [
            "asked",
            key,
            portal,
            backend,
            place_of(arrival.app, arrival.name),
            title,
            " ".join(sorted(texts)),
        ]
        self.take(line)
        return line

    def copy_of(self, sender: str, serial: int, arrival: Arrival) -> tuple[str, Line | None]:
        """The key of the event of which this is a copy, "" for none."""
        known = self._copies.get((sender, serial))
        if known is not None:  # of a keeper that was killed before it consumed the bytes
            self._forget(known)
            return known, None
        key = self._like(sender, arrival)
        if not key:
            return "", None
        line: Line = ["copy", sender, serial, key]
        self.take(line)
        return key, line

    def is_copy(self, sender: str, serial: int) -> bool:
        """Whether this call was one."""
        return (sender, serial) in self._copies

    def failed(self, key: str) -> Line:
        """The backend refused it: no copy comes."""
        self._forget(key)
        return ["uncopied", key]

    def take(self, line: Line) -> bool:
        """Do what a line of the ledger says; whether it was one of ours."""
        match line:
            case ["asked", str(key), str(portal), str(backend), str(place), str(title), str(texts)]:
                if len(self._to_come) >= _BACKENDS and backend not in self._to_come:
                    del self._to_come[next(iter(self._to_come))]
                waiting = self._to_come.setdefault(backend, {})
                if len(waiting) >= _TO_COME:
                    del waiting[next(iter(waiting))]
                waiting[key] = (portal, place, title, texts)
                self.waits = True
            case ["copy", str(sender), int(serial), str(key)]:
                self._forget(key)
                if len(self._copies) >= _COPIES:
                    del self._copies[next(iter(self._copies))]
                self._copies[sender, serial] = key
                self.waits = True
            case ["uncopied", str(key)]:
                self._forget(key)
            case _:
                return False
        return True

    def clear(self) -> None:
        """A new silence begins."""
        self._to_come.clear()
        self._copies.clear()
        self._askers.clear()
        self.waits = False

    def _like(self, sender: str, arrival: Arrival) -> str:
        """By a backend's own connection, title, text or place must be the same; where the portal used a name of the backend,
        which tells nobody, both title and text. The first of those that are the same in most.
        """
        place = place_of(arrival.app, arrival.name) if arrival.name else ""
        likely = ""
        for backend, waiting in self._to_come.items():
            if backend != sender and backend.startswith(":"):
                continue
            for key, (portal, its_place, its_title, its_texts) in waiting.items():
                named = _sum(key.encode(), arrival.sender.encode()) == its_title
                if sender == portal or (backend != sender and not named):
                    continue
                said = _sum(key.encode(), arrival.text.encode()) in its_texts
                if (named and said) or place == its_place:
                    return key
                if backend == sender and (named or said):
                    likely = likely or key
        return likely

    def _forget(self, key: str) -> None:
        for backend, waiting in self._to_come.items():
            if waiting.pop(key, None) is not None:
                if not waiting:
                    del self._to_come[backend]
                return


def _sum(*parts: bytes) -> str:
    """To tell a few from each other, not to keep a secret: hashlib loads OpenSSL, 4 MB in the keeper and in the guard."""
    return f"{zlib.crc32(bytes(1).join(parts)):08x}"
