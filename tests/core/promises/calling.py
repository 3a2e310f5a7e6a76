"""Who comes again, and what comes in a storm."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdspace.core import commands as c
from holdspace.core import facts as f
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
    more_pressing(ledger, before, known, fact)
    ledger.merged.add(fact.interruption)


def raised(ledger: Ledger, before: State, known: Known, fact: f.UrgencyRaised) -> None:
    assert LEVELS.index(fact.urgency) > LEVELS.index(known.urgency)
    more_pressing(ledger, before, known, fact)


def more_pressing(ledger: Ledger, before: State, known: Known, fact: f.CallerRepeated | f.UrgencyRaised) -> None:
    """It waits no longer than before. What waits in a storm keeps its turn, or has the next one of what is as pressing."""
    was, now, none = before.cases[fact.case].due, ledger.told.now, timedelta(0)
    assert (was is None) == (fact.due is None)
    assert was is None or fact.due is None or now.until(fact.due) <= max(now.until(was), none)
    if known.queued is not None:
        assert fact.due is not None
        turn = next_turn(ledger, known.policy.steps[known.queued].role, fact.urgency)
        if fact.urgency != known.urgency and turn is not None:
            assert now.until(fact.due) <= max(now.until(turn), none)
        known.turn = fact.due
    known.urgency = fact.urgency


def stormy(ledger: Ledger) -> bool:
    last = ledger.opened[-7:]
    return len(ledger.open) > 8 or (len(last) == 7 and ledger.told.now.since(last[0]) <= MINUTE)


def waits(ledger: Ledger, known: Known, fact: f.StepQueued | f.WindowRestarted) -> None:
    if isinstance(fact, f.StepQueued):
        queued(ledger, known, fact)
    if known.queued is not None:
        known.turn = fact.due


def queued(ledger: Ledger, known: Known, fact: f.StepQueued) -> None:
    assert stormy(ledger), "only in a storm"
    assert known.urgency != "emergency", "an emergency waits for nothing"
    role, now = known.policy.steps[fact.step].role, ledger.told.now
    turn = next_turn(ledger, role, known.urgency)
    assert turn is not None, "who was not asked is asked now"
    assert turn.until(fact.due) == timedelta(0), "one by one, and no later than the next turn"
    assert now.until(fact.due) > timedelta(0)
    assert fact.step > known.step
    known.goes_on()
    known.queued = known.at = fact.step


def next_turn(ledger: Ledger, role: str, urgency: str) -> Moment | None:
    """When a role can be asked in a storm about one thing more; None: at once, as it was not asked and nothing waits.

    About what is normal a minute after it was asked last. About what is urgent ten seconds after the last of all who
    were asked or wait for their turn. A turn that nobody needs any more stays empty: nobody is moved up.
    """
    asked = ledger.asking.get((role, urgency))
    taken = [asked[0]] if asked else []
    if urgency == "urgent":
        taken += [known.turn for known in ledger.open.values() if waits_for(known, role, urgency) and known.turn]
    return max(taken, key=ledger.told.now.until).after(APART[urgency]) if taken else None


def waits_for(known: Known, role: str, urgency: str) -> bool:
    """Whether it waits for its turn with this role."""
    return known.queued is not None and (known.policy.steps[known.queued].role, known.urgency) == (role, urgency)


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
