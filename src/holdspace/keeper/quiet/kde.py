"""KDE Plasma: an inhibition, which Plasma ties to our connection and ends with it.

One cookie a connection: of two, the second is leaked when the first is given up (measured on 5.27.5). Inhibitions are
counted, so the user's own do-not-disturb stays what it is, and nothing has to be restored; but `Inhibited` cannot tell
ours from theirs. https://invent.kde.org/plasma/plasma-workspace (libnotificationmanager)
"""

from __future__ import annotations

import select
from typing import Any

from jeepney import DBusAddress

from holdspace.keeper.bus import Bus, CallError
from holdspace.keeper.quiet import Before, Critical, DriverError
from holdspace.keeper.quiet.base import Served
from holdspace.keeper.quiet.server import (
    NAME,
    PATH,
    PROPERTIES,
    Server,
    asked,
    code_of,
    property_rule,
    property_told,
    truth,
)
from holdspace.override import override
from holdspace.wire.paths import APP_ID

_REASON = "Holdspace"
PATIENCE = 2.0
"""Seconds for an inhibition to be granted; then it is asked what became of it when it is tried again."""
_TAKEN_OUT_AFTER = 0.1
"""Seconds."""
_SHOWS_A_SUMMARY = 6
"""From this version on what came meanwhile is summed up on release instead of shown."""


class Kde(Served):
    """One running Plasma, and the one cookie of the connection it is asked over."""

    name = "kde"
    critical: Critical = "shown"

    def __init__(self, bus: Bus, server: str, said: Server | None = None) -> None:
        super().__init__(bus, server)
        self.store = f"{server} for {bus.name}"
        self.floods = _major(said) < _SHOWS_A_SUMMARY
        self._server = DBusAddress(PATH, bus_name=server, interface=NAME)
        self._properties = DBusAddress(PATH, bus_name=server, interface=PROPERTIES)
        self.rules = (property_rule(server, PATH, NAME),)

    def snapshot(self) -> Before:
        """Whether somebody else's do-not-disturb is on. It is not touched by ours."""
        return Before("on" if self._inhibited() else "off")

    def engage(self) -> None:
        """Inhibit, unless this connection does already; one that the user has revoked is none."""
        if self.server not in self.bus.cookies or not self._inhibited():
            cookie = self._granted()
            if not isinstance(cookie, int):
                raise DriverError("refused")
            self.bus.cookies[self.server] = cookie

    def _granted(self) -> Any:
        """The answer to the one question of this connection, also if that was asked by an attempt that waited in vain."""
        hints: dict[str, Any] = {}
        said = (APP_ID, _REASON, hints)
        try:
            answer = self.bus.call_once(self.server, self._server, "Inhibit", "ssa{sv}", said, PATIENCE)
        except CallError as error:
            raise DriverError(code_of(error)) from error
        return answer[0] if answer else None

    def is_on(self) -> bool | None:
        """`Inhibited`, by whomever."""
        return self._inhibited()

    def release(self, before: Before) -> None:  # noqa: ARG002 - inhibitions are counted: what was is what is left
        """Give the cookie up."""
        cookie = self.bus.cookies.get(self.server)
        if cookie is not None:
            asked(self.bus, self._server, "UnInhibit", "u", (cookie,))
            self.bus.cookies.pop(self.server, None)

    @override
    def drain(self, ids: list[int]) -> int:
        """Closed ones never pop up; done when Plasma has taken them out of what it shows."""
        closed = super().drain(ids)
        if closed:
            # WORKAROUND Plasma takes a closed one out of its list by a timer of 50 ms, and nothing tells. Given up before
            # that, the inhibition lets all of them pop up and vanish (measured on 5.27.5: for a quarter of a second).
            # libnotificationmanager/abstractnotificationsmodel.cpp, pendingRemovalTimer
            select.select([], [], [], _TAKEN_OUT_AFTER)
            for _ in range(2):  # a Plasma that was late is behind its timer when it answers the second
                self._inhibited()
        return closed

    def told(self, message: Any) -> bool | None:
        """`Inhibited` as PropertiesChanged tells it."""
        return property_told(message, self.server, NAME, "Inhibited")

    def _inhibited(self) -> bool:
        return truth(asked(self.bus, self._properties, "Get", "ss", (NAME, "Inhibited")))


def _major(said: Server | None) -> int:
    first = said.version.partition(".")[0] if said is not None else ""
    return int(first) if first.isdecimal() and len(first) < 4 else 0
