"""The real notification daemon of MATE, and its do-not-disturb in GSettings."""

import re
from pathlib import Path

from typing_extensions import override

from tests.rig.gsettings import GSettings, dconf_service
from tests.rig.notification_server import NotificationServer, Setting
from tests.rig.unpacked import program

_THEMES = re.compile(rb"/usr/lib/[^/\0]+/mate-notification-daemon/engines(?=\0)")


class MateNotificationDaemon(NotificationServer):
    """It drops what comes while it is silent."""

    title = window_class = "mate-notification-daemon"
    settings = ("unset", "off", "on")
    keeps_setting = True
    shows_critical = False

    @override
    @classmethod
    def services(cls) -> dict[str, str]:
        return dconf_service()

    @override
    def argv(self) -> list[str]:
        return [str(self._relocated())]

    def _relocated(self) -> Path:
        """A copy that finds its themes: the path of their folder is compiled in, and must keep its length.

        What stands there instead is "./" and many slashes before the name: a link in the folder it runs in.
        """
        copy, themes = self.folder / self.title, self.folder / "engines"
        if not copy.exists():
            themes.symlink_to(program("usr/lib/*/mate-notification-daemon/engines"))
            original = Path(program("usr/lib/mate-notification-daemon/mate-notification-daemon"))
            copy.write_bytes(
                _THEMES.sub(lambda found: b"." + b"engines".rjust(len(found[0]) - 1, b"/"), original.read_bytes())
            )
            copy.chmod(0o755)
        return copy

    @property
    def _switch(self) -> GSettings:
        return GSettings(
            env=self.env,
            schema="org.mate.NotificationDaemon",
            key="do-not-disturb",
            path="/org/mate/notification-daemon/",
        )

    @override
    def user_sets(self, value: Setting) -> None:
        self._switch.write(None if value == "unset" else value == "on")

    @override
    def setting(self) -> Setting:
        found = self._switch.read()
        return "unset" if found is None else "on" if found else "off"
