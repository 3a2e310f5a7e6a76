"""The story of a case so far, as its responders are told it: who said what, who was silent, what the practitioner wants."""

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


def story(timeline: Sequence[TimelineRow], policy: Policy, zone: str) -> tuple[Said, ...]:
    """The lines in their order, with the names of the policy that holds; times of day in the reader's `zone`."""
    return tuple(_lines(timeline, lambda key: _name(policy, key), zone))


def parts(timeline: Sequence[TimelineRow], name: Callable[[str], str], zone: str) -> tuple[Part, ...]:
    """The same for the practitioner, to be told at one glance."""
    return tuple(
        Part(by=said.by, at=said.at, what=said.choice, said=said.note) for said in _lines(timeline, name, zone)
    )


def _lines(timeline: Sequence[TimelineRow], name: Callable[[str], str], zone: str) -> Iterator[Said]:
    asked = ""
    for place, event in enumerate(timeline):
        at = time_of_day(event.at, zone)
        match event.kind:
            case "asked":
                asked = ", ".join(filter(None, map(name, event.responders)))
            case "answered":
                note = _reasons(timeline[place + 1 :]) if event.choice == "need_me" else None
                yield Said(by=name(event.by), choice=event.choice, note=_joined(event.note, note), at=at)
            case "passed" if event.why in SILENT:
                yield Said(by=name(event.by) or asked, choice=event.why, note=None, at=at)
            case "lapsed":
                yield Said(by=name(event.by), choice="lease_lapsed", note=None, at=at)
            case "repeated" | "glass_held":
                yield Said(by="", choice=event.kind, note=None, at=at)
            case "let_through":
                yield Said(by=name(PRACTITIONER), choice=event.kind, note=None, at=at)
            case "card" if event.choice != "hand_back":
                yield Said(by=name(PRACTITIONER), choice=event.choice, note=None, at=at)
            case "handed_back":
                yield Said(by=name(PRACTITIONER), choice=event.instruction, note=None, at=at)
            case _:
                pass


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
