"""A row of buttons that wraps when words are long."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from holdspace.override import override
from holdspace.ui.buttons import HEIGHT, Button

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

GAP = 8


class ButtonRow(QWidget):
    """Buttons in one row as long as they fit, else in several. The first one takes what is left over, if told so.

    With `columns` they stand in columns of equal width, as long as the words fit them.
    """

    def __init__(
        self, *, stretch_first: bool = False, gap: int = GAP, columns: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = columns
        self._stretch_first = stretch_first
        self._gap = gap
        self._buttons: list[QWidget] = []
        self._asked_to_keep = self._last_stays = False
        self._back: set[QWidget] = set()
        """Who stands back now, as the last one needs the room."""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def put(self, *buttons: QWidget) -> None:
        """Add buttons, in the order in which they are read and tabbed through."""
        for button in buttons:
            button.setParent(self)
            self._buttons.append(button)

    def order(self, *buttons: QWidget) -> None:
        """The same buttons in another order."""
        if buttons != tuple(self._buttons):
            self._buttons = list(buttons)
            for one, other in pairwise(buttons):
                QWidget.setTabOrder(one, other)
            self.arrange()

    def keep_last(self, *, on: bool) -> None:
        """While it is on, the last button stays where it is: it is about to be pressed once more, in other words.

        To be told before it is named anew. Where it stood in one row with the others and its words become too long
        for that, those before it stand back, the nearest first.
        """
        if on != self._asked_to_keep:
            self._asked_to_keep = on
            self._last_stays = on and len(self._rows(self.width())) == 1

    def _shown(self, width: int) -> list[QWidget]:
        """The buttons that show in a row of this width."""
        shown = [button for button in self._buttons if button in self._back or not button.isHidden()]
        while self._last_stays and len(shown) > 1 and self._wide(shown) > width:
            del shown[-2]
        return shown

    def _wide(self, buttons: list[QWidget]) -> int:
        return sum(button.sizeHint().width() + self._gap for button in buttons) - self._gap

    def _stand_back(self, shown: list[QWidget]) -> None:
        for button in self._buttons:
            if button not in shown and not button.isHidden():
                self._back.add(button)
                button.hide()
            elif button in shown and button in self._back:
                self._back.discard(button)
                button.show()

    def _rows(self, width: int) -> list[list[tuple[QWidget, int]]]:
        rows: list[list[tuple[QWidget, int]]] = []
        left = 0
        for button in self._shown(width):
            wide = min(button.sizeHint().width(), width)
            if self._columns:
                cell = (width - self._gap * (self._columns - 1)) // self._columns
                wide = cell if wide <= cell else width
            if not rows or left < wide + self._gap:
                rows.append([])
                left = width + self._gap
            rows[-1].append((button, wide))
            left -= wide + self._gap
        return rows

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        rows = self._rows(width)
        tall = sum(max(_tall(button, wide) for button, wide in row) for row in rows)
        return tall + min(self._gap, GAP) * max(0, len(rows) - 1)

    @override
    def sizeHint(self) -> QSize:
        wide = sum(button.sizeHint().width() + self._gap for button in self._buttons if not button.isHidden())
        return QSize(max(0, min(wide - self._gap, 296)), self.heightForWidth(296))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(40, HEIGHT)

    def arrange(self) -> None:
        """Place the buttons anew: after words changed or one was hidden."""
        top = 0
        self._stand_back(self._shown(self.width()))
        for row in self._rows(self.width()):
            spare = self.width() - sum(wide for _, wide in row) - self._gap * (len(row) - 1)
            left = 0
            tall = max(_tall(button, wide) for button, wide in row)
            for number, (button, wide) in enumerate(row):
                grown = self._grown(number, len(row), spare)
                button.setGeometry(left, top, wide + grown, tall)
                left += wide + grown + self._gap
            top += tall + min(self._gap, GAP)
        self.updateGeometry()

    def _grown(self, number: int, count: int, spare: int) -> int:
        if not self._stretch_first:
            return spare if self._last_stays and number == count - 1 else 0
        first_row = count == len([b for b in self._buttons if not b.isHidden()])
        if first_row:
            return spare if number == 0 else 0
        return spare // count  # wrapped: every button of the row grows alike

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()


def _tall(button: QWidget, width: int) -> int:
    return button.tall_for(width) if isinstance(button, Button) else button.sizeHint().height()
