"""`repair`: give back a silence that was left behind. The keeper's own code does it, and it works without the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.cli.output import DONE, REFUSED, complain, say, words_for

if TYPE_CHECKING:
    from holdspace.wire.paths import Paths

FINE = ("nothing_left", "given_back")


def repair(paths: Paths) -> int:
    """Give back what a dead keeper left, and say what came of it; the exit status."""
    from holdspace.keeper.repair import repair as give_back  # the one verb that needs the keeper's rooms

    try:
        code = give_back(paths)
    except OSError as error:
        complain(words_for("").t("The note of the silence cannot be read: {why}", why=error.strerror or str(error)))
        return REFUSED
    told = words_for("").code("repaired", code)
    if code in FINE:
        say([told])
        return DONE
    complain(told)
    return REFUSED
