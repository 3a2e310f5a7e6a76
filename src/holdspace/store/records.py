"""Read-only questions to the readable tables, each one function. Interruptions outside of a session have session None."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from holdspace.private import Private
from holdspace.store.moments import maybe_unpacked, unpacked
from holdspace.store.revisions import NEWER, told
from holdspace.store.rows import CaseRow, DigestRow, GapRow, MarkRow, PinRow, SessionRow, TimelineRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdspace.store.database import Database

_SESSION = """
SELECT s.id, s.kind, client.body AS client, topic.body AS topic, s.planned_minutes, s.started, s.state, s.ended,
       s.elapsed_seconds, coalesce(s.away_seconds, 0.0) AS away_seconds, nullif(note.body, '') AS note,
       s.ended_why
FROM sessions s LEFT JOIN texts client ON client.id = s.client LEFT JOIN texts topic ON topic.id = s.topic
LEFT JOIN texts note ON note.id = s.note
"""
_CASE = """
SELECT c.id, c.session, sender.body AS sender, i.app, i.origin, text.body AS text, i.at AS arrived, i.seq AS came,
       i.rule, c.urgency, c.phase, c.step,
       c.rev, coalesce(c.holder, c.asked) AS responders, c.due, c.outcome, c.why, c.by
FROM cases c JOIN interruptions i ON i.id = c.id
LEFT JOIN texts sender ON sender.id = i.sender LEFT JOIN texts text ON text.id = i.text
"""
_OF_A_SESSION = """
SELECT id FROM interruptions WHERE session IS ?1 OR session IS NULL
    AND seq >= (SELECT iif(EXISTS (SELECT 1 FROM sessions e WHERE e.seq < s.seq), s.seq, 0) FROM sessions s WHERE s.id = ?1)
    AND seq < coalesce((SELECT min(n.seq) FROM sessions n, sessions s WHERE s.id = ?1 AND n.seq > s.seq), 9e18)
"""
"""What came without a session is told with the one before it, else with the first one: nothing is told nowhere."""
_DIGEST = """
SELECT i.id, i.at, i.origin, i.source, i.app, i.level, i.verdict, i.rule, sender.body AS sender, i.person,
       text.body AS text, i.outcome, i.why, i.by,
       EXISTS (SELECT 1 FROM pins WHERE interruption = i.id AND state <> 'taken_back') AS pinned,
       i.sender_took_back IS NOT NULL
           AND i.sender_took_back > coalesce((SELECT max(seq) FROM revisions WHERE interruption = i.id), 0) AS taken_back
FROM interruptions i
LEFT JOIN texts sender ON sender.id = i.sender LEFT JOIN texts text ON text.id = i.text
WHERE i.id IN ({of}) AND i.verdict <> 'noise' ORDER BY i.seq
"""
_TIMELINE = """
SELECT t.case_id, t.kind, t.at, t.step, t.responders, t.by, t.choice, t.why, note.body AS note,
       lost.body AS what_is_lost, only.body AS why_only_you, t.instruction, t.holder, t.due, t.outcome,
       t.rev, t.rule, told.times
