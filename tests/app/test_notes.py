"""A session's note on its way from the screen to the store: kept at once, tried again, never in older words."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from holdspace.core import commands as c
from holdspace.engine.ports import NotKept
from holdspace.private import Private
from tests.app.home import Home
from tests.core.playbook import new_id


def note_of(home: Home, session: str) -> str | None:
    row = home.house.store.records.session(session)
    assert row is not None
    return row.note.reveal() if row.note else None


def write(home: Home, session: str, text: str) -> None:
    home.gestures.write(session, Private(text))


def last_words(home: Home, session: str, text: str) -> Callable[[], None]:
    """What stands in the note and is not kept yet."""
    return lambda: write(home, session, text)


def test_what_is_written_is_durable_when_the_gesture_returns(home: Home) -> None:
    key = home.start()
    write(home, key, "they fear lock-in")
    home.crash()
    home.open()
    assert note_of(home, key) == "they fear lock-in"
    session = home.screen.session
    assert session is not None
    assert session.note == Private("they fear lock-in")


def test_what_could_not_be_kept_is_tried_again_in_its_newest_words(
    home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdspace.app.notes.TRY_AGAIN_MS", 0)
    tries: list[object] = []
    key = home.start()
    write(home, key, "before")

    def full(*given: object) -> None:
        tries.append(given)
        raise NotKept("disk_full")

    with monkeypatch.context() as broken:
        broken.setattr(home.house.store.journal, "keep", full)
        write(home, key, "first")
        write(home, key, "newest")
        assert home.trouble() == ("disk_full",)
        qtbot.waitUntil(lambda: len(tries) > 4)
    assert note_of(home, key) == "before"
    qtbot.waitUntil(lambda: note_of(home, key) == "newest")
    assert home.trouble() == ()
    with monkeypatch.context() as broken:
        broken.setattr(home.house.store.journal, "keep", full)
        home.house.notes._try()
        assert home.trouble() == (), "what is kept is not sent again"


def test_the_last_words_are_kept_with_the_session_that_ended_although_the_next_one_follows_at_once(home: Home) -> None:
    first = home.start()
    home.shell.unkept.append(last_words(home, first, "the last word"))
    home.do(c.EndSession(id=new_id()))
    second = home.start()
    assert note_of(home, first) == "the last word"
    assert note_of(home, second) is None


def test_quitting_keeps_the_last_words(home: Home) -> None:
    key = home.start()
    home.shell.unkept.append(last_words(home, key, "and now home"))
    home.house.quit()
    home.open()
    assert note_of(home, key) == "and now home"


def test_words_for_a_session_that_is_long_over_are_refused_in_words(home: Home, qtbot: QtBot) -> None:
    first = home.start()
    home.do(c.EndSession(id=new_id()))
    home.start()
    write(home, first, "far too late")
    assert home.screen.refused == "no_such_session"
    assert not home.house.notes._retry.waiting
