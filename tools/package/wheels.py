"""The wheel and the source archive, and the wheel installed where the standalone folder is made from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools.package.paths import DIST, ROOT


def make_wheels() -> list[Path]:
    """Build both with the build backend itself: it is installed, so nothing is fetched."""
    from hatchling.builders.sdist import SdistBuilder
    from hatchling.builders.wheel import WheelBuilder

    sdist = next(iter(SdistBuilder(str(ROOT)).build(directory=str(DIST))))
    wheel = next(iter(WheelBuilder(str(ROOT)).build(directory=str(DIST), versions=["standard"])))
    return [Path(wheel), Path(sdist)]


def install(wheel: Path) -> None:
    """Put this wheel, and no checkout, where PyInstaller finds it; what it requires is there."""
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"),
            *("--no-deps", "--no-index", "--force-reinstall", str(wheel)),
        ],
        check=True,
    )
