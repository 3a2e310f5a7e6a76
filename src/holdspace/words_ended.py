"""How a session ended, in one line: the same words in the digest, after the session and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdspace.words import Words


def ended(words: Words, minutes_early: int, why: str) -> str:
    """How early, and what broke it (a code, or empty); empty where neither is to be told."""
    if minutes_early and why:
        return words.n(
            "Ended {n} minute early: {why}.",
            "Ended {n} minutes early: {why}.",
            minutes_early,
            why=words.code("ended_why", why),
        )
    if minutes_early:
        return words.n("Ended {n} minute early.", "Ended {n} minutes early.", minutes_early)
    return words.t("What broke it: {why}.", why=words.code("ended_why", why)) if why else ""
