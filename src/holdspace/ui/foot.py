"""The foot of the session window: the state of the silence, what waits, and on demand what is covered and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from holdspace.ui import say
from holdspace.ui.gate_line import counts, gate_line
from holdspace.ui.status import Status
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from holdspace.ui.views import Screen
    from holdspace.words import Words

BETWEEN = 12


class Foot(QWidget):
    """Shows a Screen's silence and counts in `room` pixels of width."""

    def __init__(self, room: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room = room
        self.status = Status()
        self.counts = Text("small", "ink2")
        self.counts.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.counts_below = Text("small", "ink2", lines=6)  # where the words are too long to stand beside the status
        self.coverage = Text("caption", "ink2", lines=20)
        row = QHBoxLayout()
        row.setSpacing(BETWEEN)
        row.addWidget(self.status)
        row.addWidget(self.counts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        column.addLayout(row)
        column.addWidget(self.counts_below)
        column.addWidget(self.coverage)

    def show_screen(self, screen: Screen, words: Words, *, large: bool) -> None:
        """`large`: also who is asked until when."""
        self.status.show_mark(screen.quiet, say.silence(words, screen), say.coverage(words, screen))
        self.coverage.say(say.coverage(words, screen))
        text = gate_line(words, screen) if large else counts(words, screen.held, screen.pins, screen.asked)
        self.counts.say(text)
        self.counts_below.say(text)
        beside = self.counts.sizeHint().width() <= self._room - BETWEEN - self.status.sizeHint().width()
        self.counts.setHidden(not beside)
        self.counts_below.setHidden(beside or not text)
