"""What the large window has besides: the note of the session, and its place marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from holdspace.ui.buttons import Button
from holdspace.ui.mark_list import MarkList
from holdspace.ui.note_line import LINES, LONGEST, NoteLine
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from holdspace.ui.views import Gestures, SessionView
    from holdspace.words import Words


class Large(QWidget):
    """Note and marks of one session. `mark_pressed`: a mark is to be set."""

    mark_pressed = Signal()

    def __init__(self, gestures: Gestures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: Words | None = None
        self.note = NoteLine(gestures.write)
        self.hint = Text("caption", "ink2", lines=2)
        self.title = Text("label", "ink2")
        self.set_mark = Button("quiet", pad=0, low=True)
        self.marks = MarkList(gestures.take_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.note)
        column.addWidget(self.hint)
        head = QHBoxLayout()
        head.setContentsMargins(0, 4, 0, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.set_mark)
        column.addLayout(head)
        column.addWidget(self.marks)
        self.set_mark.clicked.connect(self.mark_pressed)
        self.note.filled.connect(self.show_hint)

    def show_session(self, session: SessionView, words: Words, *, absent_keys: frozenset[str] = frozenset()) -> None:
        self._words = words
        self.note.name(words)
        self.note.show_note(session.id, session.note)
        self.title.say(words.t("Place marks"))
        self.set_mark.say(words.t("Set a mark"))
        key = "" if "mark" in absent_keys else "Ctrl+Alt+M"
        self.set_mark.setAccessibleDescription(words.t("Key: {key}", key=key) if key else "")
        self.set_mark.setToolTip(key)
        self.marks.show_marks(session.marks, session.more_marks, words)
        self.show_hint()

    def take_room(self) -> None:
        """As much as there is to show."""
        self.note.allow(LINES)
        self.marks.all_that_fit()

    def make_room(self) -> bool:
        """Be lower, for a low screen: first by fewer marks, then by a note of one line. False when it cannot."""
        if self.marks.fewer():
            return True
        before = self.note.height()
        self.note.allow(1)
        return self.note.height() < before

    def show_hint(self, *, writing: bool | None = None) -> None:
        """How the keyboard is given back, while it is here; and that no more goes into the note, when that is so."""
        words = self._words
        if words is None:
            return
        lent = self.note.hasFocus() if writing is None else writing
        full = words.n("The note is full: {n} character.", "The note is full: {n} characters.", LONGEST)
        keys = words.t("Enter or Esc: back.  Shift+Enter: a new line.")
        said = full if self.note.full else keys if lent else ""
        self.hint.say(said)
        self.hint.setHidden(not said)
