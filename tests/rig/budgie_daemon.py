"""The real daemon of Budgie, and its do-not-disturb on the bus."""

from jeepney import DBusAddress
from typing_extensions import override

from tests.rig.gsettings import dconf_service
from tests.rig.notification_server import NotificationServer, Setting
from tests.rig.unpacked import program

_NAME = "org.budgie_desktop.Notifications"
_DISPATCHER = DBusAddress(
    "/org/budgie_desktop/Notifications",
    bus_name=_NAME,
    interface="org.buddiesofbudgie.budgie.Dispatcher",
)


class BudgieDaemon(NotificationServer):
    """It closes what comes while it is silent."""

    title = window_class = "budgie-daemon"
    settings = ("off", "on")
    keeps_setting = False
    shows_critical = False

    @override
    @classmethod
    def services(cls) -> dict[str, str]:
        return dconf_service()

    @override
    def argv(self) -> list[str]:
        return [program("usr/bin/budgie-daemon")]

    @override
    def await_ready(self) -> None:
        """Until its do-not-disturb can be asked too: it takes that name after the notifications'."""
        super().await_ready()
        self.bus.wait_for_owner(_NAME, by=self.process)

    @override
    def user_sets(self, value: Setting) -> None:
        if value != self.setting():
            self.bus.call(_DISPATCHER, "ToggleDoNotDisturb")

    @override
    def setting(self) -> Setting:
        return "on" if self.bus.call(_DISPATCHER, "GetDoNotDisturb")[0] else "off"
