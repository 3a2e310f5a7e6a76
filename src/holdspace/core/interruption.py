"""An interruption: one matter that arrives while a session runs, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from holdspace.core.moment import Moment
from holdspace.frozen import dataclass

Source = Literal["door", "phone", "message", "colleague", "family", "client", "self", "tech", "unsorted"]
Origin = Literal["desktop", "connector", "hand"]
Urgency = Literal["normal", "urgent", "emergency"]
Outcome = Literal["held", "handled", "deferred", "reached", "dismissed", "withdrawn", "merged"]

LOG_OPEN = timedelta(minutes=10)
"""How long a log outside of a session waits for its outcome: so long it can be sorted, written to and taken back."""
LEVELS: tuple[Urgency, ...] = ("normal", "urgent", "emergency")


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """Which notification of which server this is, so that a later revision or closing finds it."""

    server: str
    notification: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Who sent an interruption, and whether it was noise: by this a later text is known as one of the same matter."""

    app: str
    person: str | None
    noise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """An interruption that was logged by hand and has no outcome yet."""

    person: str | None
    source: Source
    due: Moment
    """When it gets its outcome where no session runs; where one runs, its end is when."""
    pin: str | None = None
    """The deferral note that was made of it: it is settled as deferred, not as held."""
