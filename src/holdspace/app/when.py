"""Times of day as people say and read them: `--by WHEN`, and "15:50" in somebody's own zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from holdspace.core.moment import Moment

_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})?")
_LENGTH = re.compile(r"\+?(\d{1,4})\s*(m|min|h|d)")
_AFTERNOON = re.compile(r"(1[3-9]|2[0-3])h")
"""Nobody promises "in 17 hours": without a plus it is a time of day."""
_MINUTES = {"m": 1, "min": 1, "h": 60, "d": 24 * 60}
NINE = (9, 0)


class NotATime(ValueError):
    """WHEN could not be understood."""


def time_of_day(moment: Moment, zone: str) -> str:
    """ "15:50" in a person's own zone."""
    return moment.utc.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def by_when(said: str, now: Moment, zone: str) -> Moment | None:
    """The moment that `said` means; None for an empty one. A time of day that has passed means tomorrow's.

    Understood: "17:00", "17h", "tomorrow", "tomorrow 9:30", "+30m", "2h", "2026-12-01", "2026-12-01 15:00".
    Raises NotATime.
    """
    text = " ".join(said.split()).lower()
    if not text:
        return None
    length = _LENGTH.fullmatch(text)
    if length and not _AFTERNOON.fullmatch(text):
        return now.after(timedelta(minutes=int(length[1]) * _MINUTES[length[2]]))
    local = now.utc.astimezone(ZoneInfo(zone))
    try:
        wanted = _wanted(text, local).astimezone(UTC)
    except (ValueError, OverflowError) as error:  # the first and the last day that there is, seen from elsewhere
        raise NotATime(text) from error
    return now.after(wanted - now.utc)


def _wanted(text: str, local: datetime) -> datetime:
    day, _, time = text.partition(" ")
    if day in ("tomorrow", "mañana", "manana"):
        return _at(local + timedelta(days=1), time)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        date = datetime.strptime(day, "%Y-%m-%d")  # noqa: DTZ007 - only its date is taken
        return _at(local.replace(year=date.year, month=date.month, day=date.day), time)
    today = _at(local, text)
    return today if today > local else _at(local + timedelta(days=1), text)


def _at(day: datetime, time: str) -> datetime:
    if not time:
        hour, minute = NINE
    else:
        found = _TIME.fullmatch(time)
        if not found:
            raise ValueError(time)
        hour, minute = int(found[1]), int(found[2] or 0)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)
