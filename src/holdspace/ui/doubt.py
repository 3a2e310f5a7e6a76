"""After a gap: the question whether one is still in session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button
from holdspace.ui.panel import Panel
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from holdspace.words import Words


class Doubt(Panel):
    """`yes` and `no` are its buttons; no is the end of the session, by two presses like any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("soft", parent)
        self.text = Text("strong", "ink", lines=2)
        self.yes = Button("primary")
        self.no = Button("plain")
        self._answers = ButtonRow()
        self._answers.put(self.yes, self.no)
        self.column.addWidget(self.text)
        self.column.addWidget(self._answers)

    def name(self, words: Words, *, armed: bool) -> None:
        """`armed`: the first press of the end was made."""
        self.text.say(words.t("There was a gap. Still in session?"))
        self.yes.say(words.t("Yes, still in session"))
        self._answers.keep_last(on=armed)
        self.no.say(words.t("End: press again") if armed else words.t("No, end it"))
        self._answers.arrange()
