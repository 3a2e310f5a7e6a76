"""A rehearsed session on a virtual screen: the real app, the real daemon, real notifications, real browsers.

    python -m tests.rehearsal [--pictures DIR]

Prints a row a point with what it saw, and where the pictures are. Waits are scaled: a step waits seconds, not minutes.
Exit status 1 if a point failed.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from selenium.common.exceptions import WebDriverException

from tests.rehearsal.points import POINTS, Point
from tests.rehearsal.stage import WAIT_SECONDS, Stage, set_up

PICTURES = Path(__file__).resolve().parents[2] / ".dev" / "rehearsal"


def rehearse(stage: Stage, points: Sequence[Point] = POINTS) -> bool:
    """Act the points in turn, a row each; whether all went well. After a failure the later points make no sense."""
    for number, point in enumerate(points, 1):
        began = time.monotonic()
        try:
            saw, well = point.act(stage), True
        except (AssertionError, WebDriverException, OSError) as failure:
            saw, well = f"{type(failure).__name__}: {failure}".splitlines()[0][:400], False
        mark = "ok  " if well else "FAIL"
        print(f"{number}  {point.title:<32} {mark} {time.monotonic() - began:5.1f} s  {saw}", flush=True)
        if not well:
            stage.picture(f"{number}-failed")
            for left, skipped in enumerate(points[number:], number + 1):
                print(f"{left}  {skipped.title:<32} not reached", flush=True)
            return False
    return True


def main(argv: Sequence[str]) -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.rehearsal", description=__doc__)
    parser.add_argument("--pictures", type=Path, default=PICTURES)
    pictures = parser.parse_args(argv).pictures
    print(f"A rehearsed session on a virtual screen; each step waits {WAIT_SECONDS} s instead of minutes.", flush=True)
    with set_up(pictures) as stage:
        well = rehearse(stage)
    print(f"Pictures: {pictures}")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
