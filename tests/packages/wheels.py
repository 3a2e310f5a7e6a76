"""The wheels that ours requires, and those that building it requires, gathered once for all roots."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from functools import cache
from pathlib import Path

from tests.packages import handed_out
from tools.package.paths import ROOT, WORK

_PYTHON = WORK / "venv" / "bin" / "python"
"""That of the build, which is Debian 12's as in the roots: in another, pip says that a wheel does not fit."""


@cache
def gathered() -> Path:
    """A folder with them; fetched by pip as this machine is set up for it."""
    folder = WORK / "wheels"
    shutil.rmtree(folder, ignore_errors=True)
    building = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    subprocess.run(
        [
            *(_PYTHON, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-input"),
            *("--only-binary", ":all:", "--dest", folder, handed_out.wheel(), *building),
        ],
        check=True,
        capture_output=True,
    )
    (folder / handed_out.wheel().name).unlink()
    return folder
