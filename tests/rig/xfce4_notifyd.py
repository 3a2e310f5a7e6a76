"""The real xfce4-notifyd, and its do-not-disturb in xfconf."""

from jeepney import DBusAddress
from typing_extensions import override

from tests.rig.notification_server import NotificationServer, Setting
from tests.rig.panel import xfconfd
from tests.rig.unpacked import program

_XFCONF = DBusAddress("/org/xfce/Xfconf", bus_name="org.xfce.Xfconf", interface="org.xfce.Xfconf")
_WHERE = ["xfce4-notifyd", "/do-not-disturb"]


class Xfce4Notifyd(NotificationServer):
    """It drops what comes while it is silent."""

    title = window_class = "xfce4-notifyd"
    settings = ("unset", "off", "on")
    keeps_setting = True
    shows_critical = True

    @override
    @classmethod
    def services(cls) -> dict[str, str]:
        return {"org.xfce.Xfconf": xfconfd()}

    @override
    def argv(self) -> list[str]:
        return [program("usr/lib/*/xfce4/notifyd/xfce4-notifyd")]

    @override
    def user_sets(self, value: Setting) -> None:
        if value != "unset":
            self.bus.call(_XFCONF, "SetProperty", "ssv", [*_WHERE, ("b", value == "on")])
        elif self._is_set():
            self.bus.call(_XFCONF, "ResetProperty", "ssb", [*_WHERE, False])

    @override
    def setting(self) -> Setting:
        if not self._is_set():
            return "unset"
        return "on" if self.bus.call(_XFCONF, "GetProperty", "ss", _WHERE)[0][1] else "off"

    def _is_set(self) -> bool:
        return bool(self.bus.call(_XFCONF, "PropertyExists", "ss", _WHERE)[0])
