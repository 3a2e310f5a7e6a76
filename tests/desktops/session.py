"""What a desktop finds around it: a session bus that can activate what is installed, and a system bus with a log-in daemon."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.rig.bus import Bus, private_bus
from tests.rig.processes import started

SERVICES = Path("/usr/share/dbus-1/services")
_MOCKED = {"logind": "org.freedesktop.login1", "upower": "org.freedesktop.UPower"}


@contextmanager
def session_bus(*, env: Mapping[str, str], folder: Path) -> Iterator[Bus]:
    """A session bus while the block lasts; a call may start whatever the root's packages have a service for."""
    services = folder / "services"
    services.mkdir(parents=True)
    for file in SERVICES.glob("*.service"):
        shutil.copy(file, services)
    with private_bus(env=env, folder=folder) as bus:
        yield bus


@contextmanager
def system_bus(*, env: Mapping[str, str], folder: Path) -> Iterator[Bus]:
    """A bus in the place of the system's while the block lasts, on which log-in and power are played."""
    with private_bus(env=env, folder=folder) as bus:
        ours = {**env, "DBUS_SYSTEM_BUS_ADDRESS": bus.address}
        names = iter(_MOCKED)
        with _mocked(next(names), ours, bus, folder), _mocked(next(names), ours, bus, folder):
            yield bus


@contextmanager
def _mocked(template: str, env: Mapping[str, str], bus: Bus, folder: Path) -> Iterator[None]:
    argv = ["python3", "-m", "dbusmock", "--system", "--template", template]
    # Debian's own Python packages, not those of the tests.
    ours = {name: value for name, value in env.items() if name != "PYTHONPATH"}
    with started(argv, env=ours, folder=folder, name=template) as process:
        bus.wait_for_owner(_MOCKED[template], by=process)
        yield
