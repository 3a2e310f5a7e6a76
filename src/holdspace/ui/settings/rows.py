"""A list of tables to choose from: headings, a title and a line below, and a mark where something is wrong or ends soon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from holdspace.frozen import dataclass
from holdspace.override import override
from holdspace.ui.fonts import font
from holdspace.ui.text import lines_of
from holdspace.ui.wrapping_list import WrappingList

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from holdspace.ui.settings.views import Path
    from holdspace.ui.theme import Theme
    from holdspace.words import Words

Index = QModelIndex | QPersistentModelIndex
REMARK_LINE = 17
Mark = Literal["", "wrong", "soon"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a list. A heading has no path and cannot be chosen; nor can a remark, which has only a detail.

    `spoken` is what the mark means, in words.
    """

    title: str = ""
    detail: str = ""
    path: Path | None = None
    mark: Mark = ""
    spoken: str = ""

    @property
    def said(self) -> str:
        return ", ".join(part for part in (self.title, self.detail, self.spoken) if part)


def spoken(mark: Mark, words: Words) -> str:
    """What a mark means, for a screen reader."""
    said = {"wrong": words.t("something is wrong here"), "soon": words.t("ends soon or has ended"), "": ""}
    return said[mark]


class RowModel(QAbstractListModel):
    """Holds the rows. What only changes its words leaves the choice where it is."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def fill(self, rows: tuple[Row, ...]) -> None:
        if [row.path for row in rows] == [row.path for row in self.rows]:
            before, self.rows = self.rows, rows
            for number, (one, other) in enumerate(zip(before, rows, strict=True)):
                if one != other:
                    self.dataChanged.emit(self.index(number), self.index(number))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title or row.detail
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return row.said
        return row if role == Qt.ItemDataRole.UserRole else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.rows[index.row()].path is None:
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class RowPainter(QStyledItemDelegate):
    """Paints rows from the theme."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.theme: Theme | None = None

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, Row):
            return QSize(0, 0)
        if not row.title:
            return QSize(0, 12 + REMARK_LINE * len(self._remark(row)))
        return QSize(0, 34 if not row.detail else 46)

    def _remark(self, row: Row) -> list[str]:
        """The lines of a remark in the list as wide as it is."""
        return lines_of(row.detail, font("caption"), self._view.viewport().width() - 22, 6)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, theme = index.data(Qt.ItemDataRole.UserRole), self.theme
        if not isinstance(row, Row) or theme is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state: QStyle.StateFlag = option.state
        area = QRectF(option.rect).adjusted(0, 1, -2, -1)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("soft"))
            painter.drawRoundedRect(area, 9, 9)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 8, 8)
        if not row.title:
            painter.setFont(font("caption"))
            painter.setPen(theme.color("ink2"))
            for number, line in enumerate(self._remark(row)):
                painter.drawText(QPointF(area.left() + 10, area.top() + 14 + REMARK_LINE * number), line)
            painter.restore()
            return
        room = int(area.width()) - 20 - (18 if row.mark else 0)
        face = font("label") if row.path is None else font("line")
        metrics = QFontMetrics(face)
        painter.setFont(face)
        painter.setPen(theme.color("ink2" if row.path is None else "ink"))
        top = area.top() + (7 if row.detail else (area.height() - metrics.height()) / 2)
        shown = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(area.left() + 10, top + metrics.ascent()), shown)
        if row.detail:
            face = font("caption")
            metrics = QFontMetrics(face)
            painter.setFont(face)
            painter.setPen(theme.color("ink2"))
            shown = metrics.elidedText(row.detail, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QPointF(area.left() + 10, area.bottom() - 8 - metrics.descent()), shown)
        if row.mark:
            self._mark(painter, theme, QPointF(area.right() - 14, area.center().y()), row.mark)
        painter.restore()

    @staticmethod
    def _mark(painter: QPainter, theme: Theme, centre: QPointF, mark: Mark) -> None:
        """A full triangle: something is wrong. A clock: it ends soon, or has ended."""
        x, y = centre.x(), centre.y()
        painter.setPen(QPen(theme.color("warn"), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        if mark == "wrong":
            painter.setBrush(theme.color("warn"))
            painter.drawPolygon([QPointF(x, y - 4), QPointF(x + 4.4, y + 3.4), QPointF(x - 4.4, y + 3.4)])
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, 5, 5)
            painter.drawPolyline([QPointF(x, y - 3), QPointF(x, y), QPointF(x + 2.4, y + 1.4)])


class RowList(WrappingList):
    """The list itself. `chosen` tells the path of the row that a person went to; `asked` which key was pressed on it."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows = RowModel()
        self._painter = RowPainter(self)
        self.setModel(self.rows)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)

    def path(self) -> Path | None:
        """The path of the row that is chosen."""
        index = self.currentIndex()
        return self.rows.rows[index.row()].path if index.isValid() else None

    def go_to(self, path: Path | None) -> bool:
        """Choose the row of this path, without telling; False when there is none."""
        for number, row in enumerate(self.rows.rows):
            if row.path == path and path is not None:
                self.blockSignals(True)
                self.setCurrentIndex(self.rows.index(number))
                self.blockSignals(False)
                return True
        return False

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and not self.signalsBlocked():
            self.chosen.emit(self.path())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is chosen stays in sight when there is less room; whoever scrolled away from it stays where they are."""
        at, before = self.currentIndex(), QRect(QPoint(0, 0), event.oldSize())
        seen = at.isValid() and before.intersects(self.visualRect(at))
        super().resizeEvent(event)
        if seen:
            self.scrollTo(at)

    def apply_theme(self, theme: Theme) -> None:
        self._painter.theme = theme
        self.viewport().update()
