"""The floating window while a session runs, and the counts right after it: on top, and never with the focus.

S is the ring alone; M adds state, topic, buttons and counts. No client's name, no seconds; the title is always
"Holdspace". Whatever needs to be read or answered (card, strip, question) makes S an M for as long as it shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from holdspace.ui import say
from holdspace.ui.break_through import BreakThrough
from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button, SignButton
from holdspace.ui.card_window import WIDTH, CardWindow
from holdspace.ui.override import override
from holdspace.ui.panel import Panel
from holdspace.ui.return_card import ReturnCard
from holdspace.ui.ring import Ring, turn_of
from holdspace.ui.status import Status
from holdspace.ui.strip import Strip
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QHideEvent, QKeyEvent, QMouseEvent, QShowEvent

    from holdspace.ui.views import Gestures, Screen, SessionView
    from holdspace.words import Words

FLAGS = Qt.WindowType.Tool | Qt.WindowType.WindowDoesNotAcceptFocus
"""With these a click works and typing still goes to the other window (with a plain window it would not)."""
ARMED_MS = 5000
COVERAGE_AT_START = 90.0
"""Seconds for which the coverage line stands unasked after a start."""

Size = Literal["S", "M"]


class SessionWindow(CardWindow):
    """Renders the running session; after its end the counts, until they are closed."""

    pin_pressed = Signal()
    menu_wanted = Signal()
    size_chosen = Signal()
    digest_wanted = Signal()
    closed = Signal()

    def __init__(self, gestures: Gestures, clock_ticks: Callable[[], float], *, composited: bool) -> None:
        super().__init__(FLAGS, composited=composited)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._gestures = gestures
        self._ticks = clock_ticks
        self._screen: Screen | None = None
        self._words: Words | None = None
        self._session: SessionView | None = None
        self._size_wanted: Size = "M"
        self._build()
        self._wire()
        self.beat = QTimer(self)
        self.beat.setInterval(1000)
        self.beat.timeout.connect(self._tick)
        self.armed = QTimer(self)
        self.armed.setSingleShot(True)
        self.armed.setInterval(ARMED_MS)
        self.armed.timeout.connect(self._rename_end)

    # -- how it is built ------------------------------------------------------------------------------------------
    def _build(self) -> None:
        self.ring = Ring()
        self.state = Text("label", "accent")
        self.topic = Text("title", "ink")
        self.until = Text("text", "ink2")
        self.more = SignButton("more")
        self.resize_button = SignButton("smaller")
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.ring)
        beside = QVBoxLayout()
        beside.setSpacing(4)
        beside.addStretch(1)
        beside.addWidget(self.state)
        beside.addWidget(self.topic)
        beside.addWidget(self.until)
        beside.addStretch(1)
        self._beside = QWidget()
        self._beside.setLayout(beside)
        beside.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._beside, 1)
        self.column.addLayout(head)
        for sign in (self.more, self.resize_button):  # in the corner, outside of the layout's columns
            sign.setParent(self)

        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 14, 0, 0)
        body.setSpacing(12)
        self.pin = Button("primary", key="Ctrl+Alt+P")
        self.step = Button("neutral")
        self.end = Button("neutral")
        self.buttons = ButtonRow(stretch_first=True)
        self.buttons.put(self.step, self.pin, self.end)
        self.question = Panel("soft")
        self.question_text = Text("strong", "ink", lines=2)
        self.yes = Button("primary")
        self.no = Button("plain")
        answers = ButtonRow()
        answers.put(self.yes, self.no)
        self.question.column.addWidget(self.question_text)
        self.question.column.addWidget(answers)
        self._answers = answers
        self.card = BreakThrough(self._gestures)
        self.recap = ReturnCard(self._gestures)
        self.strip = Strip(self._gestures)
        self.trouble = Text("text", "warn", lines=8)
        self.coverage = Text("caption", "ink2", lines=9)
        self.status = Status()
        self.counts = Text("small", "ink2")
        self.counts.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.counts_below = Text("small", "ink2", lines=3)  # where the words are too long to stand beside the status
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.status)
        foot.addWidget(self.counts, 1)
        for part in (self.buttons, self.question, self.card, self.recap, self.strip, self.trouble):
            body.addWidget(part)
        body.addLayout(foot)
        body.addWidget(self.counts_below)
        body.addWidget(self.coverage)
        self.column.addWidget(self._body)

    def _wire(self) -> None:
        self.pin.clicked.connect(self.pin_pressed)
        self.step.clicked.connect(self._step)
        self.end.clicked.connect(self.press_end)
        self.yes.clicked.connect(self._confirm)
        self.no.clicked.connect(self.press_end)
        self.more.clicked.connect(self.menu_wanted)
        self.resize_button.clicked.connect(self.toggle_size)
        self.status.toggled.connect(lambda _on: self._show_coverage())

    # -- what it shows --------------------------------------------------------------------------------------------
    @property
    def size_wanted(self) -> Size:
        return self._size_wanted

    def want_size(self, size: Size) -> None:
        """S or M, as the practitioner wants it."""
        self._size_wanted = size
        self.refit()

    @property
    def size_now(self) -> Size:
        """The size that shows: M while something needs to be read or answered."""
        parts = (self.card, self.recap, self.strip, self.question, self.trouble)
        if self._size_wanted == "M" or self._session is None or any(not part.isHidden() for part in parts):
            return "M"
        return "M" if self.armed.isActive() else "S"

    def show_screen(self, screen: Screen, words: Words) -> None:
        """Show this screen, whole. Without a session nothing changes."""
        session = screen.session
        if session is None:
            return
        if self._session is not None and session.id != self._session.id:
            self.status.setChecked(False)
            self.armed.stop()
        self._screen, self._words, self._session = screen, words, session
        self._name_all(words, session)
        self.card.show_card(screen.card, words, somebody=bool(screen.responders))
        self.recap.show_recap(screen.recap, words)
        self.strip.show_strip(screen.strip, words)
        self.question.setHidden(not session.doubted)
        self.trouble.setHidden(not (screen.trouble or screen.refused))
        self.trouble.say(say.trouble(words, screen))
        self.pin.become("neutral" if screen.card or session.doubted or session.state == "paused" else "primary")
        self.step.become("primary" if session.state == "paused" and not (screen.card or session.doubted) else "neutral")
        self.status.show_mark(screen.quiet, say.silence(words, screen), say.coverage(words, screen))
        self._show_counts(counts(words, screen.held, screen.pins, screen.asked))
        self._tick()
        self._show_coverage()
        self._run_beat()

    def _show_counts(self, text: str) -> None:
        self.counts.say(text)
        self.counts_below.say(text)
        room = WIDTH - 2 * 18 - 12 - self.status.sizeHint().width()
        beside = self.counts.sizeHint().width() <= room
        self.counts.setHidden(not beside)
        self.counts_below.setHidden(beside or not text)

    def _name_all(self, words: Words, session: SessionView) -> None:
        topic = session.topic.reveal() if session.topic else ""
        self.topic.say(topic or words.code("kind", session.kind))
        self.until.say(words.t("until {time}", time=session.until) if session.until else "")
        self.pin.say(words.t("Pin it"))
        self.pin.show()
        self.step.say(words.t("Resume") if session.state == "paused" else words.t("Step out"))
        self.step.key = "Ctrl+Alt+Space" if session.state == "paused" else ""
        order = (self.step, self.pin, self.end) if session.state == "paused" else (self.pin, self.step, self.end)
        self.buttons.order(*order)
        self.question_text.say(words.t("There was a gap. Still in session?"))
        self.yes.say(words.t("Yes, still in session"))
        self.more.say(words.t("More"))
        self.resize_button.say(words.t("Smaller"))
        self.setAccessibleName("Holdspace")
        self._name_end(words)

    def _tick(self) -> None:
        session, words = self._session, self._words
        if session is None or words is None:
            return
        elapsed = session.elapsed_seconds + max(0.0, self._ticks() - session.at_ticks)
        left = session.planned_seconds - elapsed
        paused = session.state == "paused"
        self.ring.show_time(left, session.planned_seconds, words, hollow=paused)
        late = turn_of(left) in {"five", "over"}
        if paused:
            state = words.t("Stepped out")
        elif session.kind != "session":
            state = words.code("kind", session.kind)
        else:
            state = words.t("Wrap up") if late else words.t("In session")
        self.state.say(state)
        ink = "warn" if late and not paused else "accent"
        if self.state.ink != ink:
            self.state.ink = "warn" if ink == "warn" else "accent"
            self.state.update()
        if not self.coverage.isHidden() and elapsed > COVERAGE_AT_START:
            self._show_coverage()

    def _show_coverage(self) -> None:
        screen, words, session = self._screen, self._words, self._session
        if screen is None or words is None or session is None:
            return
        elapsed = session.elapsed_seconds + max(0.0, self._ticks() - session.at_ticks)
        wanted = self.status.isChecked() or elapsed <= COVERAGE_AT_START or screen.quiet == "not_silent"
        self.coverage.say(say.coverage(words, screen))
        self.coverage.setHidden(not wanted)
        self.refit()

    def refit(self) -> None:
        """Be as large as what shows now, and stay on the screen."""
        small = self.size_now == "S"
        self._body.setHidden(small)
        self._beside.setHidden(small)
        for sign in (self.more, self.resize_button):
            sign.setHidden(small)
        self.buttons.arrange()
        self.pad(10 if small else 18, 10 if small else 16)
        corner = self.home or self.card_corner()
        self.fit(108 if small else WIDTH)
        right = self.width() - self.margin - 12
        self.resize_button.move(right - 24, self.margin + 10)
        self.more.move(right - 50, self.margin + 10)
        if self.isVisible():
            self.put_corner(corner)

    # -- gestures -------------------------------------------------------------------------------------------------
    def press_end(self) -> None:
        """The first press asks for a second one within five seconds; the second ends the session."""
        if self._session is None:
            return
        if self.armed.isActive():
            self.armed.stop()
            self._rename_end()
            self._gestures.end()
            return
        self.armed.start()
        self._rename_end()

    def _rename_end(self) -> None:
        if self._words is not None:
            self._name_end(self._words)
            self.refit()

    def _name_end(self, words: Words) -> None:
        armed = self.armed.isActive()
        self.end.say(words.t("End: press again") if armed else words.t("End"))
        self.no.say(words.t("End: press again") if armed else words.t("No, end it"))
        self._answers.arrange()

    @Slot()
    def _confirm(self) -> None:
        self._gestures.confirm()

    @Slot()
    def _step(self) -> None:
        if self._session is not None:
            (self._gestures.resume if self._session.state == "paused" else self._gestures.pause)()

    def toggle_size(self) -> None:
        """S becomes M and M becomes S."""
        self.want_size("M" if self._size_wanted == "S" else "S")
        self.size_chosen.emit()

    def choose(self, digit: int) -> bool:
        """A digit with Ctrl+Alt: the card is asked first, then the strip. False when it means nothing."""
        return self.card.choose(digit) or self.strip.choose(digit)

    def _run_beat(self) -> None:
        """One tick a second, only while the session can be seen."""
        if self.isVisible() and self._session is not None:
            if not self.beat.isActive():
                self.beat.start()
        else:
            self.beat.stop()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick()
        self._run_beat()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.beat.stop()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.toggle_size()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Reached only where the platform gave the window the focus all the same.
        if event.key() == Qt.Key.Key_Escape and not self.recap.isHidden():
            self._gestures.recap_seen()
            return
        super().keyPressEvent(event)


def counts(words: Words, held: int, pins: int, asked: int) -> str:
    """How much is held, pinned and with somebody else; what is none is not said."""
    parts = [
        words.n("{n} held", "{n} held", held) if held else "",
        words.n("{n} pinned", "{n} pinned", pins) if pins else "",
        words.n("{n} being asked", "{n} being asked", asked) if asked else "",
    ]
    return "  ·  ".join(part for part in parts if part)
