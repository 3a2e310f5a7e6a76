"""`doctor --probe`: a self-test of the silence before the rest is told. The keeper's own code does it, without the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.cli.output import DONE, REFUSED, complain, say
from holdspace.here import language_here, words_for
from holdspace.wire.paths import PathsError
from holdspace.words_coverage import nothing_shows, shown_again
from holdspace.words_coverage import self_test as told_of

if TYPE_CHECKING:
    from holdspace.wire.paths import Paths


def self_test(paths: Paths, *, as_json: bool) -> int:
    """Make it, and say what came of it; the exit status: refused where it could not be made, or something showed."""
    from holdspace.keeper.probe.run import run  # one of the verbs that need the keeper's rooms

    words = words_for()

    def begins() -> None:
        if not as_json:
            say([words.t("For some seconds the desktop is silent. Before that a notification may show for a moment.")])

    try:
        outcome, found, again = run(paths, by_hand=True, language=language_here(), begins=begins)
    except PathsError:
        outcome, found, again = "note_failed", None, 0
    saw = nothing_shows(found.saw, found.critical) if found is not None else ""
    told = told_of(words, outcome, saw)
    if again and not as_json:
        say([shown_again(words, again)])
    if found is None or saw == "popup_seen":
        complain(told)
        return REFUSED
    if not as_json:
        say([told])
    return DONE
