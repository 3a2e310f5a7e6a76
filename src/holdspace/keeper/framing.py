"""Framing of the D-Bus stream: where a message begins and ends and what its header says. Never raises on bytes.

The format: https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-messages
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

METHOD_CALL, METHOD_RETURN, ERROR, SIGNAL = 1, 2, 3, 4
SMALLEST = 16
LARGEST = 128 * 1024 * 1024
_FIELDS_LARGEST = 64 * 1024
_BEGINNING = re.compile(rb"[lB](?:[\x01-\x04](?:[\x00-\x07](?:\x01|\Z)|\Z)|\Z)")
PLAIN = {
    int.from_bytes(bytes((0x6C, kind, flags, 1)), "little"): kind
    for kind in (METHOD_CALL, METHOD_RETURN, ERROR, SIGNAL)
    for flags in range(8)
}
"""The first four bytes of nearly every header (little-endian, version 1), as a number: the kind of message."""
_fixed = struct.Struct("<IIII").unpack_from
_FIELD_TYPES = {1: b"o", 2: b"s", 3: b"s", 4: b"s", 5: b"u", 6: b"s", 7: b"s", 8: b"g", 9: b"u"}


class Header:
    """One message's header. `length` is that of the whole message.

    `body` is the offset of its body in the buffer, `reply_serial_at` that of the reply serial (0 without one).
    `route` is for whoever reads the message: a header that is remembered (`heads`) remembers it too.
    """

    __slots__ = (
        "body", "destination", "interface", "kind", "length", "little", "member", "path", "reply_serial",
        "reply_serial_at", "route", "sender", "serial", "signature",
    )  # fmt: skip

    def __init__(self) -> None:
        self.kind = 0
        self.little = True
        self.serial = 0
        self.length = 0
        self.body = 0
        self.path = ""
        self.interface = ""
        self.member = ""
        self.reply_serial = 0
        self.reply_serial_at = 0
        self.destination = ""
        self.sender = ""
        self.signature = ""
        self.route: Callable[[bytes | bytearray | memoryview, Header, int], None] | None = None


def parse_header(buffer: bytes | bytearray | memoryview, start: int, end: int) -> Header | bool | None:
    """The header at `start`; None when more bytes are needed; False when no message can begin here."""
    if end - start < SMALLEST:
        return _may_begin(buffer, start, end)
    endian, kind, flags, version = buffer[start], buffer[start + 1], buffer[start + 2], buffer[start + 3]
    if endian not in {0x6C, 0x42} or not 1 <= kind <= 4 or flags & ~0x07 or version != 1:
        return False
    little = endian == 0x6C
    body_length, serial, fields_length = struct.unpack_from("<III" if little else ">III", buffer, start + 4)
    head_length = SMALLEST + fields_length + (-fields_length) % 8
    if serial == 0 or fields_length > _FIELDS_LARGEST or head_length + body_length > LARGEST:
        return False
    if end - start < head_length:
        return None
    header = Header()
    header.kind, header.little, header.serial = kind, little, serial
    header.length = head_length + body_length
    header.body = start + head_length
    if any(buffer[start + SMALLEST + fields_length : start + head_length]):
        return False
    if not _read_fields(header, bytes(buffer[start + SMALLEST : start + SMALLEST + fields_length])):
        return False
    if header.reply_serial_at:
        header.reply_serial_at += start + SMALLEST
    return header if _is_complete(header) else False


def whole(buffer: bytes | bytearray | memoryview, end: int, longest: int) -> tuple[int, int]:
    """Of how many bytes the whole messages at the beginning are, and how many messages; by the lengths that they tell alone.

    It ends before what is longer than `longest`, big-endian, or no message; where that stands first, the bytes are -1.
    """
    at = count = 0
    while at + SMALLEST <= end:
        first, body, serial, fields = _fixed(buffer, at)
        length = SMALLEST + (fields + 7 & ~7) + body
        if first not in PLAIN or not serial or fields > _FIELDS_LARGEST or length > longest:
            return at or -1, count
        if at + length > end:
            break
        at += length
        count += 1
    return at, count


def next_header(buffer: bytes | bytearray | memoryview, start: int, end: int, longest: int) -> int:
    """The first offset from `start` on at which a message may begin; `end` when there is none.

    Used after a kill in the midst of a large message: only a whole plausible header with a sender and at most `longest`
    bytes counts, or the beginning of one at the very end of what is there.
    """
    raw = bytes(buffer[start:end])
    for found in _BEGINNING.finditer(raw):
        at = start + found.start()
        header = parse_header(buffer, at, end)
        if header is None or (isinstance(header, Header) and header.sender and header.length <= longest):
            return at
    return end


def _may_begin(buffer: bytes | bytearray | memoryview, start: int, end: int) -> bool | None:
    head = bytes(buffer[start : min(start + 4, end)])
    allowed = (b"lB", b"\1\2\3\4", b"\0\1\2\3\4\5\6\7", b"\1")
    return None if all(value in values for value, values in zip(head, allowed, strict=False)) else False


def _read_fields(header: Header, raw: bytes) -> bool:
    """Fills in the fields; False when they are not what the specification allows."""
    order = "little" if header.little else "big"
    at, end = 0, len(raw)
    while at < end:
        at += -at % 8
        if at + 4 > end:
            return False
        code, signature_length, signature, nul = raw[at], raw[at + 1], raw[at + 2 : at + 3], raw[at + 3]
        if signature_length != 1 or nul or _FIELD_TYPES.get(code, signature) != signature:
            return False
        at += 4
        if signature == b"u":
            if at + 4 > end:
                return False
            if code == 5:
                header.reply_serial = int.from_bytes(raw[at : at + 4], order)  # type: ignore[arg-type]
                header.reply_serial_at = at
            at += 4
            continue
        if signature == b"g":
            length, at = raw[at] if at < end else end, at + 1
        elif signature in {b"s", b"o"}:
            length, at = int.from_bytes(raw[at : at + 4], order), at + 4  # type: ignore[arg-type]
        else:
            return False
        if at + length >= end + 1 or at + length >= end or raw[at + length]:
            return False
        _set_text(header, code, raw[at : at + length].decode("utf-8", "replace"))
        at += length + 1
    return True


def _set_text(header: Header, code: int, text: str) -> None:
    names = {1: "path", 2: "interface", 3: "member", 6: "destination", 7: "sender", 8: "signature"}
    name = names.get(code)
    if name is not None:
        setattr(header, name, text)


def _is_complete(header: Header) -> bool:
    """What the specification requires of each kind of message."""
    if header.kind == METHOD_CALL:
        return bool(header.path and header.member)
    if header.kind == SIGNAL:
        return bool(header.path and header.interface and header.member)
    return header.reply_serial != 0
