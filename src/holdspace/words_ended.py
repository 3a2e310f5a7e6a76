"""How a session ended, in one line: the same words in the digest, after the session and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdspace.words import Words


def ended(words: Words, minutes_early: int, why: str) -> str:
    """How early, and what broke it (a code, or empty); empty where neither is to be told."""
    early = words.n("Ended {n} minute early.", "Ended {n} minutes early.", minutes_early) if minutes_early else ""
    broke = words.t("What broke it: {why}.", why=words.code("ended_why", why)) if why else ""
    return " ".join(part for part in (early, broke) if part)
