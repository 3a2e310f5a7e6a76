"""The session bus as a program in a Flatpak has it: behind the real xdg-dbus-proxy, which filters."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.rig.bus import Bus
from tests.rig.processes import start
from tests.rig.unpacked import program


@contextmanager
def sandboxed_bus(*, env: Mapping[str, str], bus: Bus, folder: Path, own: str = "org.example.Inside") -> Iterator[str]:
    """Its address while the block lasts. Inside one may talk to the notification server, and own what `own` begins with."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "bus"
    reading, writing = os.pipe()
    argv = [program("usr/bin/xdg-dbus-proxy"), f"--fd={writing}", bus.address, str(path), "--filter"]
    argv += ["--talk=org.freedesktop.Notifications", f"--own={own}.*"]
    try:
        proxy = start(argv, env=env, folder=folder, pass_fds=[writing])
    finally:
        os.close(writing)
    try:
        assert os.read(reading, 1) == b"x", proxy.said()
        yield f"unix:path={path}"
    finally:
        proxy.kill()
        os.close(reading)
