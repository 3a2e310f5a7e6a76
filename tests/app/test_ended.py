"""A session that ended early asks once what broke it, by screen or command line; the digest tells it, and what one did oneself."""

from collections.abc import Iterator
from typing import get_args

import pytest

from holdspace.app.requests import END_WHYS
from holdspace.cli import arguments
from holdspace.cli.telling import TELLERS
from holdspace.core import commands as c
from holdspace.core.interruption import Source
from holdspace.core.session import EndWhy
from holdspace.private import Private
from holdspace.ui.views import EndedView
from holdspace.words import LANGUAGES, translator
from holdspace.words_ended import ended as said_of
from holdspace.words_session import ENDED_WHY, WHAT_BROKE_IT
from tests.app.home import Home, refused
from tests.core.playbook import new_id

WORDS = translator("en")


def after(home: Home, minutes: float) -> str:
    """A session of fifty minutes is ended after so many."""
    session = home.start(minutes=50)
    home.clock.pass_by(minutes * 60)
    home.gestures.end()
    return session


def ended(home: Home) -> EndedView | None:
    return home.screen.ended


def told(home: Home, verb: str, **args: str) -> Iterator[str]:
    return TELLERS[verb](home.result(verb, **args), WORDS)


def test_an_early_end_asks_and_one_in_time_does_not(home: Home) -> None:
    session = after(home, 27)
    assert ended(home) == EndedView(session=session, minutes_early=23, why="")
    after(home, 46)
    assert ended(home) is None
    home.start()
    assert ended(home) is None


def test_the_answer_is_kept_with_the_session_and_shown_in_the_digest(home: Home) -> None:
    session = after(home, 27)
    home.gestures.explain_end(session, "interruption")
    assert ended(home) == EndedView(session=session, minutes_early=23, why="interruption")
    view = home.gestures.digest()
    assert view is not None
    assert view.ended == ended(home)
    assert "Ended 23 minutes early. What broke it: an interruption." in told(home, "digest")
    home.crash()
    home.open()
    found = home.result("digest")
    assert (found["ended_early_minutes"], found["ended_why"]) == (23, "interruption")


def test_undo_of_the_end_takes_the_answer_back(home: Home) -> None:
    session = after(home, 27)
    home.gestures.explain_end(session, "client")
    assert home.result("undo")["undone"] == "end"
    assert ended(home) is None
    assert home.result("digest")["ended_why"] is None
    home.gestures.end()
    assert ended(home) == EndedView(session=session, minutes_early=23, why="")


def test_an_answer_for_another_session_is_refused_and_says_so(home: Home) -> None:
    session = after(home, 27)
    after(home, 27)
    home.gestures.explain_end(session, "client")
    assert home.screen.refused == "not_ended_last"
    assert home.result("digest")["ended_why"] is None


def test_by_the_command_line_it_is_said_with_the_end_or_after_it(home: Home) -> None:
    home.start(minutes=50)
    found = home.result("end", why="self")
    assert (found["ended_early_minutes"], found["ended_why"], found["arrived"]) == (50, "self", 0)
    assert "Ended 50 minutes early. What broke it: myself." in TELLERS["end"](found, WORDS)
    assert list(told(home, "end", why="technical")) == ["Noted as what broke it: something technical."]
    assert home.result("digest")["ended_why"] == "technical"
    assert refused(home.ask("end", why="weather")) == (2, "unknown_why")
    assert refused(home.ask("end")) == (1, "no_session")


def test_in_ones_own_words_it_is_a_mark_of_after_the_end_which_stands_in_that_sessions_digest(home: Home) -> None:
    session = after(home, 27)
    home.result("mark", topic="the router died, and took the call along")
    found = home.result("digest")
    assert (found["session"], [mark["topic"] for mark in found["marks"]]) == (
        session,
        ["the router died, and took the call along"],
    )
    assert found["ended_early_minutes"] == 23


def test_the_command_line_asks_once_where_it_ended_early_and_nothing_was_said(home: Home) -> None:
    home.start(minutes=50)
    lines = list(told(home, "end"))
    assert lines[1:] == [
        "Ended 50 minutes early.",
        "What broke it? If you like: `holdspace end --why client|interruption|self|technical|done`",
    ]
    home.start(minutes=50)
    home.clock.pass_by(50 * 60)
    assert len(list(told(home, "end"))) == 1
    home.start(minutes=50)
    home.clock.pass_by(50 * 60)
    assert list(told(home, "end", why="done"))[1:] == ["What broke it: nothing, it was done."]


def test_that_the_desktop_is_given_back_is_said_where_it_was_silent(home: Home) -> None:
    for engaged, said in ((False, ""), (True, " The desktop is given back in a moment.")):
        home.start(minutes=50)
        home.do(c.ReportQuiet(id=new_id(), engaged=engaged, driver="dunst", evidence="read_back", why=""))
        home.clock.pass_by(50 * 60)
        assert not home.screen.gives_back, "while it runs"
        assert list(told(home, "end")) == [f"The session has ended.{said}"]
        assert home.screen.gives_back == engaged


def test_what_one_did_oneself_is_told_apart_from_what_arrived(home: Home) -> None:
    home.start(minutes=50)
    sources: tuple[Source, ...] = ("self", "self", "door", "self")
    for source in sources:
        home.do(c.LogInterruption(id=new_id(), source=source, text=Private("x")))
    assert home.result("undo")["undone"] == "log"
    assert (home.screen.arrived, home.screen.by_myself) == (0, 0), "in a session nothing is counted so"
    found = home.result("end")
    assert (found["arrived"], found["by_myself"]) == (1, 2)
    assert "2 by myself" in TELLERS["end"](found, WORDS)
    assert (home.screen.arrived, home.screen.by_myself) == (1, 2)
    assert home.result("digest")["by_myself"] == 2
    assert "2 by myself" in told(home, "digest")


def test_every_room_knows_the_same_reasons_in_the_same_order() -> None:
    known = get_args(EndWhy)
    assert known == END_WHYS == arguments.END_WHYS == tuple(ENDED_WHY) == tuple(WHAT_BROKE_IT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_it_ended_is_one_line_in_each_language(language: str) -> None:
    words = translator(language)
    lines = [said_of(words, early, why) for early in (0, 1, 23) for why in ("", *ENDED_WHY)]
    assert lines[0] == ""
    assert len(set(lines)) == len(lines)
    assert all(line.endswith(".") for line in lines[1:])
