"""A list whose entries are as high as their words take in its width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from holdspace.ui.override import override

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

A_BATCH = 500
"""Entries; to measure their words takes some fifty milliseconds."""


class WrappingList(QListView):
    """Asks its entries anew whenever its width changes. Qt does so only where its height changes, and not when the bar comes.

    A batch at a time, so that a list of thousands is of use at once; all of them for whoever goes to the end, or is not at
    the top.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setBatchSize(A_BATCH)

    @override
    def reset(self) -> None:
        self.setLayoutMode(QListView.LayoutMode.Batched)
        super().reset()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.verticalScrollBar().value() > 0:
            self.setLayoutMode(QListView.LayoutMode.SinglePass)
        self.scheduleDelayedItemsLayout()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_End and self.layoutMode() == QListView.LayoutMode.Batched:
            self.setLayoutMode(QListView.LayoutMode.SinglePass)
            self.doItemsLayout()
        super().keyPressEvent(event)
