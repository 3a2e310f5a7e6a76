"""A box with a tick and words, painted from the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from holdspace.override import override
from holdspace.ui.fonts import plain_font
from holdspace.ui.text import lines_of

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from holdspace.ui.theme import Theme

_LINE = 18
_BOX = 18


class Tick(QCheckBox):
    """A box with a tick and words that may take several lines. Enter ticks it as Space does."""

    def __init__(self) -> None:
        super().__init__()
        self._theme: Theme | None = None
        self.setFont(plain_font())
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, text: str) -> None:
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def _lines(self, width: int) -> list[str]:
        return lines_of(self.text().replace("&&", "&"), self.font(), width - _BOX - 12, 4)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, a0: int) -> int:
        return max(_BOX + 8, _LINE * len(self._lines(a0)) + 8)

    @override
    def sizeHint(self) -> QSize:
        wide = QFontMetrics(self.font()).horizontalAdvance(self.text()) + _BOX + 14
        return QSize(min(wide, 300), self.heightForWidth(min(wide, 300)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(60, _BOX + 8)

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        if e.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(e)
        elif not e.isAutoRepeat():
            self.click()

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    @override
    def paintEvent(self, a0: QPaintEvent) -> None:
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, focus = self.isChecked(), self.hasFocus()
        box = QRectF(1.5, 5.5, _BOX - 3, _BOX - 3)
        painter.setPen(QPen(theme.color("accent" if on or focus else "field_line"), 2.0 if focus else 1.2))
        painter.setBrush(theme.color("accent" if on else "field"))
        painter.drawRoundedRect(box, 4, 4)
        if on:
            pen = QPen(theme.color("on_accent"), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            x, y = box.center().x(), box.center().y()
            painter.drawPolyline([QPointF(x - 3.8, y), QPointF(x - 1, y + 3), QPointF(x + 4, y - 3.4)])
        painter.setPen(theme.color("ink"))
        painter.setFont(self.font())
        metrics = QFontMetrics(self.font())
        for number, line in enumerate(self._lines(self.width())):
            base = 4 + number * _LINE + (_LINE - metrics.height()) / 2 + metrics.ascent()
            painter.drawText(QPointF(_BOX + 10, base), line)
            if focus:
                wide = metrics.horizontalAdvance(line)
                painter.fillRect(QRectF(_BOX + 10, base + 3, wide, 2), theme.color("accent"))
        painter.end()
