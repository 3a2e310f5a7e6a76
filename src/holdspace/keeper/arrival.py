"""What one notification says: the arguments of Notify (and of GNOME's AddNotification) as cleaned, bounded text."""

from __future__ import annotations

import struct

from holdspace.keeper import web
from holdspace.keeper.framing import Header
from holdspace.keeper.values import BeyondError, MalformedError, Values
from holdspace.private import clean, plain_from_markup

NOTIFY_SIGNATURE = "susssasa{sv}i"
GTK_SIGNATURE = "ssa{sv}"
PORTAL_SIGNATURE = "sa{sv}"
TEXT_BYTES = 4096
_RAW_BYTES = 16 * 1024  # markup shrinks
_LESS, _AND = b"<&"  # as numbers: bytes are sought in bytes ten times slower
_NAME = 120
_SUMMARY = 300
IDENT = 1024
_HINTS = 512
_REMEMBERED = 256
_one = struct.Struct("<I").unpack_from
_two = struct.Struct("<II").unpack_from
_Hints = tuple[int, int | None, str, str, str, bool]
_HINTS_READ: dict[bytes, _Hints] = {}
_APPS: dict[bytes, str] = {}
"""What small hints and names of applications said, by their bytes: the notifications of one program say the same."""
_PRIORITY = {"low": 0, "normal": 1, "high": 1, "urgent": 2}


class Arrival:
    """The arguments, cleaned, and what was learned of the sender. `pid` None: not known; until the bus tells it, what the
    sender says. `web` is the host of the page that a browser speaks for; before the body is read, what its hint says.
    `name` is the application's own for a notification, of the interfaces that have such.
    """

    __slots__ = (
        "app", "category", "cut", "desktop_entry", "name", "pid", "program", "replaces", "sender", "text",
        "urgency", "web",
    )  # fmt: skip

    def __init__(self) -> None:
        self.app = ""
        self.sender = ""
        self.text = ""
        self.urgency = 1
        self.category = ""
        self.desktop_entry = ""
        self.pid: int | None = None
        self.replaces = 0
        self.cut = False
        self.program = ""
        self.web = ""
        self.name = b""


def read_notify(buffer: bytes | bytearray | memoryview, header: Header, end: int) -> Arrival | None:
    """Of a Notify call of which the bytes up to `end` are here; None when it is none (wrong types).

    A message too large to be seen whole yields what comes before its end is reached: application, summary, body and
    the hints that stand before the large one; it is marked as cut.
    """
    if header.signature != NOTIFY_SIGNATURE:
        return None
    if header.little and isinstance(buffer, bytes):
        quickly = _read_whole(buffer[header.body : end])
        if quickly is not None:
            return quickly
    arrival = Arrival()
    values = Values(buffer, header.body, end, little=header.little)
    body, length = b"", 0
    try:
        arrival.app = _text(values, arrival, _NAME)
        arrival.replaces = int(values.number("u"))
        values.skip("s")
        arrival.sender = _text(values, arrival, _SUMMARY)
        body, length, _ = values.text(_RAW_BYTES)
        values.skip_array("s")
        _hints(values, arrival)
    except BeyondError:
        arrival.cut = True
    except (MalformedError, ValueError):
        return None
    arrival.text = _said(body, length, arrival)
    return arrival


def read_gtk(buffer: bytes | bytearray | memoryview, header: Header, end: int) -> Arrival | None:
    """Of AddNotification(app id, id, properties): that of org.gtk.Notifications, which GNOME's own applications use, and
    that of a portal's backend; and of the portal's own, which has no app id. Their body is plain text.
    """
    if header.signature not in {GTK_SIGNATURE, PORTAL_SIGNATURE}:
        return None
    arrival = Arrival()
    values = Values(buffer, header.body, end, little=header.little)
    try:
        if header.signature == GTK_SIGNATURE:
            arrival.app = _text(values, arrival, _NAME)
            arrival.desktop_entry = arrival.app
        arrival.name, _, _ = values.text(IDENT)
        stop = values.array_end("{")
        while values.at < stop:
            values.align(8)
            name, inner = _entry(values)
            if inner == "s" and name == b"title":
                arrival.sender = _text(values, arrival, _SUMMARY)
            elif inner == "s" and name == b"body":
                arrival.text = _plain(values, arrival)
            elif inner == "s" and name == b"markup-body":
                body, length, _ = values.text(_RAW_BYTES)
                arrival.text = _clean_body(body, length, arrival)
            elif inner == "s" and name == b"priority":
                arrival.urgency = _PRIORITY.get(_text(values, arrival, 16), 1)
            else:
                values.skip(inner)
    except BeyondError:
        arrival.cut = True
    except (MalformedError, ValueError):
        return None
    return arrival


def read_app(values: Values) -> str:
    """The application's id with which those calls begin. Raises BeyondError."""
    return _text(values, Arrival(), _NAME)


