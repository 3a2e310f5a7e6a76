"""When nobody watched, as long as neither the spool nor the app has it: a full disk must not make a gap unheard of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdspace.wire.shapes import Gap, Stamp

LIMIT = 16
"""Beyond it the last ones count as one: to tell of too long a gap is better than to tell of none."""


class Gaps:
    """In the order in which they ended, each under the key by which it is told and spooled."""

    def __init__(self) -> None:
        self._lines: dict[str, Gap] = {}

    def __len__(self) -> int:
        """How many."""
        return len(self._lines)

    def add(self, since: Stamp, until: Stamp, why: str) -> None:
        """Nobody watched between the two. What leaves no time between it and the one before is one with it."""
        last = next(reversed(self._lines.values()), None)
        if last is not None and (len(self._lines) >= LIMIT or _touch(last, since)):
            del self._lines[last["key"]]
            since, why = last["since"], last["why"]
        key = f"{until['boot']}/{until['ticks']:.6f}/gap"
        self._lines[key] = {"tell": "gap", "key": key, "since": since, "until": until, "why": why}

    def lines(self) -> list[tuple[str, Gap]]:
        """Key and line of each."""
        return list(self._lines.items())

    def drop(self, keys: Iterable[str]) -> None:
        """Somebody else has these now."""
        for key in keys:
            self._lines.pop(key, None)


def _touch(last: Gap, since: Stamp) -> bool:
    return since["boot"] == last["until"]["boot"] and last["since"]["ticks"] <= since["ticks"] <= last["until"]["ticks"]
