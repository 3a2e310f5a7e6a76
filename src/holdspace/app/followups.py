"""Open promises as the screen and the command line show them, with the acknowledgement to copy."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdspace.private import Private
from holdspace.ui.views import FollowUpRow
from holdspace.words import translator

if TYPE_CHECKING:
    from holdspace.app.house import House
    from holdspace.core.moment import Moment


def followup_rows(house: House, language: str) -> tuple[FollowUpRow, ...]:
    """The open pins, the earliest due first; when they are due is told in this language (empty: in digits)."""
    now = house.clock.now()
    found = sorted(house.store.records.pins_open(), key=lambda row: row.due.utc)
    return tuple(
        FollowUpRow(
            pin=row.id,
            text=row.text,
            sender=row.sender,
            due=due_words(house, row.due, language),
            overdue=now.reached(row.due.at_its_hour(now)),
            draft=_draft(house, row.due) if row.draft else None,
        )
        for row in found
    )


def due_words(house: House, due: Moment, language: str) -> str:
    """When, as short as can be: a time today, else a date with it; "tomorrow" where the reader's language is known."""
    local = due.utc.astimezone(house.tzinfo)
    today = house.today
    if local.date() == today:
        return local.strftime("%H:%M")
    if language and local.date() - today == timedelta(days=1):
        return translator(language).t("tomorrow {time}", time=local.strftime("%H:%M"))
    return local.strftime("%Y-%m-%d %H:%M")


def _draft(house: House, due: Moment) -> Private:
    """The acknowledgement that the practitioner may copy; nothing sends it."""
    words, time = translator(house.language), due_words(house, due, house.language)
    return Private(words.t("I have seen your message and will come back to you by {time}.", time=time))
