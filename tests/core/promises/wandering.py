"""Whole stories by chance, the same for the same seed: what may happen next, half of it answers and most of them plausible.

`python -m tests.core.promises.wandering SEED` tells one to the core and prints a digest of all that followed.
"""

from __future__ import annotations

import hashlib
import random
import sys
from typing import TYPE_CHECKING

from holdspace.core import commands as c
from holdspace.core.escalation import PRACTITIONER
from holdspace.core.interruption import LEVELS
from holdspace.core.state import next_due
from holdspace.private import Private
from tests.core.promises.ledger import Ledger
from tests.core.promises.policies import BASE, CHOICES, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator


def begins(ledger: Ledger) -> Iterator[c.Command]:
    """A session under a policy, with everybody within reach."""
    yield c.AdoptPolicy(id=ledger.new_id(), policy=BASE)
    ledger.told.policy = BASE
    for key in PEOPLE:
        yield c.ReportPresence(id=ledger.new_id(), responder=key, present=True)
    yield c.StartSession(id=ledger.new_id())


def happens(ledger: Ledger, chance: random.Random) -> c.Command:
    """One thing that may happen now."""
    cases = ledger.told.state.cases
    asked = sorted(key for key, case in cases.items() if set(case.asked) - {PRACTITIONER})
    shown = sorted(key for key, case in cases.items() if case.with_practitioner)
    what, key = chance.random(), ledger.new_id()
    if what < 0.45 and asked:
        case = cases[chance.choice(asked)]
        choice = chance.choice((*CHOICES, "need_me", "ack"))
        reason = Private("because") if choice == "need_me" else None
        by = chance.choice((*case.asked, chance.choice(PEOPLE)))
        return c.AnswerCase(
            id=key, case=case.id, by=by, rev=case.rev, choice=choice, what_is_lost=reason, why_only_you=reason
        )
    if what < 0.55 and shown:
        return c.AnswerCard(id=key, case=chance.choice(shown), choice=chance.choice(("pin", "hand_back")))
    if what < 0.75:
        sender = Private(chance.choice(("Bob", "Ann", "Cleo", "the school")))
        level = chance.choice(LEVELS)
        return c.ReportInterruption(id=key, key=key, origin="desktop", app="pager", sender=sender, level=level)
    if what < 0.8:
        return c.ReportPresence(id=key, responder=chance.choice(PEOPLE), present=chance.random() < 0.7)
    due = next_due(ledger.told.state, ledger.told.now)
    ledger.later(max(0.0, ledger.told.now.until(due).total_seconds()) if due else 30.0)
    return c.Tick(id=key)


def main() -> None:
    ledger, chance = Ledger(), random.Random(int(sys.argv[1]))
    digest = hashlib.sha256()
    for command in begins(ledger):
        ledger.does(command)
    for number in range(300):
        ledger.does(happens(ledger, chance) if number < 299 else c.EndSession(id=ledger.new_id()))
        digest.update(repr((ledger.told.said, ledger.told.effects)).encode())
    print(digest.hexdigest())


if __name__ == "__main__":
    main()
