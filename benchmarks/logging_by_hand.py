"""`holdspace log x` until it is durable, against a bare Python of the same environment, taking turns."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.starting import HOLDSPACE
from tests.journeys.hands import practitioner
from tests.rig.desktop import Desktop


def measure(desktop: Desktop, rounds: int) -> list[Figure]:
    """Each round's pair as a ratio. The command ends after the app has said that the log is kept."""
    with practitioner(desktop, "k1") as person:
        person.launch()
        person.ok("start", "--minutes", "600")
        person.until_silent()
        bare, log = [], []
        for _ in range(rounds):
            bare.append(_run([sys.executable, "-c", "pass"], desktop))
            log.append(_run([HOLDSPACE, "--home", person.home, "log", "x"], desktop))
        held = person.status()["held"]
    if held < rounds:
        raise AssertionError(f"{rounds} were logged, {held} are held")
    note = f"{sorted(log)[rounds // 2] * 1000:.0f} against {sorted(bare)[rounds // 2] * 1000:.0f} ms"
    pairs = [ours / base for ours, base in zip(log, bare, strict=True)]
    return [Figure(name="holdspace log to durable, of a bare Python", values=pairs, unit="x", limit=4.0, note=note)]


def _run(argv: Sequence[str | Path], desktop: Desktop) -> float:
    begun = time.monotonic()
    subprocess.run(argv, env=desktop.env, check=True, capture_output=True, cwd=desktop.folder, timeout=30)
    return time.monotonic() - begun
