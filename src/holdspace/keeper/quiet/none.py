"""The absent driver: it does nothing and says why."""

from __future__ import annotations

from typing import Any

from holdspace.keeper.quiet import Before, Critical


class Nothing:
    """No server ("no_server") or none that we can silence ("no_driver", "needs_mode"). The session goes on."""

    name = "none"
    floods = False
    critical: Critical = "unknown"
    shared = False
    tells = True
    file = ""
    rules: tuple[str, ...] = ()
    store = ""

    def __init__(self, why: str, server: str = "") -> None:
        self.why: str | None = why
        self.server = server

    def snapshot(self) -> Before:
        """There is nothing to come back to."""
        return Before("unset")

    def resume(self, before: Before) -> None:
        """Nothing was engaged."""

    def engage(self) -> None:
        """Nothing to engage."""

    def is_on(self) -> bool | None:
        """Never silent."""
        return False

    def release(self, before: Before) -> None:
        """Nothing was changed."""

    def told(self, message: Any) -> bool | None:  # noqa: ARG002 - the protocol names it
        """Nobody tells of anything."""
        return None

    def drain(self, ids: list[int]) -> int:  # noqa: ARG002 - the protocol names it
        """Nothing is closed that was never held."""
        return 0
