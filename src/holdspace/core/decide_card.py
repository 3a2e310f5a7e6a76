"""What follows when the practitioner answers the break-through card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.core import decide_case
from holdspace.core import facts as f
from holdspace.core.escalation import LEGS, anybody_reachable

if TYPE_CHECKING:
    from holdspace.core import commands as c
    from holdspace.core.turn import Story, Turn


def answer(turn: Turn, command: c.AnswerCard) -> Story:
    case = turn.state.cases.get(command.case)
    if case is None or not case.with_practitioner:
        yield f.Refused(code="no_card")
    elif command.choice == "step_out":
        yield f.CardAnswered(case=case.id, choice="step_out")
        yield from decide_case.close(turn, case.id, "reached", "stepped_out")
        session = turn.state.session
        if session is not None and session.paused_at is None:
            yield f.SessionPaused(session=session.id)
    elif command.choice == "pin":
        yield f.CardAnswered(case=case.id, choice="pin")
        yield from decide_case.close(turn, case.id, "deferred", "pinned")
    elif case.leg >= LEGS:
        yield f.Refused(code="handed_back_enough")
    elif not anybody_reachable(case.policy, turn.state.present, turn.now):
        yield f.Refused(code="nobody_reachable")
    else:
        yield f.CardAnswered(case=case.id, choice="hand_back")
        yield f.CaseHandedBack(case=case.id, instruction=command.instruction or "handle_it")
        yield from decide_case.ask_next(turn, case.id)
