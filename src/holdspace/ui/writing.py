"""Writing the session's note: the one part of the floating window that is ever given the keyboard, and how it goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from holdspace.ui.keyboard import LentKeyboard
    from holdspace.ui.large import Large


LOOK_AGAIN_MS = 200


class Writing:
    """`refit` is called when there is more or less to show: while somebody writes, a hint stands below the note."""

    def __init__(self, window: QWidget, large: Large, keyboard: LentKeyboard, refit: Callable[[], None]) -> None:
        self._window = window
        self._large = large
        self._keyboard = keyboard
        self._refit = refit
        self._doubt = QTimer(window)
        self._doubt.setSingleShot(True)
        self._doubt.setInterval(LOOK_AGAIN_MS)
        self._doubt.timeout.connect(self.follow)

    def begin(self) -> None:
        """The note, which shows, takes the keyboard: upon the practitioner's click or key only."""
        self._keyboard.lend(self._large.note)
        self._large.show_hint(writing=True)
        self._refit()

    def leave(self) -> None:
        """What was written is kept, and the keyboard goes back to who had it."""
        self._large.note.flush()
        self._keyboard.give_back()
        self._left()

    def follow(self) -> None:
        """The window is active or no longer: the keyboard is handed over once somebody else has it.

        As long as only a key is held down it is looked again: whoever goes elsewhere meanwhile is told of by nobody.
        """
        if not self._keyboard.lent or self._window.isActiveWindow():
            self._doubt.stop()
        elif self._keyboard.gone:
            self.hand_over()
        else:
            self._doubt.start()

    def hand_over(self) -> int | None:
        """The keyboard goes to another window; who had it before the note, if it was here."""
        self._large.note.flush()
        before = self._keyboard.hand_over()
        self._left()
        return before

    def _left(self) -> None:
        part = self._window.focusWidget()
        if part is not None:  # else a key that comes here all the same would press it
            part.clearFocus()
        self._large.show_hint(writing=False)
        self._refit()
