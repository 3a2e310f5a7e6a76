"""Tray icons: a shape for each state, in one middle tone that reads on dark and on light panels."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from holdspace.resources import root

if TYPE_CHECKING:
    from holdspace.ui.views import TrayState

TONE = "#2F9280"
TONE_NEEDS = "#B7791F"
"""At least 3 to 1 against panels as light as #F6F5F4 and as dark as #202020 each; a test measures it."""
_FILES: dict[TrayState, str] = {
    "free": "free",
    "in_session": "session",
    "stepped_out": "away",
    "isolation": "isolation",
    "needs_you": "needs-you",
}
SIZES = (16, 22, 24, 32, 44, 48, 64)


@cache
def tray_icon(state: TrayState) -> QIcon:
    """The icon of a state in every size that panels ask for."""
    icon = QIcon()
    for size in SIZES:
        drawn = shipped(state, size)
        icon.addPixmap(pixmap(state, size) if drawn is None else drawn)
    return icon


def shipped(state: TrayState, size: int) -> QPixmap | None:
    """The icon that ships with Holdspace; None where it, or Qt's reader of SVG, is missing."""
    file = root() / "icons" / f"tray-{_FILES[state]}.svg"
    drawn = QIcon(str(file)).pixmap(QSize(size, size), 1.0) if file.is_file() else QPixmap()
    return None if drawn.isNull() else drawn


@cache
def app_icon() -> QIcon:
    """The icon of the windows: the shipped one, or the tray's when it is missing."""
    file = root() / "icons" / "holdspace.svg"
    return QIcon(str(file)) if file.is_file() else tray_icon("in_session")


def pixmap(state: TrayState, size: int) -> QPixmap:
    """One icon. Free: a ring. In session: a ring with a full heart. Stepped out: a broken ring. Isolation: squares. Needs you: "!"."""
    made = QPixmap(size, size)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 22, size / 22)
    tone = QColor(TONE_NEEDS if state == "needs_you" else TONE)
    ring = QPen(tone, 2.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(ring)
    area = QRectF(3, 3, 16, 16)
    match state:
        case "free":
            painter.drawEllipse(area)
        case "in_session":
            painter.drawEllipse(area)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone)
            painter.drawEllipse(QPointF(11, 11), 5, 5)
        case "stepped_out":
            for start in range(4):
                painter.drawArc(area, (start * 90 + 22) * 16, 46 * 16)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone)
            painter.drawEllipse(QPointF(11, 11), 2.4, 2.4)
        case "isolation":
            painter.drawRoundedRect(QRectF(3, 3, 16, 16), 3, 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone)
            painter.drawRoundedRect(QRectF(7, 7, 8, 8), 1.5, 1.5)
        case "needs_you":
            painter.drawEllipse(area)
            painter.drawLine(QPointF(11, 7.2), QPointF(11, 11.6))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone)
            painter.drawEllipse(QPointF(11, 15), 1.4, 1.4)
    painter.end()
    return made
