"""Who comes again, and what comes in a storm."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.escalation import rung
from holdspace.core.gate import judge
from holdspace.core.interruption import LEVELS
from tests.core.promises.known import Known

if TYPE_CHECKING:
    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy
    from holdspace.core.state import State
    from tests.core.promises.ledger import Ledger

FIVE_MINUTES, MINUTE = timedelta(minutes=5), timedelta(minutes=1)
APART = {"normal": timedelta(seconds=60), "urgent": timedelta(seconds=10), "emergency": timedelta(0)}


def caller(command: c.Command, policy: Policy) -> tuple[str, ...] | None:
    """Who calls, told in other words than the core's: one name in one app, or a person with several names."""
    if not isinstance(command, c.ReportInterruption) or command.sender is None:
        return None
    said = " ".join(command.sender.reveal().casefold().split())
    if said in ("bob", "robert") and policy.people:
        return ("bob",)
    return (command.app.casefold(), said)


def opened(ledger: Ledger, command: c.Command, fact: f.CaseOpened) -> Known:
    who, now = caller(command, ledger.told.policy), ledger.told.now
    for known in ledger.open.values():
        again = who is not None and known.caller == who and now.since(known.called_at) <= FIVE_MINUTES
        assert not again, "who comes again within five minutes opens no second case"
    before = ledger.served.get(who) if who else None
    assert (fact.prev, fact.first) == (before or (None, None))
    ledger.opened.append(now)
    return Known(policy=fact.policy, urgency=fact.urgency, caller=who, called_at=now, first=fact.first)


def repeated(ledger: Ledger, command: c.Command, before: State, known: Known, fact: f.CallerRepeated) -> None:
    assert isinstance(command, c.ReportInterruption)
    now = ledger.told.now
    assert known.caller == caller(command, ledger.told.policy) is not None
    assert now.since(known.called_at) <= FIVE_MINUTES
    known.called_at = now
    assert LEVELS.index(fact.urgency) >= max(LEVELS.index(known.urgency), LEVELS.index("urgent"))
    verdict = judge(ledger.told.policy, command, now)
    said = verdict.kind == "let_through" or verdict.urgency == "emergency"
    assert fact.urgency != "emergency" or known.urgency == "emergency" or said, "coming again makes no emergency"
    known.urgency = fact.urgency
    was = before.cases[fact.case].due
    assert (was is None) == (fact.due is None)
    assert was is None or fact.due is None or now.until(fact.due) <= max(now.until(was), timedelta(0))
    ledger.merged.add(fact.interruption)


def raised(ledger: Ledger, before: State, known: Known, fact: f.UrgencyRaised) -> None:
    assert LEVELS.index(fact.urgency) > LEVELS.index(known.urgency)
    known.urgency = fact.urgency
    was, now = before.cases[fact.case].due, ledger.told.now
    assert (was is None) == (fact.due is None)
    assert was is None or fact.due is None or now.until(fact.due) <= max(now.until(was), timedelta(0))


def stormy(ledger: Ledger) -> bool:
    last = ledger.opened[-7:]
    return len(ledger.open) > 8 or (len(last) == 7 and ledger.told.now.since(last[0]) <= MINUTE)


def queued(ledger: Ledger, known: Known, fact: f.StepQueued) -> None:
    assert stormy(ledger), "only in a storm"
    assert known.urgency != "emergency", "an emergency waits for nothing"
    role, now = known.policy.steps[fact.step].role, ledger.told.now
    length = now.until(fact.due)
    assert length > timedelta(0)
    if known.urgency == "normal":
        assert length <= APART["normal"]
    else:
        others = [case for key, case in ledger.told.state.cases.items() if key != fact.case and case.queued]
        turns = [case.due for case in others if case.due and (case.urgency, rung(case).role) == (known.urgency, role)]
        assert all(abs(turn.until(fact.due)) >= APART["urgent"] for turn in turns), "one by one"
    assert fact.step > known.step
    known.goes_on()
    known.queued = known.at = fact.step


def asked(ledger: Ledger, known: Known, fact: f.StepAsked, was_queued: bool) -> None:
    """What was asked, when, and in which card, as far as a storm is concerned."""
    now = ledger.told.now
    key = (known.policy.steps[fact.step].role, known.urgency)
    last: tuple[Moment, str | None] | None = ledger.asking.get(key)
    if fact.why == "next" and not was_queued and last is not None and last[0] != now and stormy(ledger):
        assert now.since(last[0]) >= APART[known.urgency], "each role is asked anew so often and no more"
    if known.urgency == "normal" and stormy(ledger):
        assert fact.bundle is not None
        if last is not None and last[0] == now and last[1] is not None:
            assert fact.bundle == last[1], "one card at a time"
    else:
        assert fact.bundle is None
    ledger.asking[key] = (now, fact.bundle)
