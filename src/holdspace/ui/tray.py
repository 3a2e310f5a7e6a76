"""The tray icon: a click opens the window, the menu holds everything. Made anew when a tray host appears.

An icon that was made before there was a StatusNotifierWatcher stays an XEmbed icon for ever, or none at all; so the
watcher is watched for, and the icon made again once it is there.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

from holdspace.ui.icons import tray_icon
from holdspace.ui.menu import Menu

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.ui.views import Screen
    from holdspace.words import Words

WATCHER = "org.kde.StatusNotifierWatcher"


class Tray(QObject):
    """Owns the icon. `clicked` says that the practitioner wants the window; `changed` that a host came or went."""

    clicked = Signal()
    changed = Signal()

    def __init__(self, clock_ticks: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.menu = Menu()
        self._ticks = clock_ticks
        self._screen: Screen | None = None
        self._words: Words | None = None
        self._icon: QSystemTrayIcon | None = None
        self._settled = False
        """The icon was made while a watcher was there: then it comes back by itself after a panel's restart."""
        self._hosted = False
        """A watcher is known to be there, so that the panel need not be asked, and waited for, at every change."""
        self._minute = QTimer(self)
        self._minute.setInterval(60_000)
        self._minute.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._minute.timeout.connect(self._say)
        bus = QDBusConnection.sessionBus()
        self._watcher: QDBusServiceWatcher | None = None
        if bus.isConnected():
            mode = QDBusServiceWatcher.WatchModeFlag.WatchForOwnerChange
            self._watcher = QDBusServiceWatcher(WATCHER, bus, mode, self)
            self._watcher.serviceRegistered.connect(self._host_came)
            self._watcher.serviceUnregistered.connect(self._host_went)

    @property
    def available(self) -> bool:
        """Whether some panel shows the icon now; without one the window carries the menu."""
        if not self._hosted:
            watched = self._watched()
            if not QSystemTrayIcon.isSystemTrayAvailable():
                return False
            self._hosted = self._watcher is not None and watched
        return True

    @property
    def bus_names(self) -> tuple[str, ...]:
        """Our connection to the session bus, by which Qt would send what the tray has to say; () without a bus."""
        bus = QDBusConnection.sessionBus()
        return (bus.baseService(),) if bus.isConnected() else ()

    @property
    def tooltip(self) -> str:
        return self._icon.toolTip() if self._icon is not None else ""

    def show_first(self) -> None:
        """Show the icon before there is anything to say: the first thing that a start does."""
        if self._icon is None:
            self._make()

    def render(self, screen: Screen, words: Words) -> None:
        """Show this state; the icon is made at the first call."""
        self._screen, self._words = screen, words
        if self._icon is None:
            self._make()
        else:
            self._show()

    def close(self) -> None:
        """Take the icon away, before the app quits."""
        self._minute.stop()
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None

    def _make(self) -> None:
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None
        if QGuiApplication.platformName() != "xcb" and not self.available:
            return  # only on X11 may an older kind of tray still come without our hearing of it from the bus
        self._settled = self._watched()
        icon = QSystemTrayIcon(self)
        icon.setContextMenu(self.menu)
        icon.activated.connect(self._activated)
        self._icon = icon
        self._show()
        icon.show()

    @staticmethod
    def _watched() -> bool:
        bus = QDBusConnection.sessionBus()
        return bus.isConnected() and bool(bus.interface().isServiceRegistered(WATCHER).value())

    def _show(self) -> None:
        icon, screen = self._icon, self._screen
        if icon is None:
            return
        wanted = tray_icon(screen.tray if screen is not None else "free")
        if icon.icon().cacheKey() != wanted.cacheKey():
            icon.setIcon(wanted)
        if screen is None:
            icon.setToolTip("Holdspace")
            return
        if screen.session is not None and not self._minute.isActive():
            self._minute.start()
        elif screen.session is None:
            self._minute.stop()
        self._say()

    @Slot()
    def _say(self) -> None:
        """The tooltip: the state, the minutes left, what is held. No name, no text of anybody."""
        icon, screen, words = self._icon, self._screen, self._words
        if icon is None or screen is None or words is None:
            return
        text = tooltip(screen, words, self._ticks())
        if text != icon.toolTip():
            icon.setToolTip(text)

    @Slot()
    def _host_came(self) -> None:
        wanted = self._icon is not None or self._screen is not None
        if wanted and not (self._icon is not None and self._settled):
            self._make()
        self.changed.emit()

    @Slot()
    def _host_went(self) -> None:
        self._hosted = False
        self.changed.emit()

    @Slot(QSystemTrayIcon.ActivationReason)
    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick}:
            self.clicked.emit()


def tooltip(screen: Screen, words: Words, ticks: float) -> str:
    """ "In session · 32 min left · 2 held"."""
    from holdspace.ui.gate_line import counts  # not on the way to the first icon

    names = {
        "free": "Holdspace",
        "in_session": words.t("In session"),
        "stepped_out": words.t("Stepped out"),
        "isolation": words.t("Isolation"),
        "needs_you": words.t("Holdspace needs you"),
    }
    parts = [names[screen.tray]]
    session = screen.session
    if session is not None:
        left = session.planned_seconds - session.elapsed_seconds - max(0.0, ticks - session.at_ticks)
        if left > 0:
            parts.append(words.t("{n} min left", n=math.ceil(left / 60)))
        else:
            parts.append(words.t("{n} min over", n=int(-left // 60)))
        parts.append(counts(words, screen.held, 0, 0))
    elif screen.followups_due:
        due = screen.followups_due
        parts.append(words.n("{n} follow-up due", "{n} follow-ups due", due))
    return " · ".join(part for part in parts if part)
