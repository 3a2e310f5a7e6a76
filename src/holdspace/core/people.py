"""People who can be asked: roles, duty hours in their own zone, and the salted key of anybody who writes."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from holdspace.frozen import dataclass
from holdspace.private import Private

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from opening_hours import OpeningHours

    from holdspace.core.policy import Alias

_NUMBER = re.compile(r"\+?[\d\s()./-]{5,}")
Role = Literal["assistant", "executive"]
Sees = Literal["sender", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Practitioner:
    """Whose sessions these are."""

    name: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    urgent_here: Private | None = None
    """What counts as urgent, in their own words, for whoever is asked; where a client has no words of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What counts as urgent in sessions with one client: whoever is asked reads the words, and never the name."""

    name: Private
    urgent_here: Private


@dataclass(frozen=True, slots=True, kw_only=True)
class Responder:
    """Somebody who can be asked. `duty` holds OpenStreetMap opening hours in `time_zone`; none means always."""

    id: str
    name: str
    role: Role
    language: str = "en"
    time_zone: str = "UTC"
    channels: tuple[str, ...] = ("page",)
    duty: tuple[str, ...] = ()
    sees: Sees = "sender"


@lru_cache(maxsize=256)
def opening_hours(expression: str) -> OpeningHours:
    """Parse duty hours. Raises ValueError for an expression that is none."""
    from opening_hours import OpeningHours, validate  # a compiled parser: loaded when somebody has duty hours

    if not validate(expression):
        raise ValueError(expression)
    return OpeningHours(expression)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def within_duty(responder: Responder, at: datetime) -> bool:
    """Whether `at` (UTC) lies in the responder's duty hours, told in their own zone."""
    return not responder.duty or open_at(responder.duty, responder.time_zone, at)


def open_at(hours: tuple[str, ...], time_zone: str, at: datetime) -> bool:
    """Whether `at` (UTC) lies in any of these opening hours, told in this zone."""
    local = at.astimezone(_zone(time_zone)).replace(tzinfo=None)
    return any(opening_hours(expression).is_open(local) for expression in hours)


def handle(name: str) -> str:
    """A name, address or number as it is compared: one case, one space, one form of each letter, a number's digits."""
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    if _NUMBER.fullmatch(folded):
        return "".join(sign for sign in folded if sign.isdigit() or sign == "+")
    return folded


def handles_of(people: Iterable[Alias]) -> dict[str, str]:
    """Of each handle under which one of these writes or calls: the handle of their name."""
    return {handle(name): handle(one.name) for one in people for name in (one.name, *one.aliases)}


def person_key(salt: bytes, name: Private, known: Mapping[str, str] | None = None) -> str:
    """The salted hash under which everything of one person is found and can be forgotten, by whichever of their names.

    `known` are the handles of those with several names (`handles_of`).
    """
    folded = handle(name.reveal())
    return _hash(salt, known.get(folded, folded) if known else folded)


def caller_key(salt: bytes, app: str, name: Private, known: Mapping[str, str]) -> str:
    """The salted hash of one who writes or calls: their handle in one app, or wherever they come from if aliases say so."""
    folded = handle(name.reveal())
    return _hash(salt, known[folded] if folded in known else f"{app.casefold()}\n{folded}")


def _hash(salt: bytes, said: str) -> str:
    return hmac.new(salt, said.encode(), hashlib.sha256).hexdigest()[:24]
