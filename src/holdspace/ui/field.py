"""Fields to write in: one line of private text, and a number of minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIntValidator, QPainter, QPalette, QPen
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from holdspace.override import override
from holdspace.private import Private, clean
from holdspace.ui.fonts import font

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from holdspace.ui.theme import Theme

LONGEST = 2000
"""Characters that a line may have."""


def paint_frame(painter: QPainter, area: QRect, theme: Theme, *, focus: bool) -> None:
    """The ground and border of whatever is written or chosen in."""
    wide = 2.0 if focus else 1.0
    painter.setPen(QPen(theme.color("accent" if focus else "field_line"), wide))
    painter.setBrush(theme.color("field"))
    half = wide / 2
    painter.drawRoundedRect(QRectF(area).adjusted(half, half, -half, -half), 9, 9)


def sheet_of_lines(theme: Theme, down: int, across: int) -> str:
    """The same as a style sheet, for a field of several lines; the text stays where it is when the focus comes."""
    return (
        f"QPlainTextEdit {{ background: {theme.field}; color: {theme.ink}; border: 1px solid {theme.field_line};"
        f" border-radius: 9px; padding: {down}px {across}px; selection-background-color: {theme.accent};"
        f" selection-color: {theme.on_accent}; placeholder-text-color: {theme.ink2}; }}"
        f"QPlainTextEdit:focus {{ border: 2px solid {theme.accent}; padding: {down - 1}px {across - 1}px; }}"
    )


class Field(QLineEdit):
    """One line. What is written comes out cleaned, as `Private`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self.setFrame(False)
        self.setMaxLength(LONGEST)
        self.setFont(font("button"))
        face = self.font()
        face.setWeight(face.Weight.Normal)
        self.setFont(face)
        self.setTextMargins(12, 0, 12, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # No history and no completion of what clients are called, also not by an input method.
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)

    def name(self, name: str, placeholder: str = "") -> None:
        """What it is called for screen readers, and what stands in it while it is empty."""
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder or name)

    def private(self) -> Private | None:
        """What was written; None when that is nothing."""
        written = clean(self.text(), LONGEST)
        return Private(written) if written else None

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        palette.setColor(QPalette.ColorRole.Text, theme.color("ink"))
        palette.setColor(QPalette.ColorRole.PlaceholderText, theme.color("ink2"))
        palette.setColor(QPalette.ColorRole.Highlight, theme.color("accent"))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.color("on_accent"))
        self.setPalette(palette)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, 36)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(48, 36)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_frame(painter, self.rect(), self._theme, focus=self.hasFocus())
            painter.end()
        super().paintEvent(event)


class MinutesField(Field):
    """A number of minutes, 1 to 600; the arrow keys go up and down by five."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(3)
        self.setValidator(QIntValidator(1, 600, self))
        self._usual = 50
        self.reset()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def usual(self, minutes: int) -> None:
        """What stands there unless somebody writes something else."""
        untouched = self.minutes() == self._usual
        self._usual = minutes
        if untouched:
            self.reset()

    def reset(self) -> None:
        """Back to what is usual."""
        self.setText(str(self._usual))

    def minutes(self) -> int | None:
        """The minutes, or None when what stands there is no such number."""
        text = self.text()
        return int(text) if text.isascii() and text.isdigit() and 1 <= int(text) <= 600 else None

    @override
    def sizeHint(self) -> QSize:
        return QSize(64, 36)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: 5, Qt.Key.Key_Down: -5}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
            return
        self.setText(str(min(600, max(1, (self.minutes() or self._usual) + by))))
