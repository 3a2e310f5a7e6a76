"""What goes to the people who can be asked: the first answer to that question, until rules say it more finely."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, get_args

from holdspace.core.interruption import Urgency
from holdspace.core.policy import Match, Rule

if TYPE_CHECKING:
    from holdspace.core.policy import Policy

AskAbout = Literal["people", "everything", "nothing"]

FROM_PEOPLE = Rule(name="messages from people", match=Match(category=("im", "email", "call")), verdict="ask")
"""Categories of the Desktop Notifications Specification 1.2 under which people write."""


def asks_somebody(policy: Policy) -> bool:
    """Whether anything at all is ever asked about."""
    return policy.gate.default == "ask" or any(rule.verdict == "ask" for rule in policy.rules)


def cued(policy: Policy) -> tuple[Urgency, ...]:
    """What reaches the practitioner where nobody answers, by its urgency; of what is never asked about nothing does."""
    return (
        tuple(one for one in get_args(Urgency) if policy.gate.unanswered(one) == "cue") if asks_somebody(policy) else ()
    )


def asking_about(policy: Policy, about: AskAbout) -> Policy:
    """The policy that asks about messages from people (after all other rules), about everything, or as it does now."""
    if about == "everything":
        return replace(policy, gate=replace(policy.gate, default="ask"))
    if about == "people" and FROM_PEOPLE not in policy.rules:
        return replace(policy, rules=(*policy.rules, FROM_PEOPLE))
    return policy
