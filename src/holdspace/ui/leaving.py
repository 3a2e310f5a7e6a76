"""In a session *Quit* is asked once more, in place: what ends with it, and that the session can go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button
from holdspace.ui.panel import Panel
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from holdspace.words import Words


class Leaving(Panel):
    """`quit` and `stay` are its buttons. Hidden until somebody wants to quit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("soft", parent)
        self.text = Text("strong", "ink", lines=2)
        self.note = Text("text", "ink2", lines=5)
        self.stay = Button("primary")
        self.quit = Button("plain")
        self._answers = ButtonRow()
        self._answers.put(self.stay, self.quit)
        for part in (self.text, self.note, self._answers):
            self.column.addWidget(part)
        self.hide()

    def name(self, words: Words) -> None:
        self.text.say(words.t("Quit in the middle of a session?"))
        self.note.say(
            words.t(
                "The desktop is given back at once, and nobody is asked any more. "
                "The session can go on when you start Holdspace again."
            )
        )
        self.stay.say(words.t("Stay in session"))
        self.quit.say(words.t("Quit"))
        self._answers.arrange()
