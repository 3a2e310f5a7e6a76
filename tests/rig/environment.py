"""An environment for one test: its own home, its own runtime folder, and no way to the real desktop."""

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.rig.bus import NOWHERE

# What a child may know of us: where programs and modules are, and how coverage follows it.
_HANDED_ON = ("PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "HOLDSPACE_TEST_DAEMONS", "CI")
_HANDED_ON_PREFIXES = ("COVERAGE_", "COV_")


def environment(home: Path) -> dict[str, str]:
    """A fresh environment whose every folder lies in `home` (made here); the machine's own buses are out of reach."""
    folders = {
        "HOME": home,
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_STATE_HOME": home / ".local" / "state",
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_RUNTIME_DIR": home / "run",
        "TMPDIR": home / "tmp",
    }
    for folder in folders.values():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _know_the_fonts(folders["XDG_CACHE_HOME"])
    handed_on = {
        name: value for name, value in os.environ.items() if name in _HANDED_ON or name.startswith(_HANDED_ON_PREFIXES)
    }
    return {
        **handed_on,
        **{name: str(folder) for name, folder in folders.items()},
        "XDG_DATA_DIRS": "/usr/local/share:/usr/share",
        "XDG_CONFIG_DIRS": "/etc/xdg",
        "LANG": "C.UTF-8",
        "DBUS_SESSION_BUS_ADDRESS": NOWHERE,
        "DBUS_SYSTEM_BUS_ADDRESS": NOWHERE,
        "NO_AT_BRIDGE": "1",
        "PYTHONFAULTHANDLER": "1",  # see `last_look`
    }


def _know_the_fonts(cache: Path) -> None:
    """What fontconfig found out about fonts is common to all homes.

    Where the system's own cache is stale or not ours to read, each program of each new home would look through all
    fonts again, an eighth of a second of processor time.
    """
    common = Path(tempfile.gettempdir()) / f"holdspace-fonts-{os.getuid()}"
    common.mkdir(mode=0o700, exist_ok=True)
    with suppress(FileExistsError):
        (cache / "fontconfig").symlink_to(common)


def with_bus(env: Mapping[str, str], address: str) -> dict[str, str]:
    """The same environment on this session bus."""
    return {**env, "DBUS_SESSION_BUS_ADDRESS": address}


def with_display(env: Mapping[str, str], display: str) -> dict[str, str]:
    """The same environment on this X display."""
    return {**env, "DISPLAY": display, "XDG_SESSION_TYPE": "x11", "GDK_BACKEND": "x11"}
