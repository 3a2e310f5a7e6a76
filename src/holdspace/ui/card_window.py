"""The floating card: a frameless window with a rounded card in it, which can be dragged and remembers its place."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from holdspace.override import override

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QMouseEvent, QMoveEvent, QPaintEvent, QShowEvent

    from holdspace.ui.place import Place
    from holdspace.ui.theme import Theme

TITLE = "Holdspace"
WIDTH = 332
RADIUS = 18
SHADOW = 18
"""Room around the card for its shadow, where a compositor can show one."""
SETTLING = 2000
"""Milliseconds after its first picture in which a window manager is still putting a frame around it."""
UNSEEN = 60_000
"""Milliseconds that a busy window manager may need before there is that picture."""
ASKS = 4
"""How often a place is asked for again in that time."""
ANSWERING = 500
"""Milliseconds in which a window manager answers a move of ours, perhaps by another place than we asked for."""
RESTING = 250
"""Milliseconds without a move after which a window that a window manager moved has come to rest."""
A_DRAG = 4
"""Pixels that a press may tremble before it is a drag."""


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
        self._dragged = False
        self._wanted: QPoint | None = None
        """Where it is to be while a window manager still puts a frame around it."""
        self._asks_left = 0
        self._unseen = True
        self._asked: QPoint | None = None
        """Where we last asked to be, or were left by hand: a move to elsewhere is none of ours."""
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self._settled)
        self._answering = QTimer(self)
        self._answering.setSingleShot(True)
        self._answering.setInterval(ANSWERING)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(RESTING)
        self._resting.timeout.connect(self._rests)
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
        """Move the card there, or as near as it stays on a screen whole; never out of a hand that moves it."""
        if self._grip is not None or self._resting.isActive():
            return
        screen = QGuiApplication.screenAt(corner) or QGuiApplication.primaryScreen()
        area = screen.availableGeometry()
        card = self.size() - QSize(2 * self.margin, 2 * self.margin)
        x = max(area.left(), min(corner.x(), area.right() + 1 - card.width()))
        y = max(area.top(), min(corner.y(), area.bottom() + 1 - card.height()))
        place = QPoint(x - self.margin, y - self.margin)
        settled = self.isVisible() and not self._settling.isActive()
        if not settled:
            self._wanted = place
        elif place == self._asked:
            return  # where the window manager has it since then is its own or the practitioner's affair
        self._ask(place)

    def _ask(self, place: QPoint) -> None:
        self._asked = QPoint(place)
        self._answering.start()
        self.move(place)

    def put_at(self, place: Place | None) -> None:
        """Where it was put last, else in the upper right of the first screen."""
        if place is None:
            area = QGuiApplication.primaryScreen().availableGeometry()
            card = self.width() - 2 * self.margin
            self.home = QPoint(area.right() + 1 - card - 24, area.top() + 24)
        else:
            self.home = QPoint(place.x, place.y)
        self.put_corner(self.home)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._asks_left = ASKS
        self._unseen = True
        self._settling.start(UNSEEN)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._grip = self._wanted = None
        self._settling.stop()
        self._resting.stop()

    @override
    def moveEvent(self, event: QMoveEvent) -> None:
        if not event.spontaneous() or self._grip is not None:
            return
        if not self._settling.isActive():
            # Our own moves are told like those of others. Whose it was shows where it comes to rest, for what is told
            # may be late; and what follows a move of ours at once is the window manager's answer to it.
            if event.pos() != self._asked and not self._answering.isActive():
                self._resting.start()
            return
        # Between the making of the frame and its being put in place, Qt reads (0, 0) from the X server and keeps it:
        # a drag would begin by a jump. Asked again for the same place, the window manager says where we are; one that
        # insists on another place is not asked for ever.
        wanted = self._wanted
        if wanted is not None and event.pos() != wanted and self._asks_left > 0:
            self._asks_left -= 1
            self._ask(wanted)

    @Slot()
    def _settled(self) -> None:
        self._wanted = None

    @Slot()
    def _rests(self) -> None:
        """A window manager moved it, by the practitioner's hand: there it stays."""
        if self.isVisible() and self.pos() != self._asked:
            self._asked = self.pos()
            self._is_home()

    def _is_home(self) -> None:
        self.home = self.card_corner()
        if self.moved is not None:
            self.moved(self.home)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._unseen and self._settling.isActive():
            self._settling.start(SETTLING)
        self._unseen = False
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
        self._grip, self._dragged = event.globalPosition().toPoint() - self.pos(), False
        self._wanted = None
        self._settling.stop()
        self._resting.stop()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            return
        place = event.globalPosition().toPoint() - self._grip
        self._dragged = self._dragged or (place - self.pos()).manhattanLength() >= A_DRAG
        if self._dragged:
            self._ask(place)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        self._grip = None
        if self._dragged:
            self.put_corner(self.card_corner())
            self._is_home()


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
