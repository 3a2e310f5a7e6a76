"""The foot of the settings window: file in and out, Undo, Save, one line of news; and the question before anything is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button
from holdspace.ui.panel import Panel
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from holdspace.words import Words


class Foot(QWidget):
    """Four buttons, and above them what has just become of something.

    `keyboard_to`: who gets the keyboard when a button that has it serves no more.
    """

    def __init__(self, keyboard_to: QWidget) -> None:
        super().__init__()
        self._keyboard_to = keyboard_to
        self.news = Text("text", "ink2", lines=8)
        self.import_, self.export = Button("neutral"), Button("neutral")
        self.undo, self.save = Button("neutral"), Button("primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.news)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.import_)
        row.addWidget(self.export)
        row.addStretch(1)
        row.addWidget(self.undo)
        row.addWidget(self.save)
        column.addLayout(row)
        self.news.hide()
        self.show_changed(False)

    def say(self, words: Words) -> None:
        self.import_.say(words.t("Import…"))
        self.export.say(words.t("Export…"))
        self.undo.say(words.t("Undo changes"))
        self.save.say(words.t("Save"))
        self.save.setAccessibleDescription(words.t("Ctrl+S"))

    def stand_back(self, asking: bool) -> None:
        """While something is asked, Save and Undo are among its answers."""
        self.save.setVisible(not asking)
        self.undo.setVisible(not asking)

    def show_changed(self, changed: bool) -> None:
        """Save and Undo are for changes."""
        for button in (self.save, self.undo):
            if button.hasFocus() and not changed:
                self._keyboard_to.setFocus(Qt.FocusReason.OtherFocusReason)
            button.setEnabled(changed)
            button.update()

    def tell(self, text: str, warn: bool = False) -> None:  # noqa: FBT002 - a slot
        """One line of news; empty takes it away."""
        self.news.ink = "warn" if warn else "ink2"
        self.news.say(text)
        self.news.setHidden(not text)
        self.news.update()


class Question(Panel):
    """Save, discard, or go on; in place. `asking` tells when it shows and when no longer."""

    asking = Signal(bool)

    def __init__(self) -> None:
        super().__init__("soft")
        self.text = Text("line", "ink", lines=3)
        self.save, self.drop, self.stay = Button("primary"), Button("plain"), Button("quiet")
        self.buttons = ButtonRow()
        self.buttons.put(self.save, self.drop, self.stay)
        self.column.addWidget(self.text)
        self.column.addWidget(self.buttons)

    def say(self, words: Words) -> None:
        self.save.say(words.t("Save"))
        self.drop.say(words.t("Discard my changes"))
        self.stay.say(words.t("Keep editing"))
        self.buttons.arrange()

    def ask(self, text: str) -> None:
        """Ask it, with the keyboard on the answer that loses nothing."""
        self.text.say(text)
        self.setAccessibleName(text)
        self.show()
        self.asking.emit(True)
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def over(self) -> None:
        """It is answered, or no longer a question."""
        self.hide()
        self.asking.emit(False)
