"""Reads the messages that lie in bytes, one after the other, into the pairing; what cannot be a message is stepped over."""

from __future__ import annotations

import struct

from holdspace.keeper import framing
from holdspace.keeper.framing import Header
from holdspace.keeper.heads import Heads
from holdspace.keeper.pairing import Pairing
from holdspace.keeper.values import BeyondError, MalformedError

LARGE = 96 * 1024
"""A message beyond it is never waited for: the kernel may hold less than it. What its beginning says is kept."""


class Messages:
    """Of one stream: `out_of_step` while no message began where one should."""

    def __init__(self, pairing: Pairing) -> None:
        self.pairing = pairing
        self._heads = Heads()
        self.out_of_step = False
        self.resyncs = 0

    def read(self, raw: bytes) -> tuple[int, int]:
        """How many bytes are understood, and how many of a large message are to be skipped from there on."""
        at, end = 0, len(raw)
        while at < end:
            header = self._heads.parse(raw, at, end)
            if header is None:
                break
            if header is False:
                self.out_of_step = True
                self.resyncs += 1
                at = framing.next_header(raw, at + 1, end, LARGE)
                continue
            if not isinstance(header, Header):
                break
            if at + header.length <= end:
                self.out_of_step = False
                length = header.length
                self.feed(raw, header, at + length)
                at += length
                continue
            if header.length <= LARGE or at or end < LARGE:
                break  # once it stands at the head, as much of it as possible is there
            self.feed(raw, header, end)
            return at, header.length
        return at, 0

    def feed(self, raw: bytes | bytearray, header: Header, end: int) -> None:
        """One message, of which the bytes up to `end` are there. One that breaks a reader must not break the watch: it is
        counted, and the next one is read.
        """
        try:
            self.pairing.feed(raw, header, end)
        except (BeyondError, MalformedError):  # what it says first is too large for the rest to be here
            self.pairing.skipped += 1
        except (ValueError, TypeError, LookupError, ArithmeticError, struct.error, RecursionError):
            self.pairing.skipped += 1
