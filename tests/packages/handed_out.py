"""What `./dev package` made, and what docs/packaging.md says that it needs of the system."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tools.package.paths import DIST, ROOT

DOCS = ROOT / "docs" / "packaging.md"


def built(pattern: str) -> Path:
    """The one file in dist/ of this kind."""
    found = sorted(DIST.glob(pattern))
    assert len(found) == 1, f"{pattern}: {found}; `./dev package` builds it"
    return found[0]


def deb() -> Path:
    return built("*.deb")


def rpm() -> Path:
    return built("*.rpm")


def wheel() -> Path:
    return built("*.whl")


def archive() -> Path:
    """The standalone folder, packed."""
    return built("holdspace-*-linux-*.tar.gz")


def sdist() -> Path:
    (found,) = (path for path in DIST.glob("*.tar.gz") if path != archive())
    return found


def said_to_need(heading: str) -> list[str]:
    """The Debian packages that the documentation tells a user to install, from the command below this heading."""
    told = DOCS.read_text("utf-8").split(f"\n### {heading}\n", 1)[1]
    found = re.search(r"^    sudo apt install ((?:.+\\\n)*.+)$", told.split("\n#", 1)[0], re.MULTILINE)
    assert found is not None, heading
    return found.group(1).replace("\\\n", " ").split()


def asked_by_deb() -> list[str]:
    """The Debian packages that the .deb depends on, the first where there is a choice."""
    told = _told("dpkg-deb", "-f", deb(), "Depends")
    return [one.split("|")[0].split("(")[0].strip() for one in told.split(",")]


def asked_by_rpm() -> list[str]:
    """What the .rpm requires, without what is asked of rpm itself."""
    return [line for line in _told("rpm", "-qp", "--requires", rpm()).splitlines() if not line.startswith("rpmlib(")]


def _told(*words: str | Path) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout
