"""Follow-ups: open promises, each with Done and, where there is one, an acknowledgement to copy. Copied is not sent."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from holdspace.override import override
from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button
from holdspace.ui.panel import Panel
from holdspace.ui.scroll_bar import keep_off_bar
from holdspace.ui.sheet import Sheet
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.ui.theme import Theme
    from holdspace.ui.views import FollowUpRow, Gestures
    from holdspace.words import Words


MOST = 40
"""So many show at first, and so many more at each press: hundreds at once would keep everything else waiting."""


class FollowUpsWindow(Sheet):
    """Shows the open promises; `show_rows` again after one is done. A row that is as before stays the same."""

    def __init__(self, gestures: Gestures) -> None:
        super().__init__()
        self._gestures = gestures
        self._all: tuple[FollowUpRow, ...] = ()
        self._words: Words | None = None
        self._most = MOST
        self._rows: list[Promise] = []
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list = QWidget()
        self._stack = QVBoxLayout(self._list)
        self._stack.setContentsMargins(0, 0, 0, 0)
        keep_off_bar(self.area, self._stack, 8)
        self._stack.setSpacing(8)
        self.more = Button("quiet")
        self.more.clicked.connect(self._show_more)
        self._stack.addWidget(self.more)
        self._stack.addStretch(1)
        self.area.setWidget(self._list)
        self.column.addWidget(self.area, 1)
        self.close_button = Button("neutral")
        self.close_button.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 12, 0, 0)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        self.column.addLayout(foot)

    @property
    def promises(self) -> tuple[Promise, ...]:
        return tuple(self._rows)

    @property
    def pins(self) -> frozenset[str]:
        """Which promises it holds, also those that show at a press only."""
        return frozenset(row.pin for row in self._all)

    def show_rows(self, rows: tuple[FollowUpRow, ...], words: Words) -> None:
        """Fill the window; focus stays at the same height in the list."""
        focus = self.focusWidget()
        held = None
        if focus is not None:
            held = next((number for number, row in enumerate(self._rows) if row.isAncestorOf(focus)), None)
        self.heading.say(words.t("Follow-ups"))
        due = sum(row.overdue for row in rows)
        none = words.t("No open promises. What you pin, or nobody answers, waits here.")
        lead = words.n("{n} open promise", "{n} open promises", len(rows)) if rows else none
        self.lead.say(lead + ("  ·  " + words.t("{n} due", n=due) if due else ""))
        self.close_button.say(words.t("Close"))
        if not self.isVisible():
            self._most = MOST
        self._all = rows
        self._fill(rows[: self._most], words)
        rest = len(rows) - len(self._rows)
        self.more.say(words.t("Show more ({n})", n=rest))
        self.more.setHidden(rest <= 0)
        self.want_height(row.column.totalHeightForWidth(self.width() - 56) + 8 for row in self._rows)
        parts = [*(part for row in self._rows for part in (row.done, row.copy)), self.more, self.close_button]
        for one, other in pairwise(parts):
            self.setTabOrder(one, other)
        if self._rows and held is None and not self.isVisible():
            held = 0
        if held is not None and self._rows:
            self._rows[min(held, len(self._rows) - 1)].done.setFocus(Qt.FocusReason.OtherFocusReason)
        elif held is not None:
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, rows: tuple[FollowUpRow, ...], words: Words) -> None:
        same = self.isVisible() and self._words is not None and self._words.language == words.language
        self._words = words
        known = {promise.pin: promise for promise in self._rows}
        kept = {row.pin: known[row.pin] for row in rows if same and row.pin in known and known[row.pin].row == row}
        for old in self._rows:
            if old is not kept.get(old.pin):
                self._stack.removeWidget(old)
                old.hide()
                old.deleteLater()
        self._rows = [kept.get(row.pin) or self._made(row, words) for row in rows]
        for number, promise in enumerate(self._rows):
            if self._stack.indexOf(promise) != number:
                self._stack.insertWidget(number, promise)

    def _made(self, row: FollowUpRow, words: Words) -> Promise:
        promise = Promise(row, words, self._done)
        if self._theme is not None:
            promise.dress(self._theme)
        return promise

    def _show_more(self) -> None:
        first = len(self._rows)
        self._most += MOST
        if self._words is not None:
            self.show_rows(self._all, self._words)
        self._rows[first].done.setFocus(Qt.FocusReason.OtherFocusReason)

    def _done(self, pin: str) -> None:
        self._gestures.complete(pin)

    @override
    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        palette = self._list.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.color("card"))
        self._list.setPalette(palette)


class Promise(Panel):
    """One open promise."""

    def __init__(self, row: FollowUpRow, words: Words, done: Callable[[str], None]) -> None:
        super().__init__("field")
        self.row = row
        self.pin = row.pin
        self._draft = row.draft.reveal() if row.draft else ""
        self._words = words
        sender = row.sender.reveal() if row.sender else ""
        text = row.text.reveal() if row.text else ""
        title = Text("heading", "ink", lines=3)
        title.say(text or sender or words.t("A pinned matter"))
        self.due = Text("small", "warn" if row.overdue else "ink2")
        when = words.t("▲ due since {time}", time=row.due) if row.overdue else words.t("by {time}", time=row.due)
        self.due.say("  ·  ".join(part for part in (when if row.due else "", sender if text else "") if part))
        self.done = Button("plain")
        self.done.say(words.t("Done"))
        self.done.setAccessibleDescription(title.text())
        self.copy = Button("quiet")
        self.copy.say(words.t("Copy acknowledgement"))
        self.copy.setHidden(not self._draft)
        self.copied = Text("caption", "ink2")
        self.copied.hide()
        self.draft = Text("text", "ink2", lines=4)
        self.draft.say(self._draft)
        self.draft.setHidden(not self._draft)
        buttons = ButtonRow()
        buttons.put(self.done, self.copy)
        self.column.setSpacing(6)
        for part in (title, self.due, self.draft, buttons, self.copied):
            self.column.addWidget(part)
        self.done.clicked.connect(lambda: done(row.pin))
        self.copy.clicked.connect(self._copy)
        self.setAccessibleName(title.text())

    def dress(self, theme: Theme) -> None:
        """The theme for the row and everything in it."""
        self.apply_theme(theme)
        for child in self.findChildren(QWidget):
            give = getattr(child, "apply_theme", None)
            if give is not None:
                give(theme)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._draft)
        self.copied.say(self._words.t("Copied, not sent."))
        self.copied.show()
