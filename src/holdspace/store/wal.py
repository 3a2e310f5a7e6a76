"""The write-ahead log beside the database, read before SQLite does: of what follows a damaged place it would say nothing.

https://www.sqlite.org/fileformat2.html#walformat
"""

from __future__ import annotations

import struct
import sys
from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HEADER, _FRAME_HEADER = 32, 24
_LITTLE, _BIG = 0x377F0682, 0x377F0683
_WORD = 0xFFFFFFFF


def is_damaged(database: Path) -> bool:
    """Whether the log holds transactions that SQLite would pass over although they were kept.

    A log may end in one that was never finished, as a power loss leaves it, and in the rest of an older log: that is
    sound. Of a place that does not hold together in the very last transaction nobody can tell which it was. Raises
    OSError.
    """
    try:
        raw = database.with_name(database.name + "-wal").read_bytes()
    except FileNotFoundError:
        return False
    if len(raw) <= _HEADER or not any(raw):
        return False
    magic, _, page_size, _, *salts, first, second = struct.unpack(">8L", raw[:_HEADER])
    if magic not in (_LITTLE, _BIG) or _sum(raw[:24], (0, 0), magic) != (first, second):
        return True
    frames = _frames(raw, _FRAME_HEADER + page_size)
    running = (first, second)
    ends = 0
    for frame in frames:
        running = _sum(frame[:8] + frame[_FRAME_HEADER:], running, magic)
        if struct.unpack(">4L", frame[8:_FRAME_HEADER]) != (*salts, *running):
            ends = sum(_ends_a_transaction(rest, salts) for rest in (frame, *frames))
            break
    return ends > 1  # one may be that of the transaction which was never finished


def _ends_a_transaction(frame: bytes, salts: list[int]) -> bool:
    """As far as its head tells, and only if it is of this log and not the rest of an older one."""
    return list(struct.unpack(">2L", frame[8:16])) == salts and any(frame[4:8])


def _frames(raw: bytes, size: int) -> Iterator[bytes]:
    for begin in range(_HEADER, len(raw) - size + 1, size):
        yield raw[begin : begin + size]


def _sum(part: bytes, running: tuple[int, int], magic: int) -> tuple[int, int]:
    words = array("I", part)
    if (magic == _BIG) != (sys.byteorder == "big"):
        words.byteswap()
    first, second = running
    pairs = iter(words)
    for one, two in zip(pairs, pairs, strict=True):
        first = (first + one + second) & _WORD
        second = (second + two + first) & _WORD
    return first, second
