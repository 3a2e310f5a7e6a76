"""Whose answer counts, told a second time and in other words than the core's."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdspace.core.people import within_duty
from tests.core.promises.policies import CALMS

if TYPE_CHECKING:
    from holdspace.core import commands as c
    from tests.core.promises.ledger import Ledger


def may_answer(ledger: Ledger, answer: c.AnswerCase) -> bool:
    """Who may say what, told a second time and in other words than the core's."""
    state = ledger.told.state
    case, now = state.cases.get(answer.case), ledger.told.now
    person = case.policy.responder(answer.by) if case else None
    if case is None or person is None or answer.rev != case.rev:
        return False
    if answer.by not in state.present or not within_duty(person, now.utc):
        return False
    if case.phase == "acked" and answer.choice == "take":
        role = case.policy.steps[case.step].role if case.policy.steps else "assistant"
        entitled = answer.by != case.holder and (role == person.role or case.standing)
    elif answer.choice == "take":
        entitled = False
    elif case.phase == "acked":
        entitled = answer.by == case.holder
    elif case.reached == "break_glass":
        entitled = False
    elif case.with_practitioner:
        entitled = answer.choice in CALMS
    elif case.standing:
        entitled = answer.choice in CALMS or answer.by in case.asked
    else:
        entitled = answer.by in case.asked
    if answer.choice == "need_me":
        reasons = sum(map(bool, (answer.what_is_lost, answer.why_only_you)))
        entitled = entitled and (reasons == 2 or (reasons == 0 and case.standing))
    session = state.session
    if answer.choice == "snooze":
        left = session.left(now) if session else timedelta(0)
        entitled = entitled and case.urgency != "emergency" and case.snoozes < 2 and left > timedelta(0)
    return entitled
