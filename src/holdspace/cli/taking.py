"""Takes what the app answered as it comes: what is absent or odd is left out, never an error."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdspace.cli.output import shown

if TYPE_CHECKING:
    from collections.abc import Mapping


def table_in(result: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = result.get(key)
    return value if isinstance(value, dict) else {}


def rows_in(result: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = result.get(key)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def names_in(result: Mapping[str, Any], key: str) -> list[str]:
    value = result.get(key)
    return [shown(one) for one in value] if isinstance(value, list) else []


def time_of_day(value: object, zone: str = "") -> str:
    """A moment (ISO 8601) as the time of day in a zone, else where this terminal stands; what is none stays as it is."""
    text = shown(value)
    try:
        return datetime.fromisoformat(text).astimezone(zone_of(zone)).strftime("%H:%M")
    except ValueError:  # no moment
        return text


def lines_in(result: Mapping[str, Any], key: str) -> list[str]:
    """The lines of a text, each fit for a terminal."""
    return names_in(result, key)


def zone_of(name: str) -> ZoneInfo | None:
    """The zone of this name; None, which stands for this terminal's, for one that is not known here."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, KeyError, OSError):
        return None


def number_in(result: Mapping[str, Any], key: str) -> int:
    value = result.get(key)
    return int(value) if isinstance(value, (int, float)) and abs(value) < 1e12 else 0


def count_in(result: Mapping[str, Any], key: str) -> int:
    """A count, given as a number or as the list of what is counted."""
    value = result.get(key)
    return len(value) if isinstance(value, list) else number_in(result, key)
