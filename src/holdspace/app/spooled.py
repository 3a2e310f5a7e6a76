"""What was kept in the spool while no app ran is brought in: by hand (`log`, `pin`, `mark`), and what a keeper left."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from holdspace.app.arrivals import Malformed, command_of, moment_of
from holdspace.app.usage import WrongUsage
from holdspace.wire import leftover, spool

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from holdspace.app.house import House
    from holdspace.core.commands import Command
    from holdspace.core.moment import Moment
    from holdspace.engine.ports import Kept, NotKept
    from holdspace.wire.paths import Paths

    Aside = Callable[[Command, Callable[[], None]], bool]

ASIDE = ".aside"
BOUND_MS = 60_000
"""A process that reads what was left of a flood, at most some seconds of it, is ended after this."""


class Spooled:
    """A record goes only once it is in the journal; one that makes no sense is told and set aside."""

    def __init__(self, paths: Paths, house: House) -> None:
        self._paths = paths
        self._house = house
        self._reading = False
        self._end_reader: Callable[[], None] = lambda: None
        self._asked_again = False
        """Whether a reader was wanted while one ran: what came meanwhile it may not have seen."""
        self._under_way: set[tuple[Path, str]] = set()
        """What was handed over and is not known to be kept: it is not handed over a second time."""

    def bring_in(self) -> None:
        """Thoughts that waited for the app, in the order in which they came: kept when this returns, or tried again."""
        self._drain(self._paths.hand_spool, self._by_hand, at_once=True)

    def watch_leftover(self) -> None:
        """What a keeper saw and could tell nobody, where none is wanted now. One that still lives tells it itself;
        twice is once.
        """
        if self._house.silent_for is not None:
            return
        if self._reading:
            self._asked_again = True
        elif self._paths.backlog.exists():  # of a flood; what a keeper takes is read outside of the app
            self._reading = True
            run = self._house.loop.run
            self._end_reader = run(leftover.ARGV, self._paths.environment(), BOUND_MS, self._leftover_read)
        else:
            self._bring_leftover()

    def stop(self) -> None:
        """Nobody is there any more whom it could be brought to: what was not read yet is read by the next app."""
        self._reading = False
        self._end_reader()

    def _leftover_read(self, said: bytes) -> None:
        if not self._reading:
            return  # it was stopped: that is no failure
        self._reading = False
        if said != leftover.READ:
            self._house.failed("io_error")
        self._bring_leftover()
        again, self._asked_again = self._asked_again, False
        if again:
            self.watch_leftover()

    def _bring_leftover(self) -> None:
        if self._house.silent_for is None:
            self._drain(self._paths.arrivals_spool, self._seen, at_once=False, aside=self._house.ear.aside)

    def expire(self, now: Moment, days: int) -> None:
        """Delete what was set aside once nothing came to it for so many days, as every private text."""
        for path in (self._paths.hand_spool, self._paths.arrivals_spool):
            aside = path.with_suffix(ASIDE)
            try:
                if aside.exists() and now.utc.timestamp() - aside.stat().st_mtime > days * 86_400:
                    aside.unlink()
            except OSError:
                self._house.failed("io_error")

    def _drain(
        self, path: Path, make: Callable[[dict[str, Any]], Command], *, at_once: bool, aside: Aside | None = None
    ) -> None:
        """`aside`: who else may take it, as with what a keeper tells; a drill's late probe is no interruption."""
        if not path.exists():
            return
        for record in tuple(spool.read(path)):
            if (path, record.key) in self._under_way:
                continue
            try:
                command = make(_object(json.loads(record.payload)))
            except (Malformed, WrongUsage, ValueError, KeyError, TypeError, RecursionError):
                self._house.failed("malformed_spool_record")
                self._set_aside(path, record)
                continue
            self._under_way.add((path, record.key))
            if aside is None or not aside(command, self._dropping(path, record.key)):
                self._house.bus.keep_trying(command, self._dropping_once_kept(path, record.key), at_once=at_once)

    def _set_aside(self, path: Path, record: spool.Record) -> None:
        """Out of the way, not lost: into a spool of its own beside."""
        try:
            spool.append(path.with_suffix(ASIDE), record.key, record.payload)
            spool.drop(path, [record.key])
        except spool.SpoolError as error:
            self._house.failed(error.code)

    def _dropping(self, path: Path, key: str) -> Callable[[], None]:
        return lambda: self._drop(path, key)

    def _dropping_once_kept(self, path: Path, key: str) -> Callable[[Kept | NotKept], None]:
        return lambda _kept: self._drop(path, key)

    def _drop(self, path: Path, key: str) -> None:
        self._under_way.discard((path, key))
        try:
            spool.drop(path, [key])
        except spool.SpoolError as error:
            self._house.failed(error.code)  # it is told again at the next start, and counts once

    def _by_hand(self, record: dict[str, Any]) -> Command:
        ident = str(UUID(str(record["id"])))
        return self._house.requests.hand(ident, record["verb"], _object(record["args"]), moment_of(record["stamp"]))

    def _seen(self, record: dict[str, Any]) -> Command:
        return command_of(record)


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Malformed("object")
    return value
