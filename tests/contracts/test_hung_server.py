"""A server that hangs does not keep its do-not-disturb from being given back, where that is kept without it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from holdspace.keeper.bus import Bus
from holdspace.keeper.note import Note
from holdspace.keeper.quiet.known import choose
from holdspace.keeper.silence import Silence
from holdspace.wire.paths import Paths
from tests.rig.each_server import Screens, one_of
from tests.rig.lxqt_notificationd import LxqtNotificationd
from tests.rig.notification_server import NotificationServer

pytestmark = [pytest.mark.dbus, pytest.mark.x11]


@pytest.fixture
def server(tmp_path: Path, screens: Screens, monkeypatch: pytest.MonkeyPatch) -> Iterator[NotificationServer]:
    with one_of(LxqtNotificationd, screens, tmp_path / "server") as running:
        for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"):
            monkeypatch.setenv(name, running.env[name])
        yield running


def test_what_floods_and_hangs_is_given_back_without_being_drained(server: NotificationServer, tmp_path: Path) -> None:
    paths = Paths(tmp_path / "home")
    paths.ensure()
    bus = Bus()
    silence = Silence(bus, Note(paths), lambda *_, **__: None, choose)
    silence.hold()
    assert server.setting() == "on"
    server.freeze()
    assert silence.give_back(lambda: None, "not_wanted")
    assert server.setting() == "unset"
    server.thaw()
    bus.close()
