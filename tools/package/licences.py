"""The licence texts of everything in the standalone folder, gathered from where it came from."""

from __future__ import annotations

import re
import shutil
import subprocess
import sysconfig
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from tools.package.paths import ROOT, TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXT = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)
_ALSO = ("pyinstaller",)
"""Its starter is the program's first file, and its licence allows that for any program."""
_TEXTS_HERE = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt", "ICU.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}
"""Wheels that bring no texts of their licences."""


class NoLicence(Exception):
    """Something would be handed out without the text of its licence."""


def gather(folder: Path, target: Path) -> None:
    """Write `target` for what lies in `folder`: a README, and a folder for each part. Raises NoLicence."""
    target.mkdir()
    rows = [*_wheels(target), *_python(target), *_of_the_build_host(folder, target)]
    head = (TEXTS / "README.txt").read_text("utf-8")
    table = "".join(f"{name} {version}: {licence}\n" for name, version, licence in sorted(rows))
    (target / "README.txt").write_text(f"{head}\n{table}", encoding="utf-8")
    shutil.copy(ROOT / "LICENSE", target / "holdspace.txt")
    shutil.copy(ROOT / "resources" / "fonts" / "OFL.txt", target / "Inter.txt")


def _wheels(target: Path) -> Iterator[tuple[str, str, str]]:
    for name in sorted({*_required("holdspace"), *_ALSO}):
        wheel = metadata.distribution(name)
        texts = [Path(str(wheel.locate_file(file))) for file in wheel.files or () if _is_text(file)]
        texts += [TEXTS / text for text in _TEXTS_HERE.get(name, ())]
        _copy(name, texts, target)
        told = wheel.metadata
        named = next((told[key] for key in ("License-Expression", "License") if key in told), "see its folder")
        yield name, wheel.version, named


def _is_text(file: metadata.PackagePath) -> bool:
    return ".dist-info" in file.parts[0] and _TEXT.match(file.name) is not None


def _required(name: str) -> set[str]:
    """What a distribution requires here, and what that requires."""
    found: set[str] = set()
    left = [name]
    while left:
        for line in metadata.distribution(left.pop()).requires or ():
            wanted = Requirement(line)
            key = re.sub(r"[-_.]+", "-", wanted.name).lower()
            if key not in found and (wanted.marker is None or wanted.marker.evaluate({"extra": ""})):
                found.add(key)
                left.append(key)
    return found


def _python(target: Path) -> Iterator[tuple[str, str, str]]:
    version = sysconfig.get_python_version()
    places = (Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", Path(f"/usr/share/doc/python{version}/copyright"))
    _copy("python", [place for place in places if place.is_file()][:1], target)
    yield "python", version, "PSF-2.0"


def _of_the_build_host(folder: Path, target: Path) -> Iterator[tuple[str, str, str]]:
    """Libraries that Python needs and the distribution has made."""
    for path in sorted((folder / "_internal").glob("lib*.so*")):
        if path.is_symlink() or path.name.startswith("libpython"):
            continue
        package, version = _package_of(path.name)
        _copy(package, [Path(f"/usr/share/doc/{package}/copyright")], target)
        yield f"{package} ({path.name})", version, "see its folder"


def _package_of(library: str) -> tuple[str, str]:
    owners = subprocess.run(["dpkg-query", "-S", f"*/{library}"], capture_output=True, text=True, check=False).stdout
    if not owners:
        raise NoLicence(f"no package of this system has {library}")
    package = owners.partition(":")[0]
    asked = ["dpkg-query", "-W", "-f", "${Version}\n", package]
    return package, subprocess.run(asked, capture_output=True, text=True, check=True).stdout.splitlines()[0]


def _copy(name: str, texts: list[Path], target: Path) -> None:
    if not texts or not all(text.is_file() for text in texts):
        raise NoLicence(f"{name} has no text of its licence: {texts}")
    (target / name).mkdir(exist_ok=True)
    for text in texts:
        shutil.copyfile(text, target / name / text.name)