def _read_whole(body: bytes) -> Arrival | None:
    """What is there whole, read in one go: nearly everything is. None: it is to be read step by step.

    A string is its length (four bytes, at a multiple of four), its bytes, and a nul; a string that is not there whole
    puts what follows it beyond the end.
    """
    try:
        (length,) = _one(body, 0)
        app = body[4 : 4 + length]
        at = 8 + length & ~3
        replaces, length = _two(body, at)  # the icon is stepped over
        at = at + 12 + length & ~3
        (length,) = _one(body, at)
        summary = body[at + 4 : at + 4 + length]
        at = at + 8 + length & ~3
        (length,) = _one(body, at)
        text = body[at + 4 : at + 4 + length]
        at = at + 8 + length & ~3
        (length,) = _one(body, at)  # so are the actions
        at = at + 7 + length & ~3
        (length,) = _one(body, at)
    except struct.error:
        return None
    begin = at + 11 & ~7
    end = begin + length
    if end > len(body) or length > _HINTS:
        return None
    hints = body[begin:end]
    known = _HINTS_READ.get(hints) or _read_hints(hints, Values(body, 0, len(body), little=True), at, end)
    if known is None:
        return None
    arrival = Arrival()
    arrival.replaces = replaces
    arrival.urgency, arrival.pid, arrival.category, arrival.desktop_entry, arrival.web, arrival.cut = known
    arrival.app = _APPS.get(app) or _read_app(app, arrival)
    arrival.sender = _clean(summary, len(summary), arrival, _SUMMARY)
    if arrival.web or web.ENDS in text:
        arrival.text = _said(text, len(text), arrival)
    else:  # nearly everything
        arrival.text = _clean_body(text, len(text), arrival)
    return arrival


def _read_hints(said: bytes, values: Values, at: int, end: int) -> _Hints | None:
    """Step by step from `at` on, and remembered by their bytes if they end where they should."""
    values.at = at
    fresh = Arrival()
    try:
        _hints(values, fresh)
    except (BeyondError, MalformedError, ValueError):
        return None
    if values.at != end:
        return None
    known = (fresh.urgency, fresh.pid, fresh.category, fresh.desktop_entry, fresh.web, fresh.cut)
    if len(_HINTS_READ) >= _REMEMBERED:
        _HINTS_READ.clear()
    _HINTS_READ[said] = known
    return known


def _read_app(raw: bytes, arrival: Arrival) -> str:
    """An application's name, remembered by its bytes if it is not cut."""
    app = _clean(raw, len(raw), arrival, _NAME)
    if len(raw) <= _NAME:
        if len(_APPS) >= _REMEMBERED:
            _APPS.clear()
        _APPS[raw] = app
    return app


def _text(values: Values, arrival: Arrival, limit: int) -> str:
    raw, length, _ = values.text(limit * 8)
    return _clean(raw, length, arrival, limit)


def _clean(raw: bytes, length: int, arrival: Arrival, limit: int) -> str:
    """`raw` may be less than the whole `length`, but no less than what counts of it."""
    if length <= limit and raw.isascii():
        text = raw.decode("ascii")
        if text.isprintable() and "  " not in text:
            return text.strip(" ")
    if length > limit * 4:
        arrival.cut = True
    return clean(raw[: limit * 8].decode("utf-8", "ignore"), limit)


def _plain(values: Values, arrival: Arrival) -> str:
    raw, length, _ = values.text(_RAW_BYTES)
    text = _clean(raw, length, arrival, TEXT_BYTES)
    return _within(text, arrival, more=len(raw) < length)


def _said(raw: bytes, length: int, arrival: Arrival) -> str:
    """The body without the line in which a browser says whose it is."""
    arrival.web, only = web.page(arrival.app, arrival.desktop_entry, arrival.web, raw)
    return _clean_body(raw[only:], length - only, arrival)


def _clean_body(raw: bytes, length: int, arrival: Arrival) -> str:
    if length < TEXT_BYTES and raw.isascii() and _LESS not in raw and _AND not in raw:
        return _clean(raw, length, arrival, TEXT_BYTES)
    text = plain_from_markup(raw[:_RAW_BYTES].decode("utf-8", "ignore"), TEXT_BYTES)
    return _within(text, arrival, more=length > _RAW_BYTES)


def _within(text: str, arrival: Arrival, *, more: bool) -> str:
    """As much of the text as is kept. `more`: some of it was not looked at."""
    encoded = text.encode("utf-8", "ignore")
    if more or len(encoded) > TEXT_BYTES or len(text) >= TEXT_BYTES:
        arrival.cut = True
    return encoded[:TEXT_BYTES].decode("utf-8", "ignore").rstrip()


def _entry(values: Values) -> tuple[bytes, str]:
    name, _, _ = values.text(64)
    return name, values.signature()


def _hints(values: Values, arrival: Arrival) -> None:
    stop = values.array_end("{")
    while values.at < stop:
        values.align(8)
        name, inner = _entry(values)
        if name == b"urgency" and inner in {"y", "i", "u"}:
            arrival.urgency = min(max(int(values.number(inner)), 0), 2)
        elif name in {b"sender-pid", b"x-shell-sender-pid"} and inner in {"x", "i", "u", "t"}:
            arrival.pid = int(values.number(inner))
        elif name == b"category" and inner == "s":
            arrival.category = _text(values, arrival, _NAME)
        elif name == b"desktop-entry" and inner == "s":
            arrival.desktop_entry = _text(values, arrival, _NAME)
        elif name == b"x-kde-origin-name" and inner == "s":
            arrival.web = _text(values, arrival, _SUMMARY)
        else:
            values.skip(inner)
