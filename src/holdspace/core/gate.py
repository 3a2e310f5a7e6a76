"""The gate: the policy's judgement of what arrives."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from holdspace.core.people import open_at
from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from datetime import date

    from holdspace.core.commands import ReportInterruption
    from holdspace.core.interruption import Origin, Urgency
    from holdspace.core.moment import Moment
    from holdspace.core.policy import Match, Policy, Rule, VerdictKind

Why = Literal["default", "rule", "no_session", "nobody_reachable", "too_often", "cues_spent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The gate's judgement, the rule that it rests on (its name; empty for the default), and why as a code."""

    kind: VerdictKind
    urgency: Urgency
    rule: str = ""
    why: Why = "default"


def judge(policy: Policy, command: ReportInterruption, now: Moment) -> Verdict:
    """The first rule that matches and has not run out wins; else the default."""
    arrived = _folded(command)
    day = today(policy, now)
    for rule in policy.rules:
        if counts(rule, day) and _matches(rule.match, arrived) and _in_hours(rule, policy, now):
            urgency = rule.urgency or ("emergency" if rule.verdict == "let_through" else arrived.level)
            return Verdict(kind=rule.verdict, urgency=urgency, rule=rule.name, why="rule")
    return Verdict(kind=policy.gate.default, urgency=arrived.level)


def _in_hours(rule: Rule, policy: Policy, now: Moment) -> bool:
    """Whether the rule's hours, told in the practitioner's zone, hold now."""
    return not rule.hours or open_at(rule.hours, policy.practitioner.time_zone, now.utc)


def today(policy: Policy, now: Moment) -> date:
    """The day that it is where the practitioner is."""
    name = policy.practitioner.time_zone
    zone = UTC if name == "UTC" else ZoneInfo(name)
    return now.utc.astimezone(zone).date()


def counts(rule: Rule, day: date) -> bool:
    """Whether a rule has not run out on this day."""
    return rule.until is None or day <= rule.until


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What arrived, case-folded once for all rules: there may be a thousand, and folding a long text takes its time."""

    app: str
    sender: str
    text: str
    category: str
    level: Urgency
    origin: Origin


def _folded(command: ReportInterruption) -> _Said:
    return _Said(
        app=command.app.casefold(),
        sender=command.sender.reveal().casefold() if command.sender else "",
        text=command.text.reveal().casefold() if command.text else "",
        category=command.category.casefold(),
        level=command.level,
        origin=command.origin,
    )


def _matches(match: Match, arrived: _Said) -> bool:
    return (
        _contains(match.app, arrived.app)
        and _contains(match.sender, arrived.sender)
        and _contains(match.text, arrived.text)
        and _contains(match.category, arrived.category)
        and (not match.level or arrived.level in match.level)
        and (not match.origin or arrived.origin in match.origin)
    )


def _contains(words: tuple[str, ...], folded: str) -> bool:
    return not words or any(word.casefold() in folded for word in words)
