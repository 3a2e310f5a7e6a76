"""What this machine and its user are set to: a language and a time zone, for as long as nobody has chosen others."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from holdspace.words import known_language, translator

TYPE_CHECKING = False  # typing costs the command line's fast path a third of its time
if TYPE_CHECKING:
    from holdspace.words import Words


def language_here() -> str:
    """The language that the locale's variables ask for, in the order that gettext follows."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for wanted in os.environ.get(name, "").split(":"):
            if wanted:
                return known_language(wanted)
    return "en"


def words_for(chosen: str = "") -> Words:
    """The words of the language that was chosen in the settings; as long as none was, or none is known, of the one here."""
    return translator(chosen or language_here())


def zone_here() -> str:
    """The machine's time zone by its IANA name; UTC where it has none."""
    target = Path("/etc/localtime").resolve().parts
    if "zoneinfo" in target and sys.platform == "linux":
        return "/".join(target[target.index("zoneinfo") + 1 :])
    return "UTC"
