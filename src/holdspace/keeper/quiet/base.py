"""What most drivers have in common: a server, nothing that floods, and notifications that can be closed."""

from __future__ import annotations

from holdspace.keeper.bus import Bus
from holdspace.keeper.quiet import Before, Critical
from holdspace.keeper.quiet.server import close


class Served:
    """A driver of a server that runs; each says for itself how it is set and read."""

    why: str | None = None
    store = ""
    floods = False
    critical: Critical = "unknown"
    shared = False
    tells = True
    file = ""
    rules: tuple[str, ...] = ()

    def __init__(self, bus: Bus, server: str) -> None:
        self.bus = bus
        self.server = server

    def resume(self, before: Before) -> None:
        """There is but one way in which it may be silent."""

    def drain(self, ids: list[int]) -> int:
        """Closed ones never pop up."""
        return close(self.bus, self.server, ids) if self.server else 0
