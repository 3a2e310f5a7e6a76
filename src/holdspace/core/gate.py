"""The gate: the policy's judgement of what arrives."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Literal, Protocol
from zoneinfo import ZoneInfo

from holdspace.core.looks import said
from holdspace.core.people import open_at
from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from datetime import date

    from holdspace.core.interruption import Origin, Urgency
    from holdspace.core.looks import Said
    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy, Rule, VerdictKind
    from holdspace.core.session import SessionKind
    from holdspace.private import Private

Why = Literal["default", "rule", "no_session", "nobody_reachable", "too_often", "cues_spent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The gate's judgement, the rule that it rests on (its name; empty for the default), and why as a code."""

    kind: VerdictKind
    urgency: Urgency
    rule: str = ""
    why: Why = "default"


class Arrives(Protocol):
    """What is judged: a command that reports it, or what is still known of it later."""

    @property
    def app(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def sender(self) -> Private | None: ...
    @property
    def text(self) -> Private | None: ...
    @property
    def level(self) -> Urgency: ...
    @property
    def origin(self) -> Origin: ...


def judge(policy: Policy, arrives: Arrives, now: Moment, kind: SessionKind | None = None) -> Verdict:
    """The first rule that matches, counts in this kind of session and has not run out wins; else the default.

    `kind` is that of the session with which it is told; None where there was none yet.
    """
    arrived = seen(policy, arrives)
    day = today(policy, now)
    for looks in policy.looks:
        rule = looks.rule
        if looks.fits(arrived) and counts(rule, day) and counts_in(rule, kind) and _in_hours(rule, policy, now):
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


def counts_in(rule: Rule, kind: SessionKind | None) -> bool:
    """Whether a rule counts in this kind of session."""
    return not rule.kinds or kind in rule.kinds


def seen(policy: Policy, arrives: Arrives) -> Said:
    """What arrived, as the rules of this policy look at it."""
    sender = arrives.sender.reveal() if arrives.sender else ""
    return said(
        arrives.app,
        sender,
        arrives.text,
        arrives.category,
        person=policy.person(sender) if sender and policy.meant else "",
        level=arrives.level,
        origin=arrives.origin,
    )
