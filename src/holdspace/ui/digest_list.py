"""The rows of the digest as a list: a model with words for screen readers, and a painter for the eye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from holdspace.frozen import dataclass
from holdspace.override import override
from holdspace.ui.fonts import font
from holdspace.ui.text import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QListView

    from holdspace.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
INSET = 10
"""So far from the edge of the list its words begin: room for the ring around what has the keyboard."""
TIME = 52
DOTS = 28
"""So much room at the right has the sign that opens the menu of a row."""
_LINES = 3
_STORY_LINES = 7
_ALL = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the list: a heading, what arrived, a remark, words of the practitioner's own, or what something can be
    said of: how it ended, and who comes again and again.
    """

    kind: Literal["heading", "row", "remark", "words", "hint"]
    text: str
    """Of a row: all texts of one interruption, a line each, the first of them in front. Words: as they were written."""
    time: str = ""
    detail: str = ""
    outcome: str = ""
    story: str = ""
    """Who said what about it, in one line."""
    shape: str = ""
    """The code of the outcome: told by a shape beside the words."""
    key: str = ""
    """The interruption of a row that has a menu, or the session of the line that says how it ended; empty where there is none."""

    @property
    def spoken(self) -> str:
        parts = (self.time, *self.text.split("\n"), self.outcome, self.detail, self.story)
        return ", ".join(part for part in parts if part)


class DigestModel(QAbstractListModel):
    """Holds the entries; they are replaced whole."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()

    def fill(self, entries: tuple[Entry, ...]) -> None:
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self._entries

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._entries)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._entries[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return entry.spoken
        return entry if role == Qt.ItemDataRole.UserRole else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def _words(entry: Entry, room: int) -> list[str]:
    """The lines of words of one's own: all of them, as nobody else wrote them."""
    return [line for text in entry.text.split("\n") for line in lines_of(text, font("text"), room, _ALL) or [""]]


def _room(entry: Entry, width: int) -> int:
    """How wide the words of a row may be."""
    return width - TIME - 20 - (DOTS if entry.key else 0)


def _hint_lines(entry: Entry, width: int) -> list[str]:
    return lines_of(entry.text, font("text"), width - INSET - 10 - DOTS, _LINES)


def _texts(entry: Entry, room: int) -> Iterator[tuple[QFont, list[str]]]:
    """Each text of a row in the lines that it takes, and how it is written: the first stands out."""
    face = font("button")
    face.setWeight(face.Weight.Medium)
    for text in filter(None, entry.text.split("\n")):
        yield face, lines_of(text, face, room, _LINES)
        face = font("text")


def _story_lines(entry: Entry, room: int) -> list[str]:
    return lines_of(entry.story, font("small"), room - 16, _STORY_LINES) if entry.story else []


