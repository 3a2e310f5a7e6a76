"""What somebody says of one thing that was held, "next time ...", made a rule; and that two senders are one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdspace.core.gate import counts, judge, today
from holdspace.core.people import handle
from holdspace.core.policy import Alias, Match, Rule
from holdspace.frozen import dataclass, replace

if TYPE_CHECKING:
    from datetime import date

    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy
    from holdspace.core.preview import Past
    from holdspace.core.session import SessionKind

Wished = Literal["ask", "let_through", "noise"]
About = Literal["person", "app"]
OF_MACHINES = ("device", "network", "transfer")
"""Categories of the Desktop Notifications Specification 1.2 under which no person writes."""
NAME_LENGTH = 80
"""Characters of a rule's name and of a person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTime:
    """What is wished of whatever comes from the same person, or the same app. `kinds`: only in such sessions."""

    verdict: Wished
    about: About
    kinds: tuple[SessionKind, ...] = ()
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The policy under which it is so, the name of its rule, and the entry of the break-glass list that it overrules."""

    policy: Policy
    rule: str
    over: str = ""


def abouts(past: Past) -> tuple[About, ...]:
    """By what a thing can be meant, the likelier first: its person if there is one, else its app; neither: not at all.

    What calls itself a matter of machines has a title in the place of a sender.
    """
    person = past.sender is not None and bool(handle(past.sender.reveal()))
    found: tuple[About, ...] = (*(("person",) if person else ()), *(("app",) if past.app else ()))
    return found[::-1] if past.category.partition(".")[0].casefold() in OF_MACHINES else found


def next_time(policy: Policy, past: Past, wish: NextTime, now: Moment) -> Settled:
    """The policy that does what is wished of what is like `past`, at once.

    A rule that says something of just this person or app is replaced as far as the new one reaches; one that says the
    same is extended. It stands in front of every rule that speaks of `past`, and behind whatever else is let through.
    """
    match = _match(past, wish.about)
    same = [rule for rule in policy.rules if _same(policy, rule.match, match) and not rule.hours]
    kinds = wish.kinds
    for rule in same:
        if rule.verdict == wish.verdict and rule.until == wish.until:
            kinds = _both(kinds, rule.kinds)
    rest = [rule for rule in policy.rules if rule not in same or not _within(rule.kinds, kinds)]
    name = _free(past.sender.reveal() if match.person and past.sender else past.app, rest)
    made = Rule(name=name, match=match, verdict=wish.verdict, reason=wish.reason, until=wish.until, kinds=kinds)
    through = wish.verdict == "let_through"
    at = 0 if through else _place(policy, rest, past, now)
    settled = replace(policy, rules=(*rest[:at], made, *rest[at:]))
    return Settled(policy=settled, rule=name, over="" if through else _over(policy, past, now))


def same_person(policy: Policy, name: str, other: str) -> Policy:
    """The policy in which these two names are one person's, with all others that either of them has by now.

    They are called as `other` is by now; where that is too long for a name, as the shorter one.
    """
    keys = {policy.person(name), policy.person(other)}
    if len(keys) == 1:
        return policy
    joined = [one for one in policy.people if handle(one.name) in keys]
    called = next((one.name for one in joined if handle(one.name) == policy.person(other)), other)
    if len(called) > NAME_LENGTH:
        called = name
    names = {handle(called): called}
    for one in (*(each for alias in joined for each in (alias.name, *alias.aliases)), name, other):
        names.setdefault(handle(one), one)
    alias = Alias(name=called, aliases=tuple(names.values())[1:])
    return replace(policy, people=(*(one for one in policy.people if one not in joined), alias))


def _match(past: Past, about: About) -> Match:
    if about == "person" and past.sender is not None:
        return Match(person=(past.sender.reveal(),))
    return Match(app=(past.app,))


def _same(policy: Policy, one: Match, other: Match) -> bool:
    """Whether both speak of just the same person or app, however it is written."""
    persons = [{policy.person(name) for name in each.person} for each in (one, other)]
    apps = [{app.casefold() for app in each.app} for each in (one, other)]
    bare = replace(one, person=(), app=()) == Match()
    return bare and persons[0] == persons[1] and apps[0] == apps[1]


def _both(one: tuple[SessionKind, ...], other: tuple[SessionKind, ...]) -> tuple[SessionKind, ...]:
    """The kinds of either; none means all."""
    return tuple(dict.fromkeys((*other, *one))) if one and other else ()


def _within(one: tuple[SessionKind, ...], other: tuple[SessionKind, ...]) -> bool:
    """Whether what counts in the first kinds counts in no others than the second."""
    return not other or (bool(one) and set(one) <= set(other))


def _free(name: str, rules: list[Rule]) -> str:
    """A name that no other rule has."""
    taken = {rule.name for rule in rules}
    names = (f"{name[: NAME_LENGTH - 5]} {number}" for number in range(2, len(rules) + 3))
    return next(one for one in (name[:NAME_LENGTH], *names) if one not in taken)


def _place(policy: Policy, rules: list[Rule], past: Past, now: Moment) -> int:
    """Behind the last entry of the break-glass list that comes before any rule that speaks of this."""
    first = next((at for at, rule in enumerate(rules) if _speaks_of(policy, rule, past, now)), len(rules))
    return 1 + max((at for at, rule in enumerate(rules[:first]) if rule.verdict == "let_through"), default=-1)


def _over(policy: Policy, past: Past, now: Moment) -> str:
    """The first entry of the break-glass list that would let this through, in some kind of session and at some hour."""
    through = (rule for rule in policy.rules if rule.verdict == "let_through")
    return next((rule.name for rule in through if _speaks_of(policy, rule, past, now)), "")


def _speaks_of(policy: Policy, rule: Rule, past: Past, now: Moment) -> bool:
    """Whether a rule that has not ended fits this, whatever its hours and kinds of session."""
    alone = replace(policy, rules=(replace(rule, hours=(), kinds=(), until=None),))
    return counts(rule, today(policy, now)) and judge(alone, past, now).why == "rule"
