"""The libraries of a Debian root under the names by which rpm knows libraries.

No distribution that uses rpm can be made here. But what a package there provides is what rpm's own generator finds in its
libraries, so the same generator is asked about Debian's, and rpm resolves our package against that.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tests.packages.bare_root import BareRoot
from tools.package.paths import WORK

_ASK = "find /usr/lib/x86_64-linux-gnu /lib64 -maxdepth 1 -name '*.so.*' -exec /usr/lib/rpm/elfdeps --provides {} +"
_BESIDE = ("hicolor-icon-theme", "tzdata")
"""Packages that are named alike there and here."""
_DESCRIPTION = """\
name: libraries-of-debian
arch: amd64
version: 12.0.0
maintainer: nobody
description: Says what a Debian root provides
provides:
"""


def told_to_rpm(root: BareRoot) -> None:
    """Install a package without files that provides what the root has; with all that rpm's generator names."""
    said = root.administer("sh", "-c", _ASK).splitlines()
    names = sorted({line for line in said if line.strip()})
    with tempfile.TemporaryDirectory() as scratch:
        description, made = Path(scratch) / "nfpm.yaml", Path(scratch) / "libraries.rpm"
        description.write_text(_DESCRIPTION + "".join(f'  - "{name}"\n' for name in (*_BESIDE, *names)))
        nfpm = WORK / "venv" / "bin" / "nfpm"
        subprocess.run([nfpm, "package", "-f", description, "-p", "rpm", "-t", made], check=True, capture_output=True)
        root.administer("rpm", "-i", root.bring(made))
