"""Effects: what the world is asked to keep or send, committed together with the facts that they follow from.

Everything else that the world should do (quiet wanted, card shown, page content) is a level derived from the state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from holdspace.core.moment import Moment
    from holdspace.private import Private

TextKind = Literal["sender", "text", "client", "topic", "note", "reason", "mark", "session_note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepText:
    """Private text goes to the one place where it lives. `keep_until` None: until it is forgotten on request.

    `written_over`: what stands under this id already is replaced, and gone.
    """

    id: str
    kind: TextKind
    person: str | None
    body: Private
    keep_until: Moment | None
    written_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SendLetter:
    """A letter for the outbox: ask a responder about a case, through one channel. Stale once the case's rev is newer."""

    id: str
    case: str
    rev: int
    responder: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAcknowledgement:
    """What the sender of a deferred matter is to be told: a draft to copy, as no channel carries it."""

    id: str
    pin: str


Effect = KeepText | SendLetter | DraftAcknowledgement
