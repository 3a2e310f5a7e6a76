"""The keeper's name on the session bus: one Holdspace a desktop. A self-test that holds it gives way to a session."""

from __future__ import annotations

import select
import time
from typing import TYPE_CHECKING, Any

from holdspace.keeper.bus import is_signal
from holdspace.wire.paths import APP_ID

if TYPE_CHECKING:
    from holdspace.keeper.bus import Bus

NAME = f"{APP_ID}.Keeper"
PROBE = f"{APP_ID}.Probe"
"""Held besides by a self-test, so that it is told from a keeper."""
_WANTED = "Wanted"
_PATIENCE, _AGAIN = 5.0, 0.05


def take(bus: Bus) -> bool:
    """Own the name; False when a Holdspace is at work here. A self-test is asked to end, and waited for.

    Raises CallError, BusGoneError.
    """
    until = time.monotonic() + _PATIENCE
    while not bus.own(NAME):
        test = bus.owner(PROBE)
        if not test or time.monotonic() > until:
            return bus.own(NAME)  # it may have ended between the two questions
        bus.signal(test, PROBE, _WANTED)
        select.select([], [], [], _AGAIN)
    return True


def take_for_a_test(bus: Bus) -> bool:
    """Own both names; False when anybody is at work here. Raises CallError, BusGoneError."""
    return bus.own(PROBE) and bus.own(NAME)


def is_wanted(message: Any) -> bool:
    """Whether somebody asks a self-test to give way."""
    return is_signal(message, PROBE, _WANTED)
