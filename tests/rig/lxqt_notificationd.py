"""The real notification daemon of LXQt, and its do-not-disturb in a file that it watches."""

import os
import threading
from collections.abc import Mapping
from configparser import RawConfigParser
from contextlib import ExitStack
from pathlib import Path

from typing_extensions import override

from tests.rig import popups
from tests.rig.bus import Bus
from tests.rig.notification_server import NotificationServer, Setting
from tests.rig.panel import panel, xfconfd
from tests.rig.processes import wait_for
from tests.rig.unpacked import program

_KEY = "doNotDisturb"
_LOOKS_AFTER = 1.0
"""Seconds from a change of the file to its looking."""


class LxqtNotificationd(NotificationServer):
    """Beside a panel with a tray, as on a whole desktop: without one, what is still open would never pop up."""

    title = window_class = "lxqt-notificationd"
    settings = ("unset", "off", "on")
    keeps_setting = True
    shows_critical = False
    floods = True

    def __init__(self, *, env: Mapping[str, str], bus: Bus, folder: Path) -> None:
        super().__init__(env=env, bus=bus, folder=folder)
        self._beside = ExitStack()

    @override
    @classmethod
    def services(cls) -> dict[str, str]:
        return {"org.xfce.Xfconf": xfconfd()}

    @override
    def argv(self) -> list[str]:
        return [program("usr/bin/lxqt-notificationd")]

    @property
    def _file(self) -> Path:
        return Path(self.env["XDG_CONFIG_HOME"]) / "lxqt" / "notifications.conf"

    @override
    def begin(self) -> None:
        """With a file, as on any desktop but at the first start ever: whoever makes it is deaf to changes for a while."""
        if not self._file.exists():
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text("[General]\n__userfile__=true\n")
        if self._process is None:
            self._beside.enter_context(panel(env=self.env, bus=self.bus, folder=self.folder))
        super().begin()

    @override
    def end(self) -> None:
        super().end()
        self._beside.close()

    @override
    def user_sets(self, value: Setting) -> None:
        """It looks a second after a change, and obeys as it looks."""
        if value == self.setting():
            return
        told = self._told()
        if value == "unset":
            told.remove_option("General", _KEY)
        else:
            told.set("General", _KEY, str(value == "on").lower())
        fresh = self._file.with_suffix(".new")
        with fresh.open("w") as file:
            told.write(file, space_around_delimiters=False)
        os.utime(fresh, ns=(0, fresh.stat().st_mtime_ns))
        fresh.replace(self._file)  # as QSettings writes
        if self.process.alive:
            self._wait_until_it_looked()

    @override
    def settle(self) -> None:
        """It does not say what it obeys: a notification shows it."""
        silent = self.setting() == "on"

        def as_set() -> bool:
            before = self._height()
            (ident,) = self.send()
            shown = self._height() > before
            self.close(ident)
            wait_for(lambda: self._height() <= before, what="what it showed to be gone")
            return shown != silent

        wait_for(as_set, what=f"{self.title} to obey its settings")

    def _height(self) -> int:
        """Of its one window, which grows with each popup, in pixels; 0 where it cannot be seen."""
        return sum(window.height for window in popups.mapped(self.env["DISPLAY"], self.window_class))

    def _wait_until_it_looked(self) -> None:
        if os.statvfs(self._file).f_flag & os.ST_NOATIME:
            threading.Event().wait(_LOOKS_AFTER + 1)
        else:
            wait_for(lambda: self._file.stat().st_atime_ns, what=f"{self.title} to read its settings")
        self.information()  # answered after what it was doing

    @override
    def setting(self) -> Setting:
        found = self._told().getboolean("General", _KEY, fallback=None)
        return "unset" if found is None else "on" if found else "off"

    def _told(self) -> RawConfigParser:
        told = RawConfigParser()
        told.optionxform = str  # type: ignore[assignment,method-assign]
        told.read(self._file)
        return told
