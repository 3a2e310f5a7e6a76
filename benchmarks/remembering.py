"""The start with a year behind it, against the start of an empty home, taking turns; what it costs in memory."""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks import year
from benchmarks.figure import Figure
from benchmarks.processes import resident
from benchmarks.starting import HOLDSPACE
from holdspace.cli.client import Connection, NoAnswerError, NotRunningError, new_id
from holdspace.wire.paths import Paths
from tests.journeys.hands import practitioner
from tests.rig.desktop import Desktop
from tests.rig.processes import kill_those_naming, start, wait_for

LIMIT = 1.1
BOUND = 60.0


def measure(desktop: Desktop, facts: int, rounds: int) -> list[Figure]:
    """From the command to the first answer of `status`, which needs the state; each round's pair as a ratio.

    Ended well: as after a clean quit. Killed: in a session, with what came in it not in the snapshot.
    """
    with practitioner(desktop, "e1") as empty, practitioner(desktop, "y1") as full:
        year.write(empty.home / "holdspace.db", 1)
        written = year.write(full.home / "holdspace.db", facts)
        homes = {"empty": empty.home, "full": full.home}
        well, first = _rounds(desktop, homes, rounds, clean=True)
        for home in homes.values():
            year.write(home / "holdspace.db", 0, open_session=True)
        killed, then = _rounds(desktop, homes, rounds, clean=False)
        for home in homes.values():
            year.forget_snapshot(home / "holdspace.db")
        afresh, last = _rounds(desktop, homes, 1, clean=False)
    more = [
        heavy - light
        for weight in (first, then, last)
        for light, heavy in zip(weight["empty"], weight["full"], strict=True)
    ]
    return [
        _ratio(f"start with {written} facts, ended well, of an empty one", well, LIMIT),
        _ratio(f"start with {written} facts, killed in a session, of an empty one", killed, LIMIT),
        _ratio(f"start with {written} facts and no snapshot, of an empty one", afresh, None),
        Figure(
            name=f"memory after each of them: more than of an empty one, {written} facts",
            values=more,
            unit="MiB",
            limit=10,
            worst=True,
        ),
    ]


def _rounds(
    desktop: Desktop, homes: dict[str, Path], rounds: int, *, clean: bool
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    took: dict[str, list[float]] = {name: [] for name in homes}
    weight: dict[str, list[float]] = {name: [] for name in homes}
    for _ in range(rounds):
        for name, home in homes.items():
            seconds, mebibytes = _start(desktop, home, clean=clean)
            took[name].append(seconds)
            weight[name].append(mebibytes)
    return took, weight


def _start(desktop: Desktop, home: Path, *, clean: bool) -> tuple[float, float]:
    begun = time.monotonic()
    process = start([HOLDSPACE, "--home", home], env=desktop.env, folder=desktop.folder)
    try:
        wait_for(lambda: _answers(home), bound=BOUND, what="status to be answered")
        took = time.monotonic() - begun
        wait_for(lambda: _looked_after(home), bound=BOUND, what="what comes after the first picture")
        weight = resident([process.pid])
        if clean:
            _ask(home, "quit")
            process.wait()
        return took, weight
    finally:
        process.kill()
        kill_those_naming(str(home))


def _answers(home: Path) -> bool:
    with suppress(NotRunningError, NoAnswerError):
        return json.dumps(_ask(home, "status")) != ""
    return False


def _looked_after(home: Path) -> bool:
    """The look through the database and the deleting of what is past its days are one after the other, in one turn."""
    with suppress(NoAnswerError):
        parts: dict[str, str] = {part["part"]: part["state"] for part in _ask(home, "doctor")["parts"]}
        return parts["database"] != "off"
    return False


def _ask(home: Path, verb: str) -> Any:
    with Connection(Paths(home).socket, BOUND) as line:
        return line.ask({"id": new_id(), "verb": verb, "args": {}})["result"]


def _ratio(name: str, took: dict[str, list[float]], limit: float | None) -> Figure:
    pairs = [full / empty for empty, full in zip(took["empty"], took["full"], strict=True)]
    middle = [sorted(took[which])[len(pairs) // 2] * 1000 for which in ("full", "empty")]
    return Figure(name=name, values=pairs, unit="x", limit=limit, note=f"{middle[0]:.0f} against {middle[1]:.0f} ms")
