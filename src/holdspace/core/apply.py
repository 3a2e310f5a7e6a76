"""What each fact does to the state: the one way in which it changes, in a running app as after a crash."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar, assert_never

from immutables import Map

from holdspace.core import facts as f
from holdspace.core.escalation import PRACTITIONER, Case
from holdspace.core.interruption import LOG_OPEN, Loose, Sent
from holdspace.core.pins import Pin
from holdspace.core.recent import with_live, with_sent
from holdspace.core.session import Mark, Session
from holdspace.core.state import ACTS_KEPT, Act, Quiet, State, in_order

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Literal

    from holdspace.core.moment import Moment

T = TypeVar("T")


def apply(state: State, fact: f.Fact, at: Moment) -> State:
    """The state after `fact`, which happened `at`. A fact of something unknown changes nothing."""
    match fact:
        case f.SessionStarted():
            session = Session(
                id=fact.session,
                kind=fact.kind,
                client=fact.client,
                person=fact.person,
                topic=fact.topic,
                planned=timedelta(minutes=fact.minutes),
                started=at,
            )
            return replace(state, session=session, ended=None, ended_at=None, live=Map(), sent=Map(), acts=())
        case f.SessionPaused():
            return _session(state, paused_at=at)
        case f.SessionResumed():
            return replace(state, session=state.session and state.session.resumed(at))
        case f.SessionExtended():
            longer = timedelta(minutes=fact.minutes)
            return _session(state, planned=state.session.planned + longer) if state.session else state
        case f.SessionEnded():
            ended = state.session and state.session.resumed(at)
            return _act(replace(state, session=None, ended=ended, ended_at=at), "end", fact.session)
        case f.SessionEndTakenBack():
            return _undone(replace(state, session=state.ended, ended=None, ended_at=None), fact.session)
        case f.GapNoticed():
            return _session(state, doubted=True)
        case f.SessionConfirmed():
            return _session(state, doubted=False)
        case f.QuietChanged():
            quiet = Quiet(engaged=fact.engaged, driver=fact.driver, evidence=fact.evidence, why=fact.why)
            return replace(state, quiet=quiet)
        case f.ResponderCame():
            return replace(state, present=state.present | {fact.responder})
        case f.ResponderLeft():
            return replace(state, present=state.present - {fact.responder})
        case f.InterruptionArrived():
            if fact.origin != "hand":
                sent = Sent(app=fact.app, person=fact.person, noise=fact.verdict == "noise")
                return with_sent(state, fact.interruption, sent)
            if fact.verdict != "hold":
                return state
            loose = Loose(person=fact.person, source=fact.source, due=at.after(LOG_OPEN))
            return _act(replace(state, loose=state.loose.set(fact.interruption, loose)), "log", fact.interruption)
        case f.InterruptionSorted():
            known = state.loose.get(fact.interruption)
            if known is None:
                return state
            return replace(state, loose=state.loose.set(fact.interruption, replace(known, source=fact.source)))
        case f.NotificationKnown():
            return with_live(state, fact.live, fact.interruption)
        case f.InterruptionSettled():
            settled = replace(state, loose=_without(state.loose, fact.interruption))
            return _undone(settled, fact.interruption) if fact.outcome == "withdrawn" else settled
        case f.PinMade():
            pin = Pin(id=fact.pin, due=fact.due, interruption=fact.interruption)
            made = _deferred(replace(state, pins=state.pins.set(fact.pin, pin)), fact.interruption, fact.pin)
            return _act(made, "pin", fact.pin) if fact.by_hand else made
        case f.PinTakenBack():
            pinned = state.pins.get(fact.pin)
            left = replace(state, pins=_without(state.pins, fact.pin))
            return _undone(_no_longer_deferred(left, pinned.interruption if pinned else None), fact.pin)
        case f.FollowUpCameDue():
            return _pin(state, fact.pin, brought_up=True)
        case f.PinCompleted():
            return replace(state, pins=_without(state.pins, fact.pin))
        case f.MarkSet():
            mark = Mark(id=fact.mark, topic=fact.topic, last_point=fact.last_point, next_step=fact.next_step)
            return _act(_marks(state, lambda marks: (*marks, mark)), "mark", fact.mark)
        case f.MarkTakenBack():
            left = _marks(state, lambda marks: tuple(mark for mark in marks if mark.id != fact.mark))
            return _undone(left, fact.mark)
        case f.NoteBegun():
            return _noted(state, fact.session, fact.note)
        case f.ActLetStand():
            return _undone(state, fact.act)
        case (
            f.CaseOpened()
            | f.UrgencyRaised()
            | f.StepSkipped()
            | f.StepAsked()
            | f.StepPassed()
            | f.WindowRestarted()
            | f.CaseAcked()
            | f.CaseSnoozed()
            | f.EmergencyStands()
            | f.PractitionerAsked()
            | f.CardNotSeen()
            | f.CaseHandedBack()
            | f.CaseClosed()
            | f.LetterFailed()
        ):
            return replace(state, cases=_cases(state.cases, fact, at))
        case (
            f.InterruptionRevised()
            | f.WatchGap()
            | f.CardAnswered()
            | f.CaseAnswered()
            | f.AnswerRefused()
            | f.LetterDelivered()
            | f.PolicyAdopted()
            | f.Refused()
        ):
            return state
        case _:
            assert_never(fact)


Moved = (
    f.UrgencyRaised
    | f.StepSkipped
    | f.StepAsked
    | f.StepPassed
    | f.WindowRestarted
    | f.CaseAcked
    | f.CaseSnoozed
    | f.EmergencyStands
    | f.PractitionerAsked
    | f.CardNotSeen
    | f.CaseHandedBack
    | f.LetterFailed
)


def _cases(cases: Map[str, Case], fact: f.CaseOpened | f.CaseClosed | Moved, at: Moment) -> Map[str, Case]:
    if isinstance(fact, f.CaseOpened):
        case = Case(id=fact.case, session=fact.session, person=fact.person, urgency=fact.urgency, policy=fact.policy)
        return cases.set(fact.case, case)
    known = cases.get(fact.case)
    if known is None:
        return cases
    if isinstance(fact, f.CaseClosed):
        return cases.delete(fact.case)
    return cases.set(fact.case, _changed(known, fact, at))


def _changed(case: Case, fact: Moved, at: Moment) -> Case:
    match fact:
        case f.UrgencyRaised():
            return replace(case, urgency=fact.urgency)
        case f.StepSkipped():
            return replace(case, step=fact.step, asked=(), due=None)
        case f.StepAsked():
            return replace(
                case,
                step=fact.step,
                phase="waiting",
                asked=fact.responders,
                undelivered=(),
                shown=case.standing,
                holder=None,
                window=timedelta(seconds=fact.window_seconds),
                due=fact.due,
                snoozes=case.snoozes if fact.step == case.step else 0,
                rev=case.rev + 1,
            )
        case f.StepPassed():
            return replace(case, asked=(), holder=None, phase="waiting", due=None, rev=case.rev + 1)
        case f.WindowRestarted():
            return replace(case, due=fact.due)
        case f.CaseAcked():
            window = timedelta(seconds=fact.window_seconds)
            return replace(
                case,
                phase="acked",
                asked=(fact.by,),
                holder=fact.by,
                window=window,
                due=fact.due,
                reached=None,
                reached_at=None,
                told_unseen=False,
                rev=case.rev + 1,
            )
        case f.CaseSnoozed():
            return replace(
                case,
                phase="snoozed",
                holder=None,
                due=fact.due,
                window=at.until(fact.due),
                snoozes=case.snoozes + 1,
                rev=case.rev + 1,
            )
        case f.EmergencyStands():
            return replace(case, standing=True, stood_by=fact.by, urgency="emergency", rev=case.rev + 1)
        case f.PractitionerAsked():
            return replace(
                case,
                phase="waiting",
                asked=(PRACTITIONER,),
                holder=None,
                reached=fact.why,
                reached_at=at,
                due=fact.due,
                rev=case.rev + 1,
            )
        case f.CardNotSeen():
            return replace(case, told_unseen=True, due=None, rev=case.rev + 1)
        case f.CaseHandedBack():
            return replace(
                case,
                leg=case.leg + 1,
                step=-1,
                asked=(),
                standing=False,
                stood_by=None,
                shown=False,
                reached=None,
                reached_at=None,
                told_unseen=False,
                due=None,
                rev=case.rev + 1,
            )
        case f.LetterFailed():
            failed = (*case.undelivered, fact.responder)
            return replace(case, undelivered=failed) if fact.rev == case.rev else case
        case _:
            assert_never(fact)


def _session(state: State, **changes: Any) -> State:
    return replace(state, session=replace(state.session, **changes)) if state.session else state


def _marks(state: State, change: Callable[[tuple[Mark, ...]], tuple[Mark, ...]]) -> State:
    """Of the session that runs, else of the one that has just ended."""
    if state.session is not None:
        return replace(state, session=replace(state.session, marks=change(state.session.marks)))
    if state.ended is not None:
        return replace(state, ended=replace(state.ended, marks=change(state.ended.marks)))
    return state


def _noted(state: State, session: str, note: str) -> State:
    """Of the session that runs, else of the one that has just ended."""
    if state.session is not None and state.session.id == session:
        return replace(state, session=replace(state.session, note=note))
    if state.ended is not None and state.ended.id == session:
        return replace(state, ended=replace(state.ended, note=note))
    return state


def _pin(state: State, key: str, **changes: Any) -> State:
    known = state.pins.get(key)
    return replace(state, pins=state.pins.set(key, replace(known, **changes))) if known else state


def _deferred(state: State, interruption: str | None, pin: str | None) -> State:
    known = state.loose.get(interruption) if interruption else None
    if interruption is None or known is None:
        return state
    return replace(state, loose=state.loose.set(interruption, replace(known, pin=pin)))


def _no_longer_deferred(state: State, interruption: str | None) -> State:
    """A pin of it was taken back; another one may still be there."""
    others = (pin.id for pin in in_order(state.pins) if pin.interruption == interruption)
    return _deferred(state, interruption, next(others, None))


def _act(state: State, kind: Literal["log", "pin", "mark", "end"], key: str) -> State:
    acts = (*state.acts, Act(kind=kind, id=key))
    return replace(state, acts=acts[-ACTS_KEPT:])


def _undone(state: State, key: str) -> State:
    return replace(state, acts=tuple(act for act in state.acts if act.id != key))


def _without(known: Map[str, T], key: str) -> Map[str, T]:
    return known.delete(key) if key in known else known
