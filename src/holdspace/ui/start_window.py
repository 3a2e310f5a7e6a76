"""Before a session: the same card with a form. A window of its own class, as this one needs the keyboard.

It is an ordinary window that takes the focus when the practitioner opens it, and never by itself; the session window
that follows it can never have the focus. (A window cannot change that while it shows, so these are two.)
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from holdspace.override import override
from holdspace.ui import say
from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button, SignButton
from holdspace.ui.card_window import CardWindow
from holdspace.ui.checklist import Checklist
from holdspace.ui.field import Field, MinutesField
from holdspace.ui.platform import come_forward
from holdspace.ui.status import Status
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent

    from holdspace.ui.views import Gestures, Screen
    from holdspace.words import Words

PRESETS = (25, 50, 90)
HALF_A_LINE = 22
"""Pixels that the half line may take which shows that there are more."""


class StartWindow(CardWindow):
    """Client, topic, minutes, what the practitioner looks at; Start is the primary button, and waits for nothing."""

    menu_wanted = Signal()
    digest_wanted = Signal()
    followups_wanted = Signal()
    returned = Signal()
    """Somebody comes back to it from another window, where something may have been put right."""
    closed = Signal()

    def __init__(self, gestures: Gestures, *, composited: bool) -> None:
        super().__init__(Qt.WindowType.Window, composited=composited)
        self._gestures = gestures
        self._words: Words | None = None
        self._left = False
        self.title = Text("title", "ink")
        self.more = SignButton("more")
        self.close_button = SignButton("close")
        self.client = Field()
        self.urgent = Text("caption", "ink2", lines=3)
        self.topic = Field()
        self.minutes = MinutesField()
        self.presets = tuple(Button("neutral", pad=10) for _ in PRESETS)
        self.checklist = Checklist()
        self.start = Button("primary")
        self.remark = Text("caption", "warn", lines=2)
        self.status = Status()
        self.status.setCheckable(False)
        self.status.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.coverage = Text("caption", "ink2", lines=24)
        self.microphone = Text("text", "ink2", lines=2)
        self.trouble = Text("text", "warn", lines=8)
        self.digest = Button("quiet", pad=0)
        self.followups = Button("quiet", pad=0)
        self._lay_out()
        self.start.clicked.connect(self.press_start)
        for field in (self.client, self.topic, self.minutes):
            field.returnPressed.connect(self.press_start)
        self.client.textChanged.connect(self._tell_urgent)
        for button, minutes in zip(self.presets, PRESETS, strict=True):
            button.clicked.connect(lambda _=False, n=minutes: self.minutes.setText(str(n)))
        self.more.clicked.connect(self.menu_wanted)
        self.close_button.clicked.connect(self.close)
        self.digest.clicked.connect(self.digest_wanted)
        self.followups.clicked.connect(self.followups_wanted)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.title, 1)
        head.addWidget(self.more)
        head.addWidget(self.close_button)
        column = self.column
        column.addLayout(head)
        column.addSpacing(12)
        whom = QVBoxLayout()
        whom.setSpacing(4)
        whom.addWidget(self.client)
        whom.addWidget(self.urgent)
        column.addLayout(whom)
        column.addSpacing(8)
        column.addWidget(self.topic)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.minutes)
        self.unit = Text("text", "ink2")
        row.addWidget(self.unit)
        row.addStretch(1)
        for button in self.presets:
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self.remark)
        column.addWidget(self.checklist)
        column.addSpacing(14)
        column.addWidget(self.start)
        column.addSpacing(14)
        standing = QVBoxLayout()
        standing.setSpacing(8)
        standing.addWidget(self.trouble)
        standing.addWidget(self.microphone)
        covered = QVBoxLayout()
        covered.setSpacing(2)
        covered.addWidget(self.status)
        covered.addWidget(self.coverage)
        standing.addLayout(covered)
        column.addLayout(standing)
        column.addSpacing(6)
        self.links = ButtonRow(gap=20)
        self.links.put(self.digest, self.followups)
        column.addWidget(self.links)
        self._set_order()

    def _set_order(self) -> None:
        form = (self.client, self.topic, self.minutes, *self.presets, *self.checklist.ticks, self.start)
        for one, other in pairwise((*form, self.digest, self.followups, self.more, self.close_button)):
            self.setTabOrder(one, other)

    def show_screen(self, screen: Screen, words: Words) -> None:
        """Show what is true now; what is being written stays."""
        self._words = words
        self.title.say(words.t("Start a session"))
        self.more.say(words.t("More"))
        self.close_button.say(words.t("Close"))
        self.client.name(words.t("Client"), words.t("Client (only you see this)"))
        self.topic.name(words.t("Topic"), words.t("Topic (shown on the window)"))
        self.minutes.name(words.t("Minutes"), str(screen.planned_minutes))
        self.minutes.usual(screen.planned_minutes)
        self.unit.say(words.t("minutes"))
        for button, minutes in zip(self.presets, PRESETS, strict=True):
            button.say(str(minutes))
            button.setAccessibleName(words.n("{n} minute", "{n} minutes", minutes))
        if self.checklist.show_lines(screen.checklist, words.t("Before a session")):
            self._set_order()
        self.start.say(words.t("Start"))
        self._say_urgent(words)
        self.status.show_mark(screen.quiet, say.silence(words, screen), "")
        self.status.setHidden(bool(screen.trouble))  # nobody is told "Ready" beside what fails
        self.coverage.say(say.coverage(words, screen, before=True))
        self.microphone.say(say.microphone(words, screen))
        self.microphone.setHidden(not screen.microphone)
        self.trouble.say(say.trouble(words, screen))
        self.trouble.setHidden(not (screen.trouble or screen.refused or screen.battery_low))
        self.digest.say(words.t("Last session"))
        self.digest.setHidden(not screen.digest)
        due = screen.followups_due
        self.followups.say(words.t("Follow-ups ({n} due)", n=due) if due else words.t("Follow-ups"))
        self.links.arrange()
        self._remark("")
        self.refit()

    def refit(self) -> None:
        """Be as tall as what it holds; on a low screen the practitioner's own lines give way to what is covered and what not."""
        corner = self.home or self.card_corner()
        self.checklist.spare(0)
        self.fit()
        over = self.height() - 2 * self.margin - self.screen().availableGeometry().height()
        if over > 0 and not self.checklist.isHidden():
            self.checklist.spare(over + HALF_A_LINE)
            self.fit()
        if self.isVisible():
            self.put_corner(corner)

    def open_focused(self) -> None:
        """Show it with the focus: only on the practitioner's own click or key."""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)
        self.show()
        come_forward(self)
        self.activateWindow()
        self.client.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def open_quietly(self) -> None:
        """Show it without the focus: nobody asked, but there is no tray to ask with."""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.show()

    def press_start(self) -> None:
        """Start what stands in the form. A number of minutes that is none is said, and nothing starts."""
        minutes = self.minutes.minutes()
        if minutes is None:
            if self._words is not None:
                self._remark(self._words.t("Minutes: a number from 1 to 600."))
            self.minutes.setFocus(Qt.FocusReason.OtherFocusReason)
            self.minutes.selectAll()
            return
        self._gestures.start("session", self.client.private(), self.topic.private(), minutes)

    def clear(self) -> None:
        """Forget what was written: the session has it now."""
        self.client.clear()
        self.topic.clear()
        self.minutes.reset()
        self.checklist.clear()

    @Slot()
    def _tell_urgent(self) -> None:
        if self._words is not None:
            self._say_urgent(self._words)
            self.refit()

    def _say_urgent(self, words: Words) -> None:
        """A name that is written another way than in the settings has no words there: that is to be seen before the session."""
        whose = self._gestures.urgent_with(self.client.private())
        self.urgent.say(words.code("urgent_with", whose) if whose else "")
        self.urgent.setHidden(not whose)

    def _remark(self, text: str) -> None:
        self.remark.say(text)
        self.remark.setHidden(not text)
        self.refit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() != QEvent.Type.ActivationChange or not self.isVisible():
            return
        if self._left and self.isActiveWindow():
            self.returned.emit()
        self._left = not self.isActiveWindow()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._left = False
        self.closed.emit()
