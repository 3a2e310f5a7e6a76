"""The digest: what became of everything that arrived in a session, grouped by person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QVBoxLayout

from holdspace.frozen import replace
from holdspace.override import override
from holdspace.ui import say
from holdspace.ui.buttons import Button
from holdspace.ui.digest_list import INSET, DigestModel, DigestPainter, Entry
from holdspace.ui.digest_rows import DigestRows
from holdspace.ui.mark_list import words_of
from holdspace.ui.next_time_panel import NextTimePanel
from holdspace.ui.row_menu import RowMenu
from holdspace.ui.sheet import AROUND, TALLEST, Sheet
from holdspace.ui.text import Text
from holdspace.ui.what_broke_it import EndMenu
from holdspace.words_ended import ended as said_of
from holdspace.words_glance import glance
from holdspace.words_returning import returning

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QKeyEvent

    from holdspace.core.returning import Hint
    from holdspace.ui.next_time_views import Matter
    from holdspace.ui.theme import Theme
    from holdspace.ui.views import DigestRow, DigestView, EndedView, Gestures
    from holdspace.words import Words


ROWS_BESIDE = 120
"""Pixels of the list that stay beside what is asked about one of its rows."""


class DigestWindow(Sheet):
    """Shows a DigestView; None means that there was no session yet. Of each thing it can be said what is done next time."""

    def __init__(self, gestures: Gestures) -> None:
        super().__init__(outset=INSET)  # the words of the list begin where the heading does
        self._gestures = gestures
        self._words: Words | None = None
        self._matter: Matter | None = None
        self._shown: DigestView | None = None
        self._hints: tuple[Hint, ...] = ()
        self._door = gestures.next_time()
        self.model = DigestModel()
        self.list = DigestRows()
        self.painter_ = DigestPainter(self.list)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.painter_)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.column.addWidget(self.list, 1)
        self.menu = RowMenu(self)
        self.panel = NextTimePanel(self._door)
        self.panel.hide()
        around = QVBoxLayout()
        around.setContentsMargins(INSET, 8, 0, 0)
        around.addWidget(self.panel)
        self.column.addLayout(around)
        self.list.asked.connect(self._open_menu)
        self.end_menu = EndMenu(self)
        self.end_menu.chosen.connect(self._explain)
        self.menu.wished.connect(self._wish)
        self.menu.same.connect(self._same)
        self.menu.line.connect(self._copy_line)
        self.panel.changed.connect(self._refill)
        self.panel.over.connect(self.close_panel)
        self.hint = Text("caption", "ink2", lines=2)
        self.close_button = Button("neutral")
        self.close_button.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(INSET, 12, 0, 0)
        foot.addWidget(self.hint, 1, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.close_button)
        self.column.addLayout(foot)

    def _hinted(self, hints: tuple[Hint, ...]) -> None:
        """Found out a moment after the digest opened; whoever reads stays where they are, and what showed whole still does."""
        if hints == self._hints or self._words is None:
            return
        whole = self.isVisible() and self.list.verticalScrollBar().maximum() == 0
        self._hints = hints
        self._keep_place(self._shown, self._words)
        if whole:
            room = self.list.viewport().size()
            more = sum(DigestPainter.height(entry, room.width()) for entry in self.model.entries) - room.height()
            self.resize(self.width(), max(self.height(), min(TALLEST, self.height() + more)))

    def show_digest(self, view: DigestView | None, words: Words) -> None:
        """Fill the window; nothing of an earlier digest stays."""
        self._words, self._hints = words, ()
        self.close_panel()
        self._fill(view, words)
        self._ask_for_hints()
        self.list.scrollToTop()
        self.list.setFocus()
        self.want_height(DigestPainter.height(entry, self.width() - 60) for entry in self.model.entries)

    def _ask_for_hints(self) -> None:
        if self._shown is not None:
            self._door.hints(self._shown.session, self._hinted)

    def _fill(self, view: DigestView | None, words: Words) -> None:
        self._shown = view
        self.close_button.say(words.t("Close"))
        self.list.setAccessibleName(words.t("What arrived"))
        if view is None:
            self.heading.say(words.t("No session yet"))
            self.lead.say(words.t("After a session you see here what became of everything that arrived."))
            self.model.fill(())
            self.hint.say("")
            return
        names = [part.reveal() for part in (view.client, view.topic) if part]
        self.heading.say(" · ".join(names) or words.t("The last session"))
        self.lead.say(self._lead(view, words))
        self.model.fill(entries(view, words, self._hints))
        some = any(entry.kind == "row" and entry.key for entry in self.model.entries)
        self.hint.say(words.t("Enter, or the dots: what is done next time.") if some else "")

    def close_panel(self) -> None:
        """What was asked about the next time is done with, or was not meant."""
        had_focus = self.panel.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self.panel.hide()
        if had_focus:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_menu(self, interruption: str, place: QPoint) -> None:
        if self._words is None:
            return
        if self._shown is not None and interruption == self._shown.session:
            self.end_menu.offer(self._words)
            self.end_menu.popup(place)
            return
        self._matter = self._door.matter(interruption)
        people = self._door.people(interruption) if self._matter is not None else ()
        self.menu.offer(self._matter, people, self._door.today(), self._words)
        self.menu.popup(place)

    def _explain(self, why: str) -> None:
        if self._shown is not None:
            self._gestures.explain_end(self._shown.session, why)

    def follow(self, ended: EndedView) -> None:
        """What broke the session was said meanwhile, here or elsewhere; whoever reads stays where they are."""
        view = self._shown
        if view is not None and self._words is not None and view.session == ended.session and view.ended != ended:
            self._keep_place(replace(view, ended=ended), self._words)

    def _wish(self, verdict: str, until: date | None) -> None:
        if self._matter is not None and self._words is not None:
            self.panel.ask(self._matter, verdict, until, self._words)
            self._make_room()

    def _same(self, name: str) -> None:
        if self._matter is not None and self._words is not None:
            self.panel.joined(self._matter, name, self._words)
            self._make_room()

    def _copy_line(self) -> None:
        if self._matter is not None and self._words is not None:
            self.panel.copied(self._matter, self._words)
            self._make_room()

    def _make_room(self) -> None:
        """So much height that the panel is whole and the row that it speaks of shows above it."""
        tall = AROUND + self.panel.heightForWidth(self.width() - 60) + ROWS_BESIDE
        if self.isVisible() and self.height() < tall:
            self.resize(self.width(), tall)
        if self.list.currentIndex().isValid():
            QTimer.singleShot(0, self, lambda: self.list.scrollTo(self.list.currentIndex()))

    def _refill(self) -> None:
        """Who is one person by now stands in one group, and nothing is said any more of who is settled."""
        if self._words is not None:
            self._keep_place(self._gestures.digest(), self._words)
            self._ask_for_hints()

    def _keep_place(self, view: DigestView | None, words: Words) -> None:
        """Fill it anew; whoever reads stays where they are."""
        at, shown = self.list.currentIndex(), self.list.verticalScrollBar().value()
        chosen = self.model.entries[at.row()] if at.isValid() else None
        self._fill(view, words)
        row = _same_line(self.model.entries, chosen) if chosen is not None else None
        if row is not None:
            self.list.setCurrentIndex(self.model.index(row))
        self.list.verticalScrollBar().setValue(shown)

    @staticmethod
    def _lead(view: DigestView, words: Words) -> str:
        came = [row for group in view.groups for row in group.rows]
        total = sum(1 for row in came if row.source != "self")
        own = sum(1 for row in came if row.source == "self" and row.outcome != "withdrawn")
        parts = [
            words.n("{started}, {n} minute", "{started}, {n} minutes", view.minutes, started=view.started),
            words.n("{n} minute away", "{n} minutes away", view.away_minutes) if view.away_minutes else "",
            words.n("{n} thing arrived", "{n} things arrived", total) if total else words.t("Nothing arrived"),
            words.n("{n} by myself", "{n} by myself", own) if own else "",
            words.n("{n} counted only", "{n} counted only", view.noise) if view.noise else "",
        ]
        return "  ·  ".join(part for part in parts if part)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.panel.isVisible():
            self.close_panel()
            return
        super().keyPressEvent(event)

    @override
    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        self.painter_.theme = theme
        self.list.viewport().update()


def _same_line(entries: Sequence[Entry], chosen: Entry) -> int | None:
    """Where the line stands by now, else a row of the same thing."""
    if not chosen.key:
        return next((number for number, entry in enumerate(entries) if entry == chosen), None)
    same = [(entry.kind != chosen.kind, number) for number, entry in enumerate(entries) if entry.key == chosen.key]
    return min(same)[1] if same else None


def entries(view: DigestView, words: Words, hints: tuple[Hint, ...] = ()) -> tuple[Entry, ...]:
    """The lines of the list: how it ended, if early, and gaps, as they say what could not be seen; then everybody with what they sent.

    At the end what the practitioner wrote down: the marks in the order in which they were set, and the note.
    """
    ended = view.ended
    out = []
    if ended is not None:
        out.append(Entry(kind="hint", text=said_of(words, ended.minutes_early, ended.why), key=view.session))
    out.extend(Entry(kind="remark", text=say.gap(words, *gap)) for gap in view.gaps)
    for group in view.groups:
        sender = group.sender.reveal() if group.sender else words.t("Without a sender")
        count = words.n("{n} time", "{n} times", len(group.rows))
        out.append(Entry(kind="heading", text=f"{sender}  ·  {count}" if len(group.rows) > 1 else sender))
        judged = {row.id for row in group.rows if row.judged}
        out.extend(_hint(hint, words) for hint in hints if hint.interruption in judged)
        out.extend(_entry(row, words) for row in group.rows)
    if view.marks:
        out.append(Entry(kind="heading", text=words.t("Place marks")))
        out.extend(Entry(kind="words", time=mark.at, text=words_of(mark)) for mark in view.marks)
    if view.note:
        out.append(Entry(kind="heading", text=words.t("Your note")))
        out.append(Entry(kind="words", text=view.note.reveal()))
    return tuple(out)


def _hint(hint: Hint, words: Words) -> Entry:
    """How often they come; what can be done about it is in the menu of the line."""
    said = returning(words, hint.sessions, hint.of)
    return Entry(kind="hint", text=said, key=hint.interruption)


def _entry(row: DigestRow, words: Words) -> Entry:
    source = words.t("Unknown program") if row.unnamed else words.code("source", row.source)
    text = row.text.reveal() if row.text else ""
    details = [
        row.app or source if text else "",
        words.t("pinned") if row.pinned else "",
        words.t("taken back by its sender") if row.taken_back else "",
    ]
    return Entry(
        kind="row",
        text=text or row.app or source,
        time=row.at,
        outcome=say.outcome(words, row.outcome, row.why, row.by),
        detail="  ·  ".join(part for part in details if part),
        story=glance(words, row.story).reveal(),
        shape=row.outcome,
        key=row.id if row.judged else "",
    )
