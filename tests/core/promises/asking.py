"""What may be told of the steps of a case: in order, one at a time, the same once more only for a named reason."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.escalation import on_duty

if TYPE_CHECKING:
    from holdspace.core.escalation import Case
    from holdspace.core.policy import Policy
    from holdspace.core.state import State
    from tests.core.promises.known import Known
    from tests.core.promises.ledger import Ledger


def here(ledger: Ledger, policy: Policy, step: int) -> tuple[str, ...]:
    """Who of a step is on duty now, in the order of the policy."""
    if not policy.steps:
        return ()
    role, present, now = policy.steps[step].role, ledger.told.state.present, ledger.told.now
    return tuple(one.id for one in policy.responders if one.role == role and on_duty(one, present, now))


def nobody_passed_over(ledger: Ledger, known: Known, until: int) -> None:
    """Each step before was asked, or gone by while nobody of it was on duty."""
    for number in range(max(known.gone_by, known.step) + 1, until):
        assert not here(ledger, known.policy, number), "somebody on duty is passed over"


def can_be_told(command: c.Command, was: Case, key: str) -> bool:
    """Whether a channel of theirs, or the page alone where they have none, has not given up on what asks them now."""
    person = was.policy.responder(key)
    assert person is not None
    failed = was.undelivered.count(key)
    if isinstance(command, c.ReportDelivery) and not command.delivered:
        failed += (command.responder, command.case, command.rev) == (key, was.id, was.rev)
    return not person.channels or failed < len(person.channels)


def asked(ledger: Ledger, command: c.Command, before: State, known: Known, fact: f.StepAsked) -> None:
    everybody = here(ledger, known.policy, fact.step)
    assert fact.responders, "a step asks somebody"
    assert set(fact.responders) <= set(everybody), "only who is on duty"
    pool = [key for key in everybody if fact.why not in ("lapsed", "replaced") or key not in known.tried]
    assert fact.alone == (len(fact.responders) < len({*pool, *fact.responders}))
    wait = known.policy.steps[fact.step].wait_seconds.of(known.urgency)
    assert fact.due == ledger.told.now.after(wait)
    assert fact.window_seconds == wait.total_seconds()
    if fact.why == "stands":
        _shown(ledger, known, fact, everybody)
    elif fact.why == "next":
        _asked_first(ledger, known, fact, everybody)
    else:
        assert fact.step == known.at, "the same step, once more"
        assert known.stands is None, "what stands is shown once"
        _asked_again(command, before.cases[fact.case], known, fact, everybody)
    known.goes_on()
    known.at = fact.step
    known.asked, known.alone, known.lapsed_by = fact.responders, fact.alone, None
    known.tried |= set(fact.responders)
    known.anybody = True


def _shown(ledger: Ledger, known: Known, fact: f.StepAsked, everybody: tuple[str, ...]) -> None:
    """What stands goes up by rank, wherever the step of the executive is in the list: once, from an assistant."""
    stood_by = known.policy.responder(known.stands or "")
    assert stood_by is not None, "nobody said with both reasons that only they can"
    assert (stood_by.role, known.policy.steps[fact.step].role) == ("assistant", "executive")
    for number, step in enumerate(known.policy.steps[: fact.step]):
        assert step.role == "assistant" or not here(ledger, known.policy, number), "the first executive who is there"
    assert not known.policy.gate.va_direct
    assert not known.shown, "an emergency is shown to the executive once"
    assert fact.responders == everybody
    known.shown = True
    _anew(known, fact)


def _asked_first(ledger: Ledger, known: Known, fact: f.StepAsked, everybody: tuple[str, ...]) -> None:
    step = known.policy.steps[fact.step]
    assert known.stands is None, "what stands goes up, not on"
    if known.queued is not None:
        assert fact.step == known.queued, "its turn has come"
    assert fact.step > known.step, "steps in order"
    nobody_passed_over(ledger, known, fact.step)
    expected = {"all": len(everybody), "round_robin": 1, "one_then_all": 1}[step.mode]
    if known.first in everybody:
        assert fact.responders == (known.first,), "who answered this caller last comes first"
    else:
        assert len(fact.responders) == expected
    _anew(known, fact)


def _anew(known: Known, fact: f.StepAsked) -> None:
    """Another step: it counts for itself."""
    known.snoozes = known.lapses = 0
    known.tried = set()
    known.steps.append(fact.step)


def _asked_again(command: c.Command, was: Case, known: Known, fact: f.StepAsked, everybody: tuple[str, ...]) -> None:
    mode = known.policy.steps[fact.step].mode
    if fact.step != known.step:  # nobody of it was there when it was passed over; what was on a card came back to it
        known.steps.append(fact.step)
    match fact.why:
        case "woken":
            assert known.snoozed
            if known.alone and set(known.asked) & set(everybody):
                assert set(fact.responders) <= set(known.asked)
            else:
                assert fact.responders == everybody
        case "lapsed":
            assert known.lapsed_by is not None
            others = set(everybody) - {known.lapsed_by}
            assert set(fact.responders) <= (others or set(everybody)), "without who had it"
            assert mode == "round_robin" or set(fact.responders) == (others or set(everybody))
        case "widened":
            assert known.alone
            assert mode != "round_robin"
            assert fact.responders == everybody
            assert set(everybody) - known.tried, "somebody else is asked as well"
        case _:
            assert fact.why == "replaced"
            assert known.asked, "in somebody's stead"
            left = [key for key in known.asked if key in everybody and can_be_told(command, was, key)]
            assert left == [], "whoever was asked has left or cannot be told"
            assert not set(fact.responders) & known.tried, "nobody is asked twice in their stead"
    if mode == "round_robin" and fact.why in ("lapsed", "replaced"):
        assert len(fact.responders) == 1


def moved(ledger: Ledger, command: c.Command, before: State, known: Known, fact: f.Fact) -> None:
    """Skipped, passed, lapsed, put off: each for the reason that it names."""
    now = ledger.told.now
    match fact:
        case f.StepSkipped():
            assert not here(ledger, known.policy, fact.step), "nobody on duty is passed over"
            known.goes_on()
            known.gone_by, known.at = max(known.gone_by, fact.step), fact.step
            known.snoozes = known.lapses = 0
            known.tried = set()
        case f.StepPassed():
            was = before.cases[fact.case]
            match fact.why:
                case "no_answer" | "lease_lapsed":
                    assert was.due is not None
                    assert now.reached(was.due), "no time-out before its time"
                    assert (known.holder is not None) == (fact.why == "lease_lapsed")
                case "passed_up" | "emergency_stands":
                    assert isinstance(command, c.AnswerCase)
                    assert command.choice == ("pass_up" if fact.why == "passed_up" else "need_me")
                case "undeliverable" | "off_duty":
                    assert isinstance(command, c.ReportDelivery) == (fact.why == "undeliverable")
                    left = set(known.asked) & set(here(ledger, known.policy, known.at))
                    assert not any(can_be_told(command, was, key) for key in left), "somebody who was asked can answer"
                case _:
                    assert_never(fact.why)
            known.goes_on()
        case f.LeaseLapsed():
            was = before.cases[fact.case]
            assert was.due is not None
            assert now.reached(was.due), "no lease lapses before its time"
            assert fact.by == known.holder is not None
            assert known.stands is None
            assert known.lapses == 0, "once a step"
            known.lapses, known.lapsed_by = 1, fact.by
            known.goes_on()
        case f.CaseSnoozed():
            snoozed(ledger, command, known, fact)
        case _:
            raise AssertionError(fact)


def snoozed(ledger: Ledger, command: c.Command, known: Known, fact: f.CaseSnoozed) -> None:
    assert isinstance(command, c.AnswerCase)
    session = ledger.told.state.session
    assert session is not None
    length = ledger.told.now.until(fact.due)
    wished = timedelta(minutes=5 if command.minutes is None else command.minutes)
    assert timedelta(0) < length <= min(wished, timedelta(minutes=15), session.left(ledger.told.now))
    assert known.urgency != "emergency"
    known.snoozes += 1
    assert known.snoozes <= 2, "twice a step"
    known.snoozed, known.holder = True, None
