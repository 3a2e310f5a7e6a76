"""`doctor`: what works on this machine, why not, and the remedy; in codes, without anyone's private text."""

from __future__ import annotations

import platform
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdspace import __version__
from holdspace.app.status import coverage
from holdspace.wire import spool
from holdspace.words import translator

if TYPE_CHECKING:
    from holdspace.app.house import House


def doctor(house: House) -> dict[str, Any]:
    """What is known without touching anything; each part with state (works, needs_setup, cannot, off), why and remedy."""
    return {
        "language": house.language,
        "running": True,
        "version": __version__,
        "python": sys.version.split()[0],
        "system": platform.platform(terse=True),
        "sqlite": sqlite3.sqlite_version,
        "home": _without_login(house.paths.data),
        "encrypted": False,
        "hand_spool": sum(1 for _ in spool.read(house.paths.hand_spool)),
        "note_open": (house.paths.keeper_dir / "note.json").exists(),
        "coverage": coverage(house, lambda one: translator(house.language).code("role", one.role)),
        "parts": [_quiet(house), _keeper(house), house.hotkeys.fitness(), house.responders.fitness()],
        "trouble": list(house.trouble),
    }


def _without_login(path: Path) -> str:
    """With "~" for the home folder: what doctor tells is pasted into reports, and a login is often a name."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def _quiet(house: House) -> dict[str, str]:
    quiet = house.engine.state.quiet
    if house.engine.state.session is None:
        return {"part": "silence", "state": "off", "why": "not_wanted", "driver": quiet.driver}
    state = "works" if quiet.engaged else "cannot"
    return {"part": "silence", "state": state, "why": quiet.why, "driver": quiet.driver, "evidence": quiet.evidence}


def _keeper(house: House) -> dict[str, str]:
    if house.keeper.connected:
        return {"part": "keeper", "state": "works", "why": ""}
    wanted = house.engine.state.session is not None
    return {"part": "keeper", "state": "cannot" if wanted else "off", "why": "keeper_gone" if wanted else "not_wanted"}
