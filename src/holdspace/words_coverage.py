"""What happens to what arrives while nobody can be asked: window and command line say it alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.words_silence import SELF_TEST

if TYPE_CHECKING:
    from collections.abc import Collection

    from holdspace.words import Words


def nobody_can_be_asked(words: Words, through: Collection[str], *, set_up: bool) -> str:
    """That nobody can be asked, and what is held. `through`: what reaches the practitioner all the same, by its code."""
    nobody = words.t("Nobody can be asked now.") if set_up else words.t("Nobody is set up to be asked.")
    return f"{nobody} {_held(words, set(through))}"


def critical_ones(words: Words, becomes: str) -> str:
    """That the silence of this desktop leaves out what its sender calls critical; empty where it does not."""
    if becomes == "shown":
        return words.t("Urgent ones of some apps still show here.")
    if becomes == "closed":
        return words.t("Urgent ones of some apps may flash up here, and are closed.")
    return ""


def own_popups(words: Words) -> str:
    """What no program can do for the practitioner: before a session, a look at what draws its own popups."""
    return words.t("Zoom, Teams, calls and the phone draw their own popups: silence them there, or close them.")


def self_test(words: Words, outcome: str, saw: str) -> str:
    """What came of a self-test of the silence."""
    code = saw if outcome in {"tested", "known"} else outcome
    if code in SELF_TEST:
        return words.code("self_test", code)
    return words.t("The self-test could not be made: {why}.", why=words.code("quiet_why", code))


def _held(words: Words, through: set[str]) -> str:
    if through == {"let_through"}:
        return words.t("Everything is held but what your rules let through.")
    if through == {"emergency"}:
        return words.t("Everything is held but an emergency that your settings ask about.")
    if through == {"let_through", "emergency"}:
        return words.t(
            "Everything is held but what your rules let through and an emergency that your settings ask about."
        )
    return words.t("Everything is held.")
