"""Which instants there are to kill at, and a sample of them. HOLDSPACE_FAULTS=all asks for every one."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.faults.strace import Point, counted

ALL = os.environ.get("HOLDSPACE_FAULTS") == "all"
PATIENCE = 3600 if ALL else 120
"""Seconds for one test."""


def instants(log: Path) -> list[Point]:
    """Each call of a log, by its name and number."""
    return [
        Point(call=call, number=number)
        for call, count in sorted(counted(log).items())
        for number in range(1, count + 1)
    ]


def sample(points: Sequence[Point], size: int) -> list[Point]:
    """So many of them, evenly spread, from the middle of each part; all of them where everything is asked for."""
    if ALL or len(points) <= size:
        return list(points)
    return [points[(2 * place + 1) * len(points) // (2 * size)] for place in range(size)]


def at_each(points: Sequence[Point], play: Callable[[Point], bool]) -> int:
    """Play it for each of them; how many times it came to the kill. All that fail are told together."""
    killed, failures = 0, []
    for point in points:
        try:
            killed += play(point)
        except AssertionError as failure:
            failures.append(f"killed at {point.call} number {point.number}: {failure}")
    assert not failures, "\n\n".join(failures)
    return killed
