"""What is wished for the next time: said in one plain line with what it would have done, settled by one press, taken back by another."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication

from holdspace.frozen import replace
from holdspace.ui import say_next_time, say_preview
from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button
from holdspace.ui.next_time_views import Outlook, Wish
from holdspace.ui.panel import Panel
from holdspace.ui.settings.parts import ChoicePart, SwitchPart, TextPart
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from holdspace.ui.next_time_views import Matter, NextTimeDoor
    from holdspace.ui.settings.views import PreviewView
    from holdspace.words import Words


class NextTimePanel(Panel):
    """`changed`: something is in force that was not, or no more. `over`: there is nothing more to say here."""

    changed = Signal()
    over = Signal()

    def __init__(self, door: NextTimeDoor) -> None:
        super().__init__("field")
        self._door = door
        self._words: Words | None = None
        self._matter: Matter | None = None
        self._wish: Wish | None = None
        self._outlook = Outlook()
        self._pressed = False
        self.line = Text("strong", "ink", lines=4)
        self.preview = Text("text", "ink2", lines=4)
        self.remark = Text("caption", "warn", lines=4)
        self.about = ChoicePart("about")
        self.until = TextPart("until", placeholder="2027-01-31")
        self.reason = TextPart("reason")
        self.here_only = SwitchPart("here_only", absent=False)
        self.settle, self.leave, self.undo = Button("primary"), Button("quiet"), Button("neutral")
        self.buttons = ButtonRow()
        self.buttons.put(self.settle, self.undo, self.leave)
        self._asked = (self.about, self.until, self.reason, self.here_only)
        for part in (self.line, self.preview, *self._asked, self.remark, self.buttons):
            self.column.addWidget(part)
        for part in self._asked:
            part.changed.connect(self._edited)
        self.settle.clicked.connect(self.press_settle)
        self.undo.clicked.connect(self.press_undo)
        self.leave.clicked.connect(self.over)

    def ask(self, matter: Matter, verdict: str, until: date | None, words: Words) -> None:
        """Say what this would be; nothing is in force yet."""
        self._words, self._matter, self._pressed = words, matter, False
        self._say_parts(words, matter)
        self.about.load(matter.abouts[0])
        self.until.load(until.isoformat() if until is not None else "")
        self.reason.load(words.t("I said that this may reach me."))
        self.here_only.load(None)
        through = verdict == "let_through"
        self.about.setVisible(len(matter.abouts) > 1)
        self.until.setVisible(through)
        self.reason.setVisible(through)
        self.here_only.setVisible(True)
        self._wish = Wish(interruption=matter.interruption, verdict=verdict, about=matter.abouts[0], until=until)
        self.settle.setVisible(True)
        self.undo.setVisible(False)
        self.leave.say(words.t("Not now"))
        self.show()
        self._follow()
        part = self.until.field if through and until is None else self.settle
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def joined(self, matter: Matter, name: str, words: Words) -> None:
        """These two are one person from now on."""
        self._words, self._matter = words, matter
        sender = matter.sender.reveal() if matter.sender is not None else ""
        one, other = say_next_time.named(sender), say_next_time.named(name)
        said = words.t("{one} and {other} are one person from now on.", one=one, other=other)
        self._door.join(matter.interruption, name, lambda why: self._answered(why, said))

    def copied(self, matter: Matter, words: Words) -> None:
        """A line for this person lies in the clipboard; it is read here before it is used, and nothing sends it."""
        if matter.boundary is None:
            return
        self._words, self._matter, self._wish = words, matter, None
        QGuiApplication.clipboard().setText(matter.boundary.reveal())
        self._only(matter.boundary.reveal(), words.t("Copied, not sent."), words)
        self.undo.hide()
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_parts(self, words: Words, matter: Matter) -> None:
        self.about.say(words.t("Who is meant"))
        self.about.choice.offer(say_next_time.choices(words, matter))
        self.until.say(words.t("Until"))
        self.reason.say(words.t("Why it cannot wait"), words.t("This line stands on the card."))
        self.here_only.say(words.t("Only in blocks of this kind: {kind}", kind=words.code("kind", matter.kind)))

    @Slot()
    def _edited(self) -> None:
        self._pressed = False
        self._follow()

    def _follow(self) -> None:
        """Say anew what the fields tell."""
        words, matter, wish = self._words, self._matter, self._wish
        if words is None or matter is None or wish is None:
            return
        through = wish.verdict == "let_through"
        wish = replace(
            wish,
            about=self.about.value() or matter.abouts[0],
            until=_day(self.until.value()) if through else None,
            reason=self.reason.value() if through else "",
            here_only=bool(self.here_only.value()),
        )
        self._wish = wish
        self._outlook = self._door.outlook(wish)
        self.preview.say("")
        self.preview.hide()
        if not self._outlook.refusal:
            self._door.preview(wish, self._previewed)
        self._show()

    def _previewed(self, view: PreviewView) -> None:
        if self._words is not None and self.settle.isVisibleTo(self):
            self.preview.say(say_preview.line(self._words, view))
            self.preview.show()

    def _show(self) -> None:
        words, matter, wish = self._words, self._matter, self._wish
        if words is None or matter is None or wish is None:
            return
        self.line.say(say_next_time.line(words, matter, wish, self._outlook))
        self._remark(say_next_time.remark(words, wish, self._outlook, pressed=self._pressed))
        again = words.t("Hold it all the same") if wish.verdict == "hold" else words.t("Noise all the same")
        self.settle.say(again if self._pressed else words.t("Do so from now on"))
        self.settle.setEnabled(not self._outlook.refusal and not self._outlook.known)
        self.buttons.arrange()

    def _remark(self, said: str) -> None:
        self.remark.say(said)
        self.remark.setHidden(not said)

    @Slot()
    def press_settle(self) -> None:
        """It is so from now on. Noise, or holding, in place of what is let through takes two presses."""
        wish = self._wish
        if wish is None:
            return
        if wish.verdict in say_next_time.SILENCING and self._outlook.over and not self._pressed:
            self._pressed = True
            self._show()
            return
        self._door.settle(wish, lambda why: self._answered(why, self.line.text()))

    @Slot()
    def press_undo(self) -> None:
        """As it was before."""
        self._door.undo(self._taken_back)

    def _answered(self, why: str, said: str) -> None:
        words = self._words
        if words is None:
            return
        if why:
            self._remark(say_next_time.refusal(words, why))
            return
        self._wish = None
        self.undo.setVisible(True)
        self.undo.say(words.t("Undo"))
        self._only(said, words.t("This holds now."), words)
        self.changed.emit()
        self.undo.setFocus(Qt.FocusReason.OtherFocusReason)

    def _only(self, line: str, below: str, words: Words) -> None:
        """Nothing is asked any more."""
        for part in (*self._asked, self.settle):
            part.hide()
        self.line.say(line)
        self.preview.say(below)
        self.preview.show()
        self._remark("")
        self.leave.say(words.t("Hide"))
        self.buttons.arrange()
        self.show()

    def _taken_back(self, why: str) -> None:
        if self._words is None:
            return
        if why:
            self._remark(say_next_time.refusal(self._words, why))
            return
        self.changed.emit()
        self.over.emit()


def _day(said: str | None) -> date | None:
    """The day that is written there; None for what is none (yet)."""
    try:
        return date.fromisoformat(said) if said and len(said) == 10 else None
    except ValueError:
        return None
