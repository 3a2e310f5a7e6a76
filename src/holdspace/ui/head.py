"""The head of the session window: the ring, and beside it the state, the topic and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from holdspace.ui.ring import Ring, turn_of
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.ui.views import SessionView
    from holdspace.words import Words


class Head(QWidget):
    """Shows a SessionView; `tick` moves it on. `clock_ticks` gives CLOCK_BOOTTIME seconds."""

    def __init__(self, clock_ticks: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticks = clock_ticks
        self._session: SessionView | None = None
        self._words: Words | None = None
        self.ring = Ring()
        self.state = Text("label", "accent")
        self.topic = Text("title", "ink", lines=2)
        self.until = Text("text", "ink2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.ring)
        self._beside = QWidget()
        beside = QVBoxLayout(self._beside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(4)
        beside.addStretch(1)
        for text in (self.state, self.topic, self.until):
            beside.addWidget(text)
        beside.addStretch(1)
        row.addWidget(self._beside, 1)

    def show_session(self, session: SessionView, words: Words, *, initials: bool) -> None:
        """`initials`: say in whose session this is, by no more than these. Without a topic its place says until when."""
        self._session, self._words = session, words
        topic = session.topic.reveal() if session.topic else ""
        until = words.t("until {time}", time=session.until) if session.until else ""
        self.topic.say(topic or until[:1].upper() + until[1:] or words.code("kind", session.kind))
        if not topic:
            until = ""
        whose = session.initials.reveal() if initials and session.initials else ""
        below = "  ·  ".join(part for part in (until, whose) if part)
        self.until.say(below)
        self.until.setHidden(not below)
        self.tick()

    def ring_only(self, *, alone: bool) -> None:
        self._beside.setHidden(alone)

    def elapsed(self) -> float:
        """Seconds of the session by now; 0 without one."""
        session = self._session
        return session.elapsed_seconds + max(0.0, self._ticks() - session.at_ticks) if session else 0.0

    def tick(self) -> None:
        """Show how late it is by now."""
        session, words = self._session, self._words
        if session is None or words is None:
            return
        left = session.planned_seconds - self.elapsed()
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
