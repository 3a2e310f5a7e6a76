"""What happens to what arrives while nobody can be asked: window and command line say it alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from holdspace.words import Words


def nobody_can_be_asked(words: Words, through: Collection[str], *, set_up: bool) -> str:
    """That nobody can be asked, and what is held. `through`: what reaches the practitioner all the same, by its code."""
    nobody = words.t("Nobody can be asked now.") if set_up else words.t("Nobody is set up to be asked.")
    return f"{nobody} {_held(words, set(through))}"


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
