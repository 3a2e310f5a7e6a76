"""Readable tables, written from facts in the facts' own transaction, and made anew from the journal at any time.

Each fact has its SQL here; its fields are the parameters, besides `:seq` and `:written` (the envelope's moment).
The live columns of a case come from the state, so that there is one answer to where a case stands.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from holdspace.core import facts as f
from holdspace.core.moment import Moment
from holdspace.core.policy import Policy
from holdspace.store.moments import packed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from holdspace.core.state import State

TABLES = ("sessions", "interruptions", "revisions", "cases", "timeline", "pins", "marks", "gaps")

WRITES: dict[type[f.Fact], str] = {
    f.SessionStarted: "INSERT INTO sessions(id, kind, client, person, topic, planned_minutes, started, state, seq)"
    " VALUES (:session, :kind, :client, :person, :topic, :minutes, :written, 'running', :seq)",
    f.SessionPaused: "UPDATE sessions SET state = 'paused' WHERE id = :session",
    f.SessionResumed: "UPDATE sessions SET state = 'running',"
    " away_seconds = coalesce(away_seconds, 0) + :away_seconds WHERE id = :session",
    f.SessionExtended: "UPDATE sessions SET planned_minutes = planned_minutes + :minutes WHERE id = :session",
    f.SessionEnded: "UPDATE sessions SET state = 'ended', ended = :written, elapsed_seconds = :elapsed_seconds,"
    " away_seconds = :away_seconds WHERE id = :session",
    f.EndExplained: "UPDATE sessions SET ended_why = :why WHERE id = :session",
    f.SessionEndTakenBack: "UPDATE sessions SET state = 'running', ended = NULL, elapsed_seconds = NULL,"
    " ended_why = NULL WHERE id = :session",
    f.WatchGap: "INSERT INTO gaps(seq, session, since, until, why) VALUES (:seq, :session, :since, :until, :why)",
    f.InterruptionArrived: "INSERT INTO interruptions(id, session, key, origin, source, app, category, level, sender,"
    " person, text, verdict, rule, at, seq) VALUES (:interruption, :session, :key, :origin, :source, :app, :category,"
    " :level, :sender, :person, :text, :verdict, :rule, :at, :seq)",
    f.InterruptionRevised: "INSERT INTO revisions(seq, interruption, text, at)"
    " VALUES (:seq, :interruption, :text, :at)",
    f.InterruptionSorted: "UPDATE interruptions SET source = :source WHERE id = :interruption",
    f.InterruptionTakenBack: "UPDATE interruptions SET sender_took_back = :seq WHERE id = :interruption",
    f.InterruptionSettled: "UPDATE interruptions SET outcome = :outcome, why = :why, settled = :written,"
    " by = (SELECT by FROM cases WHERE id = :interruption) WHERE id = :interruption",
    f.CaseOpened: "INSERT INTO cases(id, session, person, policy, urgency, phase, opened, prev, seq)"
    " VALUES (:case, :session, :person, :policy, :urgency, 'waiting', :written, :prev, :seq)",
    f.CaseClosed: "UPDATE cases SET phase = 'closed', asked = '', holder = NULL, due = NULL, outcome = :outcome,"
    " why = :why, by = :by, closed = :written WHERE id = :case",
    f.PinMade: "INSERT INTO pins(id, session, interruption, sender, person, text, due, promised, by_hand, at, seq)"
    " VALUES (:pin, :session, :interruption, :sender, :person, :text, :due, :promised, :by_hand, :at, :seq)",
    f.PinTakenBack: "UPDATE pins SET state = 'taken_back', settled = :written WHERE id = :pin",
    f.PinCompleted: "UPDATE pins SET state = 'completed', settled = :written WHERE id = :pin",
    f.FollowUpCameDue: "UPDATE pins SET brought_up = 1 WHERE id = :pin",
    f.MarkSet: "INSERT INTO marks(id, session, topic, last_point, next_step, at, seq)"
    " VALUES (:mark, :session, :topic, :last_point, :next_step, :at, :seq)",
    f.MarkTakenBack: "UPDATE marks SET taken_back = 1 WHERE id = :mark",
    f.NoteBegun: "UPDATE sessions SET note = :note WHERE id = :session",
    f.PolicyAdopted: "INSERT OR REPLACE INTO meta(key, value) VALUES ('policy', :policy)",
}

TIMELINE: dict[type[f.Fact], str] = {
    f.CaseOpened: "opened",
    f.CallerRepeated: "repeated",
    f.BreakGlassUsed: "let_through",
    f.BreakGlassRefused: "glass_held",
    f.AssistantInformed: "informed",
    f.UrgencyRaised: "raised",
    f.StepSkipped: "skipped",
    f.StepAsked: "asked",
    f.StepQueued: "queued",
    f.LeaseLapsed: "lapsed",
    f.StepPassed: "passed",
    f.WindowRestarted: "restarted",
    f.CaseAcked: "acked",
    f.CaseSnoozed: "snoozed",
    f.EmergencyStands: "stands",
    f.PractitionerAsked: "reached",
    f.CardWaits: "card_waits",
    f.CardNotSeen: "not_seen",
    f.DeadlineMissing: "deadline_missing",
    f.CaseHandedBack: "handed_back",
    f.CardAnswered: "card",
    f.CaseAnswered: "answered",
    f.AnswerRefused: "refused",
    f.CaseClosed: "closed",
    f.LetterDelivered: "letter_delivered",
    f.LetterFailed: "letter_failed",
}

IN_NO_TABLE: frozenset[type[f.Fact]] = frozenset(
    {
        f.GapNoticed,
        f.SessionConfirmed,
        f.QuietChanged,
        f.NotificationKnown,
        f.ResponderCame,
        f.ResponderLeft,
        f.ActLetStand,
        f.BatteryLow,
        f.BatteryLowOver,
        f.Refused,
    }
)
"""Facts that only the state, or nobody but the journal, needs."""

_TIMELINE_COLUMNS = (
    "step",
    "responders",
    "by",
    "choice",
    "why",
    "note",
    "what_is_lost",
    "why_only_you",
    "instruction",
    "answer",
    "holder",
    "due",
    "outcome",
    "letter",
    "device",
    "channel",
    "rev",
    "rule",
    "interruption",
    "bundle",
)
_INTO_TIMELINE = (
    f"INSERT INTO timeline(seq, case_id, at, kind, {', '.join(_TIMELINE_COLUMNS)})"  # noqa: S608 - constants only
    f" VALUES (:seq, :case, :written, :kind, {', '.join(':' + name for name in _TIMELINE_COLUMNS)})"
)
_CASE_NOW = (
    "UPDATE cases SET phase = ?, urgency = ?, leg = ?, step = ?, asked = ?, holder = ?, due = ?, rev = ?,"
    " standing = ?, reached = ? WHERE id = ?"
)


def write(connection: sqlite3.Connection, seq: int, at: Moment, fact: f.Fact, hashed: Callable[[Policy], str]) -> None:
    """Write what one fact says, within the caller's transaction."""
    values = _parameters(fact, hashed) | {"seq": seq, "written": packed(at)}
    kind = type(fact)
    statement = WRITES.get(kind)
    if statement is not None:
        connection.execute(statement, values)
    entry = TIMELINE.get(kind)
    if entry is not None:
        responders = values.get("responders", values.get("responder"))
        blank = dict.fromkeys(_TIMELINE_COLUMNS)
        connection.execute(_INTO_TIMELINE, blank | values | {"kind": entry, "responders": responders})


