"""The digest: what became of everything that arrived in a session, grouped by person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout

from holdspace.ui import say
from holdspace.ui.buttons import Button
from holdspace.ui.digest_list import INSET, DigestModel, DigestPainter, Entry
from holdspace.ui.long_list import LongList
from holdspace.ui.mark_list import words_of
from holdspace.ui.override import override
from holdspace.ui.sheet import Sheet
from holdspace.words_glance import glance

if TYPE_CHECKING:
    from holdspace.ui.theme import Theme
    from holdspace.ui.views import DigestRow, DigestView
    from holdspace.words import Words


class DigestWindow(Sheet):
    """Shows a DigestView; None means that there was no session yet."""

    def __init__(self) -> None:
        super().__init__(outset=INSET)  # the words of the list begin where the heading does
        self.model = DigestModel()
        self.list = LongList()
        self.painter_ = DigestPainter(self.list)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.painter_)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.column.addWidget(self.list, 1)
        self.close_button = Button("neutral")
        self.close_button.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 12, 0, 0)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        self.column.addLayout(foot)

    def show_digest(self, view: DigestView | None, words: Words) -> None:
        """Fill the window; nothing of an earlier digest stays."""
        self.close_button.say(words.t("Close"))
        self.list.setAccessibleName(words.t("What arrived"))
        if view is None:
            self.heading.say(words.t("No session yet"))
            self.lead.say(words.t("After a session you see here what became of everything that arrived."))
            self.model.fill(())
            self.want_height(())
            return
        names = [part.reveal() for part in (view.client, view.topic) if part]
        self.heading.say(" · ".join(names) or words.t("The last session"))
        self.lead.say(self._lead(view, words))
        self.model.fill(entries(view, words))
        self.list.scrollToTop()
        self.list.setFocus()
        self.want_height(DigestPainter.height(entry, self.width() - 60) for entry in self.model.entries)

    @staticmethod
    def _lead(view: DigestView, words: Words) -> str:
        total = sum(len(group.rows) for group in view.groups)
        parts = [
            words.n("{started}, {n} minute", "{started}, {n} minutes", view.minutes, started=view.started),
            words.n("{n} minute away", "{n} minutes away", view.away_minutes) if view.away_minutes else "",
            words.n("{n} thing arrived", "{n} things arrived", total) if total else words.t("Nothing arrived"),
            words.n("{n} counted only", "{n} counted only", view.noise) if view.noise else "",
        ]
        return "  ·  ".join(part for part in parts if part)

    @override
    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        self.painter_.theme = theme
        self.list.viewport().update()


def entries(view: DigestView, words: Words) -> tuple[Entry, ...]:
    """The lines of the list: gaps first, as they say what could not be seen; then everybody with what they sent.

    At the end what the practitioner wrote down: the marks in the order in which they were set, and the note.
    """
    out = [Entry(kind="remark", text=say.gap(words, *gap)) for gap in view.gaps]
    for group in view.groups:
        sender = group.sender.reveal() if group.sender else words.t("Without a sender")
        count = words.n("{n} time", "{n} times", len(group.rows))
        out.append(Entry(kind="heading", text=f"{sender}  ·  {count}" if len(group.rows) > 1 else sender))
        out.extend(_entry(row, words) for row in group.rows)
    if view.marks:
        out.append(Entry(kind="heading", text=words.t("Place marks")))
        out.extend(Entry(kind="words", time=mark.at, text=words_of(mark)) for mark in view.marks)
    if view.note:
        out.append(Entry(kind="heading", text=words.t("Your note")))
        out.append(Entry(kind="words", text=view.note.reveal()))
    return tuple(out)


def _entry(row: DigestRow, words: Words) -> Entry:
    source = words.code("source", row.source)
    text = row.text.reveal() if row.text else ""
    details = [row.app or source if text else "", words.t("pinned") if row.pinned else ""]
    return Entry(
        kind="row",
        text=text or row.app or source,
        time=row.at,
        outcome=say.outcome(words, row.outcome, row.why, row.by),
        detail="  ·  ".join(part for part in details if part),
        story=glance(words, row.story).reveal(),
        shape=row.outcome,
    )
