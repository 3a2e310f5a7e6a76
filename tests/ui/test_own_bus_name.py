"""By which name on the session bus the app itself is known, so that nothing of its own counts as an interruption."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.rig.bus import Bus, private_bus
from tests.rig.environment import environment, with_bus

_ASK = """
from PySide6.QtWidgets import QApplication
from holdspace.ui.tray import Tray
qt = QApplication([])
print(*Tray(lambda: 0.0).bus_names, flush=True)
input()
"""


def told(env: dict[str, str], bus: Bus | None) -> list[str]:
    """What a tray in a process of its own tells; on a bus, each of them must be there, and of that process."""
    argv = [sys.executable, "-P", "-c", _ASK]
    with subprocess.Popen(argv, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as asked:
        assert asked.stdout is not None
        names = asked.stdout.readline().split()
        if bus is not None:
            assert [bus.owner_pid(name) for name in names] == [asked.pid]
        asked.communicate("\n")
    return names


@pytest.mark.dbus
def test_the_app_knows_its_own_connection_and_that_it_has_none(tmp_path: Path) -> None:
    env = {**environment(tmp_path / "home"), "QT_QPA_PLATFORM": "offscreen"}
    with private_bus(env=env, folder=tmp_path / "bus") as bus:
        assert len(told(with_bus(env, bus.address), bus)) == 1
    assert told(env, None) == []
