"""The backlog of a flood: whole messages as they came, durable before they are consumed, and read once there is time.

To read a notification takes several times as long as to keep it. What the keeper does not drain piles up in the bus, which
serves the whole desktop; so while more arrives than can be read at once, it is drained first and read into the arrivals'
spool afterwards, under the circumstances under which it came. The file is a spool (`wire.spool`); it is there only as long
as something in it was not read. Whoever finds one that another keeper left reads it before anything else: the order stays,
and what is read twice has the same keys.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress

from holdspace.keeper.circumstances import Circumstances
from holdspace.keeper.messages import Messages
from holdspace.wire import spool

_KEY = "batch"
SLICE = 256 * 1024
"""Bytes that are read in one go: some milliseconds, and one wait for the disk."""


class Backlog:
    """Of one pairing. What raises leaves it as it was; it goes on when it is called again."""

    def __init__(
        self, path: str | os.PathLike[str], messages: Messages, keep: Callable[[list[tuple[str, bytes]]], None]
    ) -> None:
        """`keep` makes records durable and raises when it cannot."""
        self._path = os.fspath(path)
        self._messages = messages
        self._keep = keep
        self._offset = 0
        self._read: tuple[list[tuple[str, bytes]], int] | None = None
        self.waits = os.path.exists(self._path)
        """Whether something was not read yet."""
        self._again = self.waits
        """Whether another keeper may have read of it already, and was killed before it came to its end."""
        self.damaged = 0
        """Batches that the disk did not give back as they were."""

    def add(self, raw: bytes) -> None:
        """Keep whole messages. They are durable when this returns. Raises SpoolError."""
        spool.append(self._path, _KEY, self._messages.pairing.now.told() + b"\n" + raw)
        self.waits = True

    def read_on(self) -> None:
        """The next slice. Raises SpoolError and OSError: the same slice is next then."""
        if self._read is None:
            self._read = self._next()
        records, offset = self._read
        self._keep(records)
        self._read = None
        if self._again:  # what was not consumed is also still to come from the bus
            self._messages.pairing.known.update(key for key, _ in records)
        if offset == self._offset:
            with suppress(FileNotFoundError):
                os.unlink(self._path)
            self._offset, self.waits, self._again = 0, False, False
        else:
            self._offset = offset

    def read_all(self) -> None:
        """Until nothing waits. Raises as `read_on`."""
        while self.waits:
            self.read_on()

    def _next(self) -> tuple[list[tuple[str, bytes]], int]:
        pairing, offset, size = self._messages.pairing, self._offset, 0
        batches = spool.read(self._path, offset)
        for batch in batches:
            offset = batch.end
            size += len(batch.payload)
            told, _, raw = batch.payload.partition(b"\n")
            try:
                then = Circumstances.of(told, again=self._again)
            except (ValueError, TypeError):
                self.damaged += 1
                continue
            with pairing.as_of(then):
                understood, _ = self._messages.read(raw)
            pairing.skipped += understood < len(raw)
            if size >= SLICE:
                break
        self.damaged += batches.damaged
        return pairing.take(), offset
