"""What the keeper says becomes commands; what is kept is acknowledged, so that the keeper may forget it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from holdspace.app.arrivals import Malformed, command_of
from holdspace.app.bus import new_id
from holdspace.core import commands as c
from holdspace.private import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdspace.adapters.keeper_link import KeeperLink, Line
    from holdspace.app.bus import Bus
    from holdspace.app.loop import Loop
    from holdspace.core.commands import Command
    from holdspace.core.moment import Moment

UNWATCHED = frozenset({"monitor_refused", "sandboxed"})
"""No last word of a keeper: the desktop is silent, but what arrives is not seen."""
A_LINE = 50
"""How many keys go into one line; a line is bounded."""
EVIDENCE: tuple[c.Evidence, ...] = get_args(c.Evidence)
CRITICAL = ("hidden", "shown", "closed")
"""What becomes of notifications that their sender calls critical, where that is known."""


class KeeperEar:
    """Hears the keeper's lines on the main thread."""

    def __init__(
        self,
        bus: Bus,
        keeper: KeeperLink,
        loop: Loop,
        failed: Callable[[str], None],
        quiet_told: Callable[[str | None, str], None],
        now: Callable[[], Moment],
    ) -> None:
        self._bus = bus
        self._keeper = keeper
        self._failed = failed
        self._quiet_told = quiet_told
        self._last: Mapping[str, Any] = {}
        self._now = now
        self.aside: Callable[[Command, Callable[[], None]], bool] = lambda _command, _told: False
        """Takes what is not for the practitioner's journal (a drill's), and says when it may be forgotten."""
        self.blind = ""
        """Why it sees nothing of what arrives; "" where it does."""
        self._unwatched: tuple[Moment, str] | None = None
        """Since when no keeper serves, and why: a keeper that refuses exits, and can tell no gap itself."""
        self._kept: list[str] = []
        self._say_kept = loop.timer(self._acknowledge)

    def joined(self, line: Line, pid: int = 0) -> None:
        """Another keeper speaks from now on: what the one before it said no longer holds."""
        self._last, self.blind = {}, ""
        self._keeper.joined(line, pid)

    def heard(self, message: Mapping[str, Any]) -> None:
        self._keeper.heard()
        match message.get("tell"):
            case "here":
                pass
            case "quiet":
                self._last = message
                self._quiet()
            case "refused" if message.get("why") in UNWATCHED:
                self.blind = str(message["why"])
                if self._last:
                    self._quiet()
            case "refused":
                why = clean(message.get("why", ""), 40)
                self._keeper.refused()
                self._not_watched("no_keeper")
                self._bus.do(c.ReportQuiet(id=new_id(), engaged=False, why=why))
            case tell:
                if self.blind and tell in {"seen", "gap"}:
                    self.blind = ""
                    self._quiet()
                self._arrival(message)

    def _not_watched(self, why: str) -> None:
        self._unwatched = self._unwatched or (self._now(), why)

    def tell_gap(self) -> None:
        """Another keeper serves, or the session is over: what was not watched until now is told."""
        if self._unwatched is not None:
            since, why = self._unwatched
            self._unwatched = None
            self._bus.do(c.ReportWatchGap(id=new_id(), since=since, until=self._now(), why=why))

    def _quiet(self) -> None:
        message = self._last
        engaged = message.get("engaged") is True
        if engaged:
            self.tell_gap()
        lease = message.get("lease_until")
        critical = next((one for one in CRITICAL if one == message.get("critical")), "unknown")
        self._quiet_told(lease if isinstance(lease, str) else None, critical)
        found, why = message.get("evidence"), clean(message.get("why") or "", 40)
        self._bus.do(
            c.ReportQuiet(
                id=new_id(),
                engaged=engaged,
                driver=clean(message.get("driver") or "", 40),
                evidence=next((one for one in EVIDENCE if one == found), "none"),
                why=self.blind if self.blind and (engaged or not why) else why,
            )
        )

    def _arrival(self, message: Mapping[str, Any]) -> None:
        try:
            command = command_of(message)
        except Malformed:
            self._failed("malformed_arrival")
            return
        key = str(message["key"])
        if not self.aside(command, lambda: self._is_kept(key)):
            self._bus.keep_trying(command, lambda _: self._is_kept(key))

    def _is_kept(self, key: str) -> None:
        self._kept.append(key)
        self._say_kept.start(0)

    def _acknowledge(self) -> None:
        """A turn's arrivals in one line; a keeper that never hears it tells them again, which is no harm."""
        while self._kept:
            told, self._kept = self._kept[:A_LINE], self._kept[A_LINE:]
            self._keeper.kept(told)
