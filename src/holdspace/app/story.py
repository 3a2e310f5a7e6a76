"""The story of a case so far, as its responders are told it: who said what, who was silent, what the practitioner wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.adapters.page.content import Said
from holdspace.app.screen import time_of_day
from holdspace.private import Private

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdspace.core.policy import Policy
    from holdspace.store.rows import TimelineRow

SILENT = ("no_answer", "off_duty", "lease_lapsed", "undeliverable")
"""Reasons why a step was passed that nobody said."""


def story(timeline: Sequence[TimelineRow], policy: Policy, zone: str) -> tuple[Said, ...]:
    """The lines in their order; times of day in the reader's `zone`."""
    return tuple(_lines(timeline, policy, zone))


def _lines(timeline: Sequence[TimelineRow], policy: Policy, zone: str) -> Iterator[Said]:
    asked = ""
    for place, event in enumerate(timeline):
        at = time_of_day(event.at, zone)
        match event.kind:
            case "asked":
                asked = ", ".join(_name(policy, key) for key in event.responders)
            case "answered":
                note = _reasons(timeline[place + 1 :]) if event.choice == "need_me" else None
                yield Said(by=_name(policy, event.by), choice=event.choice, note=_joined(event.note, note), at=at)
            case "passed" if event.why in SILENT:
                yield Said(by=_name(policy, event.by) or asked, choice=event.why, note=None, at=at)
            case "handed_back":
                yield Said(by=policy.practitioner.name, choice=event.instruction, note=None, at=at)
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
    person = policy.responder(key)
    return person.name if person else ""
