"""What follows from commands about the session, its marks, and from taking an act back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdspace.core import decide_case, decide_gate
from holdspace.core import facts as f
from holdspace.core.session import LONGEST, SHORTEST
from holdspace.core.state import in_order

if TYPE_CHECKING:
    from holdspace.core import commands as c
    from holdspace.core.moment import Moment
    from holdspace.core.state import Act, State
    from holdspace.core.turn import Story, Turn

END_TAKEN_BACK_WITHIN = timedelta(minutes=10)
STANDS = {"log": "log_stands", "pin": "pin_stands", "end": "end_stands", "settled": "changed_meanwhile"}
"""What is said of an act that cannot be taken back. A mark always can."""


def start(turn: Turn, command: c.StartSession) -> Story:
    if turn.state.session is not None:
        yield f.Refused(code="session_running")
        return
    minutes = command.minutes if command.minutes is not None else turn.policy.preferences.planned_minutes
    if not SHORTEST <= minutes <= LONGEST:
        yield f.Refused(code="minutes_out_of_range", params={"shortest": SHORTEST, "longest": LONGEST})
        return
    person = turn.person(command.client)
    client = yield from turn.keep(command.client, "client", person)
    topic = yield from turn.keep(command.topic, "topic", person)
    for key in sorted(turn.state.loose):
        yield decide_gate.settle_log(turn, key)
    yield f.SessionStarted(
        session=command.id,
        kind=command.kind,
        client=client,
        person=person,
        topic=topic,
        minutes=minutes,
        rehearsal=command.rehearsal,
    )


def pause(turn: Turn, command: c.PauseSession) -> Story:
    session = turn.state.session
    if session is None:
        yield f.Refused(code="no_session")
        return
    if session.paused_at is not None:
        yield f.Refused(code="already_paused")
        return
    if command.last_point is not None:
        point = yield from turn.keep(command.last_point, "mark", None)
        yield f.MarkSet(
            mark=turn.new_id(), session=session.id, topic=None, last_point=point, next_step=None, at=turn.now
        )
    yield f.SessionPaused(session=session.id)


def resume(turn: Turn) -> Story:
    session = turn.state.session
    if session is None:
        yield f.Refused(code="no_session")
    elif session.paused_at is None:
        yield f.Refused(code="not_paused")
    else:
        yield f.SessionResumed(session=session.id, away_seconds=turn.now.since(session.paused_at).total_seconds())


def extend(turn: Turn, command: c.ExtendSession) -> Story:
    session = turn.state.session
    if session is None:
        yield f.Refused(code="no_session")
        return
    planned = session.planned + timedelta(minutes=command.minutes)
    if command.minutes < SHORTEST or planned > timedelta(minutes=LONGEST):
        yield f.Refused(code="minutes_out_of_range", params={"shortest": SHORTEST, "longest": LONGEST})
        return
    yield f.SessionExtended(session=session.id, minutes=command.minutes)


def end(turn: Turn, command: c.EndSession) -> Story:
    """Everything that is still open gets its outcome, in the same transaction as the end; and what broke it is kept."""
    session = turn.state.session
    if session is None:
        yield from _said_afterwards(turn, command)
        return
    for case in in_order(turn.state.cases):
        yield from decide_case.close(turn, case.id, "deferred", "session_end", case.holder)
    for key in sorted(turn.state.loose):
        yield decide_gate.settle_log(turn, key)
    yield f.SessionEnded(
        session=session.id,
        elapsed_seconds=session.elapsed(turn.now).total_seconds(),
        away_seconds=session.away_at(turn.now).total_seconds(),
    )
    if command.why is not None:
        yield f.EndExplained(session=session.id, why=command.why)


def _said_afterwards(turn: Turn, command: c.EndSession) -> Story:
    """Without a session nothing ends; but what broke the one that ended last may be said of it."""
    ended = turn.state.ended
    if command.why is None or ended is None:
        yield f.Refused(code="no_session")
    else:
        yield f.EndExplained(session=ended.id, why=command.why)


def explain(turn: Turn, command: c.ExplainEnd) -> Story:
    ended = turn.state.ended
    if ended is None or ended.id != command.session:
        yield f.Refused(code="not_ended_last")
    else:
        yield f.EndExplained(session=ended.id, why=command.why)


def confirm(turn: Turn) -> Story:
    session = turn.state.session
    if session is None:
        yield f.Refused(code="no_session")
    elif session.doubted:
        yield f.SessionConfirmed(session=session.id)


def mark(turn: Turn, command: c.SetMark) -> Story:
    """Never refused for want of a session: a thought is kept."""
    if command.topic is None and command.last_point is None and command.next_step is None:
        yield f.Refused(code="nothing_to_mark")
        return
    topic = yield from turn.keep(command.topic, "mark", None)
    last_point = yield from turn.keep(command.last_point, "mark", None)
    next_step = yield from turn.keep(command.next_step, "mark", None)
    session = turn.state.session or turn.state.ended  # a word that comes after the end is about what has just ended
    yield f.MarkSet(
        mark=command.id,
        session=session.id if session else None,
        topic=topic,
        last_point=last_point,
        next_step=next_step,
        at=command.at or turn.now,
    )


def take_back(turn: Turn, command: c.TakeBack) -> Story:
    """The last act, or the one that is named. One that can no longer be taken back is named, and only the next undo looks past it.

    An end that is too long ago is not passed at all: nobody remembers what lies before it.
    """
    acts = [act for act in _acts(turn.state) if command.act in (None, act.id)]
    if not acts:
        yield f.Refused(code="nothing_to_undo")
        return
    last = acts[-1]
    done = _undone(turn.state, last, turn.now)
    if done is not None:
        yield done
        return
    if last.kind != "end":
        yield f.ActLetStand(act=last.id)
    yield f.Refused(code=STANDS[last.kind])


def would_undo(state: State, now: Moment) -> Act | None:
    """The act that undo would do something about: take it back, or name it as one that stands and then look past it.

    None where it could do neither: there is no act, or the last one is an end that is too long ago.
    """
    last = next(reversed(_acts(state)), None)
    if last is not None and last.kind == "end" and _undone(state, last, now) is None:
        return None
    return last


def _acts(state: State) -> tuple[Act, ...]:
    """What undo may speak of. In a session nothing that was settled before it: a client may be looking."""
    if state.session is None:
        return state.acts
    return tuple(act for act in state.acts if act.kind != "settled")


def _undone(state: State, act: Act, now: Moment) -> f.Fact | None:
    """What takes this act back; None when nothing can."""
    if act.kind == "log":
        known = act.id in state.loose
        return f.InterruptionSettled(interruption=act.id, outcome="withdrawn", why="undone") if known else None
    if act.kind == "pin":
        return f.PinTakenBack(pin=act.id) if act.id in state.pins else None
    if act.kind == "mark":
        return f.MarkTakenBack(mark=act.id)
    if act.kind == "settled":
        newest = [one.id for one in state.acts if one.kind == "settled"][-1]
        if act.before is None or act.id != newest:  # what was settled after it would go with it
            return None
        return f.PolicyAdopted(policy=act.before, takes_back=act.id)
    ended = state.ended_at
    if state.session is not None or ended is None or now.since(ended) > END_TAKEN_BACK_WITHIN:
        return None
    return f.SessionEndTakenBack(session=act.id)
