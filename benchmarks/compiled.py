"""A copy of the product as it is installed: compiled, and untouched by whoever edits the sources meanwhile."""

import compileall
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def compiled() -> Iterator[None]:
    """All that is started while the block lasts imports from a compiled copy, by way of PYTHONPATH."""
    folder = Path(tempfile.mkdtemp(prefix="hs-bench-", dir="/tmp"))
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "resources").symlink_to(ROOT / "resources")
    if not compileall.compile_dir(folder / "src", quiet=2):
        raise RuntimeError("the sources cannot be compiled")
    changed = {"PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": None}
    before = {name: os.environ.get(name) for name in changed}
    try:
        _set(changed)
        yield
    finally:
        _set(before)
        shutil.rmtree(folder)


def _set(variables: dict[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
