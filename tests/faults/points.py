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


def at_each(
    what: str,
    points: Sequence[Point],
    size: int,
    play: Callable[[Point], bool],
    *,
    kinds: Sequence[Sequence[str]] = (),
) -> None:
    """Play it for a sample of them, or of each of these kinds of calls, and print how often it came to the kill.

    `play` says whether the process was killed there. It may not be: how many calls a session takes depends on how what
    arrives falls together, and a machine under load lets more of it fall together. Then it is tried twice more, of a sample
    at other instants: at half the number, and half of that, down to the first. That is told apart from those that were
    reached. What stays out of reach must be little, and the very last. All that fail are told together.
    """
    groups = [[point for point in points if point.call in kind] for kind in kinds] or [list(points)]
    assert all(groups), "of some kind there is no instant"
    chosen = [point for group in groups for point in sample(group, size)]
    reached, out_of_reach, instead, failures = 0, [], [], []
    for point in chosen:
        again = [point, point] if ALL else halved(point)
        try:
            at = next((one for one in (point, *again) if play(one)), None)
        except AssertionError as failure:
            failures.append(f"killed at {point.call} number {point.number}: {failure}")
            continue
        reached += at == point
        instead += [] if at in (point, None) else [f"{point.call} {point.number} at {at.number}"]
        out_of_reach += [point] if at is None else []
    beyond = named(out_of_reach)
    tally = f"{len(points)} instants, {len(chosen)} tried, {reached} reached"
    print(f"\nTALLY {what}: {tally}, sooner: {', '.join(instead) or 'none'}, out of reach: {beyond}")
    assert not failures, "\n\n".join(failures)
    assert reached + len(instead) >= 0.9 * len(chosen), f"out of reach: {beyond}"
    most = {point.call: max(other.number for other in points if other.call == point.call) for point in out_of_reach}
    assert all(point.number > 0.75 * most[point.call] for point in out_of_reach), f"out of reach: {beyond}"


def halved(point: Point) -> list[Point]:
    """The instants at half of its number, half of that, and so on."""
    if point.number == 1:
        return []
    half = Point(call=point.call, number=point.number // 2)
    return [half, *halved(half)]


def named(points: Sequence[Point]) -> str:
    return ", ".join(f"{point.call} {point.number}" for point in points) or "none"
