"""The place marks of the session, the newest first: as many as fit, and how many more there are. Each can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from holdspace.override import override
from holdspace.ui.buttons import SignButton
from holdspace.ui.fonts import font
from holdspace.ui.text import Text, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from holdspace.ui.theme import Theme
    from holdspace.ui.views import MarkView
    from holdspace.words import Words

MOST = 4
"""So many marks show at once."""
NEXT = "\N{RIGHTWARDS ARROW} "
"""Stands before what the practitioner means to do next."""
_TIME = 44
_LINE = 16
_LINES = 2


def words_of(mark: MarkView) -> str:
    """What was marked, in one line."""
    topic, point, following = (part.reveal() if part else "" for part in (mark.topic, mark.last_point, mark.next_step))
    return "  ·  ".join(part for part in (topic, point, following and NEXT + following) if part)


class MarkRow(QWidget):
    """One mark: when it was set, and what was marked in at most two lines. The whole is told to screen readers."""

    def __init__(self, take_back: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._view: MarkView | None = None
        self.text = ""
        self._asked = ("", -1)
        self._answer: list[str] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.undo = SignButton("close", self)
        self._take_back = take_back
        self.undo.clicked.connect(self._undo)

    def show_mark(self, view: MarkView, words: Words) -> None:
        self._view = view
        topic, point, following = (
            part.reveal() if part else "" for part in (view.topic, view.last_point, view.next_step)
        )
        self.text = words_of(view)
        spoken = (topic, point, following and words.t("Next step") + ": " + following)
        self.setAccessibleName(", ".join(part for part in (view.at, *spoken) if part))
        self.undo.say(words.t("Take this mark back"))
        self.updateGeometry()
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def _undo(self) -> None:
        if self._view is not None:
            self._take_back(self._view.id)

    def _shown(self, width: int) -> list[str]:
        """Kept, as a layout asks many times for the same."""
        asked = (self.text, width)
        if asked != self._asked:
            self._asked, self._answer = asked, lines_of(self.text, font("text"), width - _TIME - 28, _LINES)
        return self._answer

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return 8 + _LINE * max(1, len(self._shown(width)))

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 8 + _LINE)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.undo.move(self.width() - 24, 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None or self._view is None:
            return
        painter = QPainter(self)
        base = 4 + (_LINE - QFontMetrics(font("text")).height()) / 2 + QFontMetrics(font("text")).ascent()
        painter.setFont(font("small"))
        painter.setPen(self._theme.color("ink2"))
        painter.drawText(QPointF(0, base), self._view.at)
        painter.setFont(font("text"))
        painter.setPen(self._theme.color("ink"))
        for number, line in enumerate(self._shown(self.width())):
            painter.drawText(QPointF(_TIME, base + _LINE * number), line)
        painter.end()


class MarkList(QWidget):
    """Shows MarkViews. `fewer` makes room on a screen that is not tall enough; it tells whether there was one to spare."""

    def __init__(self, take_back: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[MarkView, ...] = ()
        self._more = 0
        self._most = MOST
        self._words: Words | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rows = [MarkRow(take_back) for _ in range(MOST)]
        for row in self.rows:
            column.addWidget(row)
        self.more = Text("small", "ink2")
        self.none = Text("caption", "ink2", lines=3)
        """What a mark is good for, while there is none."""
        column.addWidget(self.more)
        column.addWidget(self.none)

    def show_marks(self, marks: tuple[MarkView, ...], more: int, words: Words) -> None:
        """These, the newest first; `more` of the session are not among them."""
        self._marks, self._more, self._words = marks, more, words
        self._fill()

    def all_that_fit(self) -> None:
        """As many as show at most: a taller screen may have room again."""
        self._most = MOST
        self._fill()

    def fewer(self) -> bool:
        """One less, if there is one."""
        if self._most == 0 or (not self._marks and self.isHidden()):
            return False
        self._most = max(0, min(self._most, len(self._marks)) - 1)
        self._fill()
        return True

    def _fill(self) -> None:
        words = self._words
        if words is None:
            return
        shown = self._marks[: self._most]
        for number, row in enumerate(self.rows):
            row.setHidden(number >= len(shown))
            if number < len(shown):
                row.show_mark(shown[number], words)
        left = self._more + len(self._marks) - len(shown)
        self.more.say(words.n("+{n} earlier", "+{n} earlier", left) if left else "")
        self.more.setHidden(not left)
        nothing = not self._marks and not self._more
        self.none.say(words.t("None yet. A mark says where you are, so that you find your way back."))
        self.none.setHidden(not nothing)
        self.setHidden(nothing and not self._most)
