"""Which instants there are to kill at, and a sample of them."""

from collections.abc import Sequence
from pathlib import Path

from tests.faults.strace import Point, counted


def instants(log: Path) -> list[Point]:
    """Each call of a log, by its name and number."""
    return [
        Point(call=call, number=number)
        for call, count in sorted(counted(log).items())
        for number in range(1, count + 1)
    ]


def sample(points: Sequence[Point], size: int) -> list[Point]:
    """So many of them, evenly spread, from the middle of each part."""
    if len(points) <= size:
        return list(points)
    return [points[(2 * place + 1) * len(points) // (2 * size)] for place in range(size)]
