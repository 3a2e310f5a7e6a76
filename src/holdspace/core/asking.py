"""What goes to the people who can be asked: the first answer to that question, until rules say it more finely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdspace.core import cues
from holdspace.core.gate import counts, counts_in, today
from holdspace.core.policy import Match, Rule
from holdspace.frozen import replace

if TYPE_CHECKING:
    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy
    from holdspace.core.state import State

AskAbout = Literal["people", "everything", "nothing"]
Through = Literal["let_through", "emergency"]

FROM_PEOPLE = Rule(name="messages from people", match=Match(category=("im", "email", "call")), verdict="ask")
"""Categories of the Desktop Notifications Specification 1.2 under which people write."""


def asks_somebody(policy: Policy) -> bool:
    """Whether anything at all is ever asked about."""
    return policy.gate.default == "ask" or any(rule.verdict == "ask" for rule in policy.rules)


def comes_through(state: State, policy: Policy, now: Moment) -> tuple[Through, ...]:
    """What that arrives in a session reaches the practitioner although nobody can be asked; all else is held.

    Entries of the break-glass list that hold today and in this kind of session, whatever their hours; and an emergency that is asked about, where
    the gate says so of what nobody answers. Nothing once the practitioner was cued as often as a session may.
    """
    if state.session is not None and cues.spent(state):
        return ()
    day = today(policy, now)
    session = state.session
    here = [rule for rule in policy.rules if session is None or counts_in(rule, session.kind)]
    rules = [rule for rule in here if counts(rule, day)]
    through: list[Through] = []
    if any(rule.verdict == "let_through" for rule in rules):
        through.append("let_through")
    asked = policy.gate.default == "ask" or any(_asks_about_an_emergency(rule) for rule in rules)
    if asked and policy.gate.unanswered("emergency") == "cue":
        through.append("emergency")
    return tuple(through)


def _asks_about_an_emergency(rule: Rule) -> bool:
    if rule.verdict != "ask":
        return False
    if rule.urgency is not None:
        return rule.urgency == "emergency"
    return not rule.match.level or "emergency" in rule.match.level


def asking_about(policy: Policy, about: AskAbout) -> Policy:
    """The policy that asks about messages from people (after all other rules), about everything, or as it does now."""
    if about == "everything":
        return replace(policy, gate=replace(policy.gate, default="ask"))
    if about == "people" and FROM_PEOPLE not in policy.rules:
        return replace(policy, rules=(*policy.rules, FROM_PEOPLE))
    return policy
