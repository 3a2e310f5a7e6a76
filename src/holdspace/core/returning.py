"""Who comes into session after session: something can be settled before they come again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from immutables import Map

from holdspace.core.gate import judge
from holdspace.core.next_time import abouts
from holdspace.frozen import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdspace.core.policy import Policy, Rule
    from holdspace.core.preview import Past

ENOUGH = 3
"""From so many sessions on somebody is said to come again and again."""
HINTS = 3
"""So many are told at once, those who came into the most sessions."""
Who = tuple[Literal["person", "app"], str]
"""A person by their handle, whichever of their names they used; where nobody wrote, the app, case-folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """Into which sessions one came, and what they sent last into the one that is told."""

    sessions: frozenset[str] = frozenset()
    last: str = ""


Comers = Map[Who, Came]
NOBODY: Comers = Map()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Of the last `of` sessions the sender of this interruption came into so many, and nothing is settled of them."""

    interruption: str
    sessions: int
    of: int


def came(policy: Policy, session: str, arrived: Iterable[Past], so_far: Comers = NOBODY) -> Comers:
    """Who came into which session, as far as it is nothing that is settled already; `session` is the one that is told.

    A part after the other can be told: each goes on from what the one before made, `so_far`.
    """
    rules = {rule.name: rule for rule in policy.rules}
    comers = so_far
    for past in arrived:
        who = _who(policy, past)
        if who is None or past.after_it or past.done == "noise":
            continue
        verdict = judge(policy, past, past.at, past.kind)
        rule = rules.get(verdict.rule)
        if verdict.kind == "noise" or (rule is not None and _means(rule, who)):
            continue
        known = comers.get(who, Came())
        known = replace(known, sessions=known.sessions | {past.session})
        comers = comers.set(who, replace(known, last=past.id) if past.session == session else known)
    return comers


def hints(comers: Comers, last: Sequence[str]) -> tuple[Hint, ...]:
    """Who came into the session that is told and into enough others of the `last` ones (their ids, the newest first)."""
    place = {session: number for number, session in enumerate(last, 1)}
    found = []
    for known in comers.values():
        places = [place[session] for session in known.sessions if session in place]
        if known.last and len(places) >= ENOUGH:
            found.append(Hint(interruption=known.last, sessions=len(places), of=max(places)))
    found.sort(key=lambda hint: (-hint.sessions, hint.of, hint.interruption))
    return tuple(found[:HINTS])


def _who(policy: Policy, past: Past) -> Who | None:
    """Whom it is from; None where that is forgotten, or where nothing could be said of them."""
    about = next(iter(abouts(past)), None)
    if about is None or (past.sender is None and past.forgotten):
        return None
    if about == "app" or past.sender is None:
        return "app", past.app.casefold()
    return "person", policy.person(past.sender.reveal())


def _means(rule: Rule, who: Who) -> bool:
    """Whether the rule that fits was made for just them, and not for what they write or for everybody in an app."""
    match = rule.match
    return bool(match.person or match.sender) if who[0] == "person" else bool(match.app_is or match.app)
