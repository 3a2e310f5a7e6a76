"""What the keeper saw becomes commands. Ids are derived from the arrival's key, so that telling it twice is telling it once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from holdspace.core import commands as c
from holdspace.core.interruption import Live, Urgency
from holdspace.core.moment import Moment
from holdspace.private import Private, clean

if TYPE_CHECKING:
    from collections.abc import Mapping

ARRIVALS = UUID("4be0a7c2-90d1-5b51-93a4-1f4f6e1d6f0b")
SENDER_LIMIT, TEXT_LIMIT, APP_LIMIT = 200, 4096, 80
CLOSED_BY_CALL = 3
"""Reason of NotificationClosed (Desktop Notifications Specification 1.2)."""


class Malformed(Exception):
    """A record that is none: it is set aside, not acted upon."""


def interruption_of(key: str) -> str:
    """The id of the interruption that an arrival becomes."""
    return str(uuid5(ARRIVALS, key))


def moment_of(stamp: Mapping[str, Any]) -> Moment:
    """A wire stamp as a moment. Raises Malformed."""
    try:
        utc = datetime.fromisoformat(str(stamp["utc"])).astimezone(UTC)
        return Moment(utc=utc, boot=str(stamp["boot"])[:64], ticks=float(stamp["ticks"]))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Malformed("stamp") from error


def command_of(message: Mapping[str, Any]) -> c.ReportInterruption | c.ReportClosed | c.ReportLive | c.ReportWatchGap:
    """The command that a line of the keeper (seen, named, gap) stands for. Raises Malformed."""
    key = message.get("key")
    if not isinstance(key, str) or not 0 < len(key) <= 400:
        raise Malformed("key")
    try:
        match message.get("tell"):
            case "seen":
                return _seen(key, message["record"])
            case "named":
                live = Live(server=str(message["server"]), notification=int(message["notification"]))
                return c.ReportLive(
                    id=interruption_of(key), key=key, interruption=interruption_of(str(message["of"])), live=live
                )
            case "gap":
                return c.ReportWatchGap(
                    id=interruption_of(key),
                    since=moment_of(message["since"]),
                    until=moment_of(message["until"]),
                    why=clean(message.get("why", ""), 40),
                )
    except (KeyError, TypeError, ValueError) as error:
        raise Malformed("record") from error
    raise Malformed("tell")


def _seen(key: str, record: Mapping[str, Any]) -> c.ReportInterruption | c.ReportClosed:
    server = str(record["server"])
    number = record.get("notification")
    live = Live(server=server, notification=int(number)) if number else None
    if record["kind"] == "closed":
        if live is None:
            raise Malformed("notification")
        by_sender = record.get("reason") == CLOSED_BY_CALL
        return c.ReportClosed(id=interruption_of(key), key=key, live=live, by_sender=by_sender)
    replaces = int(record.get("replaces") or 0)
    level: Urgency = "urgent" if record.get("urgency") == 2 else "normal"
    return c.ReportInterruption(
        id=interruption_of(key),
        key=key,
        origin="desktop",
        app=clean(record.get("app") or record.get("desktop_entry") or "", APP_LIMIT),
        category=clean(record.get("category") or "", APP_LIMIT),
        sender=_private(record.get("sender"), SENDER_LIMIT),
        text=_private(record.get("text"), TEXT_LIMIT),
        level=level,
        live=live,
        replaces=Live(server=server, notification=replaces) if replaces else None,
        at=moment_of(record["stamp"]),
    )


def _private(raw: object, limit: int) -> Private | None:
    text = clean(raw, limit) if isinstance(raw, str) else ""
    return Private(text) if text else None
