"""Which libraries lie in the standalone folder, and which are the system's.

In it: Python, what only Python needs (OpenSSL, libffi, SQLite), Qt as its wheel brings it, and our other wheels. Everything
that belongs to a desktop (X, Wayland, D-Bus, fonts, GL, glib) is the system's own: a copy of the build host's would be
too old or too new for the rest of that desktop. docs/packaging.md tells the same in words.
"""

from __future__ import annotations

import re
import subprocess
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_PYTHON = re.compile(r"lib(python3\.\d+|ssl|crypto|ffi|sqlite3|mpdec)\.so[.\d]*")
"""What may come from the build host's folders of libraries: its Python, and what no other library of a desktop shares."""
_UNUSED_QT = re.compile(
    r"/plugins/(egldeviceintegrations|generic|networkinformation|tls|xcbglintegrations)/"
    r"|/plugins/platforms/(?!libq(xcb|wayland|offscreen|minimal)\.so)"
    r"|/plugins/imageformats/(?!libqsvg\.so)"
    r"|/plugins/platformthemes/libqgtk3\.so"
    r"|/plugins/wayland-graphics-integration-client/(?!libqt-plugin-wayland-egl\.so)"
    r"|/plugins/wayland-shell-integration/(?!lib(xdg-shell|qt-shell)\.so)"
    r"|/translations/(?!qtbase_(en|es)\.qm)"
    r"|libQt6(EglF|Network)|/QtNetwork\."
)
_C = re.compile(r"lib(c|m|dl|pthread|rt)\.so\.\d|ld-linux.*")
"""The C library itself: its version is asked for, not its files."""
_OF_SOME_PYTHONS = {"libexpat.so.1"}
"""What Python may have been linked against, or hold itself."""
_RECOMMENDED = re.compile(r"^ +recommends:.*\n(?: +- .*\n)+", re.MULTILINE)
_NEEDED = re.compile(r"^\s*NEEDED\s+(\S+)$", re.MULTILINE)
_GLIBC = re.compile(r"GLIBC_(\d+)\.(\d+)")


class NotWhole(Exception):
    """The folder needs something that it does not hold and that the packages do not ask for."""


def is_wanted(name: str, source: str) -> bool:
    """Whether a file that PyInstaller found belongs in the folder. `name` is its place there, `source` where it lies."""
    if _UNUSED_QT.search(f"/{name}"):
        return False
    if not _is_of_the_system(source):
        return True
    return _OF_PYTHON.fullmatch(Path(name).name) is not None


def _is_of_the_system(source: str) -> bool:
    """Whether it lies in the system's folders of libraries, beside and not in those of Python."""
    python = {Path(sysconfig.get_path(key)).resolve() for key in ("stdlib", "platstdlib", "purelib")}
    place = Path(source)
    inside = {place.parent.resolve(), *place.parent.resolve().parents}
    return (
        place.is_absolute() and bool(inside & {Path("/usr/lib"), Path("/lib"), Path("/lib64")}) and not inside & python
    )


def needed_outside(folder: Path) -> set[str]:
    """The libraries that the folder needs and does not hold, without the C library."""
    there = {path.name for path in folder.rglob("*")}
    wanted = {name for path in _binaries(folder) for name in _NEEDED.findall(_told("-p", path))}
    return {name for name in wanted - there if not _C.fullmatch(name)}


def glibc_needed(folder: Path) -> tuple[int, int]:
    """The C library of which version the folder needs."""
    found = {
        (int(major), int(minor)) for path in _binaries(folder) for major, minor in _GLIBC.findall(_told("-T", path))
    }
    return max(found)


def asked_for(description: str) -> tuple[set[str], tuple[int, int]]:
    """The libraries that the description of the packages asks for, and of which version of the C library.

    What it only recommends is opened where it is there, and no binary asks for it.
    """
    description = _RECOMMENDED.sub("", description)
    libraries = set(re.findall(r'^\s*- "?(lib\S+?\.so[.\d]*)\(\)\(64bit\)"?$', description, re.MULTILINE))
    ((major, minor),) = re.findall(r"libc6 \(>= (\d+)\.(\d+)\)", description)
    return libraries, (int(major), int(minor))


def check(folder: Path, description: str) -> None:
    """Raises NotWhole unless the description asks for just what the folder needs."""
    libraries, glibc = asked_for(description)
    needs = needed_outside(folder)
    if needs | _OF_SOME_PYTHONS != libraries | _OF_SOME_PYTHONS or not needs <= libraries:
        raise NotWhole(
            f"not asked for: {sorted(needs - libraries)}; asked for and not needed: {sorted(libraries - needs)}"
        )
    if glibc_needed(folder) > glibc:
        raise NotWhole(f"needs a C library {glibc_needed(folder)}, and asks for {glibc}: build on an older system")


def _binaries(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def _told(option: str, path: Path) -> str:
    return subprocess.run(["objdump", option, path], capture_output=True, text=True, check=True).stdout
