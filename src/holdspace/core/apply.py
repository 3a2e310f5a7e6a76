"""What each fact does to the state: the one way in which it changes, in a running app as after a crash."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar, assert_never

from immutables import Map

from holdspace.core import facts as f
from holdspace.core.apply_case import Moved, changed, opened_case
from holdspace.core.interruption import LOG_OPEN, Loose, Sent
from holdspace.core.pins import Pin, told_lately
from holdspace.core.recent import with_live, with_sent
from holdspace.core.session import Mark, Session
from holdspace.core.state import ACTS_KEPT, SERVED_KEPT, Act, Asking, Cues, Quiet, Served, State, in_order
from holdspace.core.storm import STORM_CASES, slot_key
from holdspace.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Literal

    from holdspace.core.escalation import Case
    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy

T = TypeVar("T")


def apply(state: State, fact: f.Fact, at: Moment) -> State:
    """The state after `fact`, which happened `at`. A fact of something unknown changes nothing."""
    if isinstance(fact, Moved):
        return _moved(state, fact, at)
    match fact:  # first what comes all the time
        case f.InterruptionArrived():
            if fact.origin != "hand":
                sent = Sent(app=fact.app, person=fact.person, noise=fact.verdict == "noise")
                return with_sent(state, fact.interruption, sent)
            if fact.verdict != "hold":
                return state
            loose = Loose(person=fact.person, source=fact.source, due=at.after(LOG_OPEN))
            return _act(replace(state, loose=state.loose.set(fact.interruption, loose)), "log", fact.interruption)
        case f.NotificationKnown():
            return with_live(state, fact.live, fact.interruption)
        case f.CaseOpened():
            opened = (*state.opened, at)[-STORM_CASES:]
            return replace(state, cases=state.cases.set(fact.case, opened_case(fact, at)), opened=opened)
        case f.CaseClosed():
            return _closed(state, fact)
        case (
            f.InterruptionRevised()
            | f.InterruptionTakenBack()
            | f.EndExplained()
            | f.WatchGap()
            | f.BreakGlassRefused()
            | f.AssistantInformed()
            | f.CardAnswered()
            | f.CaseAnswered()
            | f.AnswerRefused()
            | f.LetterDelivered()
            | f.Refused()
        ):
            return state
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
            return replace(
                state,
                session=session,
                ended=None,
                ended_at=None,
                live=Map(),
                sent=Map(),
                acts=tuple(act for act in state.acts if act.kind == "settled"),
                served=(),
                opened=(),
                asking=Map(),
                cues=Cues(),
                battery=frozenset(),
            )
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
        case f.InterruptionSorted():
            known = state.loose.get(fact.interruption)
            if known is None:
                return state
            return replace(state, loose=state.loose.set(fact.interruption, replace(known, source=fact.source)))
        case f.InterruptionSettled():
            settled = replace(state, loose=_without(state.loose, fact.interruption))
            return _undone(settled, fact.interruption) if fact.outcome == "withdrawn" else settled
        case f.PinMade():
            somebody_waits = fact.sender is not None or fact.interruption is not None
            pin = Pin(
                id=fact.pin,
                due=fact.due,
                interruption=fact.interruption,
                person=fact.person,
                made=at,
                acknowledged=somebody_waits and not told_lately(state.pins.values(), fact.person, at),
            )
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
        case f.BatteryLow():
            return replace(state, battery=state.battery | {fact.interruption})
        case f.BatteryLowOver():
            return replace(state, battery=state.battery - {fact.interruption})
        case f.PolicyAdopted():
            return _adopted(state, fact)
        case f.BreakGlassUsed():
            return replace(state, glass=state.glass.set(fact.rule, at))
        case _:
            assert_never(fact)


def _closed(state: State, fact: f.CaseClosed) -> State:
    """The case is no longer open; whoever answered its caller is known, should they come again."""
    case = state.cases.get(fact.case)
    if case is None:
        return state
    left = replace(state, cases=state.cases.delete(fact.case))
    if case.caller is None:
        return left
    others = tuple(one for one in state.served if one.caller != case.caller)
    served = (*others, Served(caller=case.caller, case=case.id, by=fact.by))[-SERVED_KEPT:]
    return replace(left, served=served)


def _moved(state: State, fact: Moved, at: Moment) -> State:
    case = state.cases.get(fact.case)
    if case is None:
        return state
    return _told(replace(state, cases=state.cases.set(fact.case, changed(case, fact, at))), case, fact, at)


def _told(state: State, case: Case, fact: Moved, at: Moment) -> State:
    """What a change of a case means to the others: whose turn it is, when a role was asked, how often there was a cue."""
    match fact:
        case f.StepAsked():
            role = case.policy.steps[fact.step].role
            asking = Asking(at=at, bundle=fact.bundle)
            told = replace(state, asking=state.asking.set(slot_key(role, case.urgency), asking))
            (first, *others) = fact.responders
            return told if others else replace(told, turns=told.turns.set(role, first))
        case f.PractitionerAsked() if not fact.joins:
            return replace(state, cues=Cues(count=state.cues.count + 1, last=at))
        case _:
            return state


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


def _adopted(state: State, fact: f.PolicyAdopted) -> State:
    """What was settled before other settings stands from then on: to bring back what was before it would take those too."""
    if fact.takes_back is not None:
        return _undone(state, fact.takes_back)
    if fact.act is not None:
        return _act(state, "settled", fact.act, fact.before)
    return replace(state, acts=tuple(replace(act, before=None) for act in state.acts))


def _act(
    state: State, kind: Literal["log", "pin", "mark", "end", "settled"], key: str, before: Policy | None = None
) -> State:
    acts = (*state.acts, Act(kind=kind, id=key, before=before))
    return replace(state, acts=acts[-ACTS_KEPT:])


def _undone(state: State, key: str) -> State:
    return replace(state, acts=tuple(act for act in state.acts if act.id != key))


def _without(known: Map[str, T], key: str) -> Map[str, T]:
    return known.delete(key) if key in known else known
