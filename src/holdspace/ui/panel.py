"""A part of the card with its own ground: the break-through card, the strip, the return card, a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from holdspace.override import override

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from holdspace.ui.theme import Theme, Token


class Panel(QWidget):
    """A rounded ground with a column on it."""

    def __init__(self, ground: Token = "soft", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground: Token = ground
        self._theme: Theme | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 12, 14, 14)
        self.column.setSpacing(8)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(self._ground))
        painter.drawRoundedRect(QRectF(self.rect()), 12, 12)
        painter.end()
