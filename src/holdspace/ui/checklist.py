"""What the practitioner ticks off before a session, in their own words. Nothing waits for it and nobody is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from holdspace.override import override
from holdspace.ui.scroll_bar import WIDE, bar_of, keep_off_bar
from holdspace.ui.tick import Tick

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QSize

    from holdspace.private import Private
    from holdspace.ui.theme import Theme

ABOVE = 10
"""Pixels kept free above the lines; where there are none, nothing is."""
GAP = 6
"""Pixels between the lines and the bar."""
TALLEST = 176
"""Pixels of the lines at most; of more there is half a line, so that it is seen that there are."""
LEAST = 60
"""Pixels that the lines keep where the screen is too low for all that the window has to say."""


class Checklist(QScrollArea):
    """A tick a line; as tall as they are, up to a bound, beyond which they scroll."""

    def __init__(self) -> None:
        super().__init__()
        self._theme: Theme | None = None
        self._lines: tuple[Private, ...] = ()
        self._most = TALLEST
        self.ticks: tuple[Tick, ...] = ()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        keep_off_bar(self, self._column, GAP)
        self.setWidget(body)
        self.setViewportMargins(0, ABOVE, 0, 0)
        body.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_lines(self, lines: tuple[Private, ...], name: str) -> bool:
        """Show these; what is ticked stays ticked. Whether they are others than before."""
        self.setAccessibleName(name)
        self.setHidden(not lines)
        if lines == self._lines:
            return False
        done = {line for line, tick in zip(self._lines, self.ticks, strict=True) if tick.isChecked()}
        for tick in self.ticks:
            self._column.removeWidget(tick)
            tick.hide()
            tick.deleteLater()
        self._lines, self.ticks = lines, tuple(self._tick(line, done=line in done) for line in lines)
        self.updateGeometry()
        return True

    def _tick(self, line: Private, *, done: bool) -> Tick:
        tick = Tick()
        tick.say(line.reveal())
        tick.setChecked(done)
        if self._theme is not None:
            tick.apply_theme(self._theme)
        tick.installEventFilter(self)
        self._column.addWidget(tick)
        return tick

    def spare(self, pixels: int) -> None:
        """Be so much lower than as tall as the lines, down to a bound; 0 takes that back."""
        wanted = min(TALLEST, sum(tick.heightForWidth(self.width()) for tick in self.ticks))
        self._most = max(LEAST, wanted - pixels) if pixels else TALLEST
        self.updateGeometry()

    def clear(self) -> None:
        """Untick them all: the next session is another one."""
        for tick in self.ticks:
            tick.setChecked(False)
        self.verticalScrollBar().setValue(0)

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setStyleSheet(bar_of(theme, ABOVE))
        for tick in self.ticks:
            tick.apply_theme(theme)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, a0: int) -> int:
        tall = sum(tick.heightForWidth(a0) for tick in self.ticks)
        if tall <= self._most:
            return ABOVE + tall
        tall = 0
        for tick in self.ticks:
            line = tick.heightForWidth(a0 - WIDE - GAP)
            if tall + line > self._most:
                return ABOVE + tall + line // 2
            tall += line
        return ABOVE + tall

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        hint.setHeight(self.heightForWidth(max(self.width(), 1)))
        return hint

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        hint.setHeight(0)
        return hint

    @override
    def eventFilter(self, arg__1: QObject, arg__2: QEvent) -> bool:
        if arg__2.type() == QEvent.Type.FocusIn and isinstance(arg__1, Tick):
            self.ensureWidgetVisible(arg__1, 0, 13)
        return super().eventFilter(arg__1, arg__2)
