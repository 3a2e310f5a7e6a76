"""The interruption strip: for four seconds the source of what was just logged can be chosen. It takes no focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button
from holdspace.ui.panel import Panel
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from holdspace.ui.views import Gestures, StripView
    from holdspace.words import Words

SOURCES = ("door", "phone", "message", "colleague", "family", "client", "self", "tech")
LASTS_MS = 4000


class Strip(Panel):
    """Sources as chips, numbered as their keys are."""

    def __init__(self, gestures: Gestures, parent: QWidget | None = None) -> None:
        super().__init__("soft", parent)
        self._gestures = gestures
        self._shown: str | None = None
        self.title = Text("strong", "accent", lines=2)
        self.hint = Text("caption", "ink2", lines=2)
        self.chips = tuple(Button("plain") for _ in SOURCES)
        chips = ButtonRow(gap=6, columns=2)
        chips.put(*self.chips)
        self._chips = chips
        self.column.addWidget(self.title)
        self.column.addWidget(chips)
        self.column.addWidget(self.hint)
        for chip, source in zip(self.chips, SOURCES, strict=True):
            chip.clicked.connect(lambda _=False, code=source: self._choose(code))
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(LASTS_MS)
        self.timer.timeout.connect(self._over)
        self.hide()

    @property
    def interruption(self) -> str | None:
        """What was just logged, while the strip shows it."""
        return self._shown

    def show_strip(self, strip: StripView | None, words: Words, *, absent_keys: frozenset[str] = frozenset()) -> None:
        """Show the strip for a new log; it goes by itself."""
        now = strip.interruption if strip is not None else None
        if now != self._shown:
            self._shown = now
            if now is None:
                self.timer.stop()
            else:
                self.timer.start()
        self.setHidden(now is None)
        if now is None:
            return
        self.title.say(words.t("Logged. Where did it come from?"))
        digits = [str(number + 1) for number in range(len(SOURCES))]
        self.hint.setHidden(not absent_keys.isdisjoint({*digits, "log"}))
        self.hint.say(words.t("Ctrl+Alt+number  ·  Ctrl+Alt+I: write a line"))
        for digit, chip, source in zip(digits, self.chips, SOURCES, strict=True):
            chip.name_key("" if digit in absent_keys else digit)
            chip.say(words.code("source", source))
            chip.setAccessibleDescription(words.t("Key: {key}", key=f"Ctrl+Alt+{digit}") if chip.key else "")
        self.setAccessibleName(words.t("Logged. Where did it come from?"))
        self._chips.arrange()

    def hold(self) -> None:
        """A line is being written about it: the strip stays until that is closed."""
        self.timer.stop()

    def choose(self, digit: int) -> bool:
        """A digit chosen with Ctrl+Alt; False when it means nothing here."""
        if self._shown is None or not 1 <= digit <= len(SOURCES):
            return False
        self._choose(SOURCES[digit - 1])
        return True

    def _choose(self, source: str) -> None:
        if self._shown is not None:
            self._gestures.sort(self._shown, source)
            self._gestures.strip_gone()

    def _over(self) -> None:
        if self.underMouse():
            self.timer.start(1000)  # a hand is on the way to a chip
            return
        self._gestures.strip_gone()
