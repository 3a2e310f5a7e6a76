"""Every notification server that runs without a desktop keeps the contract: the real one, on a private bus and a screen."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from holdspace.keeper.bus import Bus
from holdspace.keeper.quiet import gsettings
from tests.contracts.quiet_contract import QuietContract
from tests.contracts.real_world import RealWorld
from tests.rig.each_server import SILENCED, Kind, Screens, kinds, one_of
from tests.rig.processes import PATIENCE

_OURS = ("DBUS_SESSION_BUS_ADDRESS", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "XDG_DATA_DIRS")


@pytest.mark.parametrize("kind", kinds(SILENCED))
class TestRealQuiet(QuietContract):
    @pytest.fixture
    def world(
        self,
        kind: Kind,
        tmp_path: Path,
        screens: Screens,
        monkeypatch: pytest.MonkeyPatch,
        record_property: Callable[[str, object], None],
    ) -> Iterator[RealWorld]:
        with one_of(kind, screens, tmp_path / "server") as server:
            record_property("server", f"{server.title} {server.version()}")  # for tests/matrix.py
            for name in _OURS:
                monkeypatch.setenv(name, server.env[name])
            monkeypatch.setattr(gsettings, "SETTLES", PATIENCE)  # here nothing tries a second time
            bus = Bus()
            yield RealWorld(bus, server)
            bus.close()
