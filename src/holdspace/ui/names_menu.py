"""A menu of names of people, to choose one of: opened by a click or a key only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QMenu

from holdspace.ui.fonts import font
from holdspace.ui.menu import dress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from holdspace.private import Private
    from holdspace.ui.theme import Theme

WIDE = 320
"""Pixels of a name; longer ones are cut in the middle, where an address says least."""


class NamesMenu(QMenu):
    """`chosen` tells the whole name."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(font("line"))

    def offer(self, names: Iterable[Private], nobody: str) -> None:
        """These names; or a line that there is none."""
        self.clear()
        metrics = QFontMetrics(self.font())
        for name in names:
            whole = name.reveal()
            shown = metrics.elidedText(whole, Qt.TextElideMode.ElideMiddle, WIDE)
            action = QAction(shown.replace("&", "&&"), self)
            action.triggered.connect(lambda _=False, whole=whole: self.chosen.emit(whole))
            self.addAction(action)
        if self.isEmpty():
            action = QAction(nobody.replace("&", "&&"), self)
            action.setEnabled(False)
            self.addAction(action)

    def open_below(self, part: QWidget) -> None:
        """Open it below what was pressed."""
        self.popup(part.mapToGlobal(QPoint(0, part.height() + 2)))

    def apply_theme(self, theme: Theme) -> None:
        dress(self, theme)
