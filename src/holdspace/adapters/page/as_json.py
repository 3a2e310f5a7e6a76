"""A page's content as JSON for its scripts. Here private text is revealed: to the one responder who may see it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdspace.adapters.page.content import CaseCard, PageContent, Said, Verdict
    from holdspace.private import Private

SAME_DEADLINE_SECONDS = 1.5


def content_json(content: PageContent | None) -> str:
    """The content as one line of ASCII; `null` for a responder who is asked nothing because nobody knows them."""
    if content is None:
        return "null"
    return json.dumps(
        {
            "responder": content.responder,
            "name": content.name,
            "language": content.language,
            "practitioner": content.practitioner,
            "in_session": content.in_session,
            "back_at": content.back_at,
            "cards": [_card(card) for card in content.cards],
        },
        separators=(",", ":"),
    )


def verdict_json(verdict: Verdict) -> dict[str, str | bool]:
    return {
        "accepted": verdict.accepted,
        "code": verdict.code,
        "holder": verdict.holder,
        "outcome": verdict.outcome,
        "repeated": verdict.repeated,
    }


def same_page(before: PageContent | None, after: PageContent | None, seconds_between: float) -> bool:
    """Whether a page that shows `before` need not be told of `after`: equal but for lengths that merely ran on."""
    if before is None or after is None:
        return before is after
    if len(before.cards) != len(after.cards) or replace(before, cards=after.cards) != after:
        return False
    pairs = zip(before.cards, after.cards, strict=True)
    return all(_same_card(old, new, seconds_between) for old, new in pairs)


def _same_card(before: CaseCard, after: CaseCard, seconds_between: float) -> bool:
    if not _same_deadline(before, after, seconds_between):
        return False
    return before == after or replace(before, answer_in_seconds=after.answer_in_seconds) == after


def _same_deadline(before: CaseCard, after: CaseCard, seconds_between: float) -> bool:
    if before.answer_in_seconds is None or after.answer_in_seconds is None:
        return before.answer_in_seconds is after.answer_in_seconds
    expected = before.answer_in_seconds - seconds_between
    return abs(expected - after.answer_in_seconds) < SAME_DEADLINE_SECONDS


def _card(card: CaseCard) -> dict[str, Any]:
    return {
        "case": card.case,
        "rev": card.rev,
        "leg": card.leg,
        "urgency": card.urgency,
        "sender": _text(card.sender),
        "app": card.app,
        "arrived": card.arrived,
        "text": _text(card.text),
        "phase": card.phase,
        "yours": card.yours,
        "holder": card.holder,
        "holder_is_you": card.holder_is_you,
        "answer_in_seconds": card.answer_in_seconds,
        "choices": list(card.choices),
        "standing": card.standing,
        "not_seen_yet": card.not_seen_yet,
        "instruction": card.instruction,
        "story": [_said(said) for said in card.story],
        "next_role": card.next_role,
        "calls": card.calls,
        "bundle": card.bundle,
        "informed": card.informed,
        "rule": card.rule,
        "snooze_minutes": list(card.snooze_minutes),
        "until": card.until,
        "holder_since": card.holder_since,
        "urgent_here": _text(card.urgent_here),
    }


def _said(said: Said) -> dict[str, Any]:
    return {"by": said.by, "choice": said.choice, "note": _text(said.note), "at": said.at, "times": said.times}


def _text(private: Private | None) -> str | None:
    return private.reveal() if private is not None else None
