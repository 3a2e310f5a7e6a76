"""Keys, mouse and eyes of a test, inside of the program."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from holdspace.ui.text import Text


def key(which: Qt.Key, widget: QWidget | None = None) -> None:
    """Press a key in `widget`, or in whatever has the focus."""
    QTest.keyClick(widget or focused(), which)


def write(text: str, widget: QWidget | None = None) -> None:
    """Type letters in `widget`, or in whatever has the focus."""
    QTest.keyClicks(widget or focused(), text)


def focused() -> QWidget:
    """What has the focus; an AssertionError when nothing has."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def lines_of(text: Text, width: int) -> list[str]:
    """The lines that it takes at this width."""
    return [line for _, line in text._placed(width)]


def visible() -> list[str]:
    """Which windows show, by the names of their classes."""
    return sorted(type(window).__name__ for window in QApplication.topLevelWidgets() if window.isVisible())


def double_click(widget: QWidget, at: QPoint) -> None:
    QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    """Press at `start`, move to `end`, let go."""
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(widget, end)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
