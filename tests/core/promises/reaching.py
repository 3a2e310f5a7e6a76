"""Who may be told to have reached the practitioner, why, and how often they may be cued."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.gate import judge
from tests.core.promises.asking import here, nobody_passed_over

if TYPE_CHECKING:
    from tests.core.promises.known import Known
    from tests.core.promises.ledger import Ledger

MINUTE, TEN_MINUTES = timedelta(seconds=60), timedelta(minutes=10)


def card_is_open(ledger: Ledger) -> bool:
    return any(known.card for known in ledger.open.values())


def cues_spent(ledger: Ledger) -> bool:
    return ledger.cues >= 3 and not card_is_open(ledger)


def may_reach(ledger: Ledger, known: Known, why: str) -> None:
    """Break-glass, a standing need_me, or the policy's rule for silence: nothing else."""
    match why:
        case "break_glass":
            assert known.glass
        case "va_direct":
            assert known.stands_for_practitioner()
            assert known.policy.gate.va_direct
        case "need_me":
            assert known.stands is not None, "nobody said with both reasons that only they can"
            if known.stands_for_practitioner():
                assert not known.policy.gate.va_direct
            if known.stands_for_practitioner() and not known.shown:
                for number, step in enumerate(known.policy.steps):
                    assert step.role == "assistant" or not here(ledger, known.policy, number), "executives come first"
        case _:
            assert why == "nobody_answered"
            assert known.stands is None
            assert known.policy.gate.unanswered(known.urgency) == "cue"
            nobody_passed_over(ledger, known, len(known.policy.steps))
            assert not cues_spent(ledger)


def waits(ledger: Ledger, known: Known, fact: f.CardWaits) -> None:
    if known.reached is None:
        may_reach(ledger, known, fact.why)
    assert not card_is_open(ledger), "it would join it"
    assert ledger.last_cue is not None
    assert fact.due == ledger.last_cue.after(MINUTE)
    assert not ledger.told.now.reached(fact.due)
    known.goes_on()
    known.reached = fact.why


def asked(ledger: Ledger, known: Known, fact: f.PractitionerAsked) -> None:
    if known.reached is None or known.reached != fact.why:
        may_reach(ledger, known, fact.why)
    now = ledger.told.now
    assert not known.card, "a card that shows is not shown again"
    assert fact.joins == card_is_open(ledger)
    assert fact.due == now.after(MINUTE)
    if not fact.joins:
        assert ledger.last_cue is None or now.since(ledger.last_cue) >= MINUTE, "a minute apart"
        ledger.cues, ledger.last_cue = ledger.cues + 1, now
        assert ledger.cues <= 3 or fact.why in ("need_me", "va_direct"), "three a session for what nobody judged"
    known.goes_on()
    known.reached, known.card = fact.why, True


def glass(
    ledger: Ledger, command: c.Command, known: Known, fact: f.BreakGlassUsed | f.BreakGlassRefused | f.AssistantInformed
) -> None:
    assert isinstance(command, c.ReportInterruption)
    now = ledger.told.now
    if isinstance(fact, f.AssistantInformed):
        people = {one.id for one in known.policy.responders if one.role == "assistant"}
        steps = [number for number, step in enumerate(known.policy.steps) if step.role == "assistant"]
        assert set(fact.responders) <= people
        assert not steps or fact.responders == here(ledger, known.policy, steps[0])
        return
    verdict = judge(ledger.told.policy, command, now)
    assert (verdict.kind, verdict.rule) == ("let_through", fact.rule)
    used = ledger.glass.get(fact.rule)
    lately = used is not None and now.since(used) < TEN_MINUTES
    if isinstance(fact, f.BreakGlassUsed):
        assert not lately, "once in ten minutes"
        assert not cues_spent(ledger)
        ledger.glass[fact.rule] = now
        known.glass = True
    else:
        assert lately if fact.why == "too_often" else cues_spent(ledger)


def not_seen(ledger: Ledger, known: Known, fact: f.CardNotSeen, reached_at: timedelta | None) -> None:
    assert known.card
    assert reached_at is not None
    assert reached_at >= MINUTE
