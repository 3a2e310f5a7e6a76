"""Controls that paint themselves from the theme: a choice of words, and lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QSizePolicy

from holdspace.override import override
from holdspace.ui.field import paint_frame, sheet_of_lines
from holdspace.ui.fonts import plain_font

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QWheelEvent

    from holdspace.ui.theme import Theme

HEIGHT = 36


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
