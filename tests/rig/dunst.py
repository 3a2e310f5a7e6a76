"""The real dunst on a private bus and screen: started, killed, started again, and asked how it stands."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jeepney import DBusAddress
from typing_extensions import override

from tests.rig import popups
from tests.rig.bus import Bus
from tests.rig.notification_server import NAME, PATH, NotificationServer, Setting
from tests.rig.unpacked import program

CONTROL = DBusAddress(PATH, bus_name=NAME, interface="org.dunstproject.cmd0")

_CONFIG = """[global]
    monitor = 0
    follow = none
    width = 300
    notification_limit = 20
    idle_threshold = 0
    history_length = 200
    font = Sans 10
    layer = overlay

[urgency_low]
    timeout = 30

[urgency_normal]
    timeout = 30

[urgency_critical]
    timeout = 0
"""


class Dunst(NotificationServer):
    """It keeps what comes while it is paused, and its pause in memory: it comes back unpaused."""

    title = "dunst"
    window_class = popups.DUNST
    settings = ("off", "on")
    keeps_setting = False
    shows_critical = False
    floods = True

    def __init__(self, *, env: Mapping[str, str], bus: Bus, folder: Path, config: str = _CONFIG) -> None:
        super().__init__(env=env, bus=bus, folder=folder)
        self._config = folder / "dunstrc"
        self._config.write_text(config)

    @override
    def argv(self) -> list[str]:
        return [program("usr/bin/dunst"), "-conf", str(self._config)]

    @override
    def user_sets(self, value: Setting) -> None:
        self.set_paused(value == "on")

    @override
    def setting(self) -> Setting:
        return "on" if self.paused() else "off"

    @override
    def visible(self) -> int:
        """By its own count, where its one window can be seen."""
        return self.displayed() if popups.mapped(self.env["DISPLAY"]) else 0

    def paused(self) -> bool:
        """Whether popups are held."""
        return bool(self.bus.get(CONTROL, "paused"))

    def set_paused(self, value: bool) -> None:
        """As `dunstctl set-paused` does."""
        self.bus.set(CONTROL, "paused", "b", value)

    @override
    def waiting(self) -> int:
        """How many wait for the pause to end."""
        return int(self.bus.get(CONTROL, "waitingLength"))

    def displayed(self) -> int:
        """How many are on the screen."""
        return int(self.bus.get(CONTROL, "displayedLength"))

    def entries(self) -> list[dict[str, Any]]:
        """Its history, newest first: dunst's own keys (summary, body, appname, id, urgency, ...)."""
        reply = self.bus.call(CONTROL, "NotificationListHistory")[0]
        return [{key: value for key, (_, value) in entry.items()} for entry in reply]

    def close_all(self) -> None:
        """As `dunstctl close-all` does: everything on the screen goes to the history."""
        self.bus.call(CONTROL, "NotificationCloseAll")


@contextmanager
def dunst(*, env: Mapping[str, str], bus: Bus, folder: Path) -> Iterator[Dunst]:
    """dunst while the block lasts."""
    server = Dunst(env=env, bus=bus, folder=folder)
    server.start()
    try:
        yield server
    finally:
        server.end()
