"""Feeds the app from the spool: in order, a window at a time, told again on each connection until it is kept."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from holdspace.keeper.gaps import Gaps
from holdspace.wire import spool
from holdspace.wire.protocol import ProtocolError, encode

if TYPE_CHECKING:
    from holdspace.wire.shapes import Stamp

WINDOW = 64 * 1024
AHEAD = 2000
"""So many records beyond the last one that it kept the app is told at most: in a flood they wait on the disk, not with it."""

MANY = 10_000
"""So many that it kept are remembered at most until the file is written anew: behind a flood that lasts, they would be most
of what the keeper holds.
"""


class Feed:
    """The arrivals' spool as the keeper sees it, and the gaps that are not in it yet."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = os.fspath(path)
        self._offset = 0
        self._told: dict[str, tuple[int, int]] = {}  # key -> bytes in the spool, and the how manieth it was told
        self._count = 0
        self._last_kept = 0
        self._kept: set[str] = set()
        self._kept_bytes = 0
        self.gaps = Gaps()

    def keys(self) -> set[str]:
        """What lies in the spool now; of a fresh keeper: what the one before it kept."""
        return {record.key for record in spool.read(self._path)}

    def keep(self, records: list[tuple[str, bytes]]) -> None:
        """Make them durable. Raises SpoolError."""
        spool.append_many(self._path, records)

    def gap(self, since: Stamp, until: Stamp, why: str) -> None:
        """Nobody watched between the two: told from now on, and spooled by `spool_gaps` unless the app has kept it before."""
        self.gaps.add(since, until, why)

    def spool_gaps(self) -> None:
        """Make the gaps durable. Raises SpoolError: they stay in memory."""
        found = self.gaps.lines()
        self.keep([(key, json.dumps(line).encode()) for key, line in found])
        self.gaps.drop(key for key, _ in found)
        for key, _ in found:
            self._told.pop(key, None)  # told again from the spool: what it takes there counts once it is kept

    def restart(self) -> None:
        """A new connection: all that is not kept is told again."""
        self._offset = 0
        self._count = self._last_kept = 0
        self._told.clear()

    def next_lines(self) -> bytes:
        """About WINDOW bytes of what was not told yet, b"" when there is no more for now.

        What the app refuses for good does not count as waited for, once it has kept something that came after it.
        """
        lines = b""
        for key, line in self.gaps.lines():
            if key not in self._told:
                self._told[key] = (0, self._count)
                lines += encode(line)
        for record in spool.read(self._path, self._offset):
            if self._count - self._last_kept >= AHEAD:
                break
            size, self._offset = record.end - self._offset, record.end
            if record.key in self._told or record.key in self._kept:
                continue
            self._count += 1
            self._told[record.key] = (size, self._count)
            lines += _line(record.payload)
            if len(lines) >= WINDOW:
                break
        return lines

    def kept(self, keys: list[Any]) -> None:
        """The app has them; drop them from the spool, many at once. Raises SpoolError: they are told again, no harm.

        The file is written anew once half of it, or MANY records, are of no use: in a flood it is not copied over and over.
        """
        unwritten = {key for key, _ in self.gaps.lines()}
        for key in keys:
            if not isinstance(key, str) or key not in self._told or key in self._kept:
                continue
            size, number = self._told[key]
            if key in unwritten:
                self.gaps.drop([key])
                del self._told[key]
            else:
                self._kept.add(key)
                self._kept_bytes += size
                self._last_kept = max(self._last_kept, number)
        if len(self._kept) >= MANY or (self._kept and 2 * self._kept_bytes >= self._size()):
            self.rewrite()

    def rewrite(self) -> None:
        """Drop now what was kept."""
        if not self._kept:
            return
        # Read from its beginning also when this fails: it may have been written anew all the same, and be shorter now.
        self._offset = 0
        spool.drop(self._path, self._kept)
        for key in self._kept:
            self._told.pop(key, None)
        self._kept.clear()
        self._kept_bytes = 0

    def _size(self) -> int:
        try:
            return os.stat(self._path).st_size
        except FileNotFoundError:
            return 0

    @property
    def waiting(self) -> bool:
        """Whether the app still has to keep something that it was told."""
        return bool(self._told.keys() - self._kept)


def _line(payload: bytes) -> bytes:
    try:
        message = json.loads(payload)
    except ValueError:
        return b""
    if not isinstance(message, dict):
        return b""
    try:
        return encode(message)
    except ProtocolError:
        return b""
