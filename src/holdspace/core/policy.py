"""The policy: who is asked in which order, how long, what the gate does, and the preferences. A value; edits make a new one."""

from __future__ import annotations

from dataclasses import field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from holdspace.core.interruption import Origin, Urgency
from holdspace.core.looks import Looks, looks
from holdspace.core.people import Client, Practitioner, Responder, Role, handle, handles_of
from holdspace.core.session import SessionKind
from holdspace.frozen import dataclass
from holdspace.private import Private

if TYPE_CHECKING:
    from collections.abc import Mapping

VerdictKind = Literal["hold", "ask", "let_through", "noise"]
Unanswered = Literal["defer", "cue"]
Mode = Literal["all", "round_robin", "one_then_all"]
UrgentWith = Literal["", "client", "everybody", "only_everybody", "nobody"]
"""Whose words on what is urgent are read: the client's own, everybody's, everybody's as the client has none, none."""
BREAK_GLASS_DAYS = 90
"""How far ahead an entry that is let through may run before somebody has to mean it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconds:
    """A length for each urgency, in seconds."""

    normal: int
    urgent: int
    emergency: int

    def of(self, urgency: Urgency) -> timedelta:
        return timedelta(seconds=getattr(self, urgency))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rung: the people of this role who are on duty are asked, for at most `wait_seconds`.

    `mode` says whom: everybody; one, the next each time; or one, and everybody when they are silent.
    `lease_seconds` is how long "I have it" holds before it is asked again.
    """

    role: Role
    mode: Mode = "all"
    wait_seconds: Seconds = Seconds(normal=180, urgent=90, emergency=45)
    lease_seconds: Seconds = Seconds(normal=600, urgent=240, emergency=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a rule looks at. Words are contained, case-folded; every field that is given must fit.

    `person` holds whole names, addresses or numbers: it is the sender who is meant, under any of their aliases.
    `app_is` holds whole names of apps, case-folded as well: no other app is meant, whatever its name contains.
    """

    person: tuple[str, ...] = ()
    app_is: tuple[str, ...] = ()
    app: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    level: tuple[Urgency, ...] = ()
    origin: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the gate; the first that matches wins. After `until` it no longer counts.

    `hours` are OpenStreetMap opening hours in the practitioner's zone; none means always. One that lets through (an
    entry of the break-glass list) has a name, a reason and an `until`, at most `BREAK_GLASS_DAYS` ahead.
    `kinds` are the kinds of session in which it counts; none means all, and also outside of any.
    """

    name: str
    match: Match
    verdict: VerdictKind
    urgency: Urgency | None = None
    reason: str = ""
    until: date | None = None
    hours: tuple[str, ...] = ()
    kinds: tuple[SessionKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One person who writes or calls under several names, addresses or numbers."""

    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What happens to what no rule speaks of, and when nobody answers.

    `va_direct`: an emergency that the assistant says only the practitioner can handle is shown to no executive first.
    """

    default: Literal["hold", "ask", "noise"] = "hold"
    normal: Unanswered = "defer"
    urgent: Unanswered = "defer"
    emergency: Unanswered = "cue"
    va_direct: bool = False

    def unanswered(self, urgency: Urgency) -> Unanswered:
        answer: Unanswered = getattr(self, urgency)
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Lengths and switches that the practitioner may set."""

    planned_minutes: int = 50
    release_after_seconds: int = 5
    drain: bool = True
    close_critical: bool = False
    """Whether critical notifications are closed as they come, where the desktop shows them in spite of its silence."""
    follow_up_after_minutes: int = 60
    keep_text_days: int = 14
    checklist: tuple[Private, ...] = ()
    """What the practitioner looks at before a session, a line each: no program can see it."""


class _WorkedOut:
    """Room in a policy for what is worked out of it once."""

    __slots__ = ("_handles", "_looks", "_meant", "_urgencies")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(_WorkedOut):
    """Everything the practitioner has settled."""

    practitioner: Practitioner = field(default_factory=Practitioner)
    responders: tuple[Responder, ...] = ()
    steps: tuple[Step, ...] = (Step(role="assistant"), Step(role="executive"))
    gate: Gate = field(default_factory=Gate)
    rules: tuple[Rule, ...] = ()
    people: tuple[Alias, ...] = ()
    clients: tuple[Client, ...] = ()
    preferences: Preferences = field(default_factory=Preferences)

    @property
    def handles(self) -> Mapping[str, str]:
        """The handles of those with several names (`people.handles_of`): with hundreds of them that takes its time, once."""
        known: Mapping[str, str] | None = getattr(self, "_handles", None)
        if known is None:
            known = handles_of(self.people)
            object.__setattr__(self, "_handles", known)
        return known

    @property
    def meant(self) -> Mapping[tuple[str, ...], frozenset[str]]:
        """Of the persons that each rule names: their handles, each the one of their name where they have several. Once, too."""
        known: Mapping[tuple[str, ...], frozenset[str]] | None = getattr(self, "_meant", None)
        if known is None:
            named = {rule.match.person for rule in self.rules if rule.match.person}
            known = {names: frozenset(self.person(name) for name in names) - {""} for names in named}
            object.__setattr__(self, "_meant", known)
        return known

    @property
    def looks(self) -> tuple[Looks, ...]:
        """What each rule looks at, in their order. Once, too."""
        known: tuple[Looks, ...] | None = getattr(self, "_looks", None)
        if known is None:
            known = tuple(looks(rule, self.meant) for rule in self.rules)
            object.__setattr__(self, "_looks", known)
        return known

    @property
    def urgencies(self) -> Mapping[str, Private]:
        """Of each client's handle: what counts as urgent with them; of two who are one person, the first's. Once, too."""
        known: Mapping[str, Private] | None = getattr(self, "_urgencies", None)
        if known is None:
            known = {self.person(one.name.reveal()): one.urgent_here for one in reversed(self.clients)}
            object.__setattr__(self, "_urgencies", known)
        return known

    def urgent_here(self, client: Private | None) -> Private | None:
        """What counts as urgent in a session with this client, under whichever of their names.

        Where they have no words of their own, and in a block without a client, it is what counts with everybody else.
        """
        own = self.urgencies.get(self.person(client.reveal())) if client is not None else None
        return own or self.practitioner.urgent_here

    def urgent_with(self, client: Private | None) -> UrgentWith:
        """Whose those words are, for whoever starts a session with this client; nothing where no client has words of their own."""
        if not self.clients:
            return ""
        everybodys = self.practitioner.urgent_here is not None
        if client is None:
            return "everybody" if everybodys else ""
        if self.person(client.reveal()) in self.urgencies:
            return "client"
        return "only_everybody" if everybodys else "nobody"

    def person(self, name: str) -> str:
        """The handle of whoever writes or calls under this name."""
        folded = handle(name)
        return self.handles.get(folded, folded)

    def responder(self, key: str) -> Responder | None:
        return next((person for person in self.responders if person.id == key), None)
