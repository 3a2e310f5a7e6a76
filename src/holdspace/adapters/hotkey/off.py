"""No hotkeys here, and why."""

from __future__ import annotations

from holdspace.adapters.hotkey.keys import KeysFitness, Why


class NoHotkeys:
    """The absent driver."""

    def __init__(self, why: Why) -> None:
        self._why: Why = why

    def want_digits(self, wanted: bool) -> None:  # noqa: ARG002, FBT001 - as the driver promises; there is nothing to hold
        return

    def fitness(self) -> KeysFitness:
        return KeysFitness(works=False, why=self._why)

    def close(self) -> None:
        return
