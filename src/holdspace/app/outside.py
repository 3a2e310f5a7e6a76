"""What the desktop looks like from outside of the app: asked by a short-lived process, as its calls may have to wait."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from holdspace.health import HealthRow, taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.app.loop import Loop
    from holdspace.wire.paths import Paths

BOUND_MS = 10_000
"""A server that hangs takes two seconds a call; a process that takes longer than this is ended."""


class Outside:
    """At most one look at a time; who asks meanwhile hears of the one that is under way."""

    def __init__(self, paths: Paths, loop: Loop) -> None:
        self._paths = paths
        self._loop = loop
        self.rows: tuple[HealthRow, ...] = ()
        self._tell: list[Callable[[], None]] = []
        self._looking = False
        self._end: Callable[[], None] = lambda: None

    def look(self, told: Callable[[], None]) -> None:
        """Look anew; `told` is called when `rows` is new, or the look failed and they are as they were."""
        self._tell.append(told)
        if self._looking:
            return
        self._looking = True
        argv = [sys.executable, "-P", "-m", "holdspace.keeper.look"]
        self._end = self._loop.run(argv, self._paths.environment(), BOUND_MS, self._ended)

    def stop(self) -> None:
        """Nobody wants to know any more."""
        self._tell.clear()
        self._end()

    def _ended(self, said: bytes) -> None:
        self._looking = False
        self.rows = _rows(said) or self.rows
        tell, self._tell = self._tell, []
        for told in tell:
            told()


def _rows(said: bytes) -> tuple[HealthRow, ...]:
    try:
        parts = json.loads(said)["parts"]
    except (ValueError, KeyError, TypeError):
        return ()
    return tuple(taken(part) for part in parts if isinstance(part, dict)) if isinstance(parts, list) else ()
