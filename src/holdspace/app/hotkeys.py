"""The keys of the whole desktop, watched by the program's loop and handed to the screen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from holdspace.adapters.hotkey.keys import ALWAYS, DIGITS
from holdspace.health import HealthRow

if TYPE_CHECKING:
    from holdspace.adapters.hotkey.keys import Hotkeys as Driver
    from holdspace.app.house import House

_ALL = frozenset((*ALWAYS, *DIGITS))


class Hotkeys:
    """Started after the tray shows; until then, and where there are none, everything else serves."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._driver: Driver | None = None
        self._digits = False

    def start(self) -> None:
        from holdspace.adapters.hotkey.choose import open_hotkeys

        self._driver = open_hotkeys(os.environ, self._house.loop.watch, self._house.shell.hotkey)
        self._driver.want_digits(self._digits)

    def want_digits(self, wanted: bool) -> None:
        self._digits = wanted
        if self._driver is not None:
            self._driver.want_digits(wanted)

    def absent(self) -> frozenset[str]:
        """The keys that do not serve here, by name, so that the screen names none of them."""
        if self._driver is None:
            return frozenset()
        found = self._driver.fitness()
        return frozenset(key for key, _ in found.troubles) if found.works else _ALL

    def fitness(self) -> HealthRow:
        """The keys, as a row of health."""
        if self._driver is None:
            return HealthRow(part="hotkeys", state="off", reason="starting")
        found = self._driver.fitness()
        taken = " ".join(key for key, _ in found.troubles)
        if found.works and not found.why:
            return HealthRow(part="hotkeys", driver="X11", state="works", last_verified=self._house.clock.now().utc)
        return HealthRow(
            part="hotkeys",
            state="needs_setup",
            reason=found.why or "failed",
            remedy="set_keys_by_hand",
            params=(("taken", taken),) if taken else (),
        )

    def stop(self) -> None:
        if self._driver is not None:
            self._driver.close()
