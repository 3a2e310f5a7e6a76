"""Closing critical notifications as they come, where the desktop shows them in spite of its silence and the user wants it.

They are spooled before, like everything that arrives, and are nobody's to take back: they count as they would have
without. It is tried once; a popup may flash up before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.wire.system_senders import kind_of

if TYPE_CHECKING:
    from holdspace.keeper.arrival import Arrival

CRITICAL = 2
REFUSES = frozenset({"gnome"})
"""Drivers whose servers let nobody but its sender close a notification: docs/drivers says what was run."""
_AT_ONCE = 100
_WAITING = 1000


class Closing:
    """`on`: whether it is wanted, and of use, now."""

    def __init__(self) -> None:
        self.on = False
        self._unnamed: dict[tuple[str, int], Arrival] = {}
        self._named: dict[tuple[str, int], Arrival] = {}

    def arrange(self, *, wanted: bool, engaged: bool, driver: str, critical: str) -> None:
        """As the app wants it and the guard says that the silence stands."""
        self.on = wanted and engaged and critical == "shown" and driver not in REFUSES

    def saw(self, sender: str, serial: int, arrival: Arrival) -> None:
        """A notification was sent by this call; the server has not named it yet."""
        if self.on and arrival.urgency == CRITICAL:
            _make_room(self._unnamed)
            self._unnamed[sender, serial] = arrival

    def named(self, sender: str, serial: int, server: str, ident: int) -> None:
        """The server named what this call sent."""
        if self._unnamed:
            arrival = self._unnamed.pop((sender, serial), None)
            if arrival is not None:
                _make_room(self._named)
                self._named[server, ident] = arrival

    def take(self) -> list[tuple[str, int]]:
        """Which (server, number) are to be closed now, each once, not too many at once.

        To be called once they are spooled and it was asked whose they are.
        """
        if not self._named:
            return []
        some = list(self._named.items())[:_AT_ONCE]
        for which, _ in some:
            del self._named[which]
        return [which for which, arrival in some if not _spared(arrival)]


def _make_room(waiting: dict[tuple[str, int], Arrival]) -> None:
    if len(waiting) >= _WAITING:
        del waiting[next(iter(waiting))]


def _spared(arrival: Arrival) -> bool:
    return kind_of((arrival.app, arrival.desktop_entry, arrival.program), arrival.category) != ""
