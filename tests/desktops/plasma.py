"""The real Plasma shell with its window manager on an X screen: its popups are X windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from jeepney import DBusAddress, new_signal
from typing_extensions import override
from Xlib import X, display, error

from tests.desktops.shell import SLOWEST, DesktopShell
from tests.rig import popups
from tests.rig.bus import Bus
from tests.rig.notification_server import SERVER, Setting
from tests.rig.processes import Running, run, start, wait_for

_KINDS = ("_NET_WM_WINDOW_TYPE_NOTIFICATION", "_KDE_NET_WM_WINDOW_TYPE_CRITICAL_NOTIFICATION")
_AT_REST = 12
"""How many looks in a row, 50 ms apart, must find that it did not work."""
_CHANGED = DBusAddress("/plasmanotifyrc", interface="org.kde.kconfig.notify")
_FAR = "2099,1,1,0,0,0"


class Plasma(DesktopShell):
    """plasmashell; kwin is started with it the first time and stays."""

    title = "plasmashell"
    settings = ("off", "on")
    keeps_setting = True
    shows_critical = True
    floods = True
    session = {"XDG_CURRENT_DESKTOP": "KDE", "KDE_FULL_SESSION": "true", "KDE_SESSION_VERSION": "5"}  # noqa: RUF012
    packages = ("plasma-workspace", "plasma-desktop", "kwin-x11")

    def __init__(self, *, env: Mapping[str, str], bus: Bus, folder: Path) -> None:
        super().__init__(env=env, bus=bus, folder=folder)
        self._windows: Running | None = None

    @override
    def argv(self) -> list[str]:
        return ["plasmashell", "--no-respawn"]

    @override
    def begin(self) -> None:
        if self._windows is None:
            self._windows = start(["kwin_x11"], env=self.env, folder=self.folder, name="kwin")
            self.bus.wait_for_owner("org.kde.KWin", by=self._windows, bound=SLOWEST)
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
        return sum(kind in _KINDS for kind in window_kinds(self.env["DISPLAY"]))

    @override
    @contextmanager
    def watched(self) -> Iterator[Callable[[], int]]:
        with popups.watched(self.env["DISPLAY"]) as watch:
            yield lambda: len(watch.all())  # nobody else opens a window here

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
        self.clear()
        self.user_sets("off")


def window_kinds(screen: str) -> list[str]:
    """The kind that each window which can be seen says of itself; its first one."""
    found = []
    line = display.Display(screen)
    try:
        kind = line.intern_atom("_NET_WM_WINDOW_TYPE")
        todo = list(line.screen().root.query_tree().children)
        while todo:
            window = todo.pop()
            with suppress(error.XError):  # it went away while we looked
                if window.get_attributes().map_state == X.IsViewable:
                    said = window.get_full_property(kind, X.AnyPropertyType)
                    found += [line.get_atom_name(said.value[0])] if said is not None and len(said.value) else []
                    todo += window.query_tree().children
    finally:
        line.close()
    return found
