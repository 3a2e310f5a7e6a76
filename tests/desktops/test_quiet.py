"""The driver of this desktop keeps the contract, against the desktop itself."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typing_extensions import override

from holdspace.wire.paths import Paths
from tests.contracts.quiet_contract import QuietContract
from tests.desktops.shell import DesktopShell
from tests.desktops.world import DesktopWorld


class TestDesktopQuiet(QuietContract):
    @override
    @pytest.fixture
    def paths(self, tmp_path: Path) -> Paths:
        found = Paths(tmp_path / "home")
        found.ensure()
        return found

    @pytest.fixture
    def world(
        self, shell: DesktopShell, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
    ) -> Iterator[DesktopWorld]:
        record_property("server", f"{shell.title} {shell.version()}")  # for tests/matrix.py
        # The driver asks for the user's settings where the desktop has them.
        for name in ("DBUS_SESSION_BUS_ADDRESS", "HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME"):
            monkeypatch.setenv(name, shell.env[name])
        world = DesktopWorld(shell)
        yield world
        world.bus.close()
