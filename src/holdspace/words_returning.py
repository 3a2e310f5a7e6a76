"""Who comes into session after session, in one line: the same words in the digest's window and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdspace.words import Words


def returning(words: Words, sessions: int, of: int) -> str:
    """Into how many of the last ones they came, and the question that follows."""
    often = (
        words.t("In each of your last {of} sessions.", of=of)
        if sessions == of
        else words.t("In {n} of your last {of} sessions.", n=sessions, of=of)
    )
    return often + " " + words.t("What is to be done next time?")
