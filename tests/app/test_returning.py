"""After a session it is told who came into many of the last ones; never while one runs, and no more once it is settled."""

from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from holdspace.app.returning import Returning
from holdspace.cli.telling import TELLERS
from holdspace.core.people import Responder
from holdspace.core.returning import Hint
from holdspace.engine.ports import NotKept
from holdspace.frozen import replace
from holdspace.private import Private
from holdspace.store.past import PastArrivals
from holdspace.ui.digest import entries
from holdspace.ui.next_time_views import NextTimeDoor, Wish
from holdspace.words import translator
from tests.app.home import Home, Line
from tests.app.test_next_time import BARE, comes, settled
from tests.core.playbook import new_id

WORDS = translator("en")
ANA = Responder(id="va", name="Ana", role="assistant")


def sessions(home: Home, *senders: str | None) -> str:
    """So many sessions, into each of which one of these came; what came last."""
    home.adopt(BARE)
    key = ""
    for sender in senders:
        home.start()
        key = comes(home, sender)
        home.gestures.end()
    return key


def told(home: Home, door: NextTimeDoor, qtbot: QtBot) -> tuple[Hint, ...]:
    found: list[tuple[Hint, ...]] = []
    view = home.gestures.digest()
    assert view is not None
    door.hints(view.session, found.append)
    assert found == [], "never within the call"
    qtbot.waitUntil(lambda: bool(found))
    (hints,) = found
    return hints


def test_who_came_into_three_sessions_is_told_after_the_third(home: Home, qtbot: QtBot) -> None:
    door = home.gestures.next_time()
    sessions(home, "Marta", "Marta")
    assert told(home, door, qtbot) == ()
    home.start()
    home.gestures.end()
    key = sessions(home, "Marta")
    assert told(home, door, qtbot) == (Hint(interruption=key, sessions=3, of=4),)


@pytest.mark.parametrize("verdict", ["ask", "noise", "hold"])
def test_once_it_is_settled_it_is_told_no_more(home: Home, qtbot: QtBot, verdict: str) -> None:
    """Also that it is to be held, as it was: then nothing more is to be said of them."""
    key = sessions(home, "Marta", "Marta", "Marta")
    door = home.gestures.next_time()
    assert settled(door, Wish(interruption=key, verdict=verdict, about="person")) == ""
    assert told(home, door, qtbot) == ()


def test_two_names_that_are_joined_by_now_were_one_person_all_the_time(home: Home, qtbot: QtBot) -> None:
    key = sessions(home, "marta@example.org", "Marta", "Marta")
    door = home.gestures.next_time()
    assert told(home, door, qtbot) == ()
    door.join(key, "marta@example.org", lambda why: None)
    assert [hint.sessions for hint in told(home, door, qtbot)] == [3]


def test_the_command_line_tells_it_below_who_it_is_in_the_words_of_the_window(home: Home, qtbot: QtBot) -> None:
    key = sessions(home, "Marta", "Marta", "Marta")
    found = home.result("digest")
    assert found["returning"] == [{"interruption": key, "sessions": 3, "of": 3}]
    view = home.gestures.digest()
    assert view is not None
    hints = told(home, home.gestures.next_time(), qtbot)
    (line,) = [entry.text for entry in entries(view, WORDS, hints) if entry.key == key and entry.kind == "hint"]
    assert line == "In each of your last 3 sessions. What is to be done next time?"
    said = list(TELLERS["digest"](found, WORDS))
    assert said[1:3] == ["Marta", f"  {line}"]
    assert said[-1] == "What is done next time is chosen in the window: from each line of the digest."


def test_in_a_session_the_command_line_is_answered_at_once_and_told_nothing_of_it(home: Home) -> None:
    sessions(home, "Marta", "Marta", "Marta")
    home.start()
    comes(home, "Marta")
    line = Line()
    home.house.requests.answer({"id": str(UUID(new_id())), "verb": "digest", "args": {}}, line)
    assert line.last["result"]["returning"] == []


def test_each_of_several_who_ask_at_a_time_is_told(home: Home, qtbot: QtBot) -> None:
    sessions(home, "Marta", "Marta", "Marta")
    asked = [Line(), Line(), Line()]
    for line in asked:
        home.house.requests.answer({"id": str(UUID(new_id())), "verb": "digest", "args": {}}, line)
    qtbot.waitUntil(lambda: all(line.said for line in asked))
    assert [len(line.last["result"]["returning"]) for line in asked] == [1, 1, 1]


def test_a_digest_does_not_wait_for_ever_for_it(home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions(home, "Marta", "Marta", "Marta")
    monkeypatch.setattr(Returning, "ask", lambda *_: None)
    monkeypatch.setattr("holdspace.app.returning.PATIENCE_MS", 1)
    found = home.result("digest")
    assert (found["returning"], len(found["interruptions"])) == ([], 1)


def test_a_session_that_begins_meanwhile_is_told_nothing(home: Home, qtbot: QtBot) -> None:
    sessions(home, "Marta", "Marta", "Marta")
    door = home.gestures.next_time()
    found: list[tuple[Hint, ...]] = []
    view = home.gestures.digest()
    assert view is not None
    door.hints(view.session, found.append)
    home.start()
    qtbot.waitUntil(lambda: bool(found))
    assert found == [()]


def test_records_that_cannot_be_read_are_trouble_and_no_hint(
    home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> tuple[str, ...]:
        raise NotKept("io_error")

    sessions(home, "Marta", "Marta", "Marta")
    door = home.gestures.next_time()
    for name in ("sessions", "ids"):
        monkeypatch.setattr(PastArrivals, name, refuse)
        assert told(home, door, qtbot) == ()
    assert "io_error" in home.house.trouble


def test_the_line_to_copy_names_the_assistant_who_can_be_asked_and_is_in_the_practitioners_language(home: Home) -> None:
    key = sessions(home, "Marta")
    door = home.gestures.next_time()

    def line() -> Private | None:
        matter = door.matter(key)
        return matter.boundary if matter is not None else None

    home.adopt(replace(BARE, responders=()))
    assert line() == Private("I am often in sessions and answer in between, as soon as I can.")
    home.adopt(replace(BARE, responders=(ANA,)))
    assert line() == Private("I am often in sessions and answer in between. If it cannot wait, please write to Ana.")
    home.adopt(replace(BARE, responders=(ANA,), steps=BARE.steps[1:]))
    assert line() == Private("I am often in sessions and answer in between, as soon as I can."), "whom no step asks"
    home.adopt(replace(BARE, practitioner=replace(BARE.practitioner, language="es")))
    spanish = line()
    assert spanish is not None
    assert "sesiones" in spanish.reveal()


def test_there_is_no_line_for_an_app(home: Home) -> None:
    matter = home.gestures.next_time().matter(sessions(home, None))
    assert matter is not None
    assert matter.boundary is None
