"""`python -m tools.package`: make everything into dist/, and say what was made."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tools.package.libraries import NotWhole
from tools.package.licences import NoLicence
from tools.package.paths import DIST, FOLDER, WORK, source_date
from tools.package.standalone import make_archive, make_folder
from tools.package.system import make_packages
from tools.package.wheels import install, make_wheels

if TYPE_CHECKING:
    from pathlib import Path


def main(words: list[str]) -> int:
    """0 when everything was made, 1 with the reason, 2 on wrong usage."""
    if words:
        print(__doc__, file=sys.stderr)
        return 2
    begun = time.monotonic()
    os.environ["SOURCE_DATE_EPOCH"] = str(source_date())  # one date for all, whatever is committed meanwhile
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    WORK.mkdir(parents=True, exist_ok=True)
    try:
        wheel, sdist = make_wheels()
        install(wheel)
        make_folder()
        made = [wheel, sdist, make_archive(), *make_packages()]
    except (NotWhole, NoLicence) as error:
        print(f"nothing to hand out: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"failed: {error.cmd[0]} (status {error.returncode})", file=sys.stderr)
        return 1
    sums = "".join(f"{_sum(path)}  {path.name}\n" for path in made)
    (DIST / "SHA256SUMS").write_text(sums, encoding="utf-8")
    print(f"{'folder':8} {_megabytes(FOLDER):7.1f} MB  {FOLDER}")
    for path in made:
        print(f"{''.join(path.suffixes[-1:]).lstrip('.'):8} {_megabytes(path):7.1f} MB  {path}")
    print(f"made in {time.monotonic() - begun:.0f} s")
    return 0


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _megabytes(path: Path) -> float:
    parts = path.rglob("*") if path.is_dir() else (path,)
    return sum(part.lstat().st_size for part in parts if part.is_file() and not part.is_symlink()) / 1e6


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
