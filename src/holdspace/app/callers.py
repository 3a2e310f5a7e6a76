"""Who calls on the local socket: the command line asks, the keeper tells, a second start wants the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdspace.app.lines import WireLines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdspace.app.house import House
    from holdspace.ui.local_server import Peer


class Callers:
    """Implements ui.local_server.Listener."""

    def __init__(self, house: House) -> None:
        self._house = house

    def lines(self) -> WireLines:
        return WireLines()

    def heard(self, peer: Peer, message: Mapping[str, Any]) -> None:
        if peer.role is None:
            peer.role = message["hello"]
            peer.say({**message["welcome"], "language": self._house.chosen_language})
            if peer.role == "keeper":
                self._house.ear.joined(peer, peer.pid)  # never the pid that it says it has: one that hangs is killed
        elif peer.role == "keeper":
            self._house.ear.heard(message)
        else:
            self._house.spooled.bring_in()  # what was noted while we did not answer comes first
            self._house.requests.answer(message, peer)

    def gone(self, peer: Peer) -> None:
        self._house.drill.gone(peer)
        if peer.role == "keeper" and self._house.keeper.left(peer):
            self._house.keeper_left()
