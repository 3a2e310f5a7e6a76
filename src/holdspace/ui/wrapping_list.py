"""A list whose entries are as high as their words take in its width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QListView

from holdspace.override import override

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class WrappingList(QListView):
    """Asks its entries anew whenever its width changes. Qt does so only where its height changes, and not when the bar comes."""

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