class DigestPainter(QStyledItemDelegate):
    """Paints entries from the theme."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.theme: Theme | None = None

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = index.data(Qt.ItemDataRole.UserRole)
        width = self._view.viewport().width()
        return QSize(0, self.height(entry, width) if isinstance(entry, Entry) else 0)

    @staticmethod
    def height(entry: Entry, width: int) -> int:
        """How tall an entry is in a list of this width."""
        if entry.kind == "heading":
            return 40
        if entry.kind == "remark":
            return 12 + 17 * len(lines_of(entry.text, font("text"), width - 36, 4))
        if entry.kind == "hint":
            return 8 + 17 * len(_hint_lines(entry, width))
        if entry.kind == "words":
            return 10 + 17 * len(_words(entry, width - TIME - 20))
        room = _room(entry, width)
        lines = sum(len(lines) for _, lines in _texts(entry, room))
        return 10 + 18 * max(1, lines) + 18 + 15 * len(_story_lines(entry, room)) + 10

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry, theme = index.data(Qt.ItemDataRole.UserRole), self.theme
        if not isinstance(entry, Entry) or theme is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state: QStyle.StateFlag = option.state
        area: QRect = option.rect
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), 9, 9)
        match entry.kind:
            case "heading":
                self._line(
                    painter, theme, area.left() + INSET, area.top() + 14, entry.text, area.width() - 20, strong=True
                )
            case "remark":
                self._mark(painter, theme, QPointF(area.left() + 14, area.top() + 14), "gap")
                painter.setFont(font("text"))
                painter.setPen(theme.color("ink2"))
                for number, line in enumerate(lines_of(entry.text, font("text"), area.width() - 36, 4)):
                    painter.drawText(QPointF(area.left() + 26, area.top() + 18 + 17 * number), line)
            case "words":
                painter.setFont(font("text"))
                painter.setPen(theme.color("ink2"))
                painter.drawText(QPointF(area.left() + INSET, area.top() + 18), entry.time)
                painter.setPen(theme.color("ink"))
                for number, line in enumerate(_words(entry, area.width() - TIME - 20)):
                    painter.drawText(QPointF(area.left() + INSET + TIME, area.top() + 18 + 17 * number), line)
            case "hint":
                self._dots(painter, theme, area, area.top() + 12)
                painter.setFont(font("text"))
                painter.setPen(theme.color("ink2"))
                for number, line in enumerate(_hint_lines(entry, area.width())):
                    painter.drawText(QPointF(area.left() + INSET, area.top() + 16 + 17 * number), line)
            case "row":
                self._row(painter, theme, entry, area)
        painter.restore()

    def _row(self, painter: QPainter, theme: Theme, entry: Entry, area: QRect) -> None:
        left = area.left() + INSET + TIME
        room = _room(entry, area.width())
        if entry.key:
            self._dots(painter, theme, area, area.top() + 19)
        painter.setFont(font("text"))
        painter.setPen(theme.color("ink2"))
        base = area.top() + 10 + 13
        painter.drawText(QPointF(area.left() + INSET, base), entry.time)
        drawn = 0
        for face, lines in _texts(entry, room):
            painter.setFont(face)
            painter.setPen(theme.color("ink2" if drawn else "ink"))
            for line in lines:
                painter.drawText(QPointF(left, base + 18 * drawn), line)
                drawn += 1
        base += 18 * max(1, drawn) + 1
        self._mark(painter, theme, QPointF(left + 4, base - 4), entry.shape)
        painter.setFont(font("small"))
        painter.setPen(theme.color("ink2"))
        words = f"{entry.outcome}  ·  {entry.detail}" if entry.detail else entry.outcome
        shown = QFontMetrics(font("small")).elidedText(words, Qt.TextElideMode.ElideRight, room - 16)
        painter.drawText(QPointF(left + 16, base), shown)
        for number, line in enumerate(_story_lines(entry, room), 1):
            painter.drawText(QPointF(left + 16, base + 15 * number), line)

    @staticmethod
    def _dots(painter: QPainter, theme: Theme, area: QRect, height: int) -> None:
        """The sign that opens a menu."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("ink2"))
        for across in (-5, 0, 5):
            painter.drawEllipse(QPointF(area.right() - DOTS / 2 - 2 + across, height), 1.5, 1.5)

    @staticmethod
    def _line(painter: QPainter, theme: Theme, left: int, top: int, text: str, room: int, *, strong: bool) -> None:
        face = font("strong" if strong else "text")
        metrics = QFontMetrics(face)
        painter.setFont(face)
        painter.setPen(theme.color("accent"))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(left, top + metrics.ascent()), shown)

    @staticmethod
    def _mark(painter: QPainter, theme: Theme, centre: QPointF, shape: str) -> None:
        """The outcome's shape: a tick, a full dot, a ring, a bar, a triangle; a dash for what is gone."""
        tone = theme.color("warn" if shape in {"reached", "gap"} else "accent")
        pen = QPen(tone, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        x, y = centre.x(), centre.y()
        match shape:
            case "handled":
                painter.drawPolyline([QPointF(x - 3.5, y), QPointF(x - 1, y + 2.8), QPointF(x + 4, y - 3)])
            case "held":
                painter.drawEllipse(centre, 3.2, 3.2)
            case "deferred":
                painter.setBrush(tone)
                painter.drawEllipse(centre, 3, 3)
            case "reached" | "gap":
                painter.drawPolygon([QPointF(x, y - 3.6), QPointF(x + 3.8, y + 3), QPointF(x - 3.8, y + 3)])
            case _:
                painter.drawLine(QPointF(x - 3.5, y), QPointF(x + 3.5, y))
