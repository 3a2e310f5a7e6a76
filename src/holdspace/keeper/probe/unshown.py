"""What other programs send while a server drops it: read off the monitor's stream, so that it can be sent again.

Some servers drop what comes in do-not-disturb, or close it at once. mako lets what is hidden run out, and swaync drops what
is transient. Else it shows when do-not-disturb ends, or is in a list, and nothing is to be done.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from jeepney import Message

from holdspace.keeper import framing

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.keeper.framing import Header

Loses = Literal["all", "ran_out", "transient"]
LOSES: dict[str, Loses] = {"budgie": "all", "mate": "all", "xfce": "all", "mako": "ran_out", "swaync": "transient"}
"""What a driver's server never shows of what comes while it is silent: docs/drivers/README.md, "what it held, on release"."""
MOST, MOST_BYTES = 1000, 32 * 1024 * 1024
"""So many are kept, and so much of them: one that brings a picture is some hundred kilobytes."""
NOTIFY = "susssasa{sv}i"
MONITORING = "org.freedesktop.DBus.Monitoring"
_CRITICAL, _RAN_OUT = 2, 1


class Server(NamedTuple):
    """What is known of the server's ways. `told`: the setting as a signal tells it; None when it is about something else.

    `is_on`: the setting as it is now, asked only of one that lets things run out.
    """

    loses: Loses
    shows_critical: bool
    told: Callable[[Message], bool | None]
    is_on: Callable[[], bool]


class _One:
    __slots__ = ("body", "onto", "ran_out", "silent", "size")

    def __init__(self, body: tuple[Any, ...], size: int, onto: int, *, silent: bool) -> None:
        self.body = body
        self.size = size
        self.onto = onto
        """Which one that was shown it takes the place of; 0 for none."""
        self.silent = silent
        self.ran_out = False


class Unshown:
    """`ours`: whose calls are not other programs'. `silent`: whether the desktop is, when this begins."""

    def __init__(self, server: Server, ours: str, *, silent: bool = False) -> None:
        self._server = server
        self._ours = ours
        self._silent = silent
        self._all: dict[tuple[str, int], _One] = {}
        self._by_id: dict[int, tuple[str, int]] = {}
        self._bytes = 0
        self._with_keeper: int | None = None
        """How many there were when somebody began to watch besides us."""
        self.beyond = 0
        """How many were not kept because there were too many, or could not be read."""

    def feed(self, header: Header, raw: bytes) -> None:
        """One whole message of the monitor's."""
        match header.kind, header.interface, header.member:
            case (framing.METHOD_CALL, "org.freedesktop.Notifications", "Notify"):
                self._came(header, raw)
            case (framing.METHOD_CALL, "org.freedesktop.Notifications", "CloseNotification"):
                self._taken_back(_body(header, raw, "u"))
            case (framing.METHOD_CALL, "org.freedesktop.DBus.Monitoring", _):
                self._with_keeper = len(self._all)
            case (framing.METHOD_RETURN, _, _):
                self._named(header, raw)
            case (framing.ERROR, _, _):
                self._all.pop((header.destination, header.reply_serial), None)
            case (framing.SIGNAL, "org.freedesktop.Notifications", "NotificationClosed"):
                self._closed(_body(header, raw, "uu"))
            case (framing.SIGNAL, _, _):
                message = _message(raw)
                told = self._server.told(message) if message is not None else None
                self._silent = self._silent if told is None else told
            case _:
                pass

    def left(self, *, before_the_keeper: bool = False) -> list[tuple[Any, ...]]:
        """The arguments of Notify of what nobody was shown, in its order, without buttons: nobody would hear of their clicks.

        `before_the_keeper`: without what the one saw who began to watch last.
        """
        found = list(self._all.values())
        if before_the_keeper and self._with_keeper is not None:
            found = found[: self._with_keeper]
        return [(*one.body[:1], one.onto, *one.body[2:5], [], *one.body[6:]) for one in found if self._not_shown(one)]

    def _not_shown(self, one: _One) -> bool:
        if self._server.loses == "ran_out":
            return one.ran_out
        if not one.silent or (self._server.loses == "transient" and _hint(one.body, "transient") is not True):
            return False
        return not (self._server.shows_critical and _hint(one.body, "urgency") == _CRITICAL)

    def _came(self, header: Header, raw: bytes) -> None:
        body = _body(header, raw, NOTIFY)
        if self._ours in {header.sender, body[0] if body else ""}:
            return
        if not body or not self._room(len(raw)):
            self.beyond += 1
            return
        self._bytes += len(raw)
        before = self._all.get(self._by_id.get(body[1], ("", 0)))
        onto = 0 if before is not None and self._not_shown(before) else body[1]
        self._all[header.sender, header.serial] = _One(body, len(raw), onto, silent=self._silent)

    def _room(self, size: int) -> bool:
        return len(self._all) < MOST and self._bytes + size <= MOST_BYTES

    def _named(self, header: Header, raw: bytes) -> None:
        """The server has answered, and names it. Silent before the call or since: rather is one shown twice than not at all."""
        key = header.destination, header.reply_serial
        one = self._all.get(key)
        body = _body(header, raw, "u")
        if one is None or not body:
            return
        one.silent = one.silent or self._silent
        before = self._by_id.get(body[0])
        if before is not None and before != key:
            self._drop(before)
        self._by_id[body[0]] = key

    def _taken_back(self, body: tuple[Any, ...]) -> None:
        key = self._by_id.pop(body[0], None) if body else None
        if key is not None:
            self._drop(key)

    def _closed(self, body: tuple[Any, ...]) -> None:
        key = self._by_id.get(body[0]) if body else None
        if key is not None and key in self._all:
            self._all[key].ran_out = body[1] == _RAN_OUT and self._server.is_on()

    def _drop(self, key: tuple[str, int]) -> None:
        one = self._all.get(key)
        if one is not None:  # it keeps its place: others are counted by theirs
            one.silent = one.ran_out = False
            self._bytes -= one.size
            one.size, one.body = 0, ("", 0, "", "", "", [], {}, 0)


def _message(raw: bytes) -> Message | None:
    try:
        return Message.from_buffer(raw)
    except (ValueError, KeyError, IndexError, struct.error, RecursionError):
        return None  # whatever it is, it is none that a server would take


def _body(header: Header, raw: bytes, signature: str) -> tuple[Any, ...]:
    """The arguments, of these types; none where it has others."""
    message = _message(raw) if header.signature == signature else None
    return tuple(message.body) if message is not None else ()


def _hint(body: tuple[Any, ...], name: str) -> Any:
    """A hint's value as it was sent; None without it."""
    return body[6].get(name, ("", None))[1]