def write_cases(connection: sqlite3.Connection, facts: Iterable[f.Fact], state: State) -> None:
    """Bring the open cases that these facts touched to where they stand in `state`, which follows from the facts."""
    for key in touched(facts):
        case = state.cases.get(key)
        if case is None:
            continue
        due = packed(case.due) if case.due is not None else None
        asked = "\n".join(case.asked)
        row = (case.phase, case.urgency, case.leg, case.step, asked, case.holder, due, case.rev, case.standing)
        connection.execute(_CASE_NOW, (*row, case.reached, key))


def touched(facts: Iterable[f.Fact]) -> tuple[str, ...]:
    """The cases that these facts speak of."""
    return tuple(dict.fromkeys(fact.case for fact in facts if isinstance(fact, f.CaseFact)))


def clear(connection: sqlite3.Connection) -> None:
    """Empty the tables, to make them anew."""
    for table in TABLES:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - constants only
    connection.execute("DELETE FROM meta WHERE key = 'policy'")


def _parameters(fact: f.Fact, hashed: Callable[[Policy], str]) -> dict[str, Any]:
    return {part.name: _column(getattr(fact, part.name), hashed) for part in fields(fact)}


def _column(value: Any, hashed: Callable[[Policy], str]) -> Any:
    if isinstance(value, Moment):
        return packed(value)
    if isinstance(value, Policy):
        return hashed(value)
    if isinstance(value, tuple):
        return "\n".join(value)
    return value
