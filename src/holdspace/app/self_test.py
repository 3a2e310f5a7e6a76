"""The self-test of the silence: by hand, and once by itself where nothing is known yet of this notification server.

A process of its own makes it. A session that starts meanwhile takes the silence over from it, so nobody has to wait.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from holdspace.words_coverage import nothing_shows

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.app.house import House

IDLE_MS = 5 * 60_000
"""So long after a start, and after a session, nothing is tested unasked: somebody may still be looking on."""
BOUND_MS = 60_000


class SelfTest:
    """At most one at a time; who asks meanwhile hears of the one that is under way."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._soon = house.loop.timer(self._unasked)
        self._tell: list[Callable[[str, str], None]] = []
        self._runs = False
        self._known = False
        """Whether something is known of this server, since this app runs."""
        self._end: Callable[[], None] = lambda: None

    def begin_soon(self) -> None:
        """Once by itself, after a while in which no session runs; the process finds out whether it is needed."""
        if not self._known:
            self._soon.start(IDLE_MS)

    def by_hand(self, told: Callable[[str, str], None]) -> None:
        """Now. `told` gets the outcome and, where something was tested, what it saw as `self_test` tells it; "" otherwise."""
        if self._house.silent_for is not None:  # at once, or the page would announce what does not come
            told("held_by_a_session", "")
            return
        self._tell.append(told)
        if not self._runs:
            self._run("--by-hand", "yes", "--language", self._house.language)

    def stop(self) -> None:
        """The app quits: what runs gives back and ends."""
        self._soon.stop()
        self._tell.clear()
        self._end()

    def _unasked(self) -> None:
        house = self._house
        busy = house.silent_for is not None or house.engine.state.session is not None or house.keeper.connected
        if not (busy or self._runs or house.quitting):
            self._run("--language", house.language)

    def _run(self, *options: str) -> None:
        self._runs = True
        argv = [sys.executable, "-P", "-m", "holdspace.keeper.probe", *options]
        self._end = self._house.loop.run(argv, self._house.paths.environment(), BOUND_MS, self._ended)

    def _ended(self, said: bytes) -> None:
        self._runs = False
        outcome, saw = _read(said)
        self._known = self._known or saw != ""
        tell, self._tell = self._tell, []
        for told in tell:
            told(outcome, saw)
        if not self._house.quitting:
            self._house.arrange()  # one that was killed may have left a silence behind


def _read(said: bytes) -> tuple[str, str]:
    try:
        told = json.loads(said)
        record = told["record"]
        saw = nothing_shows(str(record["saw"]), str(record.get("critical"))) if record is not None else ""
        return str(told["outcome"]), saw
    except (ValueError, KeyError, TypeError, AttributeError):
        return "server_failed", ""
