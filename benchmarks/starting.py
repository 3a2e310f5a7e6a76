"""The start: the tray icon and the first window, against a bare PySide6 program on the same desktop, taking turns."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.watching import tray_eye, window_eye
from tests.journeys.hands import Practitioner, practitioner
from tests.rig.desktop import Desktop
from tests.rig.processes import kill_those_naming, start, wait_for
from tests.rig.tray import items

BARE = Path(__file__).with_name("bare_tray.py")
HOLDSPACE = Path(sys.executable).with_name("holdspace")
"""The console script: what a person, the menu and the log-in start."""


def measure(desktop: Desktop, rounds: int) -> list[Figure]:
    """Tray shown and first window painted, as ratios of each round's pair."""
    with practitioner(desktop, "k1") as person, practitioner(desktop, "k2") as resumed:
        _open_session(resumed)
        bare_tray, our_tray, bare_window, our_window = [], [], [], []
        for _ in range(rounds):
            bare_tray.append(_tray(desktop, [sys.executable, "-P", BARE]))
            our_tray.append(_tray(desktop, [HOLDSPACE, "--home", person.home]))
            bare_window.append(_window(desktop, [sys.executable, "-P", BARE, "window"]))
            our_window.append(_window(desktop, [HOLDSPACE, "--home", resumed.home]))
            kill_those_naming(str(resumed.home))  # the keeper that came with the session
    return [
        _ratio("tray shown, of a bare tray", our_tray, bare_tray, 1.4),
        _ratio("first window painted, of a bare window", our_window, bare_window, 2.0),
    ]


def _ratio(name: str, ours: Sequence[float], bare: Sequence[float], limit: float) -> Figure:
    pairs = [our / base for our, base in zip(ours, bare, strict=True)]
    return Figure(name=name, values=pairs, unit="x", limit=limit, note=f"{_told(ours)} against {_told(bare)} ms")


def _told(seconds: Sequence[float]) -> str:
    return f"{sorted(seconds)[len(seconds) // 2] * 1000:.0f}"


def _open_session(person: Practitioner) -> None:
    """A journal with a session that runs, so that the next start shows its window unasked."""
    person.launch()
    person.ok("start", "--client", "C1", "--topic", "pricing talk", "--minutes", "600")
    person.until_silent()
    kill_those_naming(str(person.home))


def _tray(desktop: Desktop, argv: Sequence[str | Path]) -> float:
    wait_for(lambda: not items(desktop.bus), bound=10, what="an empty tray")
    with tray_eye(desktop) as eye:
        begun = time.monotonic()
        process = start(argv, env=desktop.env, folder=desktop.folder)
        try:
            return eye.registered() - begun
        finally:
            process.kill()


def _window(desktop: Desktop, argv: Sequence[str | Path]) -> float:
    wait_for(lambda: not items(desktop.bus), bound=10, what="an empty tray")
    with window_eye(desktop) as eye:
        begun = time.monotonic()
        process = start(argv, env=desktop.env, folder=desktop.folder)
        try:
            return eye.painted() - begun
        finally:
            process.kill()
