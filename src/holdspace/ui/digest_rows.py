"""The list of the digest: a row of it opens its menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent

from holdspace.override import override
from holdspace.ui.digest_list import DOTS, INSET, TIME, Entry
from holdspace.ui.long_list import LongList

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from holdspace.ui.digest_list import Index


class DigestRows(LongList):
    """Asks for the menu of a row: by the sign at its right, the right button, Return, Space or the menu key."""

    asked = Signal(str, QPoint)
    """The interruption, and where on the screen."""

    @override
    def contextMenuEvent(self, arg__1: QContextMenuEvent) -> None:
        if arg__1.reason() == QContextMenuEvent.Reason.Mouse:
            self._ask(self.indexAt(self.viewport().mapFromGlobal(arg__1.globalPos())), arg__1.globalPos())
        else:
            self._ask_for_current()
        arg__1.accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._ask_for_current()
            return
        super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        super().mouseReleaseEvent(e)
        place = e.position().toPoint()
        if e.button() == Qt.MouseButton.LeftButton and place.x() >= self.viewport().width() - DOTS - 8:
            self._ask(self.indexAt(place), e.globalPosition().toPoint())

    def _ask_for_current(self) -> None:
        """Of a heading the row below it is meant."""
        index = self.currentIndex()
        entry = index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None
        if isinstance(entry, Entry) and entry.kind == "heading":
            index = index.siblingAtRow(index.row() + 1)
        if index.isValid():
            self.scrollTo(index)
            self._ask(index, self.viewport().mapToGlobal(self.visualRect(index).topLeft() + QPoint(INSET + TIME, 30)))

    def _ask(self, index: Index, place: QPoint) -> None:
        entry = index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None
        if isinstance(entry, Entry) and entry.key:
            self.setCurrentIndex(index)
            self.asked.emit(entry.key, place)
