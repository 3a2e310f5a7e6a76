"""What one notification says: the arguments of Notify (and of GNOME's AddNotification) as cleaned, bounded text."""

from __future__ import annotations

from holdspace.keeper.framing import Header
from holdspace.keeper.values import BeyondError, MalformedError, Values
from holdspace.private import clean, plain_from_markup

NOTIFY_SIGNATURE = "susssasa{sv}i"
GTK_SIGNATURE = "ssa{sv}"
TEXT_BYTES = 4096
_RAW_BYTES = 16 * 1024  # markup shrinks
_NAME = 120
_SUMMARY = 300
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


def _text(values: Values, arrival: Arrival, limit: int) -> str:
    raw, length, _ = values.text(limit * 8)
    text = clean(raw.decode("utf-8", "ignore"), limit)
    if length > limit * 4:
        arrival.cut = True
    return text


def _body(values: Values, arrival: Arrival) -> str:
    raw, length, _ = values.text(_RAW_BYTES)
    text = plain_from_markup(raw.decode("utf-8", "ignore"), TEXT_BYTES)
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
