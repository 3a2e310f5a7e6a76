"""What the keeper saw becomes commands. Ids are derived from the arrival's key, so that telling it twice is telling it once."""

from __future__ import annotations

import math
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from holdspace.core import commands as c
from holdspace.core.interruption import Live, Urgency
from holdspace.core.moment import Moment
from holdspace.private import Private, clean
from holdspace.wire.system_senders import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ARRIVALS = UUID("4be0a7c2-90d1-5b51-93a4-1f4f6e1d6f0b")
SENDER_LIMIT, TEXT_LIMIT, APP_LIMIT = 200, 4096, 80
KEY_LIMIT, SERVER_LIMIT, BOOT_LIMIT = 400, 200, 64
NOTIFICATIONS = 2**32
"""A server's ids are unsigned 32-bit numbers."""
EXPIRED, CLOSED_BY_CALL = 1, 3
"""Reasons of NotificationClosed (Desktop Notifications Specification 1.2)."""
CRITICAL = 2
"""Urgency of a notification, by the same."""


class Malformed(Exception):
    """A record that is none: it is set aside, not acted upon."""


def interruption_of(key: str) -> str:
    """The id of the interruption that an arrival becomes."""
    return str(uuid5(ARRIVALS, key))


def moment_of(stamp: Mapping[str, Any]) -> Moment:
    """A wire stamp as a moment that can be kept and told in any zone. Raises Malformed."""
    try:
        utc = datetime.fromisoformat(str(stamp["utc"])).astimezone(UTC)
        boot, ticks = _name(stamp["boot"], BOOT_LIMIT), float(stamp["ticks"])
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Malformed("stamp") from error
    if not math.isfinite(ticks) or not MINYEAR < utc.year < MAXYEAR:
        raise Malformed("stamp")
    return Moment(utc=utc, boot=boot, ticks=ticks)


def command_of(message: Mapping[str, Any]) -> c.ReportInterruption | c.ReportClosed | c.ReportLive | c.ReportWatchGap:
    """The command that a line of the keeper (seen, named, gap) stands for. Raises Malformed."""
    try:
        key = _key(message.get("key"))
        match message.get("tell"):
            case "seen":
                return _seen(key, message["record"])
            case "named":
                live = _live(message["server"], message["notification"])
                if live is None:
                    raise Malformed("notification")
                of = interruption_of(_key(message["of"]))
                replaces = _live(message.get("replaces_of"), message.get("replaces"))
                return c.ReportLive(id=interruption_of(key), key=key, interruption=of, live=live, replaces=replaces)
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
    live = _live(record["server"], record.get("notification"))
    if record["kind"] == "closed":
        if live is None:
            raise Malformed("notification")
        # A keeper of an earlier version did not tell whose call it was.
        by_sender = record.get("by_sender", record.get("reason") == CLOSED_BY_CALL) is True
        expired = record.get("reason") == EXPIRED
        return c.ReportClosed(id=interruption_of(key), key=key, live=live, by_sender=by_sender, expired=expired)
    if record["kind"] != "notify":
        raise Malformed("kind")
    level: Urgency = "urgent" if record.get("urgency") == CRITICAL else "normal"
    return c.ReportInterruption(
        id=interruption_of(key),
        key=key,
        origin="desktop",
        app=_app(record),
        category=clean(record.get("category") or "", APP_LIMIT),
        sender=_private(record.get("sender"), SENDER_LIMIT),
        text=_private(record.get("text"), TEXT_LIMIT),
        level=level,
        battery_low=level == "urgent" and _of_power(record),
        live=live,
        replaces=_live(record["server"], record.get("replaces")),
        at=moment_of(record["stamp"]),
    )


def _of_power(record: Mapping[str, Any]) -> bool:
    names = tuple(str(record.get(name) or "") for name in ("app", "desktop_entry", "program"))
    return kind_of(names, str(record.get("category") or "")) == "power"


def _app(record: Mapping[str, Any]) -> str:
    """By what people know it: "calendar.example.com (Chromium)" where a browser speaks for a page, so that a rule can name
    either.
    """
    name = clean(record.get("app") or record.get("desktop_entry") or record.get("program") or "", APP_LIMIT)
    web = clean(record.get("web") or "", APP_LIMIT)
    if web and name:
        return f"{web} ({name})"
    return web or name


def _key(raw: object) -> str:
    if not isinstance(raw, str) or not 0 < len(raw) <= KEY_LIMIT:
        raise Malformed("key")
    return raw


def _name(raw: object, limit: int) -> str:
    """A machine's name for something: it is compared, never shown. Raises ValueError for what could not be kept."""
    name = clean(raw, limit) if isinstance(raw, str) else ""
    if not name:
        raise ValueError("no name")
    return name


def _live(server: object, number: object) -> Live | None:
    """Which notification; None where the record names none (absent or 0). Raises ValueError, TypeError."""
    if not number:
        return None
    if not isinstance(number, int) or isinstance(number, bool):
        raise TypeError("notification")
    if not 0 < number < NOTIFICATIONS:
        raise ValueError("notification")
    return Live(server=_name(server, SERVER_LIMIT), notification=number)


def _private(raw: object, limit: int) -> Private | None:
    text = clean(raw, limit) if isinstance(raw, str) else ""
    return Private(text) if text else None
