"""Controls that paint themselves from the theme: a choice of words, a tick with words, and lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QComboBox, QPlainTextEdit, QSizePolicy

from holdspace.override import override
from holdspace.ui.field import paint_frame, sheet_of_lines
from holdspace.ui.fonts import font
from holdspace.ui.text import lines_of

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPaintEvent, QWheelEvent

    from holdspace.ui.theme import Theme

HEIGHT = 36
_LINE = 18
_BOX = 18


def plain_font() -> QFont:
    """What is written and chosen, in the weight of what is written."""
    face = font("button")
    face.setWeight(face.Weight.Normal)
    return face


class Choice(QComboBox):
    """One of a few words; each has a code. The wheel scrolls the page and never changes it."""

    def __init__(self) -> None:
        super().__init__()
        self._theme: Theme | None = None
        self.setFont(plain_font())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def offer(self, words: tuple[tuple[str, str], ...]) -> None:
        """Offer these codes with their words; what is chosen stays."""
        chosen = self.code()
        self.blockSignals(True)
        self.clear()
        for code, said in words:
            self.addItem(said, code)
        self.blockSignals(False)
        self.choose(chosen)

    def code(self) -> str:
        """The code that is chosen; empty when none is."""
        return str(self.currentData() or "")

    def choose(self, code: str) -> None:
        """Choose by code, without telling; what is not offered chooses nothing."""
        self.blockSignals(True)
        self.setCurrentIndex(self.findData(code))
        self.blockSignals(False)

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        view = self.view()
        palette = view.palette()
        palette.setColor(QPalette.ColorRole.Base, theme.color("card"))
        palette.setColor(QPalette.ColorRole.Text, theme.color("ink"))
        palette.setColor(QPalette.ColorRole.Highlight, theme.color("soft"))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.color("ink"))
        view.setPalette(palette)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(160, HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(80, HEIGHT)

    @override
    def wheelEvent(self, e: QWheelEvent) -> None:
        e.ignore()

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_frame(painter, self.rect(), theme, focus=self.hasFocus())
        painter.setPen(theme.color("ink"))
        painter.setFont(self.font())
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self.currentText(), Qt.TextElideMode.ElideRight, self.width() - 46)
        painter.drawText(QPointF(14, (self.height() - metrics.height()) / 2 + metrics.ascent()), shown)
        pen = QPen(theme.color("ink2"), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        x, y = self.width() - 20.0, self.height() / 2
        painter.drawPolyline([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)])
        painter.end()


class Tick(QCheckBox):
    """A box with a tick and words that may take several lines."""

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


class Lines(QPlainTextEdit):
    """Several texts, one a line. Tab goes on to the next control."""

    def __init__(self) -> None:
        super().__init__()
        self.setFont(plain_font())
        self.setTabChangesFocus(True)
        self.setFixedHeight(64)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)

    def apply_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet_of_lines(theme, 3, 8))


class Paragraph(Lines):
    """A few lines of plain text, which wrap."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(96)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
