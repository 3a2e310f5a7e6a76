"""Headers read once: the messages of one program differ in serial and reply serial only, and so do floods of them.

What `framing` made of a header's fields is remembered by their bytes. A header that is not known goes the long way.
"""

from __future__ import annotations

import struct

from holdspace.keeper import framing
from holdspace.keeper.framing import Header

_fixed = struct.Struct("<IIII").unpack_from
_number = struct.Struct("<I").unpack_from
_REPLY_SERIAL = b"\x05\x01u\x00"
_REMEMBERED = 256
_LONGEST = 1024
_ANSWERS = frozenset({framing.METHOD_RETURN, framing.ERROR})


class Heads:
    """Like `framing.parse_header`, on bytes. A header is good until the next one is asked for."""

    def __init__(self) -> None:
        self._known: dict[int, dict[bytes, Header]] = {kind: {} for kind in set(framing.PLAIN.values())}

    def parse(self, raw: bytes, start: int, end: int) -> Header | bool | None:
        """The header at `start`; None when more bytes are needed; False when no message can begin here."""
        at = start + framing.SMALLEST
        if at > end:
            return framing.parse_header(raw, start, end)
        first, length, serial, fields = _fixed(raw, start)
        kind = framing.PLAIN.get(first)
        behind = at + (fields + 7 & ~7)
        if kind is None or not serial or fields > _LONGEST or behind > end:
            return framing.parse_header(raw, start, end)
        # Known by the length of its fields and their bytes, which stand next to each other, but for a reply serial.
        if kind in _ANSWERS:
            found = raw.find(_REPLY_SERIAL, at, behind)
            if found < 0 or found - at & 7:
                return framing.parse_header(raw, start, end)
            name = raw[at - 4 : found + 4] + raw[found + 8 : behind]
        else:
            found = -1
            name = raw[at - 4 : behind]
        header = self._known[kind].get(name)
        if header is None:
            return self._read(kind, name, raw, start, end, found)
        length += behind - start
        if length > framing.LARGEST:
            return False
        header.serial = serial
        header.body = behind
        header.length = length
        if found >= 0:
            (header.reply_serial,) = _number(raw, found + 4)
            if not header.reply_serial:
                return False
        return header

    def _read(self, kind: int, name: bytes, raw: bytes, start: int, end: int, found: int) -> Header | bool | None:
        header = framing.parse_header(raw, start, end)
        # Bytes that look like a reply serial may stand within another field: only the real one may be left out.
        if isinstance(header, Header) and (found < 0 or header.reply_serial_at == found + 4):
            known = self._known[kind]
            if len(known) >= _REMEMBERED:
                known.clear()
            known[name] = header
        return header
