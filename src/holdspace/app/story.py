"""The story of a case so far: who said what, who was silent, what the practitioner was shown and wants.

Told is what moved the case. What only went on behind it (letters, restarted windows, answers that changed nothing) is not.
It is made anew whenever a page or the digest is: the timeline is gone through twice, however long it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdspace.adapters.page.content import Said
from holdspace.app.when import time_of_day
from holdspace.core.escalation import PRACTITIONER
from holdspace.frozen import dataclass
from holdspace.private import Private
from holdspace.words_glance import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy
    from holdspace.store.rows import TimelineRow

SILENT = ("no_answer", "off_duty", "lease_lapsed", "undeliverable")
"""Reasons why a step was passed that nobody said."""
ENDED = ("session_end", "closed_by_sender", "cues_spent")
"""Reasons why a case was closed that neither an answer nor silence tells."""
ONCE = ("nobody_on_duty", "card_waits")
"""What is not told twice in a row."""
COUNTED = ("repeated", "glass_held")
"""What a sender can do without end: in a row it is told once, with how often. So a story is as long as what people did."""
SHOWING = ("reached", "not_seen", "card_waits")
"""How the card fares: the page of a responder tells it as it stands now, and the card by being there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line before it is told: its time still a moment."""

    by: str
    what: str
    at: Moment
    note: Private | None = None
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Later:
    """What comes after an event and says more of it, or says it better."""

    reasons: Private | None = None
    """Both reasons of the emergency that stands next, unless somebody answers before."""
    answered: bool = False
    """Whether the card that shows next is answered before it was told as not seen."""
    shown: bool = False
    """Whether a card shows at all."""


def story(timeline: Sequence[TimelineRow], policy: Policy, zone: str) -> tuple[Said, ...]:
    """The lines in their order, with the names of the policy that holds; times of day in the reader's `zone`."""
    lines = _lines(timeline, lambda key: _name(policy, key))
    return tuple(
        Said(by=line.by, choice=line.what, note=line.note, at=time_of_day(line.at, zone), times=line.times)
        for line in lines
        if line.what not in SHOWING
    )


def parts(timeline: Sequence[TimelineRow], name: Callable[[str], str], zone: str) -> tuple[Part, ...]:
    """The same for the practitioner, to be told at one glance."""
    return tuple(
        Part(by=line.by, at=time_of_day(line.at, zone), what=line.what, said=line.note, times=line.times)
        for line in _lines(timeline, name)
    )


def parts_before_the_card(timeline: Sequence[TimelineRow], name: Callable[[str], str], zone: str) -> tuple[Part, ...]:
    """The same for the card that shows now: what led to it."""
    told = list(parts(timeline, name, zone))
    while told and told[-1].what in SHOWING:
        told.pop()
    return tuple(told)


def _lines(timeline: Sequence[TimelineRow], name: Callable[[str], str]) -> Iterator[_Line]:
    """What is told in a row for once is told once; what is counted in a row, once of each kind with its count."""
    row: dict[str, _Line] = {}
    before: _Line | None = None
    for line in _each(timeline, name):
        if line.what in COUNTED:
            known = row.get(line.what)
            row[line.what] = replace(known, times=known.times + line.times) if known else line
            continue
        if row:
            yield from row.values()
            row, before = {}, None
        if before is None or line.what not in ONCE or line.what != before.what:
            yield line
        before = line
    yield from row.values()


def _each(timeline: Sequence[TimelineRow], name: Callable[[str], str]) -> Iterator[_Line]:
    asked = ""
    glass_at: Moment | None = None
    for event, later in zip(timeline, _what_follows(timeline), strict=True):
        at = event.at
        match event.kind:
            case "asked":
                asked = ", ".join(filter(None, map(name, event.responders)))
            case "answered":
                note = later.reasons if event.choice == "need_me" else None
                yield _Line(by=name(event.by), what=event.choice, note=_joined(event.note, note), at=at)
            case "passed" if event.why in SILENT:
                yield _Line(by=name(event.by) or asked, what=event.why, at=at)
            case "lapsed":
                yield _Line(by=name(event.by), what="lease_lapsed", at=at)
            case "skipped":
                yield _Line(by="", what="nobody_on_duty", at=at)
            case "let_through":
                glass_at = at
                yield _Line(by=name(PRACTITIONER), what=event.kind, at=at)
            case "reached" if at == glass_at or later.answered:
                pass  # that it was let through, or the practitioner's answer, says so
            case "card_waits" if later.shown:
                pass  # it came a little later, and that is told
            case "repeated" | "glass_held" | "reached" | "not_seen" | "card_waits":
                yield _Line(by="", what=event.kind, at=at, times=event.times)
            case "card" if event.choice != "hand_back":
                yield _Line(by=name(PRACTITIONER), what=event.choice, at=at)
            case "handed_back":
                yield _Line(by=name(PRACTITIONER), what=event.instruction, at=at)
            case "closed" if event.why in ENDED:
                yield _Line(by="", what=event.why, at=at)
            case _:
                pass


def _what_follows(timeline: Sequence[TimelineRow]) -> list[_Later]:
    """Of each event what comes after it, found in one pass from the end."""
    found = []
    later = _Later()
    for event in reversed(timeline):
        found.append(later)
        match event.kind:
            case "stands":
                later = replace(later, reasons=_joined(event.what_is_lost, event.why_only_you))
            case "answered":
                later = replace(later, reasons=None, answered=False)
            case "reached":
                later = replace(later, shown=True, answered=False)
            case "card" | "not_seen" | "closed":
                later = replace(later, answered=event.kind == "card")
            case _:
                pass
    found.reverse()
    return found


def _joined(first: Private | None, second: Private | None) -> Private | None:
    told = [text.reveal() for text in (first, second) if text is not None]
    return Private(" \N{MIDDLE DOT} ".join(told)) if told else None


def _name(policy: Policy, key: str) -> str:
    if key == PRACTITIONER:
        return policy.practitioner.name
    person = policy.responder(key)
    return person.name if person else ""
