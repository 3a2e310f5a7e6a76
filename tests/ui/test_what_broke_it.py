"""After an early end one calm question with one-press answers; it takes no focus, is skipped by leaving it, and is asked once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from holdspace.ui.digest import DigestWindow
from holdspace.ui.theme import LIGHT
from holdspace.words import translator
from tests.ui import hands, samples
from tests.ui.hands import visible
from tests.ui.samples import EARLY, Asked

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from holdspace.ui.after_window import AfterWindow
    from holdspace.ui.shell import Shell

WORDS = translator("en")
TOLD = replace(EARLY, why="interruption")


def after(shell: Shell, **changes: object) -> AfterWindow:
    """What stands right after a session."""
    shell.render(samples.screen())
    shell.render(replace(samples.free(), **changes))  # type: ignore[arg-type]
    assert shell._after is not None
    return shell._after


def test_after_an_early_end_it_is_asked_and_one_press_answers(shell: Shell, asked: Asked) -> None:
    window = after(shell, ended=EARLY)
    broke = window.broke
    assert (broke.line.text(), broke.question.text()) == ("Ended 23 minutes early.", "What broke it?")
    assert [button.text() for button in broke.answers.values()] == [
        "The client had to go",
        "An interruption",
        "Myself",
        "Something technical",
        "Nothing, it was done",
    ]
    broke.answers["interruption"].click()
    assert asked.calls[-1] == ("explain_end", ("s1", "interruption"))
    tall = window.height()
    shell.render(samples.free(ended=TOLD))
    assert broke.line.text() == "Ended 23 minutes early. What broke it: an interruption."
    assert not broke.question.isVisible()
    assert not broke.row.isVisible()
    assert window.height() < tall


@pytest.mark.parametrize("ended", [None, replace(EARLY, minutes_early=0, why="done")])
def test_an_end_in_time_asks_nothing(shell: Shell, ended: object) -> None:
    assert not after(shell, ended=ended).broke.isVisible()


def test_the_question_takes_no_focus(shell: Shell) -> None:
    window = after(shell, ended=EARLY)
    assert window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


def test_who_skips_it_is_not_asked_again(shell: Shell) -> None:
    after(shell, ended=EARLY).close()
    shell.render(samples.free(ended=EARLY))
    assert visible() == []
    shell.open_window()
    assert visible() == ["StartWindow"]


def test_of_the_next_session_it_is_asked_anew(shell: Shell) -> None:
    window = after(shell, ended=TOLD)
    assert not window.broke.question.isVisible()
    assert after(shell, ended=replace(EARLY, session="s2")).broke.question.isVisible()


def test_what_one_did_oneself_is_told_apart(shell: Shell) -> None:
    assert after(shell, arrived=3, by_myself=2).counts.text() == "3 things arrived  ·  2 by myself"
    assert after(shell, arrived=0, by_myself=1).counts.text() == "Nothing arrived  ·  1 by myself"


def test_that_the_desktop_is_given_back_is_said_where_it_was_silent(shell: Shell) -> None:
    kept, back = "What arrived is kept for you.", "The desktop is being given back."
    assert after(shell, arrived=3, gives_back=True).note.text() == f"{kept} {back}"
    assert after(shell, arrived=0, gives_back=True).note.text() == back
    assert after(shell, arrived=3, gives_back=False).note.text() == kept
    assert not after(shell, arrived=0, gives_back=False).note.isVisible()


@pytest.fixture
def digest(qtbot: QtBot, asked: Asked) -> DigestWindow:
    made = DigestWindow(asked.gestures)
    qtbot.addWidget(made)
    made.apply_theme(LIGHT)
    made.show_digest(replace(samples.BROKEN, ended=EARLY), WORDS)
    made.open_focused()
    qtbot.waitUntil(made.list.hasFocus)
    return made


def test_the_digest_tells_how_it_ended_before_all_else_and_what_one_did_oneself(digest: DigestWindow) -> None:
    assert digest.model.entries[0].text == "Ended 23 minutes early."
    assert "2 things arrived  ·  1 by myself" in digest.lead.text()
    digest.show_digest(replace(samples.BROKEN, ended=None), WORDS)
    assert digest.model.entries[0].kind == "remark"


def test_by_the_keys_alone_it_can_be_said_in_the_digest(digest: DigestWindow, asked: Asked, qtbot: QtBot) -> None:
    hands.key(Qt.Key.Key_Home, digest.list)
    hands.key(Qt.Key.Key_Return, digest.list)
    qtbot.waitUntil(digest.end_menu.isVisible)
    for _ in range(2):
        hands.key(Qt.Key.Key_Down, digest.end_menu)
    hands.key(Qt.Key.Key_Return, digest.end_menu)
    assert asked.calls[-1] == ("explain_end", ("s1", "interruption"))


def test_by_the_dots_too(digest: DigestWindow, qtbot: QtBot) -> None:
    middle = digest.list.visualRect(digest.model.index(0)).center()
    view = digest.list.viewport()
    place = QPoint(view.width() - 12, middle.y())
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    qtbot.waitUntil(digest.end_menu.isVisible)
    digest.end_menu.close()


def test_an_open_digest_follows_what_was_said_elsewhere_and_the_reader_stays(shell: Shell, asked: Asked) -> None:
    asked.digest = replace(samples.BROKEN, ended=EARLY)
    shell.render(samples.free(ended=EARLY))
    shell.open_digest()
    window = shell._sheets.digest
    assert window is not None
    window.list.setCurrentIndex(window.model.index(3))
    shell.render(samples.free(ended=TOLD))
    assert window.model.entries[0].text == "Ended 23 minutes early. What broke it: an interruption."
    assert window.list.currentIndex().row() == 3
    shell.render(samples.free(ended=replace(EARLY, session="another")))
    assert window.model.entries[0].text == "Ended 23 minutes early. What broke it: an interruption."
