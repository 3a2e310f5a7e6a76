"""Drivers of the desktop's own do-not-disturb, one file each; this one says what a driver is.

A driver only knows its server. Which one it is stands in `holdspace.keeper.quiet.known`. What is kept across crashes
(the note), what the user changed, when to engage again and what to close before a release is decided once for all of
them, in `holdspace.keeper.silence`.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, Protocol

Previous = Literal["unset", "off", "on"]
Evidence = Literal["read_back", "no_popup", "none", "not_verifiable"]
Critical = Literal["hidden", "shown", "unknown"]


class DriverError(Exception):
    """The server did not do what was asked.

    `code`: timeout, refused, gone, not_taken; locked (an administrator's setting) and no_setting (the desktop's
    settings do not know it), where trying again is of no use until something else changes.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Before(NamedTuple):
    """The setting before the silence: three values, because "unset" is not "off"; and what else it takes to restore it."""

    previous: Previous
    detail: str = ""


class QuietDriver(Protocol):
    """One server's do-not-disturb. Every method may raise DriverError, and holdspace.keeper.bus.BusGoneError."""

    @property
    def name(self) -> str:
        """The driver's name: also its entry in the note."""
        ...

    @property
    def why(self) -> str | None:
        """Why this driver can do nothing ("no_server", "server_not_started", "no_driver", "needs_mode"); None when it can."""
        ...

    @property
    def store(self) -> str:
        """Where the setting lives: another value means that what was set is gone with it.

        The server's unique name when it keeps the setting in memory; a constant when it outlives the server.
        """
        ...

    @property
    def server(self) -> str:
        """The unique name of the notification server, "" where it does not run (yet)."""
        ...

    @property
    def floods(self) -> bool:
        """Whether held notifications pop up on release unless they are closed first."""
        ...

    @property
    def critical(self) -> Critical:
        """Whether what its sender calls critical is hidden as well, as it was measured; docs/drivers says of which version."""
        ...

    @property
    def shared(self) -> bool:
        """Whether the setting is the user's, whatever bus they are on: then one Holdspace at a time may have it."""
        ...

    @property
    def tells(self) -> bool:
        """Whether a change by the user is told; else it is looked for when the lease is renewed."""
        ...

    @property
    def rules(self) -> tuple[str, ...]:
        """Match rules for the signals that tell of a change."""
        ...

    @property
    def file(self) -> str:
        """The file that tells of a change by being written, "" for none."""
        ...

    def snapshot(self) -> Before:
        """The setting as it is now."""
        ...

    def resume(self, before: Before) -> None:
        """A silence of this very server was engaged already, and this was before: from now on that one is meant."""
        ...

    def engage(self) -> None:
        """Make it silent. Idempotent."""
        ...

    def is_on(self) -> bool | None:
        """Whether it is silent now, read back from the server; None where that cannot be told apart from the user's."""
        ...

    def release(self, before: Before) -> None:
        """Bring the setting back to exactly this. Idempotent."""
        ...

    def told(self, message: Any) -> bool | None:
        """The value that a change signal tells; None when the message is about something else.

        False also where it only says that something changed: it is read back before anything is believed.
        """
        ...

    def drain(self, ids: list[int]) -> int:
        """Close these notifications; returns how many were closed. One that is gone already is no error."""
        ...
