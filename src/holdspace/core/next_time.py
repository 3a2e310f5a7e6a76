"""What somebody says of one thing that was held, "next time ...", made a rule; and that two senders are one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdspace.core.gate import counts, seen, today
from holdspace.core.looks import looks, said
from holdspace.core.people import handle
from holdspace.core.policy import Alias, Match, Rule
from holdspace.frozen import dataclass, replace

if TYPE_CHECKING:
    from datetime import date

    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy
    from holdspace.core.preview import Past
    from holdspace.core.session import SessionKind

Wished = Literal["ask", "let_through", "noise", "hold"]
About = Literal["person_in_app", "person", "app"]
"""A person in the app by which they wrote; in any app; or whatever comes from that app."""
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
    """The policy under which it is so, the name of its rule, and the entry of the break-glass list that it overrules.

    `apps`: the whole names of the apps for which the rule is; none means any.
    """

    policy: Policy
    rule: str
    apps: tuple[str, ...]
    over: str = ""


def abouts(past: Past) -> tuple[About, ...]:
    """By what a thing can be meant, the likelier first: its person if there is one, else its app; neither: not at all.

    A person is meant in this app before they are meant in any: a name is what an app, or a page, says that it is.
    What calls itself a matter of machines has a title in the place of a sender.
    """
    person = past.sender is not None and bool(handle(past.sender.reveal()))
    in_app: tuple[About, ...] = ("person_in_app",) if past.app else ()
    persons: tuple[About, ...] = (*in_app, "person") if person else ()
    apps: tuple[About, ...] = ("app",) if past.app else ()
    machine = past.category.partition(".")[0].casefold() in OF_MACHINES
    return (*apps, *persons) if machine else (*persons, *apps)


def next_time(policy: Policy, past: Past, wish: NextTime, now: Moment) -> Settled:
    """The policy that does what is wished of what is like `past`, at once.

    A rule that says something of just this person or app is replaced as far as the new one reaches; one that says the
    same is extended, by a kind of session or by an app, unless it has ended. It stands in front of every rule that speaks of `past`, and
    behind whatever else is let through.
    """
    match = _match(past, wish.about)
    near = [rule for rule in policy.rules if _near(policy, rule.match, match)]
    same = [rule for rule in near if not rule.hours]
    made = Rule(name="", match=match, verdict=wish.verdict, reason=wish.reason, until=wish.until, kinds=wish.kinds)
    for rule in same:
        if counts(rule, today(policy, now)):  # else a leave that has ended would come back
            made = _extended(made, rule)
    rest = [left for rule in policy.rules if (left := _left(rule, made) if rule in same else rule) is not None]
    name = _free(past.sender.reveal() if match.person and past.sender else past.app, rest)
    made = replace(made, name=name)
    apps = made.match.app_is
    spoken_of = _SpokenOf(policy, near if not apps else [], past, apps, now)
    through = wish.verdict == "let_through"
    at = 0 if through else _place(spoken_of, rest)
    settled = replace(policy, rules=(*rest[:at], made, *rest[at:]))
    return Settled(policy=settled, rule=name, apps=apps, over="" if through else _over(spoken_of))


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


def leave_lost(policy: Policy, joined: Policy, now: Moment) -> str:
    """The entry of the break-glass list that no longer lets one of these names through once they are one person's.

    A rule for the other name may stand before it. Empty: none is lost, whatever the hours and kinds of session.
    """
    day = today(policy, now)
    names = [name for alias in joined.people if alias not in policy.people for name in (alias.name, *alias.aliases)]
    keys = {joined.person(name) for name in names}
    matches = [rule.match for rule in joined.rules]
    spoken_of = [one for one in matches if one.sender or (one.person and keys & joined.meant[one.person])]
    apps = dict.fromkeys(app for match in spoken_of for app in (*match.app_is, *match.app))
    for name in names:
        for app in ("", *apps):
            before, after = (_first(each, name, app, day) for each in (policy, joined))
            if before.verdict == "let_through" and after.verdict != "let_through":
                return before.name
    return ""


def _first(policy: Policy, name: str, app: str, day: date) -> Rule:
    """The rule for whatever this person sends in this app; one that holds if there is none."""
    arrived = said(app, name, None, "", person=policy.person(name), level="normal", origin="desktop")
    fitting = (one.rule for one in policy.looks if one.fits(arrived) and counts(one.rule, day))
    return next(fitting, Rule(name="", match=Match(), verdict="hold"))


def _match(past: Past, about: About) -> Match:
    if about == "app" or past.sender is None:
        return Match(app_is=(past.app,))
    return Match(person=(past.sender.reveal(),), app_is=(past.app,) if about == "person_in_app" else ())


def _near(policy: Policy, one: Match, other: Match) -> bool:
    """Whether both speak of just the same person, in whatever app, or of just the same app, however it is written."""
    persons = [{policy.person(name) for name in each.person} for each in (one, other)]
    bare = replace(one, person=(), app_is=()) == Match()
    return bare and persons[0] == persons[1] and (bool(other.person) or _apps(one) == _apps(other))


def _apps(match: Match) -> set[str]:
    return {app.casefold() for app in match.app_is}


def _extended(made: Rule, rule: Rule) -> Rule:
    """The rule that says as well what this one says already of the same person or app; itself where they differ."""
    if rule.verdict != made.verdict:
        return made
    known, apps = _apps(rule.match), _apps(made.match)
    if known == apps and rule.until == made.until:
        return replace(made, match=replace(made.match, app_is=rule.match.app_is), kinds=_both(made.kinds, rule.kinds))
    if known and apps and set(rule.kinds) == set(made.kinds):
        more = (app for app in made.match.app_is if app.casefold() not in known)
        return replace(made, match=replace(made.match, app_is=(*rule.match.app_is, *more)))
    if not known and rule.until == made.until and _within(made.kinds, rule.kinds):
        return replace(made, match=replace(made.match, app_is=()), kinds=rule.kinds)
    return made


def _left(rule: Rule, made: Rule) -> Rule | None:
    """What is left to say for a rule of the same person or app; None: nothing."""
    if not _within(rule.kinds, made.kinds):
        return rule
    if not made.match.app_is:
        return None
    if not rule.match.app_is:
        return rule
    left = tuple(app for app in rule.match.app_is if app.casefold() not in _apps(made.match))
    return replace(rule, match=replace(rule.match, app_is=left)) if left else None


def _both(one: tuple[SessionKind, ...], other: tuple[SessionKind, ...]) -> tuple[SessionKind, ...]:
    """The kinds of either; none means all."""
    return tuple(dict.fromkeys((*other, *one))) if one and other else ()


def _within(one: tuple[SessionKind, ...], other: tuple[SessionKind, ...]) -> bool:
    """Whether what counts in the first kinds counts in no others than the second."""
    return not other or (bool(one) and set(one) <= set(other))


def _free(name: str, rules: list[Rule]) -> str:
    """A name that no other rule has."""
    taken = {rule.name for rule in rules}
    names = (f"{name[: NAME_LENGTH - 5].rstrip()} {number}" for number in range(2, len(rules) + 3))
    return next(one for one in (name[:NAME_LENGTH].rstrip(), *names) if one not in taken)


def _place(spoken_of: _SpokenOf, rules: list[Rule]) -> int:
    """Behind the last entry of the break-glass list that comes before any rule that speaks of this."""
    first = next((at for at, rule in enumerate(rules) if spoken_of.by(rule)), len(rules))
    return 1 + max((at for at, rule in enumerate(rules[:first]) if rule.verdict == "let_through"), default=-1)


def _over(spoken_of: _SpokenOf) -> str:
    """The first entry of the break-glass list that would let this through, in some kind of session and at some hour."""
    through = (rule for rule in spoken_of.policy.rules if rule.verdict == "let_through")
    return next((rule.name for rule in through if spoken_of.by(rule)), "")


class _SpokenOf:
    """What is like `past`, in its own app and in these; in any app, also whatever one of `near` speaks of."""

    def __init__(self, policy: Policy, near: list[Rule], past: Past, apps: tuple[str, ...], now: Moment) -> None:
        self.policy, self._near, self._today = policy, near, today(policy, now)
        self._like = [seen(policy, replace(past, app=app)) for app in dict.fromkeys((past.app, *apps))]

    def by(self, rule: Rule) -> bool:
        """Whether a rule that has not ended fits this, whatever its hours and kinds of session."""
        if not counts(rule, self._today):
            return False
        looked_at = looks(rule, self.policy.meant)
        return rule in self._near or any(looked_at.fits(like) for like in self._like)
