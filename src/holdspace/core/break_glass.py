"""The break-glass list: the rules by which somebody reaches the practitioner in a session without asking anybody first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from holdspace.core.policy import Policy, Rule

WARNED_BEFORE = timedelta(days=14)


def expiring(policy: Policy, today: date) -> tuple[Rule, ...]:
    """The entries that end within 14 days, or have ended: somebody must mean them again, or they let nothing through."""
    return tuple(
        rule
        for rule in policy.rules
        if rule.verdict == "let_through" and (rule.until is None or rule.until <= today + WARNED_BEFORE)
    )
