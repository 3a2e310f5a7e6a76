"""What follows from something that arrives, by itself or logged by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.core import commands as c
from holdspace.core import cues, decide_case, decide_pressing
from holdspace.core import facts as f
from holdspace.core.break_glass import used_lately
from holdspace.core.callers import open_with
from holdspace.core.escalation import anybody_reachable
from holdspace.core.gate import Verdict, judge
from holdspace.core.policy import VerdictKind
from holdspace.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Generator

    from holdspace.core.effects import Effect
    from holdspace.core.interruption import Live
    from holdspace.core.turn import Story, Turn

BATTERY_MOST = 64
"""So many interruptions are remembered in which the battery is called low."""
QUIET: tuple[VerdictKind, ...] = ("hold", "noise")


def log(turn: Turn, command: c.LogInterruption) -> Story:
    session = turn.state.session
    person = turn.person(command.sender)
    sender = yield from turn.keep(command.sender, "sender", person)
    text = yield from turn.keep(command.text, "text", person)
    yield f.InterruptionArrived(
        interruption=command.id,
        session=session.id if session else None,
        key=command.id,
        origin="hand",
        source=command.source,
        app="",
        category="",
        level="normal",
        sender=sender,
        person=person,
        text=text,
        verdict="hold",
        rule="",
        at=command.at or turn.now,
    )


def settle_log(turn: Turn, key: str) -> f.InterruptionSettled:
    """The outcome of what was logged: the end of its session brings it, or a while without one, or the next one."""
    if turn.state.loose[key].pin is not None:
        return f.InterruptionSettled(interruption=key, outcome="deferred", why="pinned")
    return f.InterruptionSettled(interruption=key, outcome="held", why="logged")


def sort(turn: Turn, command: c.SortInterruption) -> Story:
    if command.interruption in turn.state.loose:
        yield f.InterruptionSorted(interruption=command.interruption, source=command.source)
    else:
        yield f.Refused(code="no_such_interruption")


def note(turn: Turn, command: c.NoteInterruption) -> Story:
    loose = turn.state.loose.get(command.interruption)
    if loose is None:
        yield from log(turn, c.LogInterruption(id=command.id, text=command.text))
        return
    text = yield from turn.keep(command.text, "text", loose.person)
    yield f.InterruptionRevised(interruption=command.interruption, key=command.id, text=text, at=turn.now)


def report(turn: Turn, command: c.ReportInterruption) -> Story:
    """Something arrived by itself; besides, whether a power manager calls the battery low in it."""
    replaced = _found(turn, command.replaces)
    matter = yield from _report(turn, command, replaced)
    if replaced in turn.state.battery and not (command.battery_low and replaced == matter):
        yield f.BatteryLowOver(interruption=replaced)
    if command.battery_low and matter not in turn.state.battery and len(turn.state.battery) < BATTERY_MOST:
        yield f.BatteryLow(interruption=matter)


def _report(turn: Turn, command: c.ReportInterruption, replaced: str | None) -> Generator[f.Fact | Effect, None, str]:
    """Of which matter it is.

    A newer text by the same sender stays one matter, unless it now asks for more than the older one did.

    What somebody else puts in the place of a notification is a matter of its own; who writes again about what is being
    asked is answered in the same case.
    """
    earlier = replaced if _same_sender(turn, command, replaced) else None
    verdict = _verdict(turn, command)
    if earlier is not None and earlier in turn.state.cases:
        yield from _revised(turn, command, earlier)
        yield from decide_pressing.revised(turn, earlier, verdict)
        return earlier
    if earlier is not None and _asks_for_no_more(turn, earlier, verdict):
        yield from _revised(turn, command, earlier)
        return earlier
    yield from _arrived(turn, command, verdict)
    known = command.live or (command.replaces if replaced is not None else None)
    if known is not None:
        yield f.NotificationKnown(interruption=command.id, live=known)
    if verdict.kind in QUIET:
        yield _quietly_settled(command.id, verdict)
        return command.id
    caller = turn.caller(command.app, command.sender)
    repeated = open_with(turn, caller)
    if repeated is not None:
        yield from decide_pressing.repeated(turn, command, repeated, verdict)
    else:
        yield from decide_case.open_case(turn, command, verdict, caller)
    return command.id


def live(turn: Turn, command: c.ReportLive) -> Story:
    """A revision keeps the notification of the matter that it revised; where the server gave it another one, that is of the
    same matter.
    """
    if _found(turn, command.live) is None:
        interruption = _found(turn, command.replaces) or command.interruption
        yield f.NotificationKnown(interruption=interruption, live=command.live)


def closed(turn: Turn, command: c.ReportClosed) -> Story:
    """What its sender took back before anybody had it is withdrawn; an emergency that stands is not. What has its outcome
    keeps it, and it is told that its sender took it back.
    """
    key = _found(turn, command.live)
    if key in turn.state.battery and not command.expired:
        yield f.BatteryLowOver(interruption=key)
    if key is None or not command.by_sender:
        return
    case = turn.state.cases.get(key)
    if case is None:
        yield f.InterruptionTakenBack(interruption=key)
        return
    if case.phase == "waiting" and case.calls == 1 and not case.standing and not case.with_practitioner:
        yield from decide_case.close(turn, case.id, "withdrawn", "closed_by_sender")


def _verdict(turn: Turn, command: c.ReportInterruption) -> Verdict:
    session = turn.state.session or turn.state.ended  # with which of them it is told: `_arrived`
    verdict = judge(turn.policy, command, turn.now, session.kind if session else None)
    if verdict.kind in QUIET:
        return verdict
    if turn.state.session is None:
        return replace(verdict, kind="hold", why="no_session")
    if verdict.kind == "let_through":
        return _through_the_glass(turn, verdict)
    reachable = anybody_reachable(turn.policy, turn.state.present, turn.now)
    if verdict.urgency != "emergency" and not reachable:
        return replace(verdict, kind="hold", why="nobody_reachable")
    return verdict


def _through_the_glass(turn: Turn, verdict: Verdict) -> Verdict:
    """An entry lets one thing through in ten minutes, and cues are counted. Beyond that people are asked, as in an emergency."""
    if used_lately(turn.state, verdict.rule, turn.now):
        return replace(verdict, kind="ask", urgency="emergency", why="too_often")
    if cues.spent(turn.state):
        return replace(verdict, kind="ask", urgency="emergency", why="cues_spent")
    return verdict


def _same_sender(turn: Turn, command: c.ReportInterruption, replaced: str | None) -> bool:
    sent = turn.state.sent.get(replaced) if replaced is not None else None
    return sent is not None and (sent.app, sent.person) == (command.app, turn.person(command.sender))


def _asks_for_no_more(turn: Turn, earlier: str, verdict: Verdict) -> bool:
    """What was noise is told nowhere: a text that is none would be lost with it."""
    return verdict.kind == "noise" or (verdict.kind == "hold" and not turn.state.sent[earlier].noise)


def _revised(turn: Turn, command: c.ReportInterruption, earlier: str) -> Story:
    text = yield from turn.keep(command.text, "text", turn.person(command.sender))
    yield f.InterruptionRevised(interruption=earlier, key=command.key, text=text, at=command.at or turn.now)
    if command.live is not None and _found(turn, command.live) is None:
        yield f.NotificationKnown(interruption=earlier, live=command.live)


def _quietly_settled(interruption: str, verdict: Verdict) -> f.Fact:
    if verdict.kind == "noise":
        return f.InterruptionSettled(interruption=interruption, outcome="dismissed", why="noise")
    return f.InterruptionSettled(interruption=interruption, outcome="held", why=verdict.why)


def _found(turn: Turn, live: Live | None) -> str | None:
    return turn.state.live.get((live.server, live.notification)) if live else None


def _arrived(turn: Turn, command: c.ReportInterruption, verdict: Verdict) -> Story:
    session = turn.state.session
    person = turn.person(command.sender)
    sender = yield from turn.keep(command.sender, "sender", person)
    text = yield from turn.keep(command.text, "text", person)
    yield f.InterruptionArrived(
        interruption=command.id,
        session=session.id if session else (turn.state.ended.id if turn.state.ended else None),
        key=command.key,
        origin=command.origin,
        source=command.source,
        app=command.app,
        category=command.category,
        level=command.level,
        sender=sender,
        person=person,
        text=text,
        verdict=verdict.kind,
        rule=verdict.rule,
        at=command.at or turn.now,
    )
