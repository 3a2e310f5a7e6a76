"""Where we left off: topic, the client's last point, the next step, and how long one was away. At most 20 seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from holdspace.ui.buttons import SignButton
from holdspace.ui.panel import Panel
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from holdspace.private import Private
    from holdspace.ui.views import Gestures, ReturnView
    from holdspace.words import Words

LASTS_MS = 20_000


class ReturnCard(Panel):
    """Shows a ReturnView in the session window."""

    def __init__(self, gestures: Gestures, parent: QWidget | None = None) -> None:
        super().__init__("soft", parent)
        self._gestures = gestures
        self._view: ReturnView | None = None
        self.title = Text("strong", "accent")
        self.close_button = SignButton("close")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        self.column.addLayout(head)
        self.topic = Text("heading", "ink", lines=2)
        self.column.addWidget(self.topic)
        self._rows: list[tuple[Text, Text]] = []
        self._places: list[QVBoxLayout] = []
        for _ in range(2):
            label, body = Text("caption", "ink2"), Text("text", "ink", lines=3)
            row = QVBoxLayout()  # of its own: a row without words takes no room
            row.setSpacing(2)
            row.addWidget(label)
            row.addWidget(body)
            self.column.addLayout(row)
            self._rows.append((label, body))
            self._places.append(row)
        self.foot = Text("small", "ink2", lines=2)
        self.column.addWidget(self.foot)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(LASTS_MS)
        self.timer.timeout.connect(self._seen)
        self.close_button.clicked.connect(self._seen)
        self.hide()

    def show_recap(self, view: ReturnView | None, words: Words) -> None:
        """Show where we left off, or nothing."""
        if view is not None and view != self._view:
            self.timer.start()
        if view is None:
            self.timer.stop()
        self._view = view
        self.setHidden(view is None)
        if view is None:
            return
        self.title.say(words.t("Where we left off"))
        self.close_button.say(words.t("Close"))
        self.setAccessibleName(words.t("Where we left off"))
        nothing = not (view.topic or view.last_point or view.next_step)
        self.topic.say(words.t("No place mark was set.") if nothing else view.topic.reveal() if view.topic else "")
        self.topic.setHidden(not (nothing or view.topic))
        self._row(0, words.t("Their last point"), view.last_point)
        self._row(1, words.t("Your next step"), view.next_step)
        left = (
            words.n("{n} minute left", "{n} minutes left", view.minutes_left)
            if view.minutes_left >= 0
            else words.n("{n} minute over", "{n} minutes over", -view.minutes_left)
        )
        minutes = round(view.away_seconds / 60)
        away = words.t("away less than a minute")
        if minutes >= 1:
            away = words.n("away for {n} minute", "away for {n} minutes", minutes)
        self.foot.say(" · ".join((left, away) if view.away_seconds > 0 else (left,)))

    @Slot()
    def _seen(self) -> None:
        self._gestures.recap_seen()

    def _row(self, number: int, label: str, body: Private | None) -> None:
        shown_label, shown_body = self._rows[number]
        shown_label.say(label)
        shown_body.say(body.reveal() if body else "")
        shown_label.setHidden(not body)
        shown_body.setHidden(not body)
        self._places[number].invalidate()  # what is hidden tells no layout, which would keep room for it
