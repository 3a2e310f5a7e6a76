"""What each fact does to the case that it speaks of."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from holdspace.core import facts as f
from holdspace.core.escalation import PRACTITIONER, Case
from holdspace.frozen import replace

if TYPE_CHECKING:
    from holdspace.core.escalation import Reached
    from holdspace.core.moment import Moment

Asked = f.StepSkipped | f.StepQueued | f.StepAsked | f.LeaseLapsed | f.StepPassed | f.CaseAcked | f.CaseSnoozed
Shown = f.EmergencyStands | f.CardWaits | f.PractitionerAsked | f.CardNotSeen | f.CaseHandedBack
Pressed = f.CallerRepeated | f.UrgencyRaised | f.WindowRestarted | f.DeadlineMissing | f.LetterFailed
Moved = Asked | Shown | Pressed


def opened_case(fact: f.CaseOpened, at: Moment) -> Case:
    return Case(
        id=fact.case,
        session=fact.session,
        person=fact.person,
        urgency=fact.urgency,
        policy=fact.policy,
        caller=fact.caller,
        called_at=at,
        first=fact.first,
    )


def changed(case: Case, fact: Moved, at: Moment) -> Case:
    if isinstance(fact, Asked):
        return _asking(case, fact, at)
    return _reaching(case, fact, at) if isinstance(fact, Shown) else _pressing(case, fact, at)


def _asking(case: Case, fact: Asked, at: Moment) -> Case:
    """Who is asked, has it, or put it off."""
    match fact:
        case f.StepSkipped():
            return replace(case, step=fact.step, asked=(), tried=(), snoozes=0, lapses=0, due=None)
        case f.StepQueued():
            return replace(
                case,
                step=fact.step,
                phase="waiting",
                asked=(),
                undelivered=(),
                alone=False,
                tried=(),
                queued=True,
                bundle=None,
                shown=case.standing,
                holder=None,
                window=at.until(fact.due),
                due=fact.due,
                snoozes=0,
                lapses=0,
                rev=case.rev + 1,
            )
        case f.StepAsked():
            again = fact.step == case.step
            return replace(
                case,
                step=fact.step,
                phase="waiting",
                asked=fact.responders,
                undelivered=(),
                alone=fact.alone,
                tried=(*case.tried, *fact.responders) if again else fact.responders,
                asked_anybody=True,
                queued=False,
                bundle=fact.bundle,
                shown=case.standing,
                holder=None,
                window=timedelta(seconds=fact.window_seconds),
                due=fact.due,
                snoozes=case.snoozes if again else 0,
                lapses=case.lapses if again else 0,
                rev=case.rev + 1,
            )
        case f.LeaseLapsed():
            return replace(
                case, asked=(), holder=None, phase="waiting", due=None, lapses=case.lapses + 1, rev=case.rev + 1
            )
        case f.StepPassed():
            return replace(
                case, asked=(), alone=False, queued=False, holder=None, phase="waiting", due=None, rev=case.rev + 1
            )
        case f.CaseAcked():
            window = timedelta(seconds=fact.window_seconds)
            return replace(
                case,
                phase="acked",
                asked=(fact.by,),
                alone=False,
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
        case _:
            assert_never(fact)


def _reaching(case: Case, fact: Shown, at: Moment) -> Case:
    """What stands, and what the practitioner is shown of it."""
    match fact:
        case f.EmergencyStands():
            first = case.stood_by or fact.by
            return replace(case, standing=True, stood_by=first, urgency="emergency", rev=case.rev + 1)
        case f.CardWaits():
            return _with_practitioner(case, fact.why, fact.due, None)
        case f.PractitionerAsked():
            return _with_practitioner(case, fact.why, fact.due, at)
        case f.CardNotSeen():
            return replace(case, told_unseen=True, due=None, rev=case.rev + 1)
        case f.CaseHandedBack():
            return replace(
                case,
                leg=case.leg + 1,
                step=-1,
                asked=(),
                alone=False,
                tried=(),
                standing=False,
                stood_by=None,
                shown=False,
                reached=None,
                reached_at=None,
                told_unseen=False,
                due=None,
                rev=case.rev + 1,
            )
        case _:
            assert_never(fact)


def _with_practitioner(case: Case, why: Reached, due: Moment, reached_at: Moment | None) -> Case:
    """From here on it is the practitioner's; `reached_at` is when their card began to show it."""
    return replace(
        case,
        phase="waiting",
        asked=(PRACTITIONER,),
        alone=False,
        queued=False,
        holder=None,
        reached=why,
        reached_at=reached_at,
        due=due,
        rev=case.rev + 1,
    )


def _pressing(case: Case, fact: Pressed, at: Moment) -> Case:
    """How pressing it is, until when, and whom it cannot reach."""
    match fact:
        case f.CallerRepeated():
            return replace(_pressed(case, fact), due=fact.due, called_at=at, calls=case.calls + 1)
        case f.UrgencyRaised():
            return _pressed(case, fact)
        case f.WindowRestarted() | f.DeadlineMissing():
            return replace(case, due=fact.due)
        case f.LetterFailed():
            failed = (*case.undelivered, fact.responder)
            return replace(case, undelivered=failed) if fact.rev == case.rev else case
        case _:
            assert_never(fact)


def _pressed(case: Case, fact: f.CallerRepeated | f.UrgencyRaised) -> Case:
    """More urgent, it is another case to whoever answers, and letters that told of the earlier one count no more."""
    if fact.window_seconds is None:  # of an earlier version: the urgency is all that it told
        return replace(case, urgency=fact.urgency)
    raised = fact.urgency != case.urgency
    return replace(
        case,
        urgency=fact.urgency,
        due=fact.due,
        window=timedelta(seconds=fact.window_seconds),
        undelivered=() if raised else case.undelivered,
        rev=case.rev + 1 if raised else case.rev,
    )