FROM (
    SELECT min(seq) AS seq, count(*) AS times
    FROM (
        SELECT seq, case_id, kind,
               max(iif(kind IN ('repeated', 'glass_held'), 0, seq)) OVER (PARTITION BY case_id ORDER BY seq) AS run
        FROM timeline WHERE case_id IN ({of})
    )
    GROUP BY case_id, run, kind
) told
CROSS JOIN timeline t ON t.seq = told.seq
LEFT JOIN texts note ON note.id = t.note
LEFT JOIN texts lost ON lost.id = t.what_is_lost LEFT JOIN texts only ON only.id = t.why_only_you
ORDER BY t.seq
"""
"""What a sender can do without end comes once a kind where nothing else lies between, with how often: it may be thousands,
and a page asks anew after each."""
_OF_OPEN_PINS = "SELECT interruption FROM pins WHERE state = 'open' AND text IS NULL"


class Records:
    """Everything that screens, page and command line want to know of what was kept. Raises NotKept when unreadable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def session(self, key: str) -> SessionRow | None:
        """One session."""
        return next((_session(row) for row in self._rows(_SESSION + "WHERE s.id = ?", key)), None)

    def last_session(self) -> SessionRow | None:
        """The session that was started last, running or not."""
        return next((_session(row) for row in self._rows(_SESSION + "ORDER BY s.seq DESC LIMIT 1")), None)

    def digest_rows(self, session: str | None) -> tuple[DigestRow, ...]:
        """Everything that arrived in a session but noise, in the order of arrival; and what came after it without one."""
        rows = self._rows(_DIGEST.format(of=_OF_A_SESSION), session)
        newer = self._newer(_OF_A_SESSION, session)
        return tuple(_digest(row, newer.get(row["id"], ())) for row in rows)

    def noise_count(self, session: str | None) -> int:
        """How much noise arrived in a session."""
        return self._count("SELECT count(*) FROM interruptions WHERE session IS ? AND verdict = 'noise'", session)

    def arrived_count(self, session: str | None) -> int:
        """How much arrived in a session or was logged in it, but noise."""
        return self._count("SELECT count(*) FROM interruptions WHERE session IS ? AND verdict <> 'noise'", session)

    def self_count(self, session: str | None) -> int:
        """How often the practitioner broke in themselves, as they logged it."""
        return self._count("SELECT count(*) FROM interruptions WHERE session IS ? AND source = 'self'", session)

    def self_undone_count(self, session: str | None) -> int:
        """How much of that they took back."""
        return self._count(
            "SELECT count(*) FROM interruptions WHERE session IS ? AND source = 'self' AND outcome = 'withdrawn'",
            session,
        )

    def held_count(self, session: str | None) -> int:
        """How many interruptions of a session are held for the digest."""
        return self._count(
            "SELECT count(*) FROM interruptions WHERE session IS ? AND verdict <> 'noise'"
            " AND (outcome = 'held' OR (outcome IS NULL AND verdict = 'hold'))",
            session,
        )

    def gaps(self, session: str | None) -> tuple[GapRow, ...]:
        """The times in a session when nobody watched."""
        rows = self._rows("SELECT since, until, why FROM gaps WHERE session IS ? ORDER BY seq", session)
        return tuple(GapRow(since=unpacked(row["since"]), until=unpacked(row["until"]), why=row["why"]) for row in rows)

    def pins_open(self) -> tuple[PinRow, ...]:
        """All open promises, the one that is due first in front."""
        rows = self._rows(
            """
            SELECT p.id, p.at, p.due, own.body AS own, text.body AS text, sender.body AS sender, p.interruption,
                   i.origin, p.brought_up, p.promised, EXISTS (SELECT 1 FROM outbox WHERE pin = p.id AND status = 'draft') AS draft
            FROM pins p LEFT JOIN interruptions i ON i.id = p.interruption
            LEFT JOIN texts sender ON sender.id = coalesce(p.sender, i.sender)
            LEFT JOIN texts own ON own.id = p.text LEFT JOIN texts text ON text.id = i.text AND p.text IS NULL
            WHERE p.state = 'open' ORDER BY p.due, p.seq
            """
        )
        newer = self._newer(_OF_OPEN_PINS)
        return tuple(_pin(row, newer.get(row["interruption"], ())) for row in rows)

    def marks(self, session: str | None) -> tuple[MarkRow, ...]:
        """The place marks of a session that were not taken back, in the order in which they were set."""
        rows = self._rows(
            """
            SELECT m.id, m.at, topic.body AS topic, point.body AS last_point, next.body AS next_step
            FROM marks m LEFT JOIN texts topic ON topic.id = m.topic
            LEFT JOIN texts point ON point.id = m.last_point LEFT JOIN texts next ON next.id = m.next_step
            WHERE m.session IS ? AND NOT m.taken_back ORDER BY m.seq
            """,
            session,
        )
        return tuple(_mark(row) for row in rows)

    def case(self, key: str) -> CaseRow | None:
        """One case with all that happened to it."""
        row = next(iter(self._rows(_CASE + "WHERE c.id = ?", key)), None)
        return _case(row, self._newer("?", key).get(key, ()), self._timeline(key)) if row else None

    def recent_cases(self, session: str | None) -> tuple[CaseRow, ...]:
        """The cases of a session, open or closed, in the order in which they were opened; without their timelines."""
        newer = self._newer("SELECT id FROM cases WHERE session IS ?", session)
        rows = self._rows(_CASE + "WHERE c.session IS ? ORDER BY c.seq", session)
        return tuple(_case(row, newer.get(row["id"], ()), ()) for row in rows)

    def timelines(self, session: str | None) -> dict[str, tuple[TimelineRow, ...]]:
        """What happened to each case of a session, by its id."""
        found: dict[str, list[TimelineRow]] = {}
        for row in self._rows(_TIMELINE.format(of="SELECT id FROM cases WHERE session IS ?"), session):
            found.setdefault(row["case_id"], []).append(_event(row))
        return {case: tuple(events) for case, events in found.items()}

    def case_outcome(self, key: str) -> tuple[str, str] | None:
        """Outcome and by whom (or empty) of a closed case; None if it is open or not known."""
        rows = self._rows("SELECT outcome, by FROM cases WHERE id = ? AND phase = 'closed'", key)
        return next(((row["outcome"], row["by"] or "") for row in rows), None)

    def _timeline(self, case: str) -> tuple[TimelineRow, ...]:
        return tuple(_event(row) for row in self._rows(_TIMELINE.format(of="?"), case))

    def _newer(self, of: str, *values: object) -> dict[str, list[str]]:
        """The newer texts of these interruptions, the oldest first."""
        found: dict[str, list[str]] = {}
        for row in self._rows(NEWER.format(of=of), *values):
            found.setdefault(row["interruption"], []).append(row["body"])
        return found

    def _count(self, statement: str, *values: object) -> int:
        return int(self._rows(statement, *values)[0][0])

    def _rows(self, statement: str, *values: object) -> list[sqlite3.Row]:
        with self._database.reading() as connection:
            cursor = connection.cursor()
            cursor.row_factory = sqlite3.Row
            return cursor.execute(statement, values).fetchall()


