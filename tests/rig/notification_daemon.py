"""The real notification-daemon of old GNOME, which knows no do-not-disturb."""

from typing_extensions import override

from tests.rig.notification_server import NotificationServer, Setting
from tests.rig.unpacked import program


class NotificationDaemon(NotificationServer):
    """It cannot be silenced."""

    title = window_class = "notification-daemon"
    settings = ()
    keeps_setting = False
    shows_critical = True

    @override
    def argv(self) -> list[str]:
        return [program("usr/lib/notification-daemon/notification-daemon")]

    @override
    def user_sets(self, value: Setting) -> None:
        raise AssertionError(f"{self.title} has no do-not-disturb that could be {value}")

    @override
    def setting(self) -> Setting:
        raise AssertionError(f"{self.title} has no do-not-disturb")

    @override
    def clear(self) -> None:
        """It shows one after the other, and what is closed by a call stays for its time."""
        self.restart(crash=True)
