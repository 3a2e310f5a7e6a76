"""What lies in dist/, before anything is installed: the licences in the folder, and the same bytes when it is made again."""

import os
import subprocess
from pathlib import Path

from tools.package.paths import DIST, ROOT


def test_made_again_everything_has_the_same_bytes(tmp_path: Path) -> None:
    python = ROOT / ".dev" / "package" / "venv" / "bin" / "python"
    date = str(int((DIST / "holdspace" / "holdspace").stat().st_mtime))
    env = {**os.environ, "HOLDSPACE_DIST": str(tmp_path), "SOURCE_DATE_EPOCH": date}
    subprocess.run([python, "-m", "tools.package"], check=True, cwd=ROOT, env=env, capture_output=True)
    assert (tmp_path / "SHA256SUMS").read_text() == (DIST / "SHA256SUMS").read_text()


def test_each_part_has_the_text_of_its_licence() -> None:
    there = DIST / "holdspace" / "licenses"
    table = (there / "README.txt").read_text().split("folder of that name:\n\n", 1)[1]
    parts = {line.split(" ")[0] for line in table.splitlines()}
    assert parts >= {"pyside6-essentials", "shiboken6", "python", "python-xlib", "libssl3", "opening-hours-py"}
    for part in parts:
        assert [path for path in (there / part).iterdir() if path.stat().st_size > 400], part
