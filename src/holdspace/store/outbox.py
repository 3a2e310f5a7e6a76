"""The outbox: letters that the courier sends, and drafts of acknowledgements that nobody sends.

A letter is pending until it is sent or failed; it goes stale, in the transaction that makes it so, once its case has
moved on. The courier reads only here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, assert_never

from holdspace.core import facts as f
from holdspace.core.effects import DraftAcknowledgement, SendLetter
from holdspace.frozen import dataclass
from holdspace.store.moments import packed, unpacked
from holdspace.store.tables import touched

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from holdspace.core.moment import Moment
    from holdspace.store.database import Database

LetterStatus = Literal["pending", "sent", "failed", "stale"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to send: ask `responder` about `case`, as it was at revision `rev`, through `channel`."""

    id: str
    case: str
    rev: int
    responder: str
    channel: str
    at: Moment
    status: LetterStatus


def put(connection: sqlite3.Connection, effect: SendLetter | DraftAcknowledgement, at: Moment) -> None:
    """Put a letter or a draft into the outbox, within the caller's transaction."""
    match effect:
        case SendLetter():
            connection.execute(
                "INSERT INTO outbox(id, kind, status, at, case_id, rev, responder, channel)"
                " VALUES (?, 'letter', 'pending', ?, ?, ?, ?, ?)",
                (effect.id, packed(at), effect.case, effect.rev, effect.responder, effect.channel),
            )
        case DraftAcknowledgement():
            connection.execute(
                "INSERT INTO outbox(id, kind, status, at, pin) VALUES (?, 'acknowledgement', 'draft', ?, ?)",
                (effect.id, packed(at), effect.pin),
            )
        case _:
            assert_never(effect)


def follow(connection: sqlite3.Connection, facts: Iterable[f.Fact]) -> None:
    """Let the letters follow what happened: the courier's word on one, and cases that moved on."""
    facts = tuple(facts)
    for fact in facts:
        if isinstance(fact, f.LetterDelivered):
            _mark(connection, fact.letter, "sent")
        elif isinstance(fact, f.LetterFailed):
            _mark(connection, fact.letter, "failed")
    for case in touched(facts):
        connection.execute(
            "UPDATE outbox SET status = 'stale' WHERE case_id = ?1 AND status = 'pending' AND"
            " NOT EXISTS (SELECT 1 FROM cases WHERE id = ?1 AND phase <> 'closed' AND cases.rev <= outbox.rev)",
            (case,),
        )


def _mark(connection: sqlite3.Connection, letter: str, status: LetterStatus) -> None:
    # A stale letter may have been on its way already: what became of it is told nevertheless.
    connection.execute("UPDATE outbox SET status = ? WHERE id = ? AND status IN ('pending', 'stale')", (status, letter))


class Outbox:
    """What the courier sees of the outbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, limit: int) -> tuple[Letter, ...]:
        """The oldest letters that wait to be sent."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, case_id, rev, responder, channel, at, status FROM outbox"
                " WHERE status = 'pending' ORDER BY at, id LIMIT ?",
                (limit,),
            )
            return tuple(_letter(row) for row in rows)

    def get(self, letter: str) -> Letter | None:
        """One letter, whatever became of it."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT id, case_id, rev, responder, channel, at, status FROM outbox WHERE id = ? AND kind = 'letter'",
                (letter,),
            ).fetchone()
        return _letter(row) if row else None


def _letter(row: tuple[str, str, int, str, str, str, LetterStatus]) -> Letter:
    key, case, rev, responder, channel, at, status = row
    return Letter(id=key, case=case, rev=rev, responder=responder, channel=channel, at=unpacked(at), status=status)
