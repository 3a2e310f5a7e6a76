"""Each of what is handed out, put into a bare root as a user puts it there: with what the documentation says that it needs,
and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tests.packages import handed_out, rpm_names
from tests.packages.bare_root import USER, BareRoot
from tests.packages.wheels import gathered

SYSTEM = "/usr/lib/x86_64-linux-gnu/"
"""Where Debian has its libraries."""
_FOLDER = "/opt/a folder"
_VENV = "/srv/holdspace"
_WHEELS = "/srv/wheels"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """Where it lies in the root, and whether it brings a Python of its own."""

    root: BareRoot
    place: str
    own_python: bool

    def libraries_not_found(self) -> list[str]:
        """What any of its files asks for and the root has not."""
        look = 'find "$0" -type f \\( -name "*.so*" -o -name holdspace \\) -exec ldd {} +'
        self.root.sees({"LD_LIBRARY_PATH": f"{self.place}/_internal"})
        said = self.root.run("sh", "-c", look, self.place).stdout
        self.root.sees({"LD_LIBRARY_PATH": ""})
        assert "libQt6Core" in said
        return sorted({line.strip() for line in said.splitlines() if "not found" in line})

    def loaded(self) -> dict[int, set[str]]:
        """The libraries in each of its processes, by their path in the root."""
        processes = [each for each in Path("/proc").iterdir() if each.name.isdigit() and self.root.holds(each)]
        ours = [each for each in processes if "holdspace" in (each / "cmdline").read_text()]
        return {int(each.name): {self._inside(path) for path in _mapped(each)} for each in ours}

    def _inside(self, path: str) -> str:
        return path.removeprefix(str(self.root.folder))


def _mapped(process: Path) -> list[str]:
    columns = [line.split(maxsplit=5) for line in (process / "maps").read_text().splitlines()]
    return [each[5] for each in columns if len(each) == 6 and re.search(r"\.so(\.[\d.]+)?$", each[5])]


def by_deb(root: BareRoot) -> Installed:
    root.install(root.bring(handed_out.deb()))
    return Installed(root=root, place="/usr/lib/holdspace", own_python=True)


def by_rpm(root: BareRoot) -> Installed:
    """What it requires is resolved by rpm itself, against the libraries of the .deb's packages under their names for rpm."""
    root.install(*handed_out.asked_by_deb(), "rpm")
    rpm_names.told_to_rpm(root)
    root.administer("rpm", "-i", root.bring(handed_out.rpm()))
    return Installed(root=root, place="/usr/lib/holdspace", own_python=True)


def by_folder(root: BareRoot) -> Installed:
    """Unpacked into a folder with a space in its name, in which nobody may write."""
    root.install(*handed_out.said_to_need("The standalone folder"))
    root.administer("mkdir", "-p", _FOLDER)
    packed = root.bring(handed_out.archive())
    root.administer("tar", "-C", _FOLDER, "--strip-components=1", "-xf", packed)
    root.administer("chmod", "-R", "a-w", _FOLDER)
    root.first_on_path(_FOLDER)
    return Installed(root=root, place=_FOLDER, own_python=True)


def by_wheel(root: BareRoot) -> Installed:
    return _by_pip(root, handed_out.wheel())


def by_sdist(root: BareRoot) -> Installed:
    """Built in the root by pip, from nothing but the archive."""
    return _by_pip(root, handed_out.sdist())


def _by_pip(root: BareRoot, file: Path) -> Installed:
    """Into a fresh environment; what else is needed comes from the wheels that were gathered, and from no network."""
    root.install(*handed_out.said_to_need("The wheel and the source archive"))
    root.administer("install", "-d", "-o", USER, _VENV)
    root.bring_folder(gathered(), _WHEELS)
    for words in (
        ("python3", "-m", "venv", _VENV),
        (f"{_VENV}/bin/pip", "install", "--no-index", "--find-links", _WHEELS, root.bring(file)),
    ):
        done = root.run(*words, bound=600)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    root.first_on_path(f"{_VENV}/bin")
    return Installed(root=root, place=_VENV, own_python=False)


KINDS: Mapping[str, Callable[[BareRoot], Installed]] = MappingProxyType(
    {"deb": by_deb, "rpm": by_rpm, "folder": by_folder, "wheel": by_wheel, "sdist": by_sdist}
)
