"""The real mako under sway, and its modes on the bus."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from jeepney import DBusAddress
from typing_extensions import override

from tests.rig.bus import Bus
from tests.rig.notification_server import Setting
from tests.rig.unpacked import packaged_version, program
from tests.rig.wayland_server import WaylandServer

_MAKO = DBusAddress("/fr/emersion/Mako", bus_name="org.freedesktop.Notifications", interface="fr.emersion.Mako")
_MODE = "do-not-disturb"

_PLAIN = "default-timeout=0\nmax-visible=-1\n"


class Mako(WaylandServer):
    """Configured as its manual proposes. It keeps what comes while it is silent, and its modes in memory."""

    title = "mako"
    settings = ("off", "on")
    keeps_setting = False
    shows_critical = False
    floods = True
    config: ClassVar[str] = f"{_PLAIN}[mode={_MODE}]\ninvisible=1\n"

    def __init__(self, *, env: Mapping[str, str], bus: Bus, folder: Path) -> None:
        super().__init__(env=env, bus=bus, folder=folder)
        self._config = folder / "mako.conf"
        self._config.write_text(self.config)

    @override
    def argv(self) -> list[str]:
        return [program("usr/bin/mako"), "--config", str(self._config)]

    def modes(self) -> list[str]:
        """As `makoctl mode` tells them."""
        return list(self.bus.call(_MAKO, "ListModes")[0])

    @override
    def user_sets(self, value: Setting) -> None:
        self.wait_until_drawn()  # mako 1.7.1 crashes when its modes change before what it drew last is shown
        others = [mode for mode in self.modes() if mode != _MODE]
        self.bus.call(_MAKO, "SetModes", "as", [[*others, _MODE] if value == "on" else others])

    @override
    def setting(self) -> Setting:
        return "on" if _MODE in self.modes() else "off"

    @override
    def version(self) -> str:
        """It says 0.0.0 of itself: the package's, where that is known."""
        return packaged_version("mako-notifier") or super().version()

    @override
    def waiting(self) -> int:
        return len(self.bus.call(_MAKO, "ListNotifications")[0]) - self.visible()


class MakoWithoutMode(Mako):
    """As it comes, not configured: it can be in the mode for do-not-disturb, and hides nothing."""

    title = "mako-without-mode"
    shows_critical = True
    config = _PLAIN
