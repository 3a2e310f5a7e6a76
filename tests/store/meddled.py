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


def told(program: str, home: Path, inject: str, *, only: Path | None = None) -> tuple[list[str], bool]:
    """What `program` said of its decisions while strace meddled with it, and whether it came to its end.

    `only`: with that database, its log and its index.
    """
    strace = (*watching(inject.partition(":")[0], Path("/dev/null"), only), "-e", f"inject={inject}")
    done = run(strace, program, home / "holdspace.db")
    assert done.stderr == ""
    return done.stdout.splitlines(), done.returncode == 0


def calls(program: str, home: Path, call: str, *, only: Path) -> int:
    """How often `program` makes this call with that database, its log and its index, when nothing is meddled with."""
    log = home / "strace"
    run(watching(call, log, only), program, only).check_returncode()
    return len(log.read_text().splitlines())


def watching(call: str, log: Path, only: Path | None) -> tuple[str, ...]:
    """strace on every thread and child, looking at this one call; `only`: with that database, its log and its index."""
    files = () if only is None else (f"{only}{suffix}" for suffix in ("", "-wal", "-shm"))
    paths = (word for file in files for word in ("-P", file))
    return ("strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call}", *paths)


def run(strace: tuple[str, ...], program: str, database: Path) -> subprocess.CompletedProcess[str]:
    """`program` with this database, under strace."""
    return subprocess.run(
        [*strace, sys.executable, "-m", program, str(database), "7"],
        cwd=SOURCE,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def homes(prepared: Path, stride: int) -> Iterator[tuple[int, Path]]:
    """A fresh copy of the prepared home for each try, and at which call it is meddled with."""
    for number in range(1, TRIES_AT_MOST * stride, stride):
        home = prepared.with_name(f"home-{number}")
        shutil.copytree(prepared, home)
        yield number, home
        shutil.rmtree(home)
    raise AssertionError("the calls do not end")
