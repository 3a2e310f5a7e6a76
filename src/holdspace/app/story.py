"""The story of a case so far: who said what, who was silent, what the practitioner was shown and wants.

Told is what moved the case. What only went on behind it (letters, restarted windows, answers that changed nothing) is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.adapters.page.content import Said
from holdspace.app.when import time_of_day
from holdspace.core.escalation import PRACTITIONER
from holdspace.private import Private
from holdspace.words_glance import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from holdspace.core.policy import Policy
    from holdspace.store.rows import TimelineRow

SILENT = ("no_answer", "off_duty", "lease_lapsed", "undeliverable")
"""Reasons why a step was passed that nobody said."""
ENDED = ("session_end", "closed_by_sender", "cues_spent")
"""Reasons why a case was closed that neither an answer nor silence tells."""
ONCE = ("nobody_on_duty", "card_waits")
"""What is not told twice in a row."""
SHOWING = ("reached", "not_seen", "card_waits")
"""How the card fares: the page of a responder tells it as it stands now, and the card by being there."""


def story(timeline: Sequence[TimelineRow], policy: Policy, zone: str) -> tuple[Said, ...]:
    """The lines in their order, with the names of the policy that holds; times of day in the reader's `zone`."""
    lines = _lines(timeline, lambda key: _name(policy, key), zone)
    return tuple(said for said in lines if said.choice not in SHOWING)


def parts(timeline: Sequence[TimelineRow], name: Callable[[str], str], zone: str) -> tuple[Part, ...]:
    """The same for the practitioner, to be told at one glance."""
    return tuple(
        Part(by=said.by, at=said.at, what=said.choice, said=said.note) for said in _lines(timeline, name, zone)
    )


def parts_before_the_card(timeline: Sequence[TimelineRow], name: Callable[[str], str], zone: str) -> tuple[Part, ...]:
    """The same for the card that shows now: what led to it."""
    told = list(parts(timeline, name, zone))
    while told and told[-1].what in SHOWING:
        told.pop()
    return tuple(told)


def _lines(timeline: Sequence[TimelineRow], name: Callable[[str], str], zone: str) -> Iterator[Said]:
    before: Said | None = None
    for said in _each(timeline, name, zone):
        if before is None or said.choice not in ONCE or said.choice != before.choice:
            yield said
        before = said


def _each(timeline: Sequence[TimelineRow], name: Callable[[str], str], zone: str) -> Iterator[Said]:
    asked = glass_at = ""
    for place, event in enumerate(timeline):
        at = time_of_day(event.at, zone)
        later = timeline[place + 1 :]
        match event.kind:
            case "asked":
                asked = ", ".join(filter(None, map(name, event.responders)))
            case "answered":
                note = _reasons(later) if event.choice == "need_me" else None
                yield Said(by=name(event.by), choice=event.choice, note=_joined(event.note, note), at=at)
            case "passed" if event.why in SILENT:
                yield Said(by=name(event.by) or asked, choice=event.why, note=None, at=at)
            case "lapsed":
                yield Said(by=name(event.by), choice="lease_lapsed", note=None, at=at)
            case "skipped":
                yield Said(by="", choice="nobody_on_duty", note=None, at=at)
            case "let_through":
                glass_at = at
                yield Said(by=name(PRACTITIONER), choice=event.kind, note=None, at=at)
            case "reached" if at in (glass_at, _answered(later, zone)):
                pass  # that it was let through, or the practitioner's answer, says so
            case "card_waits" if any(event.kind == "reached" for event in later):
                pass  # it came a little later, and that is told
            case "repeated" | "glass_held" | "reached" | "not_seen" | "card_waits":
                yield Said(by="", choice=event.kind, note=None, at=at)
            case "card" if event.choice != "hand_back":
                yield Said(by=name(PRACTITIONER), choice=event.choice, note=None, at=at)
            case "handed_back":
                yield Said(by=name(PRACTITIONER), choice=event.instruction, note=None, at=at)
            case "closed" if event.why in ENDED:
                yield Said(by="", choice=event.why, note=None, at=at)
            case _:
                pass


def _answered(later: Sequence[TimelineRow], zone: str) -> str:
    """Time of day at which the practitioner answered the card that showed; empty when they did not."""
    said = next((event for event in later if event.kind in ("card", "answered", "reached", "closed")), None)
    return time_of_day(said.at, zone) if said and said.kind == "card" else ""


def _reasons(later: Sequence[TimelineRow]) -> Private | None:
    """Both reasons of the emergency that this answer made stand."""
    stands = next((event for event in later if event.kind in ("stands", "answered")), None)
    return _joined(stands.what_is_lost, stands.why_only_you) if stands else None


def _joined(first: Private | None, second: Private | None) -> Private | None:
    told = [text.reveal() for text in (first, second) if text is not None]
    return Private(" \N{MIDDLE DOT} ".join(told)) if told else None


def _name(policy: Policy, key: str) -> str:
    if key == PRACTITIONER:
        return policy.practitioner.name
    person = policy.responder(key)
    return person.name if person else ""
