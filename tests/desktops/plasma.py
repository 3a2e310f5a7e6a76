"""The real Plasma shell with its window manager on an X screen: its popups are X windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from jeepney import DBusAddress, new_signal
from typing_extensions import override

from tests.desktops.plasma_popups import MappedPopups, popups_shown
from tests.desktops.shell import SLOWEST, DesktopShell
from tests.rig.bus import Bus, RefusedError
from tests.rig.notification_server import SERVER, Setting
from tests.rig.processes import Running, run, start, wait_for

_AT_REST = 12
"""How many looks in a row, 50 ms apart, must find that it did not work."""
_CHANGED = DBusAddress("/plasmanotifyrc", interface="org.kde.kconfig.notify")
_FAR = "2099,1,1,0,0,0"


class Plasma(DesktopShell):
    """plasmashell; kwin is started with it the first time and stays."""

    title = "plasma"
    settings = ("off", "on")
    keeps_setting = True
    shows_critical = True
    floods = True
    session = {"XDG_CURRENT_DESKTOP": "KDE", "KDE_FULL_SESSION": "true", "KDE_SESSION_VERSION": "5"}  # noqa: RUF012
    packages = ("plasma-workspace", "plasma-desktop", "kwin-x11")

    def __init__(self, *, env: Mapping[str, str], bus: Bus, folder: Path) -> None:
        super().__init__(env=env, bus=bus, folder=folder)
        self._windows: Running | None = None
        self._forgotten = 0

    @override
    def argv(self) -> list[str]:
        return ["plasmashell", "--no-respawn"]

    @override
    def begin(self) -> None:
        if self._windows is None:
            self._windows = start(["kwin_x11"], env=self.env, folder=self.folder, name="kwin")
            self.bus.wait_for_owner("org.kde.KWin", by=self._windows, bound=SLOWEST)
        self._forgotten = 0
        super().begin()

    @override
    def await_ready(self) -> None:
        self.bus.wait_for_owner("org.kde.plasmashell", by=self.process, bound=SLOWEST)
        super().await_ready()

    @override
    def end(self) -> None:
        super().end()
        if self._windows is not None:
            self._windows.kill()

    @override
    def user_sets(self, value: Setting) -> None:
        if value != "on":
            self.revoke()
        entry = ["--file", "plasmanotifyrc", "--group", "DoNotDisturb", "--key", "Until"]
        last = [_FAR] if value == "on" else ["--delete", ""]
        done = run(["kwriteconfig5", *entry, *last], env=self.env)
        assert done.returncode == 0, done
        with self.bus.connect() as line:  # what this version of that program does not say itself
            line.send(new_signal(_CHANGED, "ConfigChanged", "a{saay}", ({"DoNotDisturb": [b"Until"]},)))
        wait_for(lambda: self.setting() == ("on" if value == "on" else "off"), what="the shell to know")
        self.settle()

    def revoke(self) -> None:
        """As the user does who switches do-not-disturb off in the applet: no application's inhibition is left."""
        for cookie in range(1, 100):
            self.bus.call(SERVER, "UnInhibit", "u", [cookie])

    @override
    def setting(self) -> Setting:
        return "on" if self.bus.get(SERVER, "Inhibited") else "off"

    @override
    def visible(self) -> int:
        return popups_shown(self.env["DISPLAY"])

    @override
    @contextmanager
    def watched(self) -> Iterator[Callable[[], int]]:
        with MappedPopups(self.env["DISPLAY"]) as watch:
            yield watch.count

    @override
    def send(self, number: int = 1, *, urgency: int = 1, expire_ms: int = 0) -> list[int]:
        ids = super().send(number, urgency=urgency, expire_ms=expire_ms)
        self.settle()
        return ids

    @override
    def settle(self) -> None:
        """Until it rests: a popup is built after the call was answered, and takes it some turns and much work."""
        before, same = -1, 0

        def rests() -> bool:
            nonlocal before, same
            now = self._worked()
            before, same = now, same + 1 if now == before else 0
            return same >= _AT_REST

        wait_for(rests, what="Plasma to have nothing to do")

    def _worked(self) -> int:
        """Hundredths of a second of processor time that it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    @override
    def forget(self) -> None:
        (newest,) = self.send()
        # They are numbered one after the other, and others than this rig may have sent some.
        for number in range(self._forgotten + 1, newest + 1):
            with suppress(RefusedError):  # one that is closed already
                self.close(number)
        self._forgotten = newest
        self.clear()
        self.user_sets("off")
