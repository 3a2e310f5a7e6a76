"""The standalone folder and its archive: PyInstaller's work, checked and with the licences of all that is in it."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING

from tools.package import libraries, licences
from tools.package.paths import DIST, FOLDER, LINUX, MACHINE, NFPM, WORK, source_date, version

if TYPE_CHECKING:
    from pathlib import Path


def make_folder() -> None:
    """Make the folder anew. Raises libraries.NotWhole when it needs what the packages do not ask for."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=WARN"),
            *("--distpath", str(DIST), "--workpath", str(WORK / "pyinstaller"), str(LINUX / "holdspace.spec")),
        ],
        check=True,
        # The order of sets is in the compiled code: without a fixed seed no two builds are the same.
        env={**os.environ, "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": str(source_date())},
    )
    libraries.check(FOLDER, NFPM.read_text("utf-8"))
    licences.gather(FOLDER, FOLDER / "licenses")
    for path in (FOLDER, *FOLDER.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
            os.utime(path, (source_date(), source_date()))


def make_archive() -> Path:
    """Pack the folder; the same bytes for the same folder."""
    name = f"holdspace-{version()}-linux-{MACHINE}"
    path = DIST / f"{name}.tar.gz"
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", 6, raw, mtime=source_date()) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for each in (FOLDER, *sorted(FOLDER.rglob("*"))):
            archive.add(each, f"{name}/{each.relative_to(FOLDER)}", recursive=False, filter=_plain)
    return path


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mtime = source_date()
    return member
