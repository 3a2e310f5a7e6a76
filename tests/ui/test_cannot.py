"""What is said when the house cannot be opened."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from holdspace.ui.cannot import WAYS, CannotWindow
from holdspace.ui.theme import DARK, LIGHT
from holdspace.words import translator


class Desk:
    def __init__(self, qtbot: QtBot, code: str, *ways: str, language: str = "en") -> None:
        self.went: list[str] = []
        self.window = CannotWindow(
            code, "/somewhere/mine.db", {name: self._way(name) for name in ways}, translator(language)
        )
        qtbot.addWidget(self.window)
        self.window.open()

    def _way(self, name: str) -> Callable[[], None]:
        return lambda: self.went.append(name)

    def button(self, name: str) -> QAbstractButton:
        (found,) = [one for one in self.window.buttons() if one.text() == WAYS[name]]
        return found


@pytest.mark.parametrize("code", ["newer_database", "damaged_database", "disk_full", "read_only"])
def test_it_says_why_and_where_the_file_lies_in_each_language(qtbot: QtBot, code: str) -> None:
    said = {language: Desk(qtbot, code, "quit", language=language).window.text() for language in ("en", "es")}
    assert all("/somewhere/mine.db" in text for text in said.values())
    assert said["en"] != said["es"]


def test_each_way_on_is_a_button_and_goes_its_way_once(qtbot: QtBot) -> None:
    for way in ("restore", "afresh", "quit"):
        desk = Desk(qtbot, "damaged_database", "restore", "afresh", "quit")
        assert len(desk.window.buttons()) == 3
        QTest.mouseClick(desk.button(way), Qt.MouseButton.LeftButton)
        assert desk.went == [way]
        assert not desk.window.isVisible()


def test_nothing_is_decided_by_itself_nor_by_a_key_that_closes_windows(qtbot: QtBot) -> None:
    desk = Desk(qtbot, "damaged_database", "restore", "afresh", "quit")
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert desk.went == []
    assert desk.window.isVisible()


def test_no_way_has_the_focus_nor_is_taken_by_enter(qtbot: QtBot) -> None:
    desk = Desk(qtbot, "damaged_database", "restore", "afresh", "quit")
    assert not any(button.hasFocus() for button in desk.window.buttons())
    QTest.keyClick(desk.window, Qt.Key.Key_Return)
    assert desk.went == []


def test_it_is_a_plain_window_whose_frame_closes_nothing(qtbot: QtBot) -> None:
    window = Desk(qtbot, "newer_database", "quit").window
    assert (window.windowTitle(), window.isModal()) == ("Holdspace", False)
    handle = window.windowHandle()
    assert handle is not None
    handle.close()
    assert window.isVisible()


def test_it_follows_the_colours_of_the_system(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = Desk(qtbot, "newer_database", "quit").window
    assert window.palette().window().color().name() == LIGHT.card.lower()
    monkeypatch.setattr("holdspace.ui.theme.from_system", lambda: DARK)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert window.palette().window().color().name() == DARK.card.lower()
