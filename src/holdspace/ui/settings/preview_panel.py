"""What the rule that is being edited would have done: a line that follows every change, and behind a button what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QListView

from holdspace.override import override
from holdspace.ui import say_preview
from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button
from holdspace.ui.digest_list import DigestModel, DigestPainter, Entry
from holdspace.ui.long_list import LongList
from holdspace.ui.panel import Panel
from holdspace.ui.settings.views import PreviewView
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.ui.theme import Theme
    from holdspace.words import Words

ASK_MS = 250
"""After the last key: what arrived is judged anew each time."""


class PreviewPanel(Panel):
    """`ask` is called for a preview when something changed and no key was pressed for a moment. `opened`: the list is wanted."""

    opened = Signal(bool)

    def __init__(self, ask: Callable[[], None]) -> None:
        super().__init__("field")
        self.column.setContentsMargins(12, 10, 12, 10)
        self.column.setSpacing(6)
        self.line = Text("text", "ink", lines=4)
        self.remarks = Text("caption", "ink2", lines=6)
        self.show_them = Button("quiet")
        row = ButtonRow()
        row.put(self.show_them)
        self.row = row
        for part in (self.line, self.remarks, row):
            self.column.addWidget(part)
        self.list = Would()
        self.view: PreviewView | None = None
        self._words: Words | None = None
        self._open = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(ASK_MS)
        self._soon.timeout.connect(ask)
        self.show_them.clicked.connect(self._press)
        self._show()

    def say(self, words: Words) -> None:
        """Name everything in this language."""
        self._words = words
        self.list.setAccessibleName(words.t("What it would have caught"))
        self._show()

    def begin(self) -> None:
        """Another rule, or another time: nothing of what was known before shows."""
        self.view = None
        self._open = False
        self._show()
        self.ask_soon()

    def ask_soon(self) -> None:
        """Something changed."""
        self._soon.start()

    def tell(self, view: PreviewView) -> None:
        """The answer."""
        self.view = view
        self._show()

    @Slot()
    def _press(self) -> None:
        self._open = not self._open
        self._show()

    def _show(self) -> None:
        words, view = self._words, self.view
        if words is None:
            return
        if view is None:
            self.line.say(words.t("Looking at the last 14 days…"))
        else:
            self.line.say(say_preview.line(words, view))
        remarks = say_preview.remarks(words, view) if view is not None else ""
        self.remarks.say(remarks)
        self.remarks.setHidden(not remarks)
        rows = view.rows if view is not None else ()
        if view is not None and not rows:
            self._open = False
        self.list.fill(words, view)
        total = view.total if view is not None else 0
        newest = words.t("Show the newest {n}", n=len(rows)) if len(rows) < total else words.t("Show them")
        self.show_them.say(words.t("Back to the rule") if self._open else newest)
        self.row.setHidden(not rows and not self._open)
        self.row.arrange()
        self.opened.emit(self._open)


class Would(LongList):
    """What the rule would have caught: what was done with each, and what would have been."""

    def __init__(self) -> None:
        super().__init__()
        self.entries_ = DigestModel()
        self._painter = DigestPainter(self)
        self.setModel(self.entries_)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)

    def fill(self, words: Words, view: PreviewView | None) -> None:
        """Replace what shows; nothing of an earlier rule stays."""
        entries = _entries(words, view) if view is not None else ()
        if entries != self.entries_.entries:
            self.entries_.fill(entries)
            self.scrollToTop()

    def apply_theme(self, theme: Theme) -> None:
        self._painter.theme = theme
        self.viewport().update()

    @override
    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        if not self.currentIndex().isValid() and self.entries_.rowCount():
            self.setCurrentIndex(self.entries_.index(0))


def _entries(words: Words, view: PreviewView) -> tuple[Entry, ...]:
    """A heading a day."""
    out: list[Entry] = []
    day = ""
    for row in view.rows:
        if row.day != day:
            day = row.day
            out.append(Entry(kind="heading", text=day))
        was, would = words.code("verdict", row.done), words.code("verdict", row.would)
        told = words.t("{was}, and now too", was=was) if was == would else f"{was} → {would}"
        text = row.text.reveal().split("\n")[0] if row.text is not None else ""
        sender = row.sender.reveal() if row.sender is not None else words.t("Without a sender")
        out.append(
            Entry(
                kind="row",
                text=f"{sender}: {text}" if text else sender,
                time=row.at,
                outcome=told,
                detail=row.app,
                shape="held" if was == would else "deferred",
            )
        )
    return tuple(out)
