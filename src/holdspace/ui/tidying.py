"""Garbage is collected on the main thread only: a Qt object that is found in a circle must die where it lived.

Python collects wherever it happens to allocate, also on the I/O thread, and a timer that dies there takes the process
with it ("Timers cannot be stopped from another thread").
"""

from __future__ import annotations

import gc

ENOUGH = 5000
"""New objects since the last time, about as many as Python itself waits for with a larger first generation."""

OLDER_EVERY = 20


class Tidying:
    """Made once everything is loaded. Both are called on the main thread."""

    def __init__(self) -> None:
        self._times = 0
        gc.disable()
        gc.freeze()  # what is there now stays: it need not be looked through again and again

    def now_and_then(self) -> None:
        """After something was done: look through what is new, if there is much of it. A millisecond or two."""
        if gc.get_count()[0] > ENOUGH:
            self._times += 1
            gc.collect(0 if self._times % OLDER_EVERY else 1)

    def at_rest(self) -> None:
        """When no deadline waits: look through everything that came since the start."""
        gc.collect()
