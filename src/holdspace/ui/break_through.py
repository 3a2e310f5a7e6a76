"""The break-through card: one calm line, who says so, and three ways to answer. It takes no focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from PySide6.QtWidgets import QHBoxLayout

from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button, SignButton
from holdspace.ui.panel import Panel
from holdspace.ui.text import Text
from holdspace.words_glance import glance

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from holdspace.ui.views import CardView, Gestures
    from holdspace.words import Words

INSTRUCTIONS = ("handle_it", "say_later", "take_message")
STORY = 120
"""So many characters of the story stand on the card: as many as its lines hold."""


class BreakThrough(Panel):
    """Shows a CardView. "Back to the assistant" unfolds the canned instructions in place, as a menu would take the keyboard."""

    def __init__(self, gestures: Gestures, parent: QWidget | None = None) -> None:
        super().__init__("soft", parent)
        self._gestures = gestures
        self._card: CardView | None = None
        self._unfolded = False
        self.why = Text("strong", "accent", lines=2)
        self.line = Text("line", "ink", lines=4)
        self.step_out = Button("primary")
        self.pin = Button("plain")
        self.back = Button("quiet", pad=0)
        self.instructions = tuple(Button("plain") for _ in INSTRUCTIONS)
        self.story = Text("caption", "ink2", lines=3)
        self.more = Text("caption", "ink2", lines=2)
        self._choices = ButtonRow()
        self._choices.put(self.step_out, self.pin, self.back)
        self._orders = ButtonRow(columns=1)
        self._orders.put(*self.instructions)
        self.fold = SignButton("close")
        head = QHBoxLayout()
        head.addWidget(self.why, 1)
        head.addWidget(self.fold)
        self.column.addLayout(head)
        self.column.addWidget(self.line)
        self.column.addWidget(self.story)
        self.column.addSpacing(4)
        self.column.addWidget(self._choices)
        self.column.addWidget(self._orders)
        self.column.addWidget(self.more)
        self.step_out.clicked.connect(lambda: self._answer("step_out"))
        self.pin.clicked.connect(lambda: self._answer("pin"))
        self.back.clicked.connect(self._unfold)
        self.fold.clicked.connect(self._refold)
        for button, instruction in zip(self.instructions, INSTRUCTIONS, strict=True):
            button.clicked.connect(lambda _=False, code=instruction: self._answer("hand_back", code))
        self.hide()

    def show_card(
        self, card: CardView | None, words: Words, *, somebody: bool, absent_keys: frozenset[str] = frozenset()
    ) -> None:
        """Show this card, or none. `somebody`: there is an assistant to hand back to. No key that is absent is named."""
        if card is None or self._card is None or card.case != self._card.case:
            self._unfolded = False
        self._card = card
        self.setHidden(card is None)
        if card is None:
            return
        match card.why:
            case "need_me" | "va_direct" if card.from_name:
                self.why.say(words.t("{name}: only you can decide this", name=card.from_name))
            case "need_me" | "va_direct":
                self.why.say(words.t("Only you can decide this"))
            case "break_glass":
                self.why.say(words.t("Your own rule lets this through"))
            case "nobody_answered":
                self.why.say(words.t("Nobody could answer this"))
            case _:
                assert_never(card.why)
        line = card.line.reveal()
        sender = card.sender.reveal() if card.sender else ""
        self.line.say(f"{sender}: {line}" if sender and line else sender or line)
        story = glance(words, card.story, aloud=False, longest=STORY).reveal()
        self.story.say(story)
        self.story.setHidden(not story)
        self.step_out.say(words.t("Step out"))
        self.pin.say(words.t("Pin it"))
        self.fold.say(words.t("Close"))
        self.back.say(words.t("Back to the assistant"))
        for button, code in zip(self.instructions, INSTRUCTIONS, strict=True):
            button.say(words.code("instruction", code))
        keyed = absent_keys.isdisjoint({"1", "2", "3"})
        for number, button in enumerate((self.step_out, self.pin, self.back, *self.instructions)):
            button.name_key(str(number % 3 + 1) if keyed else "")
            button.setAccessibleDescription(words.t("Key: {key}", key=f"Ctrl+Alt+{button.key}") if keyed else "")
        keys = words.t("Keys: Ctrl+Alt+1, 2, 3") if keyed else ""
        more = words.n("{n} more after this", "{n} more after this", card.more) if card.more else ""
        self.more.setHidden(not (keys or more))
        self.more.say(" · ".join(part for part in (keys, more) if part))
        self.setAccessibleName(words.t("This needs you"))
        self._fold(somebody=somebody)

    def choose(self, digit: int) -> bool:
        """A digit chosen with Ctrl+Alt; False when it means nothing here."""
        if self._card is None or not 1 <= digit <= 3:
            return False
        shown = self.instructions if self._unfolded else (self.step_out, self.pin, self.back)
        if shown[digit - 1].isHidden():
            return False
        shown[digit - 1].click()
        return True

    def _unfold(self) -> None:
        self._unfolded = True
        self._fold(somebody=True)

    def _refold(self) -> None:
        """Not back to the assistant after all: the three answers again."""
        self._unfolded = False
        self._fold(somebody=True)

    def _fold(self, *, somebody: bool) -> None:
        self.fold.setHidden(not self._unfolded)
        for button in (self.step_out, self.pin):
            button.setHidden(self._unfolded)
        self.back.setHidden(self._unfolded or not somebody)
        for button in self.instructions:
            button.setHidden(not self._unfolded)
        for row, shown in ((self._choices, not self._unfolded), (self._orders, self._unfolded)):
            row.setHidden(not shown)
            row.arrange()
        window = self.window()
        refit = getattr(window, "refit", None)
        if refit is not None:
            refit()

    def _answer(self, choice: str, instruction: str | None = None) -> None:
        if self._card is not None:
            self._gestures.answer_card(self._card.case, choice, instruction)
