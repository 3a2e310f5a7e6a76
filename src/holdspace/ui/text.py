"""A label that shows plain text only, in at most so many lines, and ends in an ellipsis instead of being clipped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from holdspace.override import override
from holdspace.ui.fonts import font

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QFont, QPaintEvent

    from holdspace.ui.fonts import Role
    from holdspace.ui.theme import Theme, Token


BREAK = "\u2028"
"""Where a line of plain text is broken on purpose: what follows begins `APART` pixels further down."""
APART = 4
WIDTHS = 8
"""For so many widths a text keeps its lines."""
_DASHES = re.compile(r"--(?=\w)")
_BEFORE_DOT = re.compile(" +(?=\N{MIDDLE DOT} )")
_COUNTED = re.compile(r"(?<=\d) (?=\w)")


def lines_of(text: str, face: QFont, width: float, most: int) -> list[str]:
    """`text` broken to `width` pixels in at most `most` lines; the last one is elided.

    No line begins with the dot that stands between two things, no number ends a line before what it counts, and no
    option of a command is broken behind its dashes.
    """
    unbroken = _BEFORE_DOT.sub(lambda spaces: "\N{NO-BREAK SPACE}" * len(spaces[0]), text)
    unbroken = _COUNTED.sub("\N{NO-BREAK SPACE}", unbroken)
    unbroken = _DASHES.sub("\N{NON-BREAKING HYPHEN}\N{NON-BREAKING HYPHEN}", unbroken)
    layout = QTextLayout(unbroken, face)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[tuple[int, int]] = []
    while len(starts) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 1.0))
        starts.append((line.textStart(), line.textLength()))
    layout.endLayout()
    encoded = text.encode("utf-16-le", "surrogatepass")  # Qt counts UTF-16 units

    def cut(start: int, length: int | None) -> str:
        end = None if length is None else 2 * (start + length)
        return encoded[2 * start : end].decode("utf-16-le", "replace")

    out = [cut(start, length).rstrip() for start, length in starts]
    if starts and 2 * sum(starts[-1]) < len(encoded):
        rest = cut(starts[-1][0], None)
        out[-1] = QFontMetrics(face).elidedText(rest, Qt.TextElideMode.ElideRight, int(width))
    return out


class Text(QLabel):
    """Plain text of one role in the type scale. The whole text stays readable for screen readers."""

    def __init__(
        self, role: Role, ink: Token = "ink", *, lines: int = 1, parent: QWidget | None = None, centred: bool = False
    ) -> None:
        super().__init__(parent)
        self.ink: Token = ink
        self.lines = lines
        self._theme: Theme | None = None
        self._centred = centred
        self._of = ""
        self._at: dict[int, list[tuple[int, str]]] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(role))
        policy = QSizePolicy(
            QSizePolicy.Policy.Preferred if lines == 1 else QSizePolicy.Policy.Expanding,
            QSizePolicy.Policy.Fixed if lines == 1 else QSizePolicy.Policy.Preferred,
        )
        policy.setHeightForWidth(lines > 1)
        self.setSizePolicy(policy)

    def say(self, text: str) -> None:
        """Show this text; nothing happens when it is shown already."""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text.replace(BREAK, " "))
            self.updateGeometry()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def _placed(self, width: int) -> list[tuple[int, str]]:
        """The lines at this width, and how far down each is; kept, as a layout asks many times for the same few widths."""
        if self.text() != self._of or len(self._at) > WIDTHS:
            self._of, self._at = self.text(), {}
        if width not in self._at:
            self._at[width] = list(self._place(self._of.split(BREAK), width))
        return self._at[width]

    def _place(self, parts: list[str], width: int) -> Iterator[tuple[int, str]]:
        left, down = self.lines, 0
        for number, part in enumerate(parts, 1):
            lines = lines_of(part, self.font(), width, left)
            full = len(lines) == left and number < len(parts)
            for line in lines_of(" ".join(parts[number - 1 :]), self.font(), width, left) if full else lines:
                yield down, line
                left, down = left - 1, down + self._line_height()
            if full:
                return
            down += APART

    def _line_height(self) -> int:
        metrics = QFontMetrics(self.font())
        return metrics.lineSpacing() + (2 if self.lines > 1 else 0)

    @override
    def hasHeightForWidth(self) -> bool:
        return self.lines > 1

    @override
    def heightForWidth(self, width: int) -> int:
        last = self._placed(width)[-1:] if self.text() else []
        return sum(down for down, _ in last) + self._line_height()

    @override
    def sizeHint(self) -> QSize:
        wide = QFontMetrics(self.font()).horizontalAdvance(self.text()) + 2
        if self.lines > 1:
            wide = min(wide, 240)
            return QSize(wide, self.heightForWidth(wide))
        return QSize(wide, self._line_height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._line_height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None or not self.text():
            return
        painter = QPainter(self)
        face = self.font()
        painter.setFont(face)
        painter.setPen(self._theme.color(self.ink))
        metrics = QFontMetrics(face)
        height = self._line_height()
        for down, line in self._placed(self.width()):
            wide = metrics.horizontalAdvance(line)
            left = (self.width() - wide) / 2 if self._centred else 0.0
            if self.alignment() & Qt.AlignmentFlag.AlignRight:
                left = self.width() - wide
            painter.drawText(QPointF(left, down + (height - metrics.height()) / 2 + metrics.ascent()), line)
        painter.end()
