"""The one-line note: a thought to pin, a line for what was logged, or a place mark. Enter keeps it, Esc closes.

It takes the focus, on the practitioner's own key or click only, and gives it back to whoever had it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, assert_never

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from holdspace.override import override
from holdspace.ui.buttons import Button, SignButton
from holdspace.ui.card_window import CardWindow
from holdspace.ui.field import Field
from holdspace.ui.focus import BorrowedFocus
from holdspace.ui.platform import come_forward
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent

    from holdspace.ui.views import Gestures
    from holdspace.words import Words

Mode = Literal["log", "pin", "mark"]
WIDTH = 400


class LineWindow(CardWindow):
    """One window for the three notes. What is written is forgotten when it closes, but not when it is put away."""

    closed = Signal()

    def __init__(self, gestures: Gestures, *, composited: bool) -> None:
        super().__init__(Qt.WindowType.Window, composited=composited)
        self._gestures = gestures
        self._mode: Mode = "pin"
        self._aside: dict[Mode, tuple[str, ...]] = {}
        self._focus = BorrowedFocus()
        self.title = Text("strong", "accent")
        self.close_button = SignButton("close")
        self.fields = (Field(), Field(), Field())
        self.hint = Text("caption", "ink2")
        self.keep = Button("primary")
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        self.column.setSpacing(8)
        self.column.addLayout(head)
        self.column.addWidget(self.fields[0])
        self._second = QWidget()
        second = QVBoxLayout(self._second)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(8)
        second.addWidget(self.fields[1])
        second.addWidget(self.fields[2])
        self.column.addWidget(self._second)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.keep)
        self.column.addLayout(foot)
        for field in self.fields:
            field.returnPressed.connect(self.press_keep)
        self.keep.clicked.connect(self.press_keep)
        self.close_button.clicked.connect(self.close)

    @property
    def mode(self) -> Mode:
        return self._mode

    def open_mode(self, mode: Mode, words: Words, before: int | None = None) -> None:
        """Open for a note of this kind and take the focus; what was being written in another kind is put aside.

        `before`: to whom the focus goes back, where that is not who has it now.
        """
        shown = self.isVisible()
        if not shown:
            self._focus.remember(before)
        if mode != self._mode or not shown:
            if shown:
                self._set_aside()
            for field, text in zip(self.fields, self._aside.pop(mode, ("", "", "")), strict=True):
                field.setText(text)
        self._mode = mode
        self._name(mode, words)
        self.fit(WIDTH)
        self.show()
        come_forward(self)
        self.activateWindow()
        self._focus.take(int(self.winId()))
        self.fields[0].setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def put_away(self) -> None:
        """Hide it; what was being written is there again when it is opened for a note of this kind."""
        if self.isVisible():
            self._set_aside()
            self.hide()

    def _set_aside(self) -> None:
        texts = tuple(field.text() for field in self.fields)
        if any(texts):
            self._aside[self._mode] = texts

    def _name(self, mode: Mode, words: Words) -> None:
        first, second, third = self.fields
        match mode:
            case "log":
                self.title.say(words.t("What was it?"))
                first.name(words.t("A line about the interruption"))
            case "pin":
                self.title.say(words.t("Pin a thought"))
                first.name(words.t("What to come back to"))
                second.name(words.t("From whom"))
                third.name(words.t("By when"), words.t("By when, such as 17:00"))
            case "mark":
                self.title.say(words.t("Place mark"))
                first.name(words.t("Topic"))
                second.name(words.t("Their last point"))
                third.name(words.t("Your next step"))
            case _:
                assert_never(mode)
        self._second.setHidden(mode == "log")
        self.hint.say(words.t("Enter keeps it, Esc closes."))
        self.keep.say(words.t("Keep"))
        self.close_button.say(words.t("Close"))

    def press_keep(self) -> None:
        """Keep what is written; an empty note is only closed."""
        first, second, third = (field.private() for field in self.fields)
        match self._mode:
            case "log":
                if first is not None:
                    self._gestures.note(first, "log")
            case "pin":
                if first is not None or second is not None:
                    self._gestures.pin(first, second, third.reveal() if third else "", None)
            case "mark":
                if first is not None or second is not None or third is not None:
                    self._gestures.mark(first, second, third)
            case _:
                assert_never(self._mode)
        self.close()

    def _empty(self) -> None:
        for field in self.fields:
            field.clear()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._focus.give_back()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._empty()
        super().closeEvent(event)
        self.closed.emit()
