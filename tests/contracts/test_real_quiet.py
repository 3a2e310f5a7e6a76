"""Every notification server that runs without a desktop keeps the contract: the real one, on a private bus and a screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from holdspace.keeper.bus import Bus
from tests.contracts.quiet_contract import QuietContract
from tests.contracts.real_world import RealWorld
from tests.rig.budgie_daemon import BudgieDaemon
from tests.rig.environment import environment, with_display
from tests.rig.lxqt_notificationd import LxqtNotificationd
from tests.rig.mate_notification_daemon import MateNotificationDaemon
from tests.rig.notification_server import NotificationServer
from tests.rig.xfce4_notifyd import Xfce4Notifyd
from tests.rig.xserver import XServer, xserver

pytestmark = [pytest.mark.dbus, pytest.mark.x11]

SERVERS: list[type[NotificationServer]] = [Xfce4Notifyd, MateNotificationDaemon, BudgieDaemon, LxqtNotificationd]


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[XServer]:
    folder = tmp_path_factory.mktemp("contract-x")
    with xserver(env=environment(folder / "home"), folder=folder) as server:
        yield server


@pytest.mark.parametrize("kind", SERVERS, ids=lambda kind: kind.title)
class TestRealQuiet(QuietContract):
    @pytest.fixture
    def world(
        self, kind: type[NotificationServer], tmp_path: Path, screen: XServer, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[RealWorld]:
        env = with_display(environment(tmp_path / "user"), screen.display)
        with kind.running(env=env, folder=tmp_path / "server") as server:
            for name in (
                "DBUS_SESSION_BUS_ADDRESS",
                "XDG_CONFIG_HOME",
                "XDG_RUNTIME_DIR",
                "XDG_DATA_DIRS",
                "GSETTINGS_SCHEMA_DIR",
            ):
                if name in server.env:
                    monkeypatch.setenv(name, server.env[name])
            bus = Bus()
            yield RealWorld(bus, server)
            bus.close()
