"""The notification servers that `./dev` unpacked for the tests: where they are, and how they find their data there."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

_BUILTIN_DATA = "/usr/local/share:/usr/share"


def folder() -> Path:
    """Where `./dev` unpacks them; it need not exist."""
    named = os.environ.get("HOLDSPACE_TEST_DAEMONS")
    return Path(named or Path(__file__).resolve().parents[2] / ".dev" / "daemons")


def program(pattern: str) -> str:
    """The unpacked program, else the one of the system; FileNotFoundError says what to do.

    `pattern` is its path without the root, e.g. "usr/bin/dunst" or "usr/lib/*/xfce4/notifyd/xfce4-notifyd": some lie in
    folders named after the machine.
    """
    for root in (folder(), Path("/")):
        for found in sorted(root.glob(pattern)):
            return str(found)
    if elsewhere := shutil.which(Path(pattern).name):
        return elsewhere
    raise FileNotFoundError(f"no {pattern} in {folder()} nor on the system: ./dev test fetches it")


def packaged_version(package: str) -> str | None:
    """The version of an unpacked package, as the distribution counts; None where it is not unpacked."""
    listed = folder() / ".versions"
    versions = dict(line.split() for line in listed.read_text().splitlines()) if listed.exists() else {}
    return versions.get(package)


def knowing_their_data(env: Mapping[str, str]) -> dict[str, str]:
    """The same environment, in which programs find the unpacked settings schemas, themes and configuration first."""
    data = env.get("XDG_DATA_DIRS", _BUILTIN_DATA)
    configuration = env.get("XDG_CONFIG_DIRS", "/etc/xdg")
    return {
        **env,
        "XDG_DATA_DIRS": f"{folder() / 'usr' / 'share'}:{data}",
        "XDG_CONFIG_DIRS": f"{folder() / 'etc' / 'xdg'}:{configuration}",
    }
