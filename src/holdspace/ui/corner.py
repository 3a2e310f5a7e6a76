"""The signs in the corner of the session window: the menu, and one size more or less. They stand outside of its layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.ui.buttons import SignButton

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from holdspace.ui.place import Size
    from holdspace.words import Words

STEP = 25


class Corner:
    """`more`, `larger` and `smaller`, on a window."""

    def __init__(self, window: QWidget) -> None:
        self.more = SignButton("more")
        self.larger = SignButton("larger")
        self.smaller = SignButton("smaller")
        for sign in (self.more, self.larger, self.smaller):
            sign.setParent(window)

    def name(self, words: Words) -> None:
        self.more.say(words.t("More"))
        self.larger.say(words.t("Larger"))
        self.smaller.say(words.t("Smaller"))

    def show_for(self, size: Size, wanted: Size) -> None:
        """Those that mean something at this size; `wanted` is the one to which it goes back."""
        self.more.setHidden(size == "S")
        self.larger.setHidden(size != "M" or wanted == "S")
        self.smaller.setHidden(size == "S")

    def place(self, right: int, top: int) -> None:
        """Beside each other, up to the right edge."""
        for sign in (self.smaller, self.larger, self.more):
            if not sign.isHidden():
                right -= STEP
                sign.move(right, top)
