"""What follows from an answer: only one that fits changes anything; every other one is told why it did not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from holdspace.core import facts as f
from holdspace.core.decide_case import close, pass_on
from holdspace.core.escalation import LONGEST_SNOOZE, SNOOZE, SNOOZES_A_STEP, Case, on_duty, own_step, rung

if TYPE_CHECKING:
    from holdspace.core import commands as c
    from holdspace.core.people import Responder
    from holdspace.core.turn import Story, Turn

TAKES_BACK = ("ack", "handled", "defer", "dismiss")
"""Choices by which somebody on duty takes a standing emergency back."""


def answer(turn: Turn, command: c.AnswerCase) -> Story:
    """Only an answer that fits changes anything; every other one is told why it did not."""
    refusal = _refusal(turn, command)
    case = turn.state.cases.get(command.case)
    if refusal or case is None:
        yield _refused(command, refusal or "closed", case.holder if case else None)
        return
    note = yield from turn.keep(command.note, "note", case.person)
    yield f.CaseAnswered(
        answer=command.id,
        case=case.id,
        by=command.by,
        choice=command.choice,
        note=note,
        device=command.device,
        channel=command.channel,
        rev=command.rev,
    )
    yield from _answered(turn, command, case)


def replay(command: c.ReportReplay) -> Story:
    """An answer that came twice was judged once; who brought it again, and through what, is on record."""
    yield _refused(command.answer, "replay", None)


def _refused(answer: c.AnswerCase, why: str, holder: str | None) -> f.AnswerRefused:
    return f.AnswerRefused(
        answer=answer.id,
        case=answer.case,
        by=answer.by,
        choice=answer.choice,
        why=why,
        holder=holder,
        device=answer.device,
        channel=answer.channel,
        rev=answer.rev,
    )


def _answered(turn: Turn, command: c.AnswerCase, case: Case) -> Story:
    match command.choice:
        case "ack" | "take":
            window = own_step(case.policy, command.by).lease_seconds.of(case.urgency)
            yield f.CaseAcked(
                case=case.id,
                by=command.by,
                window_seconds=window.total_seconds(),
                due=turn.now.after(window),
                holder=case.holder if command.choice == "take" else None,
            )
        case "handled":
            yield from close(turn, case.id, "handled", "answered", command.by)
        case "defer":
            yield from close(turn, case.id, "deferred", "can_wait", command.by)
        case "dismiss":
            yield from close(turn, case.id, "dismissed", "nothing_to_do", command.by)
        case "snooze":
            yield f.CaseSnoozed(case=case.id, by=command.by, due=turn.now.after(_snooze(turn, command)))
        case "pass_up":
            yield from pass_on(turn, case.id, "passed_up", command.by)
        case "need_me":
            if command.what_is_lost and command.why_only_you:  # where it stands already they may be left out
                lost = yield from turn.keep(command.what_is_lost, "reason", case.person)
                only = yield from turn.keep(command.why_only_you, "reason", case.person)
                yield f.EmergencyStands(case=case.id, by=command.by, what_is_lost=lost or "", why_only_you=only or "")
            yield from pass_on(turn, case.id, "emergency_stands", command.by)
        case _:
            assert_never(command.choice)


def _refusal(turn: Turn, command: c.AnswerCase) -> str:
    """Why an answer changes nothing; empty when it counts."""
    case = turn.state.cases.get(command.case)
    if case is None:
        return "closed"
    person = case.policy.responder(command.by)
    if person is None:
        return "not_asked"
    if case.reached == "break_glass":
        return "with_practitioner"
    taking = command.choice == "take"
    if case.phase == "acked" and case.holder != command.by and not (taking and may_take(person, case)):
        return "held"
    if not on_duty(person, turn.state.present, turn.now):
        return "off_duty"
    if taking:
        return _no_taking(command, case)
    if case.standing or case.with_practitioner:
        if command.choice not in TAKES_BACK and command.by not in case.asked:
            return "with_practitioner" if case.with_practitioner else "emergency_stands"
    elif command.by not in case.asked:
        return "not_asked"
    if command.rev != case.rev:
        return "stale"
    if command.choice == "need_me" and _reasons_missing(command, case):
        return "reasons_missing"
    if command.choice == "snooze":
        return _no_snooze(turn, command, case)
    return ""


def _reasons_missing(command: c.AnswerCase, case: Case) -> bool:
    """An emergency needs both reasons. One that stands already needs none; a single one would be lost without a word."""
    if not command.what_is_lost and not command.why_only_you:
        return not case.standing
    return not (command.what_is_lost and command.why_only_you)


def may_take(person: Responder, case: Case) -> bool:
    """Whether they may take a case from who has it: they serve its step, or it stands as an emergency."""
    return case.standing or rung(case).role == person.role


def _no_taking(command: c.AnswerCase, case: Case) -> str:
    """Taking is for what somebody else has, by one who saw that they have it."""
    if case.holder is None or case.holder == command.by:
        return "not_held"
    return "" if command.rev == case.rev else "stale"


def _no_snooze(turn: Turn, command: c.AnswerCase, case: Case) -> str:
    if case.urgency == "emergency":
        return "no_snooze_for_emergency"
    if case.snoozes >= SNOOZES_A_STEP:
        return "snoozed_enough"
    return "" if _snooze(turn, command) > timedelta(0) else "session_is_over"


def _snooze(turn: Turn, command: c.AnswerCase) -> timedelta:
    """How long "ask me again" waits: a quarter of an hour at most, and never past the planned end."""
    session = turn.state.session
    wished = SNOOZE if command.minutes is None else timedelta(minutes=command.minutes)
    return min(wished, LONGEST_SNOOZE, session.left(turn.now)) if session else timedelta(0)
