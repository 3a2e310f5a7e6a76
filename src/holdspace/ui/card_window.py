"""The floating card: a frameless window with a rounded card in it, which can be dragged and remembers its place."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from holdspace.frozen import dataclass
from holdspace.ui.override import override

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QMouseEvent, QMoveEvent, QPaintEvent, QShowEvent

    from holdspace.ui.theme import Theme

TITLE = "Holdspace"
WIDTH = 332
RADIUS = 18
SHADOW = 18
"""Room around the card for its shadow, where a compositor can show one."""
SETTLING = 2000
"""Milliseconds after it is shown in which a window manager is still putting a frame around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the card's upper left corner is on the desktop, in Qt's pixels, and how large the card is wanted."""

    x: int
    y: int
    size: Literal["S", "M"] = "M"


class CardWindow(QWidget):
    """A card of fixed width that is as tall as what it holds. `composited` False: opaque, one border, no shadow."""

    def __init__(self, flags: Qt.WindowType, *, composited: bool) -> None:
        super().__init__(None, flags | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self.composited = composited
        self.moved: Callable[[QPoint], None] | None = None
        self.home: QPoint | None = None
        """Where the practitioner put the card; it goes back there after it had to make room."""
        self._theme: Theme | None = None
        self._grip: QPoint | None = None
        self._wanted: QPoint | None = None
        self.setWindowTitle(TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, composited)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(0)
        self.pad(18, 16)

    @property
    def margin(self) -> int:
        return SHADOW if self.composited else 0

    def pad(self, across: int, down: int) -> None:
        """Paddings inside the card."""
        self.column.setContentsMargins(
            self.margin + across, self.margin + down, self.margin + across, self.margin + down
        )

    def fit(self, card_width: int = WIDTH) -> None:
        """Be as tall as the layout wants at this width."""
        width = card_width + 2 * self.margin
        layout = self.column
        for child in self.findChildren(QWidget):  # layouts keep heights of what was shown before
            child.updateGeometry()
        layout.invalidate()
        tall = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        if self.size() != QSize(width, tall):
            self.setFixedSize(width, tall)
        layout.activate()

    def apply_theme(self, theme: Theme) -> None:
        """Give the theme to everything in the window that paints itself."""
        self._theme = theme
        for child in self.findChildren(QWidget):
            give = getattr(child, "apply_theme", None)
            if give is not None:
                give(theme)
        self.update()

    def card_corner(self) -> QPoint:
        """The card's upper left corner on the desktop, without the shadow's room."""
        return self.pos() + QPoint(self.margin, self.margin)

    def put_corner(self, corner: QPoint) -> None:
        """Move the card there, or as near as it stays on a screen whole."""
        screen = QGuiApplication.screenAt(corner) or QGuiApplication.primaryScreen()
        area = screen.availableGeometry()
        card = self.size() - QSize(2 * self.margin, 2 * self.margin)
        x = max(area.left(), min(corner.x(), area.right() + 1 - card.width()))
        y = max(area.top(), min(corner.y(), area.bottom() + 1 - card.height()))
        self._wanted = QPoint(x - self.margin, y - self.margin)
        self.move(self._wanted)

    def put_default(self) -> None:
        """The upper right of the first screen."""
        area = QGuiApplication.primaryScreen().availableGeometry()
        card = self.width() - 2 * self.margin
        self.home = QPoint(area.right() + 1 - card - 24, area.top() + 24)
        self.put_corner(self.home)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(SETTLING, self, self._settled)

    @override
    def moveEvent(self, event: QMoveEvent) -> None:
        # Between the making of the frame and its being put in place, Qt reads (0, 0) from the X server and keeps it:
        # a drag would begin by a jump. Asked once more for the same place, the window manager says where we are.
        wanted = self._wanted
        if event.spontaneous() and wanted is not None and event.pos() != wanted:
            self._wanted = None
            self.move(wanted)

    @Slot()
    def _settled(self) -> None:
        self._wanted = None

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        card = QRectF(self.rect()).adjusted(self.margin, self.margin, -self.margin, -self.margin)
        if not self.composited:
            painter.setPen(QPen(theme.color("field_line"), 1))
            painter.setBrush(theme.color("card"))
            painter.drawRect(card.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, shadow(self.width(), self.height(), self.devicePixelRatioF(), theme.dark))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color("card"))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        handle = self.windowHandle()
        if QGuiApplication.platformName().startswith("wayland") and handle is not None:
            handle.startSystemMove()  # a Wayland client cannot move itself
            return
        self._grip = event.globalPosition().toPoint() - self.pos()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self.move(event.globalPosition().toPoint() - self._grip)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._grip = None
            self.put_corner(self.card_corner())
            self.home = self.card_corner()
            if self.moved is not None:
                self.moved(self.card_corner())


@lru_cache(maxsize=8)
def shadow(width: int, height: int, ratio: float, dark: bool) -> QPixmap:
    """A soft shadow under a card of this window's size, painted once per size and screen."""
    made = QPixmap(round(width * ratio), round(height * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    card = QRectF(SHADOW, SHADOW, width - 2 * SHADOW, height - 2 * SHADOW).translated(0, 4)
    layers = SHADOW - 5
    strength = 3.0 if dark else 1.7
    for step in range(layers, 0, -1):
        painter.setBrush(QColor(16, 24, 22, round(strength * (1 + (layers - step) / 3))))
        grown = card.adjusted(-step, -step, step, step)
        painter.drawRoundedRect(grown, RADIUS + step, RADIUS + step)
    painter.end()
    return made
