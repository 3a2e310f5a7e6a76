"""What follows from the world: time that passes, people who come and go, the desktop's silence, gaps, a new policy."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdspace.core import decide_case, decide_gate
from holdspace.core import facts as f
from holdspace.core.moment import GAP
from holdspace.core.state import in_order

if TYPE_CHECKING:
    from holdspace.core import commands as c
    from holdspace.core.escalation import Case
    from holdspace.core.turn import Story, Turn


def tick(turn: Turn, command: c.Tick) -> Story:
    """After a gap each open window starts once more, and nothing else moves in this turn: never two steps at a time."""
    if command.gap > GAP.total_seconds():
        yield from _gap(turn, command.gap)
        return
    for key in sorted(turn.state.cases):
        case = turn.state.cases[key]  # as it is by now: a card that opened for another one may show it
        if case.due is not None and (turn.now.reached(case.due) or decide_case.card_may_come(turn, case)):
            yield from decide_case.due(turn, case)
        elif decide_case.left_alone(turn, case):
            yield from decide_case.go_on(turn, case, "off_duty")
        else:
            yield from decide_case.audit(turn, case)
    if turn.state.session is None:
        for pin in in_order(turn.state.pins):
            if not pin.brought_up and pin.is_due(turn.now):
                yield f.FollowUpCameDue(pin=pin.id)
        for key, log in sorted(turn.state.loose.items()):
            if turn.now.reached(log.due):
                yield decide_gate.settle_log(turn, key)


def presence(turn: Turn, command: c.ReportPresence) -> Story:
    known = command.responder in turn.state.present
    if command.present and not known:
        yield f.ResponderCame(responder=command.responder)
    elif known and not command.present:
        yield f.ResponderLeft(responder=command.responder)
        for case in in_order(turn.state.cases):
            if (case.queued or command.responder in case.asked) and decide_case.left_alone(turn, case):
                yield from decide_case.go_on(turn, case, "off_duty")


def quiet(turn: Turn, command: c.ReportQuiet) -> Story:
    last = turn.state.quiet
    told = (command.engaged, command.driver, command.evidence, command.why)
    if told != (last.engaged, last.driver, last.evidence, last.why):
        yield f.QuietChanged(engaged=command.engaged, driver=command.driver, evidence=command.evidence, why=command.why)


def watch_gap(turn: Turn, command: c.ReportWatchGap) -> Story:
    session = turn.state.session or turn.state.ended
    yield f.WatchGap(session=session.id if session else None, since=command.since, until=command.until, why=command.why)


def adopt(turn: Turn, command: c.AdoptPolicy) -> Story:
    if command.as_act:
        yield f.PolicyAdopted(policy=command.policy, act=command.id, before=turn.policy)
    else:
        yield f.PolicyAdopted(policy=command.policy)


def _gap(turn: Turn, seconds: float) -> Story:
    if turn.state.session is None and not turn.state.cases:
        return
    yield f.GapNoticed(seconds=seconds)
    for case in in_order(turn.state.cases):
        if case.due is not None and not case.with_practitioner:
            yield f.WindowRestarted(case=case.id, due=turn.now.after(_anew(turn, case)))


def _anew(turn: Turn, case: Case) -> timedelta:
    """The whole window once more; what was put off is never put off past the planned end."""
    session = turn.state.session
    if case.phase != "snoozed" or session is None:
        return case.window
    return max(timedelta(0), min(case.window, session.left(turn.now)))
