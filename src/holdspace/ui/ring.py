"""The ring: how much of the session is left, as an arc and in minutes; never seconds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QProgressBar, QWidget

from holdspace.override import override
from holdspace.ui.fonts import font
from holdspace.ui.platform import reduced_motion

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from holdspace.ui.theme import Theme
    from holdspace.words import Words

SIZE = 88
_STROKE = 6.0
_STEPS = 1200
"""Resolution of the arc: finer than a quarter of a pixel, so that a repaint is only asked for when it shows."""

Turn = Literal["calm", "ten", "five", "over"]


def turn_of(seconds_left: float) -> Turn:
    """Which of the soft turns the session is in."""
    if seconds_left <= 0:
        return "over"
    if seconds_left <= 5 * 60:
        return "five"
    return "ten" if seconds_left <= 10 * 60 else "calm"


class Ring(QProgressBar):
    """A progress bar by role, a ring by looks. Its stroke gains weight at ten and five minutes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(SIZE, SIZE)
        self.setRange(0, _STEPS)
        self.setTextVisible(False)
        self._theme: Theme | None = None
        self._figure = ""
        self._caption = ""
        self._short = ""
        self._hollow = False
        self._turn: Turn = "calm"
        self._weight = _STROKE
        self._growing = QVariantAnimation(self)
        self._growing.setDuration(900)
        self._growing.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._growing.valueChanged.connect(self._grow)

    def show_time(self, left: float, planned: float, words: Words, *, hollow: bool) -> None:
        """Seconds left of seconds planned; negative is over. `hollow`: stepped out."""
        share = min(1.0, max(0.0, left / planned)) if planned > 0 else 0.0
        value = math.ceil(share * _STEPS)
        if left > 0:
            minutes = math.ceil(left / 60)
            figure, caption = str(minutes), words.t("min left")
            spoken = words.n("{n} minute left", "{n} minutes left", minutes)
        else:
            minutes = int(-left // 60)
            figure, caption = f"+{minutes}", words.t("min over")
            spoken = words.n("{n} minute over", "{n} minutes over", minutes)
        turn = turn_of(left)
        if (value, figure, caption, hollow, turn) == (
            self.value(),
            self._figure,
            self._caption,
            self._hollow,
            self._turn,
        ):
            return
        first = not self._figure
        self._figure, self._caption, self._hollow = figure, caption, hollow
        self._short = words.t("min")
        self.setValue(value)
        self.setAccessibleName(words.t("Time in this session"))
        self.setAccessibleDescription(spoken)
        if turn != self._turn:
            self._turn = turn
            self._thicken(at_once=first)
        self.update()

    @property
    def figure(self) -> str:
        """The minutes as shown: "32", or "+3" when over."""
        return self._figure

    @property
    def turn(self) -> Turn:
        return self._turn

    @property
    def stroke(self) -> float:
        """The weight of the stroke now, in pixels."""
        return self._weight

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def _thicken(self, *, at_once: bool) -> None:
        goal = {"calm": _STROKE, "ten": 7.5, "five": 9.0, "over": 9.0}[self._turn]
        self._growing.stop()
        if at_once or not self.isVisible() or reduced_motion():
            self._weight = goal
            return
        self._growing.setStartValue(self._weight)
        self._growing.setEndValue(goal)
        self._growing.start()

    def _grow(self, weight: float) -> None:
        self._weight = weight
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(SIZE, SIZE)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(SIZE, SIZE)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = 2 + 9.0 / 2
        area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        main = theme.color("warn" if self._turn in {"five", "over"} else "accent")
        track = QPen(theme.color("track"), self._weight)
        if self._hollow:  # stepped out: the arc is an outline of dots, told by shape
            track.setWidthF(2)
            track.setColor(theme.color("field_line"))
            track.setDashPattern([2.0, 2.2])
        painter.setPen(track)
        painter.drawEllipse(area)
        arc = 360 * 16 * self.value() / _STEPS if self._turn != "over" else 360 * 16
        if arc and self._hollow:
            painter.setPen(QPen(main, 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawArc(area, 90 * 16, -round(arc))
        elif arc:
            painter.setPen(QPen(main, self._weight, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawArc(area, 90 * 16, -round(arc))
        self._paint_words(painter, theme)
        painter.end()

    def _paint_words(self, painter: QPainter, theme: Theme) -> None:
        figure, caption = font("figure"), font("small")
        big, small = QFontMetrics(figure), QFontMetrics(caption)
        room = 58  # the chord of the circle at the height of the caption
        cap = big.capHeight()
        block = cap + 6 + small.capHeight()
        base = (self.height() - block) / 2 + cap
        painter.setPen(theme.color("ink"))
        painter.setFont(figure)
        painter.drawText(
            QRectF(0, base - big.ascent(), self.width(), big.height()), Qt.AlignmentFlag.AlignHCenter, self._figure
        )
        painter.setPen(theme.color("ink2"))
        painter.setFont(caption)
        words = self._caption if small.horizontalAdvance(self._caption) <= room else self._short
        words = small.elidedText(words, Qt.TextElideMode.ElideRight, room)
        top = base + 6 + small.capHeight() - small.ascent()
        painter.drawText(QRectF(0, top, self.width(), small.height()), Qt.AlignmentFlag.AlignHCenter, words)
