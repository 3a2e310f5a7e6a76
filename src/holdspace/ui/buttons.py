"""Buttons: one primary (the accent, used once), neutral ones, quiet ones; and small ones that show a sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from holdspace.override import override
from holdspace.ui.fonts import font
from holdspace.ui.text import lines_of

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from holdspace.ui.theme import Theme, Token

Look = Literal["primary", "neutral", "plain", "quiet"]
"""`plain` is a neutral button that stands on a soft ground."""
Sign = Literal["more", "smaller", "larger", "close"]

HEIGHT = 32
LOW = 24
_LINE = 17
_ROOM = 6
"""Pixels beside the words that a frame needs; where there is less the words are underlined instead."""


class PressButton(QPushButton):
    """A button that Enter presses as Space does, wherever it stands; once, however long the key is held."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


class Button(PressButton):
    """A button painted from the theme. `key` is shown as a chip beside the words when there is room for it.

    `low`: it stands in a line with a label, not in a row of buttons.
    `pad`: pixels beside the words, where the usual are not right; 0 puts them in line with the text above.
    """

    def __init__(
        self,
        look: Look,
        *,
        pad: int | None = None,
        low: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pad = pad
        self._tall = LOW if low else HEIGHT
        self.look: Look = look
        self.key = ""
        self._theme: Theme | None = None
        self._asked = ("", "", -1)
        self._answer: list[str] = []
        self.setFont(font("button"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def say(self, text: str) -> None:
        """The words on it; an ampersand is only a sign here."""
        shown = text.replace("&", "&&")
        if shown != self.text():
            self.setText(shown)
            self.setAccessibleName(text)
            self.updateGeometry()

    def name_key(self, key: str) -> None:
        """The key that presses it; "" where none does."""
        if key != self.key:
            self.key = key
            self.updateGeometry()
            self.update()

    def become(self, look: Look) -> None:
        if look != self.look:
            self.look = look
            self.update()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def words(self) -> str:
        return self.text().replace("&&", "&")

    def _padding(self) -> int:
        if self._pad is not None:
            return self._pad
        if self.look == "quiet":
            return 8
        return 10 if len(self.key) == 1 else 14

    def _key_width(self) -> int:
        return QFontMetrics(font("small")).horizontalAdvance(self.key) + 10 if self.key else 0

    @override
    def sizeHint(self) -> QSize:
        wide = QFontMetrics(self.font()).horizontalAdvance(self.words())
        if len(self.key) == 1:  # a digit is part of the button; longer keys show where there is room
            wide += 8 + self._key_width()
        return QSize(wide + 2 + 2 * self._padding(), self._tall)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(32, self._tall)

    def colours(self) -> tuple[Token | None, Token, Token]:
        """Ground (None: what is behind it), ink, and the ground of the key chip."""
        over = self.underMouse() or self.isDown()
        match self.look:
            case "primary":
                return ("accent_hover" if over else "accent"), "on_accent", "chip_on_accent"
            case "neutral":
                return ("neutral_hover" if over else "neutral"), "ink", "chip_on_neutral"
            case "plain":
                return ("neutral_hover" if over else "card"), "ink", "chip_on_neutral"
            case "quiet":
                return None, ("ink" if over else "ink2"), "chip_on_neutral"

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink, chip = self.colours()
        area = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if not self.isEnabled():
            painter.setOpacity(0.45)
        if ground is not None:
            painter.setBrush(theme.color(ground))
            painter.drawRoundedRect(area, 9, 9)
        if self.hasFocus() and self._padding() >= _ROOM:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("on_accent" if self.look == "primary" else "accent"), 2))
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), 7, 7)
        self._paint_words(painter, theme, ink, chip)
        painter.end()

    def lines_for(self, width: int) -> list[str]:
        """The words as they stand at this width: two lines at most, the second elided. Kept: layouts ask many times."""
        asked = (self.words(), self.key, width)
        if asked != self._asked:
            key = 8 + self._key_width() if len(self.key) == 1 else 0
            room = width - 2 * min(6, self._padding()) - key
            self._asked, self._answer = asked, lines_of(self.words(), self.font(), room, 2)
        return self._answer

    def tall_for(self, width: int) -> int:
        """Its height at this width."""
        return self._tall + _LINE * (len(self.lines_for(width)) - 1) if self.words() else self._tall

    def _paint_words(self, painter: QPainter, theme: Theme, ink: Token, chip: Token) -> None:
        metrics = QFontMetrics(self.font())
        lines = self.lines_for(self.width())
        wide = max((metrics.horizontalAdvance(line) for line in lines), default=0)
        key = self._key_width()
        shows_key = bool(key) and wide + 8 + key <= self.width() - min(12, 2 * self._padding())
        left = (self.width() - wide - (8 + key if shows_key else 0)) / 2
        base = (self.height() - metrics.height() - _LINE * (len(lines) - 1)) / 2 + metrics.ascent()
        painter.setPen(theme.color(ink))
        painter.setFont(self.font())
        for number, line in enumerate(lines):
            painter.drawText(QPointF(left, base + _LINE * number), line)
        if self.hasFocus() and self._padding() < _ROOM:
            below = base + _LINE * (len(lines) - 1) + 4
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawLine(QPointF(left, below), QPointF(left + wide, below))
        if shows_key:
            box = QRectF(left + wide + 8, (self.height() - 18) / 2, key, 18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(chip))
            painter.drawRoundedRect(box, 5, 5)
            painter.setFont(font("small"))
            painter.setPen(theme.color("on_accent" if chip == "chip_on_accent" else "ink"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.key)


class SignButton(PressButton):
    """A small round button that shows a sign (three dots, smaller, larger, a cross). Name it for screen readers."""

    def __init__(self, sign: Sign, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign: Sign = sign
        self._theme: Theme | None = None
        self.setFixedSize(24, 24)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def say(self, text: str) -> None:
        self.setAccessibleName(text)
        self.setToolTip(text)

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        over = self.underMouse() or self.isDown() or self.hasFocus()
        if over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("neutral_hover"))
            painter.drawRoundedRect(QRectF(self.rect()), 7, 7)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        ink = self._theme.color("ink" if over else "ink3")
        if self.sign == "more":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            for x in (7, 12, 17):
                painter.drawEllipse(QPointF(x, 12), 1.4, 1.4)
        else:
            painter.setPen(QPen(ink, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            strokes: dict[Sign, tuple[tuple[tuple[int, int], ...], ...]] = {
                "smaller": (((8, 12), (16, 12)),),
                "larger": (((13, 7), (17, 7), (17, 11)), ((11, 17), (7, 17), (7, 13))),
                "close": (((8, 8), (16, 16)), ((16, 8), (8, 16))),
            }
            for stroke in strokes.get(self.sign, ()):
                painter.drawPolyline([QPointF(x, y) for x, y in stroke])
        painter.end()
