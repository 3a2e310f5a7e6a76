"""The keyboard, lent to a window that otherwise refuses it: upon a click or a key of the practitioner's, and given back.

On X11 a window says in its hints whether it wants the focus, and may say otherwise while it shows. So nothing is
hidden, mapped or made anew, and a click on any other part of the window still leaves the focus where it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from holdspace.ui.focus import BorrowedFocus

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class LentKeyboard:
    """Of one window. `lent` tells whether the window has asked for the keyboard and not yet given it back."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._focus = BorrowedFocus()
        self.lent = False

    def lend(self, part: QWidget) -> None:
        """Let this part of the window, which shows, have the keyboard."""
        if not self.lent:
            self.lent = True
            self._focus.remember()
            self._refuse(refused=False)
        if not self._window.isActiveWindow():
            self._window.activateWindow()
            self._focus.take(int(self._window.winId()))
        part.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    @property
    def gone(self) -> bool:
        """Whether somebody else has it now, by the X server's word: to be asked when the window is active no longer."""
        return not self._focus.is_with(int(self._window.winId()))

    def give_back(self) -> None:
        """To whoever had it before."""
        if self.lent:
            self.lent = False
            self._refuse(refused=True)
            self._focus.give_back()

    def hand_over(self) -> int | None:
        """It goes elsewhere, by a click or to another window of ours, and the window refuses it again.

        The answer is who had it before, to whom that other one is to give it back.
        """
        if not self.lent:
            return None
        self.lent = False
        self._refuse(refused=True)
        return self._focus.forget()

    def _refuse(self, *, refused: bool) -> None:
        handle = self._window.windowHandle()
        if handle is not None:
            handle.setFlag(Qt.WindowType.WindowDoesNotAcceptFocus, refused)