def _private(body: str | None) -> Private | None:
    return Private(body) if body is not None else None


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def _session(row: Any) -> SessionRow:
    return SessionRow(
        id=row["id"],
        kind=row["kind"],
        client=_private(row["client"]),
        topic=_private(row["topic"]),
        planned_minutes=row["planned_minutes"],
        started=unpacked(row["started"]),
        state=row["state"],
        ended=maybe_unpacked(row["ended"]),
        elapsed_seconds=row["elapsed_seconds"],
        away_seconds=row["away_seconds"],
        note=_private(row["note"]),
        ended_why=row["ended_why"] or "",
    )


def _digest(row: Any, newer: Sequence[str]) -> DigestRow:
    return DigestRow(
        id=row["id"],
        at=unpacked(row["at"]),
        origin=row["origin"],
        source=row["source"],
        app=row["app"],
        level=row["level"],
        verdict=row["verdict"],
        rule=row["rule"],
        sender=_private(row["sender"]),
        person=row["person"],
        text=told(row["origin"], row["text"], newer),
        outcome=row["outcome"],
        why=row["why"] or "",
        by=row["by"] or "",
        pinned=bool(row["pinned"]),
        taken_back=bool(row["taken_back"]),
    )


def _pin(row: Any, newer: Sequence[str]) -> PinRow:
    return PinRow(
        id=row["id"],
        at=unpacked(row["at"]),
        due=unpacked(row["due"]),
        text=_private(row["own"]) or told(row["origin"], row["text"], newer, between=" \N{MIDDLE DOT} "),
        sender=_private(row["sender"]),
        interruption=row["interruption"],
        brought_up=bool(row["brought_up"]),
        promised=bool(row["promised"]),
        draft=bool(row["draft"]),
    )


def _mark(row: Any) -> MarkRow:
    return MarkRow(
        id=row["id"],
        at=unpacked(row["at"]),
        topic=_private(row["topic"]),
        last_point=_private(row["last_point"]),
        next_step=_private(row["next_step"]),
    )


def _case(row: Any, newer: Sequence[str], timeline: tuple[TimelineRow, ...]) -> CaseRow:
    return CaseRow(
        id=row["id"],
        session=row["session"],
        sender=_private(row["sender"]),
        app=row["app"],
        text=told(row["origin"], row["text"], newer),
        arrived=unpacked(row["arrived"]),
        came=row["came"],
        urgency=row["urgency"],
        phase=row["phase"],
        step=row["step"],
        rev=row["rev"],
        rule=row["rule"],
        responders=_lines(row["responders"]),
        due=maybe_unpacked(row["due"]),
        outcome=row["outcome"],
        why=row["why"] or "",
        by=row["by"] or "",
        timeline=timeline,
    )


def _event(row: Any) -> TimelineRow:
    return TimelineRow(
        kind=row["kind"],
        at=unpacked(row["at"]),
        step=row["step"],
        responders=_lines(row["responders"]),
        by=row["by"] or "",
        choice=row["choice"] or "",
        why=row["why"] or "",
        note=_private(row["note"]),
        what_is_lost=_private(row["what_is_lost"]),
        why_only_you=_private(row["why_only_you"]),
        instruction=row["instruction"] or "",
        holder=row["holder"] or "",
        due=maybe_unpacked(row["due"]),
        outcome=row["outcome"] or "",
        rev=row["rev"],
        rule=row["rule"] or "",
        times=row["times"],
    )
