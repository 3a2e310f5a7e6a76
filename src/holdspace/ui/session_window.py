"""The floating window while a session runs, and the counts right after it: on top, and never with the focus.

S is the ring alone; M adds state, topic, buttons and counts; L adds the note, the marks and who is asked. No client's
name (L has initials), no seconds; the title is always "Holdspace". Whatever needs to be read or answered (card, strip,
question) makes S an M for as long as it shows. Only the note is ever given the keyboard, upon a click or a key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from holdspace.override import override
from holdspace.ui import say
from holdspace.ui.break_through import BreakThrough
from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button
from holdspace.ui.card_window import WIDTH, CardWindow
from holdspace.ui.corner import Corner
from holdspace.ui.doubt import Doubt
from holdspace.ui.foot import Foot
from holdspace.ui.head import Head
from holdspace.ui.keyboard import LentKeyboard
from holdspace.ui.large import Large
from holdspace.ui.leaving import Leaving
from holdspace.ui.return_card import ReturnCard
from holdspace.ui.strip import Strip
from holdspace.ui.text import Text
from holdspace.ui.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QHideEvent, QKeyEvent, QMouseEvent, QShowEvent

    from holdspace.ui.place import Size
    from holdspace.ui.views import Gestures, Screen, SessionView
    from holdspace.words import Words

FLAGS = Qt.WindowType.Tool | Qt.WindowType.WindowDoesNotAcceptFocus
"""With these a click works and typing still goes to the other window (with a plain window it would not)."""
ARMED_MS = 5000
COVERAGE_AT_START = 90.0
"""Seconds for which the coverage line stands unasked after a start."""

LARGER: dict[Size, Size] = {"S": "M", "M": "L"}
SMALLER: dict[Size, Size] = {"L": "M", "M": "S"}


class SessionWindow(CardWindow):
    """Renders the running session; after its end the counts, until they are closed."""

    pin_pressed = Signal()
    mark_pressed = Signal()
    menu_wanted = Signal()
    size_chosen = Signal()
    quit_wanted = Signal()
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
        self.keyboard = LentKeyboard(self)
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
        self.head = Head(self._ticks)
        self.ring, self.state = self.head.ring, self.head.state
        self.topic, self.until = self.head.topic, self.head.until
        self.column.addWidget(self.head)
        self.corner = Corner(self)
        self.more, self.larger_button, self.smaller_button = self.corner.more, self.corner.larger, self.corner.smaller

        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 14, 0, 0)
        body.setSpacing(12)
        self.pin = Button("primary")
        self.step = Button("neutral")
        self.end = Button("neutral")
        self.buttons = ButtonRow(stretch_first=True)
        self.buttons.put(self.step, self.pin, self.end)
        self.question, self.leaving = Doubt(), Leaving()
        self.yes, self.no = self.question.yes, self.question.no
        self.large = Large(self._gestures)
        self.writing = Writing(self, self.large, self.keyboard, self.refit)
        self.card = BreakThrough(self._gestures)
        self.recap = ReturnCard(self._gestures)
        self.strip = Strip(self._gestures)
        self.trouble = Text("text", "warn", lines=8)
        self.foot = Foot(WIDTH - 2 * 18)
        self.status, self.counts = self.foot.status, self.foot.counts
        self.counts_below, self.coverage = self.foot.counts_below, self.foot.coverage
        asks = (self.leaving, self.question, self.card, self.recap, self.strip, self.trouble)
        for part in (self.buttons, *asks, self.large, self.foot):
            body.addWidget(part)
        self.column.addWidget(self._body)

    def _wire(self) -> None:
        self.pin.clicked.connect(self.pin_pressed)
        self.step.clicked.connect(self._step)
        self.end.clicked.connect(self.press_end)
        self.yes.clicked.connect(lambda: self._gestures.confirm())
        self.no.clicked.connect(self.press_end)
        self.leaving.quit.clicked.connect(self.press_quit)
        self.leaving.stay.clicked.connect(lambda: self._ask_to_quit(asking=False))
        self.more.clicked.connect(self.menu_wanted)
        self.larger_button.clicked.connect(self.larger)
        self.smaller_button.clicked.connect(self.smaller)
        self.large.mark_pressed.connect(self.mark_pressed)
        self.large.note.wanted.connect(self.writing.begin)
        self.large.note.left.connect(self.writing.leave)
        self.large.note.grown.connect(self.refit)
        self.large.note.filled.connect(self.refit)
        self.status.toggled.connect(lambda _on: self._show_coverage())

    # -- what it shows --------------------------------------------------------------------------------------------
    @property
    def size_wanted(self) -> Size:
        return self._size_wanted

    def want_size(self, size: Size) -> None:
        """S, M or L, as the practitioner wants it."""
        self._size_wanted = size
        if self._screen is not None and self._words is not None:
            self._show_for_size(self._screen, self._words)
        self.refit()

    @property
    def size_now(self) -> Size:
        """The size that shows: M while something needs to be read or answered."""
        parts = (self.card, self.recap, self.strip, self.question, self.leaving, self.trouble)
        if self._size_wanted != "S":
            return self._size_wanted
        if self._session is None or any(not part.isHidden() for part in parts):
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
            self.leaving.hide()
        self._screen, self._words, self._session = screen, words, session
        self._name_all(words, session, screen.absent_keys)
        self.card.show_card(screen.card, words, somebody=say.somebody_to_ask(screen), absent_keys=screen.absent_keys)
        self.recap.show_recap(screen.recap, words)
        self.strip.show_strip(screen.strip, words, absent_keys=screen.absent_keys)
        self.question.setHidden(not session.doubted)
        self.trouble.setHidden(not (screen.trouble or screen.refused or screen.battery_low))
        self.trouble.say(say.trouble(words, screen))
        asks, paused = bool(screen.card) or session.doubted or not self.leaving.isHidden(), session.state == "paused"
        self.pin.become("neutral" if asks or paused else "primary")
        self.step.become("primary" if paused and not asks else "neutral")
        self.large.show_session(session, words, absent_keys=screen.absent_keys)
        self._show_for_size(screen, words)
        self._tick()
        self._show_coverage()
        self._run_beat()

    def _show_for_size(self, screen: Screen, words: Words) -> None:
        """What L says otherwise than M: who is asked until when, and in whose session this is, by initials."""
        large = self.size_wanted == "L"
        if screen.session is not None:
            self.head.show_session(screen.session, words, initials=large)
        self.foot.show_screen(screen, words, large=large)

    def _name_all(self, words: Words, session: SessionView, absent_keys: frozenset[str]) -> None:
        self.pin.say(words.t("Pin it"))
        self.pin.name_key("" if "pin" in absent_keys else "Ctrl+Alt+P")
        self.pin.show()
        self.step.say(words.t("Resume") if session.state == "paused" else words.t("Step out"))
        paused = session.state == "paused"
        self.step.name_key("Ctrl+Alt+Space" if paused and "pause" not in absent_keys else "")
        order = (self.step, self.pin, self.end) if session.state == "paused" else (self.pin, self.step, self.end)
        self.buttons.order(*order)
        self.corner.name(words)
        self.setAccessibleName("Holdspace")
        self._name_end(words)
        self.leaving.name(words)

    def _tick(self) -> None:
        self.head.tick()
        if not self.coverage.isHidden() and self.head.elapsed() > COVERAGE_AT_START:
            self._show_coverage()

    def _show_coverage(self) -> None:
        screen = self._screen
        if screen is None:
            return
        early = self.head.elapsed() <= COVERAGE_AT_START
        self.coverage.setHidden(not (self.status.isChecked() or early or screen.quiet == "not_silent"))
        self.refit()

    @Slot()
    def refit(self) -> None:
        """Be as large as what shows now, and stay on the screen: where that is low, less of note and marks shows."""
        size = self.size_now
        small = size == "S"
        self._body.setHidden(small)
        self.head.ring_only(alone=small)
        self.large.setHidden(size != "L")
        self.corner.show_for(size, self.size_wanted)
        self.buttons.arrange()
        self.pad(10 if small else 18, 10 if small else 16)
        corner = self.home or self.card_corner()
        self.large.take_room()
        self.fit(108 if small else WIDTH)
        room = self.screen().availableGeometry().height() + 2 * self.margin
        while size == "L" and self.height() > room and self.large.make_room():
            self.fit(WIDTH)
        if size == "L" and self.height() > room and not self.keyboard.lent:
            self.large.hide()  # what must be read or answered comes first
            self.fit(WIDTH)
        self.corner.place(self.width() - self.margin - 12, self.margin + 10)
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
            self.flush()
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
        self.buttons.keep_last(on=armed)
        self.end.say(words.t("End: press again") if armed else words.t("End"))
        self.question.name(words, armed=armed)

    def press_quit(self) -> None:
        """The first press asks, in place, until that is answered; the second quits."""
        if self.leaving.isHidden():
            self._ask_to_quit(asking=True)
        else:
            self.quit_wanted.emit()

    def _ask_to_quit(self, *, asking: bool) -> None:
        self.leaving.setHidden(not asking)
        if self._screen is not None and self._words is not None:
            self.show_screen(self._screen, self._words)

    @Slot()
    def _step(self) -> None:
        if self._session is not None:
            (self._gestures.resume if self._session.state == "paused" else self._gestures.pause)()

    @Slot()
    def larger(self) -> None:
        """S becomes M, and M becomes L."""
        self._choose_size(LARGER.get(self._size_wanted))

    @Slot()
    def smaller(self) -> None:
        """L becomes M, and M becomes S."""
        self._choose_size(SMALLER.get(self._size_wanted))

    def toggle_size(self) -> None:
        """Upon a double click: S becomes M, any other becomes one smaller."""
        (self.larger if self._size_wanted == "S" else self.smaller)()

    def _choose_size(self, size: Size | None) -> None:
        if size is None:
            return
        if size != "L":
            self.writing.leave()
        self.want_size(size)
        self.size_chosen.emit()

    # -- the note -------------------------------------------------------------------------------------------------
    def open_note(self) -> None:
        """Upon a key: be large, and take the keyboard for the note."""
        if self._size_wanted != "L":
            self._choose_size("L")
        self.writing.begin()

    def flush(self) -> None:
        """Keep what was written and is not kept yet: the session or the app is about to end."""
        self.large.note.flush()

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
        self.flush()
        self.keyboard.give_back()

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
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self.writing.follow()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Reached while the note has lent it the keyboard, or where the platform gave it the focus all the same.
        if event.key() == Qt.Key.Key_Escape and not self.recap.isHidden():
            self._gestures.recap_seen()
        elif event.key() == Qt.Key.Key_Escape and self.keyboard.lent:
            self.writing.leave()
        elif event.key() == Qt.Key.Key_Plus:
            self.larger()
        elif event.key() == Qt.Key.Key_Minus:
            self.smaller()
        else:
            super().keyPressEvent(event)
