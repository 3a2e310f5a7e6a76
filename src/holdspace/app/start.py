"""The start: Qt, the tray, then the house; and what is said when the house cannot be opened."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from holdspace.ui.platform import prefer_xwayland

prefer_xwayland(os.environ)

from PySide6.QtCore import QTimer  # noqa: E402 - Qt reads its environment when it is loaded

from holdspace.ui.import_hook import pass_over_what_comes  # noqa: E402

pass_over_what_comes()

from PySide6.QtWidgets import QApplication  # noqa: E402

from holdspace.ui.tray import Tray  # noqa: E402 - and nothing else: all that is imported here delays the tray

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from holdspace.app.house import House
    from holdspace.store.errors import Damaged
    from holdspace.ui.cannot import CannotWindow
    from holdspace.ui.shell import Shell
    from holdspace.wire.paths import Paths


class Start:
    """Holds what must live as long as the app."""

    def __init__(self, qt: QApplication, paths: Paths) -> None:
        from time import CLOCK_BOOTTIME, clock_gettime

        self._qt = qt
        self._paths = paths
        self._house: House | None = None
        self._cannot_window: CannotWindow | None = None
        self._shell: Shell | None = None
        self._ticks = lambda: clock_gettime(CLOCK_BOOTTIME)
        self._tray = Tray(self._ticks)
        self._tray.show_first()

    def open(self) -> None:
        """Open the house once the tray shows."""
        from holdspace.app.house import House
        from holdspace.app.logfile import log_what_is_dropped
        from holdspace.core.people import Practitioner
        from holdspace.engine.ports import NotKept
        from holdspace.here import language_here, zone_here
        from holdspace.store.errors import Damaged, Newer
        from holdspace.ui.loop import QtLoop

        if self._shell is None:
            self._shell = self._make_shell()
        try:
            here = Practitioner(language=language_here(), time_zone=zone_here())
            self._house = House(QtLoop(self._qt), self._paths, restart_argv(self._paths), self._shell, here)
            log_what_is_dropped(self._house.log)
            self._house.keeper.exclude(self._tray.bus_names)
        except Newer:
            self._cannot("newer_database")
        except Damaged as damage:
            self._damaged(damage)
        except NotKept as refusal:
            self._cannot(refusal.code)

    def stop(self) -> None:
        """TERM, HUP, log-off: give everything back at once."""
        if self._house is not None:
            self._house.quit()
        else:
            self._qt.quit()

    def _make_shell(self) -> Shell:
        from holdspace.app.gestures import gestures
        from holdspace.app.place_file import PlaceFile
        from holdspace.ui.shell import Shell

        place_file = PlaceFile(self._paths.place)
        return Shell(
            self._qt,
            gestures(self._the_house),
            self._ticks,
            tray=self._tray,
            place=place_file.read(),
            on_place=place_file.keep,
            want_digits=lambda wanted: self._house.want_digits(wanted) if self._house else None,
        )

    def _the_house(self) -> House:
        if self._house is None:
            raise RuntimeError("nothing can be asked for before the house is open")
        return self._house

    def _cannot(self, code: str) -> None:
        self._tell(code, {"quit": lambda: self._qt.exit(1)})

    def _damaged(self, damage: Damaged) -> None:
        """Nothing is lost and nothing is decided for anybody: the damaged file stays, the ways on are offered."""
        from holdspace.engine.ports import NotKept
        from holdspace.store import copies

        def on(way: Callable[[Path], object]) -> Callable[[], None]:
            def go() -> None:
                try:
                    way(damage.path)
                except NotKept as refusal:
                    self._cannot(refusal.code)
                else:
                    self.open()

            return go

        ways = {"afresh": on(copies.set_aside), "quit": lambda: self._qt.exit(1)}
        if damage.copy is not None:
            ways = {"restore": on(copies.restore), **ways}
        self._tell("damaged_database", ways)

    def _tell(self, code: str, ways: dict[str, Callable[[], None]]) -> None:
        from holdspace.here import words_for
        from holdspace.ui.cannot import CannotWindow

        words = words_for()
        print(words.code("cannot_start", code, path=str(self._paths.database)), file=sys.stderr, flush=True)
        self._cannot_window = CannotWindow(code, str(self._paths.database), ways, words)
        self._cannot_window.open()


def restart_argv(paths: Paths) -> list[str]:
    """How the keeper starts the app again: with the same arguments."""
    home = [] if paths.home is None else ["--home", str(paths.home)]
    return [sys.executable, "-P", "-m", "holdspace.app", *home]


def run(paths: Paths) -> int:
    """The app until it quits; its exit status."""
    os.umask(0o077)  # whatever is written here is for its owner only
    qt = QApplication(["holdspace"])
    qt.setApplicationName("Holdspace")
    qt.setDesktopFileName("io.github.holdspace.Holdspace")
    if "SWAYSOCK" in os.environ:
        from holdspace.ui.sway import refuse_the_focus

        refuse_the_focus(os.environ, qt.desktopFileName(), qt.applicationName())
    qt.setQuitOnLastWindowClosed(False)
    start = Start(qt, paths)
    from holdspace.ui.unix_signals import UnixSignals

    _signals = UnixSignals(start.stop)
    QTimer.singleShot(0, start.open)
    return qt.exec()
