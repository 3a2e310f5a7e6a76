"""The real xfce4-notifyd, and its do-not-disturb in xfconf."""

from itertools import count

from jeepney import DBusAddress, MatchRule, new_method_call
from typing_extensions import override

from tests.rig.bus import DAEMON
from tests.rig.notification_server import NotificationServer, Setting
from tests.rig.panel import xfconfd
from tests.rig.unpacked import program

_XFCONF = DBusAddress("/org/xfce/Xfconf", bus_name="org.xfce.Xfconf", interface="org.xfce.Xfconf")
_WHERE = ["xfce4-notifyd", "/do-not-disturb"]
_FENCE = ("test", "/fence")
_CHANGED = MatchRule(type="signal", interface="org.xfce.Xfconf", member="PropertyChanged")


class Xfce4Notifyd(NotificationServer):
    """It drops what comes while it is silent."""

    title = window_class = "xfce4-notifyd"
    settings = ("unset", "off", "on")
    keeps_setting = True
    shows_critical = True

    _fences = count(1)

    @override
    @classmethod
    def services(cls) -> dict[str, str]:
        return {"org.xfce.Xfconf": xfconfd()}

    @override
    def argv(self) -> list[str]:
        return [program("usr/lib/*/xfce4/notifyd/xfce4-notifyd")]

    @override
    def settle(self) -> None:
        """xfconfd answers first and tells of the change then: whoever has heard of a later one knows of all before."""
        value = str(next(self._fences))
        with self.bus.connect() as line:
            line.send_and_get_reply(new_method_call(DAEMON, "AddMatch", "s", (_CHANGED.serialise(),)), timeout=10)
            with line.filter(_CHANGED) as told:
                line.send_and_get_reply(
                    new_method_call(_XFCONF, "SetProperty", "ssv", (*_FENCE, ("s", value))), timeout=10
                )
                while line.recv_until_filtered(told, timeout=10).body != (*_FENCE, ("s", value)):
                    pass

    @override
    def user_sets(self, value: Setting) -> None:
        if value != "unset":
            self.bus.call(_XFCONF, "SetProperty", "ssv", [*_WHERE, ("b", value == "on")])
        elif self._is_set():
            self.bus.call(_XFCONF, "ResetProperty", "ssb", [*_WHERE, False])
        self.settle()

    @override
    def setting(self) -> Setting:
        if not self._is_set():
            return "unset"
        return "on" if self.bus.call(_XFCONF, "GetProperty", "ss", _WHERE)[0][1] else "off"

    def _is_set(self) -> bool:
        return bool(self.bus.call(_XFCONF, "PropertyExists", "ss", _WHERE)[0])
