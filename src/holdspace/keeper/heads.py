"""Headers read once: the messages of one program differ in serial and reply serial only, and so do floods of them.

What `framing` made of a header's fields is remembered by their bytes. A header that is not known goes the long way.
"""

from __future__ import annotations

import struct

from holdspace.keeper import framing
from holdspace.keeper.framing import Header

_FIXED = struct.Struct("<BBBBIII")
_REPLY_SERIAL = b"\x05\x01u\x00"
_REMEMBERED = 256
_LONGEST = 1024


class Heads:
    """Like `framing.parse_header`, on bytes. A header is good until the next one is asked for."""

    def __init__(self) -> None:
        self._known: dict[bytes, Header] = {}

    def parse(self, raw: bytes, start: int, end: int) -> Header | bool | None:
        """The header at `start`; None when more bytes are needed; False when no message can begin here."""
        if end - start < framing.SMALLEST:
            return framing.parse_header(raw, start, end)
        endian, kind, flags, version, body, serial, fields = _FIXED.unpack_from(raw, start)
        at = start + framing.SMALLEST
        behind = at + (fields + 7 & ~7)
        if endian != 0x6C or version != 1 or flags & ~0x07 or not serial or fields > _LONGEST or behind > end:
            return framing.parse_header(raw, start, end)
        found = -1
        if kind in {framing.METHOD_RETURN, framing.ERROR}:
            found = raw.find(_REPLY_SERIAL, at, behind)
            if found < 0 or (found - at) & 7:
                return framing.parse_header(raw, start, end)
            name = b"%d %d" % (kind, fields) + raw[at : found + 4] + raw[found + 8 : behind]
        else:
            name = b"%d %d" % (kind, fields) + raw[at:behind]
        header = self._known.get(name)
        if header is None:
            return self._read(name, raw, start, end, found)
        if behind - start + body > framing.LARGEST:
            return False
        header.serial = serial
        header.body = behind
        header.length = behind - start + body
        if found >= 0:
            header.reply_serial = int.from_bytes(raw[found + 4 : found + 8], "little")
            if not header.reply_serial:
                return False
        return header

    def _read(self, name: bytes, raw: bytes, start: int, end: int, found: int) -> Header | bool | None:
        header = framing.parse_header(raw, start, end)
        # Bytes that look like a reply serial may stand within another field: only the real one may be left out.
        if isinstance(header, Header) and (found < 0 or header.reply_serial_at == found + 4):
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[name] = header
        return header
