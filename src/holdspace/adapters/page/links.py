"""One-time links: how a browser becomes a responder's device. Looking at one costs nothing; opening it uses it up."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from holdspace.core.moment import Moment

VALID_FOR = timedelta(minutes=10)
KEPT = 200
"""How many links are remembered, so that a used one is told from one that never was."""

LinkState = Literal["open", "used", "expired", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What is remembered of a link: never its token."""

    responder: str
    made: Moment
    used: bool = False


class Links:
    """Links live in memory: after a restart of the app a new one is asked for."""

    def __init__(self) -> None:
        self._links: dict[str, Link] = {}

    def keep(self, token: str, responder: str, now: Moment) -> None:
        """Make a link valid. An earlier link of the same responder that nobody used no longer counts."""
        for key, known in self._links.items():
            if known.responder == responder and not known.used:
                self._links[key] = replace(known, used=True)
        self._links[_hash(token)] = Link(responder=responder, made=now)
        while len(self._links) > KEPT:
            del self._links[next(iter(self._links))]

    def look(self, token: str, now: Moment) -> tuple[LinkState, str]:
        """What a link is worth now, and whose it is ("" if unknown). Changes nothing."""
        known = self._links.get(_hash(token))
        if known is None:
            return "unknown", ""
        if known.used:
            return "used", known.responder
        return ("expired" if now.since(known.made) >= VALID_FOR else "open"), known.responder

    def use_up(self, token: str) -> None:
        """The link was opened: never again."""
        key = _hash(token)
        self._links[key] = replace(self._links[key], used=True)


def new_token() -> str:
    """256 bits that nobody guesses."""
    return secrets.token_urlsafe(32)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
