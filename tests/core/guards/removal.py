"""Taking a guard out, in a copy, and running the test that must fail then."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.core.guards.guard import Guard

ROOT = Path(__file__).resolve().parents[3]
MACHINE = "tests/core/test_promises.py"


def survivors(guards: Iterable[Guard], folder: Path, *, machine: bool, at_once: int) -> Iterator[tuple[Guard, bool]]:
    """Each guard, and whether the tests pass although it was taken out: in the given order, as soon as it is known."""
    copies: SimpleQueue[Path] = SimpleQueue()
    for number in range(at_once):
        copies.put(folder / str(number))
        copy(folder / str(number))

    def tried(guard: Guard) -> tuple[Guard, bool]:
        own = copies.get()
        try:
            return guard, survives(guard, own, machine=machine)
        finally:
            copies.put(own)

    with ThreadPoolExecutor(at_once) as pool:
        yield from pool.map(tried, guards)


def copy(folder: Path) -> None:
    """What the tests of core and engine need, in a folder of its own, without what the other tests stand on."""
    for part in ("src/holdspace/core", "src/holdspace/engine", "tests/core", "tests/engine"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    leaves = [path.relative_to(ROOT) for path in (ROOT / "src/holdspace").glob("*.py")]
    for leaf in (*leaves, Path("tests/__init__.py"), Path("tests/fakes.py")):
        shutil.copy(ROOT / leaf, folder / leaf)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\npythonpath = . src\n")


def survives(guard: Guard, folder: Path, *, machine: bool) -> bool:
    """Whether the tests pass although this guard was taken out of the copy in `folder`."""
    path = folder / "src/holdspace" / guard.file
    whole = path.read_text()
    path.write_text(whole.replace(guard.old, guard.new))
    try:
        return passes(MACHINE if machine else guard.test_id, folder)
    finally:
        path.write_text(whole)


def passes(tests: str, folder: Path) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", tests]
    # Plain pytest: the plugins of the other tests take longer to load than these tests take to run.
    own = {"PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    own["HOLDSPACE_PROMISES_AS_FOUND"] = "1"
    done = subprocess.run(command, cwd=folder, env=os.environ | own, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"the tests did not run: {done.stdout}{done.stderr}")
    return done.returncode == 0
