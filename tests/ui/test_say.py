"""The line of coverage is true in each state of the silence; `tests/words/test_coverage.py` has the sentences."""

from itertools import product

import pytest

from holdspace.ui import say
from holdspace.ui.views import QuietMark
from holdspace.words import translator
from tests.ui import samples

WORDS = translator("en")
QUIET: tuple[QuietMark, ...] = ("silent", "not_silent", "unverified", "not_wanted", "unready")
CRITICAL = ("hidden", "shown", "closed", "unknown")
THROUGH: tuple[tuple[str, ...], ...] = ((), ("let_through",), ("emergency",), ("let_through", "emergency"))
WHY = ("", "no_server", "popup_seen", "monitor_refused", "keeper_gone")


@pytest.mark.parametrize("through", THROUGH)
@pytest.mark.parametrize(("quiet", "critical", "why"), list(product(QUIET, CRITICAL, WHY)))
def test_that_everything_is_held_is_said_only_where_nothing_shows_and_all_is_seen(
    quiet: QuietMark, critical: str, why: str, through: tuple[str, ...]
) -> None:
    line = say.coverage(
        WORDS,
        samples.screen(quiet=quiet, quiet_why=why, critical=critical, responders=samples.AWAY, comes_through=through),
    )
    unseen = quiet != "not_wanted" and why in {"monitor_refused", "keeper_gone"}
    assert ("Everything is held" in line) is (quiet == "silent" and critical == "hidden" and not why)
    assert ("kept for the digest" in line) is not (unseen or "Everything is held" in line)
    assert ("In a session, what arrives" in line) is (quiet in {"not_wanted", "unready"} and not unseen)
    assert ("your rules let through" in line) is ("let_through" in through and not unseen)
    assert ("An emergency" in line or "an emergency" in line) is ("emergency" in through and not unseen)


@pytest.mark.parametrize("quiet", QUIET)
def test_where_nothing_is_seen_that_is_said_whoever_can_be_asked(quiet: QuietMark) -> None:
    line = say.coverage(WORDS, samples.screen(quiet=quiet, quiet_why="keeper_gone", responders=(samples.ANA,)))
    assert ("Holdspace does not see what arrives now." in line) is (quiet not in {"not_wanted", "unready"})
    assert ("In a session nothing that arrives would be seen" in line) is (quiet == "unready")


def test_before_a_session_it_is_said_that_the_desktop_would_not_be_silent() -> None:
    screen = samples.free(quiet="unready", quiet_why="no_driver")
    assert say.silence(WORDS, screen) == "Not ready"
    line = say.coverage(WORDS, screen, before=True)
    assert "In a session the desktop would not be silent: this notification server cannot be silenced." in line


@pytest.mark.parametrize("before", [True, False])
def test_what_draws_its_own_popups_is_said_once(before: bool) -> None:
    line = say.coverage(WORDS, samples.free(), before=before)
    for word in ("popups", "calls", "phone", "Zoom"):
        assert line.casefold().count(word.casefold()) == 1, word
    assert ("Silence them there, or close them." in line) is before


def test_of_a_page_that_cannot_be_served_it_is_not_said_where_it_works() -> None:
    assert "The answer page works on this computer only." in say.coverage(WORDS, samples.free())
    assert "page works" not in say.coverage(WORDS, samples.free(trouble=("page_failed",)))
