"""`repair`: give back a silence that was left behind. The keeper's own code does it, and it works without the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.cli.output import DONE, REFUSED, complain, say
from holdspace.here import words_for

if TYPE_CHECKING:
    from holdspace.keeper.note import Entry
    from holdspace.wire.paths import Paths

FINE = ("nothing_left", "given_back")


def found_in(entry: Entry) -> str:
    """What an entry of the note says about its server's do-not-disturb: unset, off, on; or left, when it is not ours."""
    return "left" if entry.left else entry.previous


def repair(paths: Paths) -> int:
    """Give back what a dead keeper left, and say what came of it; the exit status."""
    from holdspace.keeper.note import Note  # one of the verbs that need the keeper's rooms
    from holdspace.keeper.repair import repair as give_back

    try:
        entries = Note(paths).entries
        code = give_back(paths)
    except OSError as error:
        complain(words_for().t("The note of the silence cannot be read: {why}", why=error.strerror or str(error)))
        return REFUSED
    words = words_for()
    told = words.code("repaired", code)
    if code in FINE:
        say([told])
        if code == "given_back":
            say(f"{driver}: {words.code('noted', found_in(entry))}" for driver, entry in entries.items())
        return DONE
    complain(told)
    return REFUSED
