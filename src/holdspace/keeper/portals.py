"""Notifications through a portal: one event, of which up to four messages tell.

An application asks the portal, the portal asks its backend (`org.freedesktop.impl.portal.Notification`), and most backends
ask the notification server in their turn. What the portal asks its backend is the event: the portal vouches for the
application's id, and a backend that draws by itself says no more. So it is told at once, and nothing is waited for; what the
same backend then asks the server is the copy of it, and only gives it the server's number. A copy is known by who sends it,
by what it says and by when: a backend has notifications of its own as well, and one that draws by itself sends no copy. In
doubt it is none: to tell twice is better than to lose.

Which copies are still to come is in the ledger, without any text, for a keeper that comes after one that was killed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

from holdspace.keeper.arrival import Arrival
from holdspace.keeper.circumstances import Circumstances
from holdspace.private import plain_from_markup

NAME = "org.freedesktop.portal.Desktop"
"""Whoever has this name on the bus is the portal: anybody else may call a backend, and speaks for itself."""
BACKEND = "org.freedesktop.impl.portal.Notification"
FRONTEND = "org.freedesktop.portal.Notification"
LAPSES = 10.0
"""Seconds after which no copy is waited for, and nobody's call to the portal."""
_BACKENDS, _TO_COME, _COPIES, _ASKERS, _SAME_NAME = 16, 64, 1024, 256, 16

Line = list[str | int]


def place_of(app: str, name: bytes) -> str:
    """By what an application names a notification: the same place is the same matter, whoever carries it."""
    return f"{app}/{_sum(name)}"


class Portals:
    """What was asked of backends. The methods that change it answer the line for the ledger; `take` reads it again."""

    def __init__(self) -> None:
        self._to_come: dict[str, dict[str, tuple[str, str, str, str, int]]] = {}
        """Backend -> key of the event -> the portal that asked, its place, checksums of title and texts, and when."""
        self._copies: dict[tuple[str, int], str] = {}
        self._askers: dict[bytes, list[tuple[str, str, int]]] = {}
        """What applications call theirs -> those that did: connection, a checksum of what it says, and when."""
        self.waits = False
        """Whether a copy may come, or came."""

    def asked(self, application: str, arrival: Arrival, now: Circumstances) -> None:
        """An application's connection asked the portal for this notification."""
        if len(self._askers) >= _ASKERS and arrival.name not in self._askers:
            del self._askers[next(iter(self._askers))]
        askers = self._askers.setdefault(arrival.name, [])
        askers.append((application, _words(arrival), now.milliseconds()))
        del askers[:-_SAME_NAME]

    def asker(self, arrival: Arrival, now: Circumstances) -> str:
        """Whose notification the portal passes on; "" when that was not seen.

        Who said the same comes before who only called it the same, who asked first before who asked later, and another before
        us: what is ours is left out, and nothing of another may be left out with it.
        """
        at, words = now.milliseconds(), _words(arrival)
        askers = [one for one in self._askers.pop(arrival.name, ()) if _recent(one[2], at)]
        others = [one for one in askers if one[0] not in now.excluded]
        alike = [one for one in (*others, *askers) if one[1] == words]
        found = next(iter(alike or others), None)
        if found is not None:
            askers.remove(found)
        if askers:
            self._askers[arrival.name] = askers
        return found[0] if found is not None else ""

    def passed_on(self, key: str, portal: str, backend: str, arrival: Arrival, now: Circumstances) -> Line:
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
            now.milliseconds(),
        ]
        self.take(line)
        return line

    def copy_of(
        self, sender: str, serial: int, arrival: Arrival, now: Circumstances, owner: Callable[[str], str]
    ) -> tuple[str, Line | None]:
        """The key of the event of which this is a copy, "" for none. `owner` tells whose a name on the bus is."""
        known = self._copies.get((sender, serial))
        if known is not None and _of_bus(known, now):  # of a keeper that was killed before it consumed the bytes
            self._forget(known)
            return known, None
        key = self._like(sender, arrival, now, owner)
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
            case ["asked", str(key), str(portal), str(backend), str(place), str(title), str(texts), int(at)]:
                if len(self._to_come) >= _BACKENDS and backend not in self._to_come:
                    del self._to_come[next(iter(self._to_come))]
                waiting = self._to_come.setdefault(backend, {})
                if len(waiting) >= _TO_COME:
                    del waiting[next(iter(waiting))]
                waiting[key] = (portal, place, title, texts, at)
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

    def _like(self, sender: str, arrival: Arrival, now: Circumstances, owner: Callable[[str], str]) -> str:
        """Only the backend's own connection makes the copy, and title, text or place must be the same: the first of those that
        are the same in most. Where the portal used a name of the backend, the title must be the same and one of the others,
        and whose the name is comes last: it is a question to the bus.
        """
        if not self._to_come:
            return ""
        place = place_of(arrival.app, arrival.name) if arrival.name else ""
        at = now.milliseconds()
        likely = ""
        for backend, waiting in self._to_come.items():
            by_name = not backend.startswith(":")
            if not by_name and backend != sender:
                continue
            for key, (portal, its_place, its_title, its_texts, asked_at) in waiting.items():
                if sender == portal or not _recent(asked_at, at) or not _of_bus(key, now):
                    continue
                named = _sum(key.encode(), arrival.sender.encode()) == its_title
                if by_name and not named:
                    continue
                said = _sum(key.encode(), arrival.text.encode()) in its_texts
                if (named and said) or place == its_place:
                    if not by_name or owner(backend) == sender:
                        return key
                    break
                if not by_name and (named or said):
                    likely = likely or key
        return likely

    def _forget(self, key: str) -> None:
        for backend, waiting in self._to_come.items():
            if waiting.pop(key, None) is not None:
                if not waiting:
                    del self._to_come[backend]
                return


def _recent(then: int, at: int) -> bool:
    """What is read again is read by an earlier time, and then what came later has not happened yet."""
    return 0 <= at - then <= LAPSES * 1000


def _of_bus(key: str, now: Circumstances) -> bool:
    """The ledger may be of an earlier bus, on which others had the same names."""
    return key.startswith(f"{now.guid}/")


def _words(arrival: Arrival) -> str:
    return _sum(arrival.sender.encode(), arrival.text.encode())


def _sum(*parts: bytes) -> str:
    """To tell a few from each other, not to keep a secret: hashlib loads OpenSSL, 4 MB in the keeper and in the guard."""
    return f"{zlib.crc32(bytes(1).join(parts)):08x}"
