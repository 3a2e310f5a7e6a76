"""What happens to what arrives while nobody can be asked: window and command line say it alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from holdspace.words import Words


def by_themselves(words: Words, cued: Collection[str], *, set_up: bool) -> str:
    """That nobody can be asked, and what is held. `cued`: urgencies which reach the practitioner where nobody answers."""
    nobody = words.t("Nobody can be asked now.") if set_up else words.t("Nobody is set up to be asked.")
    if not cued:
        return f"{nobody} " + words.t("Everything is held.")
    if set(cued) == {"emergency"}:
        return f"{nobody} " + words.t("Everything but an emergency is held.")
    return f"{nobody} " + words.t("What your settings let through unanswered reaches you, the rest is held.")
