"""A process of its own whose system calls are meddled with: killed or failed at each in turn."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.faults.points import ALL

SOURCE = Path(__file__).parents[2]
TRIES_AT_MOST = 300 if ALL else 45
"""Beyond this many something else is wrong."""


def environment() -> dict[str, str]:
    """The child finds what this process finds, and the tests beside it."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(SOURCE), *filter(None, sys.path)])}


def told(program: str, home: Path, inject: str) -> tuple[list[str], bool]:
    """What `program` said of its decisions while strace meddled with it, and whether it came to its end."""
    call = inject.partition(":")[0]
    strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={inject}"]
    done = subprocess.run(
        [*strace, sys.executable, "-m", program, str(home / "holdspace.db"), "7"],
        cwd=SOURCE,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.splitlines(), done.returncode == 0


def homes(prepared: Path, stride: int) -> Iterator[tuple[int, Path]]:
    """A fresh copy of the prepared home for each try, and at which call it is meddled with."""
    for number in range(1, TRIES_AT_MOST * stride, stride):
        home = prepared.with_name(f"home-{number}")
        shutil.copytree(prepared, home)
        yield number, home
        shutil.rmtree(home)
    raise AssertionError("the calls do not end")
