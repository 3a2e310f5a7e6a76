"""What is said when the house cannot be opened: why, where the file lies, and the ways on. Nothing is decided by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication

from holdspace.override import override
from holdspace.ui import theme as themes
from holdspace.ui.buttons import Button
from holdspace.ui.sheet import Sheet
from holdspace.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from holdspace.words import Words

WAYS = {
    "afresh": mark("Start afresh (the old file is kept)"),
    "restore": mark("Take the last copy"),
    "quit": mark("Quit"),
}
WIDTH = 440


class CannotWindow(Sheet):
    """A plain window, not modal; each way is a button, called once. No key and no sign in its frame closes it."""

    def __init__(self, code: str, path: str, ways: Mapping[str, Callable[[], None]], words: Words) -> None:
        super().__init__()
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint, on=False)
        self.heading.say(words.t("Holdspace cannot start"))
        self.lead.say(words.code("cannot_start", code, path=path))
        self.column.addSpacing(8)
        self._buttons = tuple(self._button(name, way, words) for name, way in ways.items())
        self.column.addStretch(1)
        self.setMinimumSize(0, 0)
        self.resize(WIDTH, self.column.totalHeightForWidth(WIDTH))
        self.setFocus()  # on none of the ways: a key that was meant for another window must not choose one
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)
        self._follow()

    def _button(self, name: str, way: Callable[[], None], words: Words) -> Button:
        button = Button("primary" if name == "restore" else "neutral")
        button.say(words.t(WAYS[name]))
        button.clicked.connect(self.hide)
        button.clicked.connect(way)
        self.column.addWidget(button)
        self.column.addSpacing(4)
        return button

    def text(self) -> str:
        """Why, and where the file lies."""
        return self.lead.text()

    def buttons(self) -> tuple[Button, ...]:
        """The ways on, in order."""
        return self._buttons

    def open(self) -> None:
        """Show it, with the focus."""
        self.open_focused()

    @Slot()
    def _follow(self) -> None:
        self.apply_theme(themes.from_system())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
