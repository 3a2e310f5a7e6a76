"""What follows for a case: opened, asked step by step, answered, passed on, closed once. The straight line of the escalation."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from holdspace.core import facts as f
from holdspace.core.decide_pins import follow_up_due
from holdspace.core.escalation import (
    SNOOZE,
    SNOOZES_A_STEP,
    UNSEEN_AFTER,
    Case,
    PassedWhy,
    Reached,
    step_responders,
    steps_ahead,
)
from holdspace.core.interruption import LEVELS
from holdspace.core.people import within_duty
from holdspace.core.policy import Step

if TYPE_CHECKING:
    from holdspace.core import commands as c
    from holdspace.core.gate import Verdict
    from holdspace.core.interruption import Outcome
    from holdspace.core.turn import Story, Turn

TAKES_BACK = ("ack", "handled", "defer", "dismiss")
"""Choices by which somebody on duty takes a standing emergency back."""


def open_case(turn: Turn, arrived: c.ReportInterruption, verdict: Verdict) -> Story:
    session = turn.state.session
    yield f.CaseOpened(
        case=arrived.id,
        session=session.id if session else None,
        person=turn.person(arrived.sender),
        urgency=verdict.urgency,
        policy=turn.policy,
    )
    if verdict.kind == "let_through":
        yield from let_through(turn, arrived.id)
    else:
        yield from ask_next(turn, arrived.id)


def let_through(turn: Turn, key: str) -> Story:
    """What is being asked about now says what the policy lets through: whoever was asked is asked no longer."""
    if not turn.state.cases[key].with_practitioner:
        yield from _reach(turn, key, "break_glass")


def asks_for_more(turn: Turn, key: str, verdict: Verdict) -> Story:
    """A newer text is judged as well: it can make a case more pressing, never less. Nobody is asked a second time."""
    if verdict.kind == "let_through":
        yield from let_through(turn, key)
    elif verdict.kind == "ask" and LEVELS.index(verdict.urgency) > LEVELS.index(turn.state.cases[key].urgency):
        yield f.UrgencyRaised(case=key, urgency=verdict.urgency)


def ask_next(turn: Turn, key: str) -> Story:
    """Ask the next step that has somebody on duty; after the last one the standing emergency or the policy decides."""
    case = turn.state.cases[key]
    asked_before = case.step >= 0
    for number in steps_ahead(case):
        people = step_responders(case.policy, number, turn.state.present, turn.now)
        if people:
            yield _asked(turn, case, number, people)
            return
        yield f.StepSkipped(case=key, step=number, why="nobody_on_duty")
    if case.standing:
        yield from _reach(turn, key, "need_me")
    elif case.policy.gate.unanswered(case.urgency) == "cue":
        yield from _reach(turn, key, "nobody_answered")
    else:
        yield from close(turn, key, "deferred", "nobody_answered" if asked_before else "nobody_on_duty")


def pass_on(turn: Turn, key: str, why: PassedWhy, by: str | None = None) -> Story:
    yield f.StepPassed(case=key, step=turn.state.cases[key].step, why=why, by=by)
    yield from ask_next(turn, key)


def close(turn: Turn, key: str, outcome: Outcome, why: str, by: str | None = None) -> Story:
    """Close once, with one outcome. What is deferred becomes a deferral note, so that it cannot be forgotten."""
    case = turn.state.cases[key]
    due = follow_up_due(turn)
    yield f.CaseClosed(case=key, outcome=outcome, why=why, by=by)
    yield f.InterruptionSettled(interruption=key, outcome=outcome, why=why)
    if outcome == "deferred":
        yield f.PinMade(
            pin=turn.new_id(),
            session=case.session,
            interruption=key,
            sender=None,
            person=case.person,
            text=None,
            due=due,
            promised=False,
            by_hand=False,
            at=turn.now,
        )


def due(turn: Turn, case: Case) -> Story:
    """The open window of a case has run out."""
    if case.with_practitioner:
        yield f.CardNotSeen(case=case.id)
    elif case.phase == "acked":
        yield from pass_on(turn, case.id, "lease_lapsed", case.holder)
    elif case.phase == "snoozed":
        people = step_responders(case.policy, case.step, turn.state.present, turn.now)
        if people:
            yield _asked(turn, case, case.step, people)
        else:
            yield from pass_on(turn, case.id, "off_duty")
    else:
        yield from pass_on(turn, case.id, "no_answer")


def left_alone(turn: Turn, case: Case) -> bool:
    """Whether the case waits for people none of whom is on duty any more and can be told of it."""
    if case.phase != "waiting" or case.with_practitioner:
        return False
    on_duty = step_responders(case.policy, case.step, turn.state.present, turn.now)
    return not any(key in on_duty and not case.out_of_reach(key) for key in case.asked)


def delivery(turn: Turn, command: c.ReportDelivery) -> Story:
    """A channel that gives up counts as no answer: once nobody who is asked can be told, the case goes on at once."""
    if command.delivered:
        yield f.LetterDelivered(letter=command.letter, case=command.case, responder=command.responder)
        return
    yield f.LetterFailed(
        letter=command.letter, case=command.case, responder=command.responder, why=command.why, rev=command.rev
    )
    case = turn.state.cases.get(command.case)
    if case is not None and case.rev == command.rev and left_alone(turn, case):
        yield from pass_on(turn, case.id, "undeliverable")


def answer(turn: Turn, command: c.AnswerCase) -> Story:
    """Only an answer that fits changes anything; every other one is told why it did not."""
    refusal = _refusal(turn, command)
    case = turn.state.cases.get(command.case)
    if refusal or case is None:
        holder = case.holder if case else None
        yield f.AnswerRefused(
            answer=command.id,
            case=command.case,
            by=command.by,
            choice=command.choice,
            why=refusal or "closed",
            holder=holder,
        )
        return
    note = yield from turn.keep(command.note, "note", case.person)
    yield f.CaseAnswered(answer=command.id, case=case.id, by=command.by, choice=command.choice, note=note)
    yield from _answered(turn, command, case)


def _answered(turn: Turn, command: c.AnswerCase, case: Case) -> Story:
    match command.choice:
        case "ack":
            step = _own_step(case, command.by)
            window = step.lease_seconds.of(case.urgency)
            yield f.CaseAcked(
                case=case.id, by=command.by, window_seconds=window.total_seconds(), due=turn.now.after(window)
            )
        case "handled":
            yield from close(turn, case.id, "handled", "answered", command.by)
        case "defer":
            yield from close(turn, case.id, "deferred", "can_wait", command.by)
        case "dismiss":
            yield from close(turn, case.id, "dismissed", "nothing_to_do", command.by)
        case "snooze":
            yield f.CaseSnoozed(case=case.id, by=command.by, due=turn.now.after(_snooze(turn)))
        case "pass_up":
            yield from pass_on(turn, case.id, "passed_up", command.by)
        case "need_me":
            if not case.standing:
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
    if case.phase == "acked" and case.holder != command.by:
        return "held"
    if not within_duty(person, turn.now.utc):
        return "off_duty"
    if case.standing or case.with_practitioner:
        if command.choice not in TAKES_BACK and command.by not in case.asked:
            return "with_practitioner" if case.with_practitioner else "emergency_stands"
    elif command.by not in case.asked:
        return "not_asked"
    if command.rev != case.rev:
        return "stale"
    if command.choice == "need_me" and not (command.what_is_lost and command.why_only_you) and not case.standing:
        return "reasons_missing"
    if command.choice == "snooze":
        return _no_snooze(turn, case)
    return ""


def _no_snooze(turn: Turn, case: Case) -> str:
    if case.urgency == "emergency":
        return "no_snooze_for_emergency"
    if case.snoozes >= SNOOZES_A_STEP:
        return "snoozed_enough"
    return "" if _snooze(turn) > timedelta(0) else "session_is_over"


def _snooze(turn: Turn) -> timedelta:
    """How long "ask me again" waits: never past the planned end."""
    session = turn.state.session
    return min(SNOOZE, session.left(turn.now)) if session else timedelta(0)


def _asked(turn: Turn, case: Case, number: int, people: tuple[str, ...]) -> f.StepAsked:
    window = case.policy.steps[number].wait_seconds.of(case.urgency)
    return f.StepAsked(
        case=case.id,
        step=number,
        responders=people,
        window_seconds=window.total_seconds(),
        due=turn.now.after(window),
    )


def _own_step(case: Case, by: str) -> Step:
    """The step whose lease a holder gets: their own, wherever the case stands; the usual one if no step is theirs."""
    roles = {person.role for person in case.policy.responders if person.id == by}
    return next((step for step in case.policy.steps if step.role in roles), Step(role="assistant"))


def _reach(turn: Turn, key: str, why: Reached) -> Story:
    yield f.PractitionerAsked(case=key, why=why, due=turn.now.after(UNSEEN_AFTER))
