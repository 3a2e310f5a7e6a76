"""The settings window, opened on a desk, and the hands that go through it and save."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from holdspace.ui.settings.window import SettingsWindow
from holdspace.ui.theme import LIGHT
from holdspace.words import translator
from tests.ui import hands
from tests.ui.settings_samples import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


WORDS = translator("en")
Open = Callable[["Desk"], "SettingsWindow"]


@pytest.fixture
def open_(qtbot: QtBot) -> Callable[[Desk], SettingsWindow]:
    def make(desk: Desk) -> SettingsWindow:
        window = SettingsWindow(desk.door)
        qtbot.addWidget(window)
        window.show_words(WORDS)
        window.apply_theme(LIGHT)
        window.open_at(WORDS)
        qtbot.waitUntil(window.list.hasFocus)
        return window

    return make


def choose(window: SettingsWindow, number: int) -> None:
    """Go to a page by the keys."""
    window.list.setFocus()
    hands.key(Qt.Key.Key_Home, window.list)
    for _ in range(number):
        hands.key(Qt.Key.Key_Down, window.list)


def save() -> None:
    QTest.keyClick(hands.focused(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def tab_to(widget: QWidget) -> None:
    """Tab until the keyboard is there; an AssertionError when it never comes there."""
    for _ in range(80):
        if QApplication.focusWidget() is widget:
            return
        hands.key(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never comes to {widget.accessibleName()!r}")
