"""What follows when a case becomes more pressing: a newer text of it says more, or its caller comes again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.core import decide_case
from holdspace.core import facts as f
from holdspace.core.escalation import own_step, rung
from holdspace.core.interruption import LEVELS
from holdspace.core.moment import earliest
from holdspace.core.storm import slot

if TYPE_CHECKING:
    from datetime import timedelta

    from holdspace.core import commands as c
    from holdspace.core.escalation import Case
    from holdspace.core.gate import Verdict
    from holdspace.core.interruption import Urgency
    from holdspace.core.moment import Moment
    from holdspace.core.turn import Story, Turn


def revised(turn: Turn, key: str, verdict: Verdict) -> Story:
    """A newer text is judged as well: it can make a case more pressing, never less. Its step is asked no second time."""
    if verdict.kind == "let_through":
        yield from decide_case.let_through(turn, key, verdict.rule)
        return
    yield from decide_case.glass_held(key, verdict)
    case = turn.state.cases[key]
    if verdict.kind == "ask" and _more_pressing(verdict.urgency, case.urgency):
        due, window = _sooner(turn, case, verdict.urgency)
        yield f.UrgencyRaised(case=key, urgency=verdict.urgency, due=due, window_seconds=window.total_seconds())
        yield from _told_anew(turn, case)


def repeated(turn: Turn, command: c.ReportInterruption, case: Case, verdict: Verdict) -> Story:
    """One case, with the newer text beside the older one; what was normal becomes urgent, and its deadline comes sooner.

    Repeating makes no emergency: only what is said can.
    """
    text = yield from turn.keep(command.text, "text", turn.person(command.sender))
    yield f.InterruptionRevised(interruption=case.id, key=command.key, text=text, at=command.at or turn.now)
    urgency = _raised(case, verdict)
    due, window = _sooner(turn, case, urgency)
    yield f.CallerRepeated(
        case=case.id, interruption=command.id, urgency=urgency, due=due, window_seconds=window.total_seconds()
    )
    yield f.InterruptionSettled(interruption=command.id, outcome="merged", why="repeated_caller")
    if verdict.kind == "let_through":
        yield from decide_case.let_through(turn, case.id, verdict.rule)
    else:
        yield from decide_case.glass_held(case.id, verdict)
        yield from _told_anew(turn, case)


def _raised(case: Case, verdict: Verdict) -> Urgency:
    raised: Urgency = "urgent" if case.urgency == "normal" else case.urgency
    asked_for = verdict.urgency if verdict.kind == "ask" else raised
    return asked_for if _more_pressing(asked_for, raised) else raised


def _more_pressing(one: Urgency, other: Urgency) -> bool:
    return LEVELS.index(one) > LEVELS.index(other)


def _sooner(turn: Turn, case: Case, urgency: Urgency) -> tuple[Moment | None, timedelta]:
    """The deadline of this urgency, counted from now, if that is earlier; and its window, if that is shorter.

    A card has its own. What waits in a storm waits for the turn of this urgency.
    """
    if case.due is None or case.with_practitioner:
        return case.due, case.window
    if case.queued:
        until = slot(turn.state, rung(case).role, urgency, turn.now) or turn.now
    elif case.phase == "acked":
        until = turn.now.after(own_step(case.policy, case.holder or "").lease_seconds.of(urgency))
    else:
        until = turn.now.after(rung(case).wait_seconds.of(urgency))
    return earliest((case.due, until), turn.now), min(case.window, turn.now.until(until))


def _told_anew(turn: Turn, before: Case) -> Story:
    """What became more pressing is another case to whoever is asked or has it, and they are told.

    What became an emergency is neither put off nor does it wait for its turn in a storm.
    """
    case = turn.state.cases[before.id]
    if case.urgency == "emergency" and case.phase == "snoozed":
        yield from decide_case.woken(turn, case)
    elif case.urgency == "emergency" and case.queued:
        yield from decide_case.ask_queued(turn, case)
    elif case.rev != before.rev and case.phase != "snoozed":
        yield from turn.letters(case)
