"""`doctor`: what works on this machine, why not, and the remedy; in codes, without anyone's private text."""

from __future__ import annotations

import platform
import sqlite3
import sys
from typing import TYPE_CHECKING, Any

from holdspace import __version__
from holdspace.app.status import coverage
from holdspace.health import plain
from holdspace.wire import spool
from holdspace.wire.standing import note_open, without_login
from holdspace.words import translator

if TYPE_CHECKING:
    from holdspace.app.house import House


def doctor(house: House) -> dict[str, Any]:
    """What is known without touching anything; each part is a row of `holdspace.health`."""
    return {
        "language": house.chosen_language,
        "time_zone": house.zone,
        "running": True,
        "version": __version__,
        "python": sys.version.split()[0],
        "system": platform.platform(terse=True),
        "sqlite": sqlite3.sqlite_version,
        "home": without_login(house.paths.data),
        "encrypted": False,
        "hand_spool": sum(1 for _ in spool.read(house.paths.hand_spool)),
        "note_open": note_open(house.paths),
        "coverage": coverage(house, lambda one: translator(house.language).code("role", one.role)),
        "close_critical": house.health.closes_critical,
        "parts": [plain(row) for row in house.health.own()],
        "trouble": list(house.trouble),
    }
