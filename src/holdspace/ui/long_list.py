"""A list of thousands that is of use at once: its entries are measured a batch at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from holdspace.override import override
from holdspace.ui.wrapping_list import WrappingList

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
    from PySide6.QtWidgets import QAbstractItemView

A_BATCH = 500
"""Entries; to measure their words takes some fifty milliseconds."""


class LongList(WrappingList):
    """All entries are measured for whoever goes to one that is not yet, or is not at the top when the width changes."""

    def __init__(self) -> None:
        super().__init__()
        self.setBatchSize(A_BATCH)

    @override
    def reset(self) -> None:
        self.setLayoutMode(self.LayoutMode.Batched)
        super().reset()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.verticalScrollBar().value() > 0:
            self.setLayoutMode(self.LayoutMode.SinglePass)
        super().resizeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whoever moves by the arrows sees where they are, as they do after Tab."""
        self.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if event.key() == Qt.Key.Key_End:
            self._measure_all()
        super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
        super().mousePressEvent(event)

    @override
    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = WrappingList.ScrollHint.EnsureVisible,
    ) -> None:
        if index.row() >= A_BATCH:
            self._measure_all()
        super().scrollTo(index, hint)

    def _measure_all(self) -> None:
        if self.layoutMode() == self.LayoutMode.Batched:
            self.setLayoutMode(self.LayoutMode.SinglePass)
            self.doItemsLayout()
