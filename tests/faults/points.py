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


def at_each(what: str, points: Sequence[Point], size: int, play: Callable[[Point], bool]) -> None:
    """Play it for a sample of them, and print how often it came to the kill. All that fail are told together.

    `play` says whether the process was killed there. It may not be: how many calls a session takes depends on how what
    arrives falls together. Then it is tried twice more, of a sample once and at half the number; and what stays out of
    reach must be little, and the very last.
    """
    chosen = sample(points, size)
    reached, out_of_reach, failures = 0, [], []
    for point in chosen:
        try:
            again = [point, point] if ALL else [Point(call=point.call, number=(point.number + 1) // 2)]
            if any(play(one) for one in (point, *again)):
                reached += 1
            else:
                out_of_reach.append(point)
        except AssertionError as failure:
            failures.append(f"killed at {point.call} number {point.number}: {failure}")
    beyond = ", ".join(f"{point.call} {point.number}" for point in out_of_reach) or "none"
    print(f"\nTALLY {what}: {len(points)} instants, {len(chosen)} tried, {reached} reached, out of reach: {beyond}")
    assert not failures, "\n\n".join(failures)
    assert reached >= 0.9 * len(chosen), f"out of reach: {beyond}"
    most = {point.call: max(other.number for other in points if other.call == point.call) for point in out_of_reach}
    assert all(point.number > 0.75 * most[point.call] for point in out_of_reach), f"out of reach: {beyond}"
