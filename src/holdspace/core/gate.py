"""The gate: the policy's judgement of what arrives."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from datetime import date

    from holdspace.core.commands import ReportInterruption
    from holdspace.core.interruption import Urgency
    from holdspace.core.moment import Moment
    from holdspace.core.policy import Match, Policy, Rule, VerdictKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The gate's judgement, the rule that it rests on (its name; empty for the default), and why as a code."""

    kind: VerdictKind
    urgency: Urgency
    rule: str = ""
    why: str = "default"


def judge(policy: Policy, arrived: ReportInterruption, now: Moment) -> Verdict:
    """The first rule that matches and has not run out wins; else the default."""
    today = _today(policy, now)
    for rule in policy.rules:
        if _counts(rule, today) and _matches(rule.match, arrived):
            urgency = rule.urgency or ("emergency" if rule.verdict == "let_through" else arrived.level)
            return Verdict(kind=rule.verdict, urgency=urgency, rule=rule.name, why="rule")
    return Verdict(kind=policy.gate.default, urgency=arrived.level)


def _today(policy: Policy, now: Moment) -> date:
    name = policy.practitioner.time_zone
    zone = UTC if name == "UTC" else ZoneInfo(name)
    return now.utc.astimezone(zone).date()


def _counts(rule: Rule, today: date) -> bool:
    return rule.until is None or today <= rule.until


def _matches(match: Match, arrived: ReportInterruption) -> bool:
    sender = arrived.sender.reveal() if arrived.sender else ""
    text = arrived.text.reveal() if arrived.text else ""
    return (
        _contains(match.app, arrived.app)
        and _contains(match.sender, sender)
        and _contains(match.text, text)
        and _contains(match.category, arrived.category)
        and (not match.level or arrived.level in match.level)
        and (not match.origin or arrived.origin in match.origin)
    )


def _contains(words: tuple[str, ...], said: str) -> bool:
    if not words:
        return True
    folded = said.casefold()
    return any(word.casefold() in folded for word in words)
