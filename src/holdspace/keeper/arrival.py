"""What one notification says: the arguments of Notify (and of GNOME's AddNotification) as cleaned, bounded text."""

from __future__ import annotations

import struct

from holdspace.keeper.framing import Header
from holdspace.keeper.values import BeyondError, MalformedError, Values
from holdspace.private import clean, plain_from_markup

NOTIFY_SIGNATURE = "susssasa{sv}i"
GTK_SIGNATURE = "ssa{sv}"
TEXT_BYTES = 4096
_RAW_BYTES = 16 * 1024  # markup shrinks
_NAME = 120
_SUMMARY = 300
_HINTS = 512
_REMEMBERED = 256
_ONE = struct.Struct("<I")
_TWO = struct.Struct("<II")
_HINTS_READ: dict[bytes, tuple[int, int | None, str, str, bool]] = {}
"""What small hints said, by their bytes: the notifications of one program say the same."""
_PRIORITY = {"low": 0, "normal": 1, "high": 1, "urgent": 2}


class Arrival:
    """The arguments, cleaned. `pid` None: the sender did not say."""

    __slots__ = ("app", "category", "cut", "desktop_entry", "pid", "replaces", "sender", "text", "urgency")

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


def read_notify(buffer: bytes | bytearray | memoryview, header: Header, end: int) -> Arrival | None:
    """Of a Notify call of which the bytes up to `end` are here; None when it is none (wrong types).

    A message too large to be seen whole yields what comes before its end is reached: application, summary, body and
    the hints that stand before the large one; it is marked as cut.
    """
    if header.signature != NOTIFY_SIGNATURE:
        return None
    if header.little and isinstance(buffer, bytes):
        quickly = _read_whole(buffer, header.body, end)
        if quickly is not None:
            return quickly
    arrival = Arrival()
    values = Values(buffer, header.body, end, little=header.little)
    try:
        arrival.app = _text(values, arrival, _NAME)
        arrival.replaces = int(values.number("u"))
        values.skip("s")
        arrival.sender = _text(values, arrival, _SUMMARY)
        arrival.text = _body(values, arrival)
        values.skip_array("s")
        _hints(values, arrival)
    except BeyondError:
        arrival.cut = True
    except (MalformedError, ValueError):
        return None
    return arrival


def read_gtk(buffer: bytes | bytearray | memoryview, header: Header, end: int) -> Arrival | None:
    """Of org.gtk.Notifications.AddNotification(app id, id, properties), which GNOME's own applications use."""
    if header.signature != GTK_SIGNATURE:
        return None
    arrival = Arrival()
    values = Values(buffer, header.body, end, little=header.little)
    try:
        arrival.app = _text(values, arrival, _NAME)
        arrival.desktop_entry = arrival.app
        values.skip("s")
        stop = values.array_end("{")
        while values.at < stop:
            values.align(8)
            name, inner = _entry(values)
            if inner == "s" and name == b"title":
                arrival.sender = _text(values, arrival, _SUMMARY)
            elif inner == "s" and name == b"body":
                arrival.text = _body(values, arrival)
            elif inner == "s" and name == b"priority":
                arrival.urgency = _PRIORITY.get(_text(values, arrival, 16), 1)
            else:
                values.skip(inner)
    except BeyondError:
        arrival.cut = True
    except (MalformedError, ValueError):
        return None
    return arrival


def _read_whole(raw: bytes, begin: int, end: int) -> Arrival | None:
    """What is there whole, read in one go: nearly everything is. None: it is to be read step by step."""
    arrival = Arrival()
    try:
        app, at = _string(raw, begin, begin)
        arrival.replaces, icon = _TWO.unpack_from(raw, at)
        summary, at = _string(raw, begin, at + 8 + (icon + 4 & ~3))
        body, at = _string(raw, begin, at)
        (actions,) = _ONE.unpack_from(raw, at)
        at += 4 + (actions + 3 & ~3)
        (length,) = _ONE.unpack_from(raw, at)
    except struct.error:
        return None
    hints = at + 4 + (-(at + 4 - begin) & 7)
    if hints + length > end or length > _HINTS:
        return None
    arrival.app = _clean(app, len(app), arrival, _NAME)
    arrival.sender = _clean(summary, len(summary), arrival, _SUMMARY)
    arrival.text = _clean_body(body, len(body), arrival)
    said = raw[hints : hints + length]
    known = _HINTS_READ.get(said)
    if known is None:
        values = Values(raw, begin, end, little=True)
        values.at = at - begin
        fresh = Arrival()
        try:
            _hints(values, fresh)
        except (BeyondError, MalformedError, ValueError):
            return None
        if begin + values.at != hints + length:
            return None  # its entries do not end where it ends: not to be remembered by its bytes
        known = (fresh.urgency, fresh.pid, fresh.category, fresh.desktop_entry, fresh.cut)
        if len(_HINTS_READ) >= _REMEMBERED:
            _HINTS_READ.clear()
        _HINTS_READ[said] = known
    arrival.urgency, arrival.pid, arrival.category, arrival.desktop_entry, cut = known
    arrival.cut = arrival.cut or cut
    return arrival


def _string(raw: bytes, begin: int, at: int) -> tuple[bytes, int]:
    """A string's bytes, and the next offset at which a value of four bytes may stand."""
    (length,) = _ONE.unpack_from(raw, at)
    behind = at + 5 + length
    return raw[at + 4 : behind - 1], behind + (begin - behind & 3)


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


def _body(values: Values, arrival: Arrival) -> str:
    raw, length, _ = values.text(_RAW_BYTES)
    return _clean_body(raw, length, arrival)


def _clean_body(raw: bytes, length: int, arrival: Arrival) -> str:
    if length < TEXT_BYTES and raw.isascii() and b"<" not in raw and b"&" not in raw:
        return _clean(raw, length, arrival, TEXT_BYTES)
    text = plain_from_markup(raw[:_RAW_BYTES].decode("utf-8", "ignore"), TEXT_BYTES)
    encoded = text.encode("utf-8", "ignore")
    if length > _RAW_BYTES or len(encoded) > TEXT_BYTES or len(text) >= TEXT_BYTES:
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
        else:
            values.skip(inner)
