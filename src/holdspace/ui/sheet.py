"""An ordinary window to read in: digest and follow-ups. Opened by a click or a key only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from holdspace.override import override
from holdspace.ui.card_window import TITLE
from holdspace.ui.platform import come_forward
from holdspace.ui.scroll_bar import bar_of
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QHideEvent, QKeyEvent

    from holdspace.ui.theme import Theme


LOWEST, TALLEST = 240, 640
AROUND = 170
"""Pixels that heading and foot take."""


class Sheet(QWidget):
    """Paper with a heading; Esc closes it. What the column holds begins `outset` pixels left of the heading."""

    def __init__(self, *, outset: int = 0) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAutoFillBackground(True)
        self.resize(560, 640)
        self.setMinimumSize(360, 240)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24 - outset, 20, 24, 20)
        self.column.setSpacing(4)
        self.heading = Text("title", "ink", lines=2)
        self.lead = Text("text", "ink2", lines=4)
        top = QVBoxLayout()
        top.setContentsMargins(outset, 0, 0, 8)
        top.addWidget(self.heading)
        top.addWidget(self.lead)
        self.column.addLayout(top)
        self._theme: Theme | None = None

    def apply_theme(self, theme: Theme) -> None:
        """Give the theme to everything that paints itself, and to the paper."""
        self._theme = theme
        self.setStyleSheet("")  # with one in force the colours of before would stay
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.color("card"))
        palette.setColor(QPalette.ColorRole.Base, theme.color("card"))
        palette.setColor(QPalette.ColorRole.Text, theme.color("ink"))
        palette.setColor(QPalette.ColorRole.WindowText, theme.color("ink"))
        palette.setColor(QPalette.ColorRole.Button, theme.color("neutral"))
        palette.setColor(QPalette.ColorRole.Highlight, theme.color("accent"))
        self.setPalette(palette)
        self.setStyleSheet("QListView, QLineEdit { background: transparent; border: none; }" + bar_of(theme))
        for child in self.findChildren(QWidget):
            give = getattr(child, "apply_theme", None)
            if give is not None:
                give(theme)
        self.update()

    def want_height(self, content: Iterable[int]) -> None:
        """Be as tall as the content wants, part by part, within reason; a window that is open already stays as it is."""
        if self.isVisible():
            return
        tall = AROUND
        for height in content:
            tall += height
            if tall >= TALLEST:  # of thousands of parts the rest need not be known
                break
        self.resize(self.width(), max(LOWEST, min(TALLEST, tall)))

    def open_focused(self) -> None:
        """Show it with the focus, upon the practitioner's click or key."""
        self.show()
        come_forward(self)
        self.activateWindow()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """What is open over it goes with it: it may name people."""
        for menu in self.findChildren(QMenu):
            menu.close()
        super().hideEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)
