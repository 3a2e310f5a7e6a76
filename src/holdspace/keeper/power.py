"""How much the batteries of this computer hold, as the kernel tells it.

https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-class-power
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

SUPPLIES = Path("/sys/class/power_supply")
LOW = 20
"""Percent at which desktops begin to warn."""


def charge(supplies: Path = SUPPLIES) -> tuple[int, bool] | None:
    """Percent of the emptiest battery that the computer runs on, and whether it is being emptied; None for no battery.

    Of two the one is emptied first: what it is left with tells nothing while the other lasts.
    """
    found = [told for supply in _entries(supplies) if (told := _battery(supply)) is not None]
    return min([told for told in found if told[1]] or found, default=None)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _battery(supply: Path) -> tuple[int, bool] | None:
    if _said(supply / "type") != "Battery" or _said(supply / "scope") == "Device":  # a mouse has one too
        return None
    with suppress(ValueError):
        return int(_said(supply / "capacity")), _said(supply / "status") == "Discharging"
    return None


def _said(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")[:40].strip()
    except OSError:
        return ""
