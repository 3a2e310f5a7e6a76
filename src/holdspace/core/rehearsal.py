"""The policy of a drill: the practitioner's own waits, shortened, and two people of its own, so that nobody is bothered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.core.people import Responder, Role
from holdspace.core.policy import Gate, Match, Policy, Rule, Seconds, Step
from holdspace.frozen import replace

if TYPE_CHECKING:
    from holdspace.core.interruption import Urgency

SCALE = 60
"""A minute of a wait is rehearsed in a second."""
SHORTEST, LONGEST = 3, 5
"""Seconds of a rehearsed wait: long enough to be told from none, short enough to sit through."""
PEOPLE: tuple[tuple[str, Role], ...] = (("drill.assistant", "assistant"), ("drill.executive", "executive"))
ASKED_ABOUT = "ask"
"""The word in a probe that the drill's only rule asks about; a probe without it is held."""
URGENCY: Urgency = "urgent"


def rehearsed(policy: Policy, app: str) -> Policy:
    """What is in force in a drill whose probes come from the application `app`: the assistant, then the executive."""
    rule = Rule(name="drill", match=Match(app=(app,), text=(ASKED_ABOUT,)), verdict="ask", urgency=URGENCY)
    return replace(
        policy,
        practitioner=replace(policy.practitioner, urgent_here=None),
        clients=(),
        responders=tuple(
            Responder(id=key, name=key, role=role, language=policy.practitioner.language) for key, role in PEOPLE
        ),
        steps=tuple(_shortened(in_earnest(policy, role)) for _, role in PEOPLE),
        gate=Gate(),
        rules=(rule,),
    )


def in_earnest(policy: Policy, role: Role) -> Step:
    """The first step of this role, else the usual one: its waits are what a drill shortens."""
    return next((step for step in policy.steps if step.role == role), Step(role=role))


def _shortened(step: Step) -> Step:
    return Step(role=step.role, wait_seconds=_scaled(step.wait_seconds), lease_seconds=_scaled(step.lease_seconds))


def _scaled(seconds: Seconds) -> Seconds:
    return Seconds(normal=_short(seconds.normal), urgent=_short(seconds.urgent), emergency=_short(seconds.emergency))


def _short(seconds: int) -> int:
    return min(LONGEST, max(SHORTEST, round(seconds / SCALE)))
