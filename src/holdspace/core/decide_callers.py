"""What follows when somebody about whom is being asked writes again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.core import decide_case
from holdspace.core import facts as f
from holdspace.core.escalation import rung
from holdspace.core.moment import earliest
from holdspace.core.storm import slot

if TYPE_CHECKING:
    from holdspace.core import commands as c
    from holdspace.core.escalation import Case
    from holdspace.core.gate import Verdict
    from holdspace.core.interruption import Urgency
    from holdspace.core.moment import Moment
    from holdspace.core.turn import Story, Turn


def repeated(turn: Turn, command: c.ReportInterruption, case: Case, verdict: Verdict) -> Story:
    """One case, with the newer text beside the older one; what was normal becomes urgent, and its deadline comes sooner.

    Repeating makes no emergency: only what is said can.
    """
    text = yield from turn.keep(command.text, "text", turn.person(command.sender))
    yield f.InterruptionRevised(interruption=case.id, key=command.key, text=text, at=command.at or turn.now)
    urgency = _raised(case, verdict)
    yield f.CallerRepeated(case=case.id, interruption=command.id, urgency=urgency, due=_sooner(turn, case, urgency))
    yield f.InterruptionSettled(interruption=command.id, outcome="merged", why="repeated_caller")
    if verdict.kind == "let_through":
        yield from decide_case.let_through(turn, case.id, verdict.rule)
    else:
        yield from decide_case.glass_held(case.id, verdict)
        yield from decide_case.wait_no_longer(turn, case.id)


def _raised(case: Case, verdict: Verdict) -> Urgency:
    raised: Urgency = "urgent" if case.urgency == "normal" else case.urgency
    asked_for = verdict.urgency if verdict.kind == "ask" else raised
    return asked_for if decide_case.more_pressing(asked_for, raised) else raised


def _sooner(turn: Turn, case: Case, urgency: Urgency) -> Moment | None:
    """The deadline of the new urgency, counted from now, if that is earlier. A card has its own."""
    if case.due is None or case.with_practitioner:
        return case.due
    step = rung(case)
    if case.queued:
        return earliest((case.due, slot(turn.state, step.role, urgency, turn.now) or turn.now), turn.now)
    window = (step.lease_seconds if case.phase == "acked" else step.wait_seconds).of(urgency)
    return earliest((case.due, turn.now.after(window)), turn.now)
