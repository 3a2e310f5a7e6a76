"""`python -m benchmarks [--quick] [NAME ...]`: measures, prints one table, exit status 1 when a limit does not hold."""

import argparse
import os
import platform
import sys
from collections.abc import Callable

from benchmarks import (
    arriving,
    bursting,
    deciding,
    draining,
    logging_by_hand,
    paging,
    previewing,
    remembering,
    rest,
    returning,
    silencing,
    soaking,
    starting,
)
from benchmarks.compiled import compiled
from benchmarks.figure import Figure, table
from benchmarks.year import YEAR
from tests.rig.desktop import Desktop, running_desktop

PARTS: dict[str, Callable[[Desktop, bool], list[Figure]]] = {
    "start": lambda desktop, quick: starting.measure(desktop, 3 if quick else 11),
    "rest": lambda desktop, quick: rest.measure(desktop, 0.25 if quick else 1),
    "arrival": lambda desktop, quick: arriving.measure(desktop, 5 if quick else 30),
    "burst": lambda desktop, quick: bursting.measure(desktop, 1000 if quick else 5000),
    "drain": lambda desktop, quick: draining.measure(desktop, 4000 if quick else 20_000, 1 if quick else 5),
    "year": lambda desktop, quick: remembering.measure(desktop, 5_000 if quick else YEAR, 2 if quick else 9),
    "page": lambda desktop, quick: paging.measure(desktop, 5 if quick else 25),
    "soak": lambda desktop, quick: soaking.measure(desktop, 3 if quick else 7),
    "return": lambda desktop, quick: returning.measure(desktop, 4 if quick else 20),
    "log": lambda desktop, quick: logging_by_hand.measure(desktop, 5 if quick else 21),
}
ALONE: dict[str, Callable[[bool], list[Figure]]] = {
    "decide": lambda quick: deciding.measure(20 if quick else 1000),
    "rules": lambda quick: deciding.measure_rules(5 if quick else 50),
    "preview": lambda quick: previewing.measure(1 if quick else 5),
    "silence": lambda quick: silencing.measure(3 if quick else 10),
}
"""What needs no desktop, or several."""


def main(argv: list[str]) -> int:
    """Measure the named parts, else all; the exit status."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: to see that it runs, not to judge by")
    parser.add_argument("parts", nargs="*", metavar="NAME", help=f"of {', '.join([*PARTS, *ALONE])}; without one, all")
    asked = parser.parse_args(argv)
    unknown = set(asked.parts) - PARTS.keys() - ALONE.keys()
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    with compiled():
        for name, measure in PARTS.items():
            if not asked.parts or name in asked.parts:
                print(f"measuring: {name}", file=sys.stderr, flush=True)
                with running_desktop() as desktop:
                    figures += measure(desktop, asked.quick)
        for name, alone in ALONE.items():
            if not asked.parts or name in asked.parts:
                print(f"measuring: {name}", file=sys.stderr, flush=True)
                figures += alone(asked.quick)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores, load {load}")
    print(table(figures))
    failed = [figure.name for figure in figures if not figure.holds]
    if failed:
        print(f"beyond the limit: {'; '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
