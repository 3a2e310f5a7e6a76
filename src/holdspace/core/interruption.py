"""An interruption: one matter that arrives while a session runs, and what becomes of it."""

from __future__ import annotations

from typing import Literal

from holdspace.frozen import dataclass

Source = Literal["door", "phone", "message", "colleague", "family", "client", "self", "tech", "unsorted"]
Origin = Literal["desktop", "connector", "hand"]
Urgency = Literal["normal", "urgent", "emergency"]
Outcome = Literal["held", "handled", "deferred", "reached", "dismissed", "withdrawn", "merged"]

LEVELS: tuple[Urgency, ...] = ("normal", "urgent", "emergency")


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """Which notification of which server this is, so that a later revision or closing finds it."""

    server: str
    notification: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """An interruption that was logged by hand and has no outcome yet."""

    person: str | None
    source: Source
    pin: str | None = None
    """The deferral note that was made of it: it is settled as deferred, not as held."""
