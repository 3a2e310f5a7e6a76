"""Where things lie while packages are made, and what is the same for all of them."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINUX = ROOT / "packaging" / "linux"
TEXTS = ROOT / "packaging" / "licenses"
NFPM = LINUX / "nfpm.yaml"
DIST = Path(os.environ.get("HOLDSPACE_DIST") or ROOT / "dist")
FOLDER = DIST / "holdspace"
"""The standalone folder."""
WORK = ROOT / ".dev" / "package"
MACHINE = platform.machine()


def version() -> str:
    """The version of the sources."""
    source = (ROOT / "src" / "holdspace" / "__init__.py").read_text("utf-8")
    (found,) = re.findall(r'^__version__ = "([^"]+)"$', source, re.MULTILINE)
    return str(found)


def source_date() -> int:
    """Seconds since the epoch that stand in the packages as their date: SOURCE_DATE_EPOCH, else that of the last commit,
    else of the newest entry of the list of changes."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told is None:
        asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
        told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return int(told) if told else int((ROOT / "CHANGELOG.md").stat().st_mtime)
