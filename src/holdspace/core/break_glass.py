"""The break-glass list: the rules by which somebody reaches the practitioner in a session without asking anybody first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy, Rule
    from holdspace.core.state import State

AGAIN_AFTER = timedelta(minutes=10)
"""So long an entry that was used lets nothing more through: people are asked instead."""
WARNED_BEFORE = timedelta(days=14)


def expiring(policy: Policy, today: date) -> tuple[Rule, ...]:
    """The entries that end within 14 days, or have ended: somebody must mean them again, or they let nothing through."""
    return tuple(
        rule
        for rule in policy.rules
        if rule.verdict == "let_through" and (rule.until is None or rule.until <= today + WARNED_BEFORE)
    )


def over(rule: Rule, today: date) -> bool:
    """Whether an entry has ended."""
    return rule.until is not None and rule.until < today


def used_lately(state: State, rule: str, now: Moment) -> bool:
    """Whether this entry (by its name) let something through a moment ago."""
    last = state.glass.get(rule)
    return last is not None and now.since(last) < AGAIN_AFTER
