"""Drivers of the desktop's own do-not-disturb, one file each; this one says what a driver is and chooses.

A driver only knows its server. What is kept across crashes (the note), what the user changed, when to engage again and
what to close before a release is decided once for all of them, in `holdspace.keeper.silence`.
"""

from __future__ import annotations

from typing import Any, Literal, Protocol

Previous = Literal["unset", "off", "on"]
Evidence = Literal["read_back", "none", "not_verifiable"]


class DriverError(Exception):
    """The server did not do what was asked. `code`: timeout, refused, gone, not_taken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class QuietDriver(Protocol):
    """One server's do-not-disturb. Every method may raise DriverError, and holdspace.keeper.bus.BusGoneError."""

    @property
    def name(self) -> str:
        """The driver's name: also its entry in the note."""
        ...

    @property
    def why(self) -> str | None:
        """Why this driver can do nothing ("no_server", "no_driver"); None when it can."""
        ...

    @property
    def store(self) -> str:
        """Where the setting lives: another value means that what was set is gone with it.

        The server's unique name when it keeps the setting in memory; a constant when it outlives the server.
        """
        ...

    @property
    def server(self) -> str:
        """The unique name of the notification server, "" for none."""
        ...

    @property
    def floods(self) -> bool:
        """Whether held notifications pop up on release unless they are closed first."""
        ...

    @property
    def rules(self) -> tuple[str, ...]:
        """Match rules for the signals that tell of a change."""
        ...

    def snapshot(self) -> Previous:
        """The setting as it is now: three values, because "unset" is not "off"."""
        ...

    def engage(self) -> None:
        """Make it silent. Idempotent."""
        ...

    def is_on(self) -> bool | None:
        """Whether it is silent now, read back from the server; None where that cannot be told apart from the user's."""
        ...

    def release(self, previous: Previous) -> None:
        """Bring the setting back to exactly this. Idempotent."""
        ...

    def told(self, message: Any) -> bool | None:
        """The value that a change signal tells; None when the message is about something else."""
        ...

    def drain(self, ids: list[int]) -> int:
        """Close these notifications; returns how many were closed. One that is gone already is no error."""
        ...


def choose(bus: Any) -> QuietDriver:
    """The driver for whoever serves notifications now. Activates nothing. Raises BusGoneError.

    An absent server or driver is a driver that says why.
    """
    from holdspace.keeper.quiet.dunst import Dunst
    from holdspace.keeper.quiet.none import Nothing
    from holdspace.keeper.quiet.server import information

    owner = bus.owner("org.freedesktop.Notifications")
    if not owner:
        return Nothing("no_server")
    found = information(bus, owner)
    if found is None:
        raise DriverError("timeout")
    if found.casefold() == "dunst":
        return Dunst(bus, owner)
    return Nothing("no_driver", owner)
