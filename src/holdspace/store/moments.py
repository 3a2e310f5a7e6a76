"""A moment in one column: UTC first, so that it sorts and compares as text, then ticks and boot."""

from __future__ import annotations

from datetime import UTC, datetime

from holdspace.core.moment import Moment


def packed(moment: Moment) -> str:
    """For example "2026-11-21T09:00:00.000000Z 1234.5 <boot>"."""
    utc = moment.utc.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    return f"{utc}Z {moment.ticks!r} {moment.boot}"


def unpacked(text: str) -> Moment:
    """The moment again. Raises ValueError for text that is none."""
    utc, ticks, boot = text.split(" ", 2)
    return Moment(utc=datetime.fromisoformat(utc), boot=boot, ticks=float(ticks))


def maybe_unpacked(text: str | None) -> Moment | None:
    return unpacked(text) if text is not None else None
