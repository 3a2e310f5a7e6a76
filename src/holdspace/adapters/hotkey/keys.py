"""Which keys there are, and what a driver of them promises."""

from __future__ import annotations

from typing import Literal, Protocol

from holdspace.frozen import dataclass

ALWAYS = {
    "log": "i",
    "pin": "p",
    "mark": "m",
    "note": "n",
    "where": "w",
    "pause": "space",
    "larger": "plus",
    "smaller": "minus",
}
"""Name of the key -> keysym; each with Ctrl and Alt."""
DIGITS = {str(number): str(number) for number in range(1, 9)}
"""Held only while a card or the strip shows, so that they serve other programs at all other times."""

Trouble = Literal["taken", "no_such_key"]
Why = Literal["", "some_taken", "all_taken", "wayland", "no_display", "cannot_connect", "connection_lost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysFitness:
    """What works here. `troubles`: key -> why it does not serve ("taken": another program has it).

    Where `works` is False the same verbs serve as commands: `holdspace log` bound in the desktop's own settings.
    """

    works: bool
    why: Why = ""
    troubles: tuple[tuple[str, Trouble], ...] = ()


class Hotkeys(Protocol):
    """A driver. It calls back with the name of the key ("log", "pin", ..., "1".."8"), once a press."""

    def want_digits(self, wanted: bool) -> None:  # noqa: FBT001 - it is a level, told as one
        """Hold Ctrl+Alt+1..8, or let go of them."""
        ...

    def fitness(self) -> KeysFitness: ...

    def close(self) -> None:
        """Let go of everything."""
        ...
