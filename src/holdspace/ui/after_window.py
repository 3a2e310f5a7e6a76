"""Right after a session: only counts, and what may be opened by a click. It takes no focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout

from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button, SignButton
from holdspace.ui.card_window import CardWindow
from holdspace.ui.gate_line import BETWEEN, counts
from holdspace.ui.session_window import FLAGS
from holdspace.ui.text import Text
from holdspace.ui.what_broke_it import WhatBrokeIt

if TYPE_CHECKING:
    from holdspace.ui.views import Gestures, Screen
    from holdspace.words import Words


class AfterWindow(CardWindow):
    """The client may still be there: no text of anything that arrived is shown here."""

    digest_wanted = Signal()

    def __init__(self, gestures: Gestures, *, composited: bool) -> None:
        super().__init__(FLAGS, composited=composited)
        self._gestures = gestures
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.state = Text("label", "accent")
        self.close_button = SignButton("close")
        self.counts = Text("title", "ink", lines=2)
        self.note = Text("text", "ink2", lines=3)
        self.digest = Button("primary")
        self.undo = Button("neutral")
        head = QHBoxLayout()
        head.addWidget(self.state, 1)
        head.addWidget(self.close_button)
        self.column.addLayout(head)
        self.column.addWidget(self.counts)
        self.column.addSpacing(4)
        self.column.addWidget(self.note)
        self.column.addSpacing(14)
        self.broke = WhatBrokeIt()
        self.column.addWidget(self.broke)
        self.buttons = ButtonRow(stretch_first=True)
        self.buttons.put(self.digest, self.undo)
        self.column.addWidget(self.buttons)
        self.digest.clicked.connect(self.digest_wanted)
        self.undo.clicked.connect(self._undo)
        self.close_button.clicked.connect(self.close)
        self.broke.answered.connect(self._explain)

    def show_end(self, screen: Screen, words: Words) -> None:
        """How much there is to read; not what became of it, as that is for later."""
        self.state.say(words.t("Session ended"))
        self.close_button.say(words.t("Close"))
        came = screen.arrived
        arrived = words.n("{n} thing arrived", "{n} things arrived", came) if came else words.t("Nothing arrived")
        own = words.n("{n} by myself", "{n} by myself", screen.by_myself) if screen.by_myself else ""
        self.counts.say(BETWEEN.join(part for part in (arrived, own, counts(words, 0, screen.pins, 0)) if part))
        kept = words.t("What arrived is kept for you.") if came else ""
        back = words.t("The desktop is being given back.") if screen.gives_back else ""
        self.note.say(" ".join(part for part in (kept, back) if part))
        self.note.setVisible(bool(kept or back))
        self.digest.say(words.t("See what arrived"))
        self.undo.say(words.t("Undo the end"))
        self.buttons.arrange()
        self.follow(screen, words)

    def follow(self, screen: Screen, words: Words) -> None:
        """What broke it was said meanwhile, here or elsewhere."""
        self.broke.show_ended(screen.ended, words)
        self.fit()

    @Slot(str, str)
    def _explain(self, session: str, why: str) -> None:
        self._gestures.explain_end(session, why)

    @Slot()
    def _undo(self) -> None:
        self._gestures.undo()
