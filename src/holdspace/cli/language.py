"""The language of this terminal, for when the app cannot say which one the practitioner speaks."""

import os

from holdspace.words import known_language


def language_here() -> str:
    """The language that the locale's variables ask for, in the order that gettext follows."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for wanted in os.environ.get(name, "").split(":"):
            if wanted:
                return known_language(wanted)
    return "en"
