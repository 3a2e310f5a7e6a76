"""Asked once, when the first person is invited: what should go to them. The usual answer has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from holdspace.ui.buttons import Button
from holdspace.ui.sheet import Sheet

if TYPE_CHECKING:
    from holdspace.ui.views import Gestures
    from holdspace.words import Words

ABOUT = ("people", "everything", "nothing")
WIDTH = 400


class AskingWindow(Sheet):
    """Three answers; each is one press and can be changed later in the settings."""

    def __init__(self, gestures: Gestures) -> None:
        super().__init__()
        self._gestures = gestures
        self.setMinimumSize(0, 0)
        self.answers = tuple(Button("primary" if about == "people" else "neutral") for about in ABOUT)
        for button, about in zip(self.answers, ABOUT, strict=True):
            button.clicked.connect(lambda _=False, chosen=about: self._answer(chosen))
            self.column.addWidget(button)
            self.column.addSpacing(4)
        self.column.addStretch(1)

    def ask(self, name: str, words: Words) -> None:
        """Word the question for the person who was invited."""
        self.heading.say(words.t("What should go to {name}?", name=name))
        self.lead.say(
            words.t("The link is copied. Everything else is held for you. Rules in the settings say it more finely.")
        )
        said = (words.t("Messages from people"), words.t("Everything that arrives"), words.t("Nothing for now"))
        for button, text in zip(self.answers, said, strict=True):
            button.say(text)
        self.resize(WIDTH, self.column.totalHeightForWidth(WIDTH))
        self.answers[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self, about: str) -> None:
        self._gestures.ask_about(about)
        self.close()
