"""The state of the silence: a dot whose shape tells it, a word, and by a press what is covered and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from holdspace.override import override
from holdspace.ui.buttons import PressButton
from holdspace.ui.fonts import font

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from holdspace.ui.theme import Theme
    from holdspace.ui.views import QuietMark


class Status(PressButton):
    """Filled dot: silent. Half: not verified. Ring with a bar: not silent, now or once a session runs. Ring: not wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._mark: QuietMark = "not_wanted"
        self.setFont(font("small"))
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_mark(self, mark: QuietMark, text: str, description: str) -> None:
        """The mark, its word, and the whole coverage line for screen readers."""
        self._mark = mark
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setAccessibleDescription(description)
        self.updateGeometry()
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    @override
    def sizeHint(self) -> QSize:
        words = self.text().replace("&&", "&")
        return QSize(QFontMetrics(self.font()).horizontalAdvance(words) + 18, 16)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(40, 16)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        main = theme.color("warn" if self._mark in {"not_silent", "unready"} else "accent")
        dot = QRectF(0.75, self.height() / 2 - 4, 8, 8)
        painter.setPen(QPen(main, 1.5))
        inner = dot.adjusted(0.75, 0.75, -0.75, -0.75)
        if self._mark == "silent":
            painter.setBrush(main)
            painter.drawEllipse(inner)
        else:
            painter.drawEllipse(inner)
            if self._mark == "unverified":
                painter.setBrush(main)
                painter.drawPie(inner, 90 * 16, 180 * 16)
            elif self._mark in {"not_silent", "unready"}:
                painter.drawLine(dot.bottomLeft(), dot.topRight())
        metrics = QFontMetrics(self.font())
        over = self.underMouse() or self.hasFocus()
        painter.setPen(theme.color("ink" if over else "ink2"))
        painter.setFont(self.font())
        words = metrics.elidedText(self.text().replace("&&", "&"), Qt.TextElideMode.ElideRight, self.width() - 14)
        painter.drawText(QPointF(14, (self.height() - metrics.height()) / 2 + metrics.ascent()), words)
        if self.hasFocus():
            painter.setPen(QPen(main, 1))
            painter.drawLine(14, self.height() - 1, self.width() - 2, self.height() - 1)
        painter.end()
