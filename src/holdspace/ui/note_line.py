"""The note of a session: it grows with what is written in it, and keeps each word without a key being pressed for it.

A key waits for AUTOSAVE_MS at most: the wait begins with the first key that is not kept yet, and further keys do not
put it off. When the focus leaves, the session ends or the app quits, what is left is kept at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from holdspace.override import override
from holdspace.private import Private, clean_lines
from holdspace.ui.field import sheet_of_lines
from holdspace.ui.fonts import font
from holdspace.ui.text import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent

    from holdspace.ui.theme import Theme
    from holdspace.words import Words

AUTOSAVE_MS = 250
"""What was typed in so many milliseconds before a kill may be lost, and nothing that was typed before."""
LONGEST = 10_000
"""Characters that a note may have: a session's typing. It fits a line of our protocol, whatever is written."""
LINES = 5
"""So tall it grows; then it scrolls."""
_WIDEST = 200
"""More characters than a line of it can show: what stands behind so many of them for each line is not measured."""
_PAD_ACROSS, _PAD_DOWN = 11, 7


class NoteLine(QPlainTextEdit):
    """`wanted`: somebody clicked into it. `left`: Enter, Esc or a click beside it. `grown`: it is taller or lower now."""

    wanted = Signal()
    left = Signal()
    grown = Signal()
    filled = Signal()
    """It became full, or is no longer."""

    def __init__(self, write: Callable[[str, Private], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._write = write
        self._session = ""
        self._kept = ""
        self._stood = ""
        self._most = LINES
        self._tall = 0
        self.full = False
        face = font("button")
        face.setWeight(face.Weight.Normal)
        self.setFont(face)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhMultiLine)
        self.soon = QTimer(self)
        self.soon.setSingleShot(True)
        self.soon.setInterval(AUTOSAVE_MS)
        self.soon.timeout.connect(self.flush)
        self.textChanged.connect(self._changed)
        self._fit()

    # -- what it shows ------------------------------------------------------------------------------------------------
    def name(self, words: Words) -> None:
        self.setAccessibleName(words.t("Note"))
        self.setPlaceholderText(words.t("A note for yourself, kept as you write"))

    def show_note(self, session: str, note: Private | None) -> None:
        """The note of this session. While it is the same session, what stands here is newer than what was kept."""
        if session == self._session:
            return
        self.flush()
        self._session = session
        self._kept = note.reveal() if note else ""
        self.setPlainText(self._kept)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def apply_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet_of_lines(theme, _PAD_DOWN, _PAD_ACROSS))

    # -- keeping ------------------------------------------------------------------------------------------------------
    def flush(self) -> None:
        """Keep now what is not kept yet."""
        self.soon.stop()
        written = clean_lines(self.toPlainText(), LONGEST)
        if self._session and written != self._kept:
            self._kept = written
            self._write(self._session, Private(written))

    def _changed(self) -> None:
        excess = self.document().characterCount() - 1 - LONGEST
        if excess > 0:
            self._leave_out(excess)
            self._tell_full(full=True)
            return  # what was left out was told as a change of its own
        if excess < 0:
            self._tell_full(full=False)
        self._stood = self.toPlainText()
        self._fit()
        if self._stood != self._kept and not self.soon.isActive():
            self.soon.start()

    def _leave_out(self, excess: int) -> None:
        """So much of what came last as does not fit, however and wherever it came."""
        before, now = self._stood, self.toPlainText()
        start = _alike(before, now)
        same = _alike(before[start:][::-1], now[start:][::-1])
        end = _units(now[: len(now) - same])
        cursor = self.textCursor()
        cursor.setPosition(max(_units(now[:start]), end - excess))
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def _tell_full(self, *, full: bool) -> None:
        if full != self.full:
            self.full = full
            self.filled.emit()

    def allow(self, lines: int) -> None:
        """So many lines at most, on a screen that has no room for more."""
        self._most = lines
        self._stretch()

    # -- its height ---------------------------------------------------------------------------------------------------
    def _fit(self) -> None:
        if self._stretch():
            self.grown.emit()

    def _stretch(self) -> bool:
        """Whether it became taller or lower."""
        tall = self._lines() * QFontMetrics(self.font()).lineSpacing() + 2 * _PAD_DOWN + 4
        if tall != self._tall:
            self._tall = tall  # before it is told: Qt resizes within the call
            self.setFixedHeight(tall)
            self.ensureCursorVisible()
            return True
        return False

    def _lines(self) -> int:
        """Counted here: Qt breaks a line only when it is painted."""
        room = self.width() - 2 * (_PAD_ACROSS + 1)
        count = 0
        for line in self.toPlainText().split("\n"):
            count += max(1, len(lines_of(line[: LINES * _WIDEST], self.font(), room, self._most)))
            if count >= self._most:
                return self._most
        return count

    # -- keys and mouse -----------------------------------------------------------------------------------------------
    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Escape or (event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain):
            self.flush()
            self.left.emit()
            return
        super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.wanted.emit()
        super().mousePressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
        if event.reason() == Qt.FocusReason.MouseFocusReason:  # a click on another part of the window
            self.left.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
        self.ensureCursorVisible()


def _units(text: str) -> int:
    """How long Qt takes it to be."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _alike(one: str, other: str) -> int:
    """How many characters they begin with are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (left, right) in pairs if left != right), min(len(one), len(other)))
