"""Rows of health as panels: a sign for how a part stands, and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from holdspace import health
from holdspace.override import override
from holdspace.ui.panel import Panel
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from holdspace.health import HealthRow, HealthState
    from holdspace.ui.settings.views import SettingsDoor
    from holdspace.ui.theme import Theme, Token
    from holdspace.words import Words

PANELS_APART = 6
"""So many pixels lie between two panels."""
_TONES: dict[HealthState, Token] = {"works": "accent", "off": "ink2", "needs_setup": "warn", "cannot": "warn"}


class Panels:
    """Panels in a column, from a place on; made anew only when the rows are others."""

    def __init__(self, column: QVBoxLayout, place: int) -> None:
        self._column = column
        self._place = place
        self._shown: tuple[HealthRow, ...] | None = None
        self.made: tuple[HealthPanel, ...] = ()
        self.theme: Theme | None = None

    def forget(self) -> None:
        """The language changed: the next rows are told anew."""
        self._shown = None

    def show(self, rows: tuple[HealthRow, ...], words: Words, door: SettingsDoor) -> None:
        if rows == self._shown:
            return
        for old in self.made:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = rows
        self.made = tuple(HealthPanel(row, words, door) for row in rows)
        for number, panel in enumerate(self.made):
            self._column.insertWidget(self._place + number, panel)
            if self.theme is not None:
                panel.dress(self.theme)


class Sign(QWidget):
    """How a part stands, by its shape: a tick, a ring with a dash, a triangle, a dash."""

    def __init__(self, state: HealthState) -> None:
        super().__init__()
        self._state = state
        self._theme: Theme | None = None
        self.setFixedSize(18, 18)

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(18, 18)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = theme.color(_TONES[self._state])
        painter.setPen(QPen(tone, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        match self._state:
            case "works":
                painter.drawPolyline([QPointF(4, 9), QPointF(8, 13), QPointF(14, 5)])
            case "off":
                painter.drawLine(QPointF(5, 9), QPointF(13, 9))
            case "needs_setup":
                painter.drawEllipse(QPointF(9, 9), 6, 6)
                painter.drawLine(QPointF(9, 6), QPointF(9, 9.5))
                painter.drawPoint(QPointF(9, 12.2))
            case "cannot":
                painter.setBrush(tone)
                painter.drawPolygon([QPointF(9, 3.5), QPointF(15, 14), QPointF(3, 14)])
        painter.end()


class HealthPanel(Panel):
    """One part: its name, how it stands, when that was last seen, and what can be done."""

    def __init__(self, row: HealthRow, words: Words, door: SettingsDoor) -> None:
        super().__init__("field")
        self.row = row
        self.sign = Sign(row.state)
        self.name = Text("strong", "ink", lines=2)
        self.standing = Text("text", "ink2", lines=4)
        self.remedy = Text("text", "ink", lines=5)
        self.name.say(health.title(row, words))
        seen = words.t("last verified {when}", when=door.when(row.last_verified)) if row.last_verified else ""
        self.standing.say(" · ".join(part for part in (health.standing(row, words), seen) if part))
        self.remedy.say(health.remedy(row, words) if row.state != "works" else "")
        self.remedy.setHidden(not self.remedy.text())
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        words_ = QVBoxLayout()
        words_.setSpacing(2)
        for text in (self.name, self.standing, self.remedy):
            words_.addWidget(text)
        head.addLayout(words_, 1)
        self.column.setContentsMargins(14, 6, 14, 6)  # there are many: as many as can be are seen without scrolling
        self.column.addLayout(head)
        self.setAccessibleName(
            ", ".join(text.text() for text in (self.name, self.standing, self.remedy) if text.text())
        )

    def dress(self, theme: Theme) -> None:
        """The theme for the panel and everything on it."""
        for one in (self, self.sign, self.name, self.standing, self.remedy):
            one.apply_theme(theme)
