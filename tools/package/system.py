"""The packages of the system: .deb and .rpm from one description, made by nfpm."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools.package.paths import DIST, FOLDER, MACHINE, NFPM, ROOT, source_date, version

_ARCH = {"x86_64": "amd64", "aarch64": "arm64"}
KINDS = ("deb", "rpm")


def make_packages() -> list[Path]:
    """Make one package of each kind from the standalone folder."""
    return [_make(kind) for kind in KINDS]


def _make(kind: str) -> Path:
    arch = _ARCH[MACHINE]
    target = DIST / (f"holdspace_{version()}_{arch}.deb" if kind == "deb" else f"holdspace-{version()}-1.{MACHINE}.rpm")
    subprocess.run(
        [Path(sys.executable).with_name("nfpm"), "package", "-f", NFPM, "-p", kind, "-t", target],
        check=True,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        env={
            **os.environ,
            "FOLDER": str(FOLDER),
            "VERSION": version(),
            "ARCH": arch,
            "SOURCE_DATE_EPOCH": str(source_date()),
        },
    )
    return target
