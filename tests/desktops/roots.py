"""Roots with a whole desktop in each: Debian 12, what all of them need, and one layer a desktop above it.

Made once as root, and again when a list of packages below changes. They are never written to afterwards: what runs in one
writes to a layer that is thrown away.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.rig.processes import run

USER = "mia"
HOURS = 7200.0
"""How long a package manager may take, in seconds: a desktop is half a gigabyte to fetch."""

BASE = (
    *("dbus", "python3", "python3-gi", "python3-dbusmock", "libnotify-bin", "xvfb", "x11-utils", "openbox", "procps"),
    *("fonts-dejavu-core", "libgl1-mesa-dri", "libegl1", "libgl1", "libglib2.0-0", "libglib2.0-bin", "libdbus-1-3"),
    *("libfontconfig1", "libxkbcommon0", "libxcb-cursor0", "libxkbcommon-x11-0", "libxcb-icccm4", "libxcb-keysyms1"),
    *("libxcb-shape0", "libwayland-cursor0", "dconf-gsettings-backend", "dconf-cli", "librsvg2-common"),
)
"""What every root has: the tests' own needs, a screen, senders."""

LAYERS = {
    "gnome": ("gnome-shell", "gjs", "adwaita-icon-theme"),
    "plasma": ("plasma-desktop", "plasma-workspace", "kwin-x11", "breeze-icon-theme", "libkf5config-bin"),
    "cinnamon": ("cinnamon", "adwaita-icon-theme"),
}
"""What each desktop needs besides. Recommended packages are left out."""

_ENV = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
_APT = (
    "apt-get",
    "-q",
    "-y",
    "--no-install-recommends",
    "-o",
    "Dpkg::Options::=--force-unsafe-io",
    "-o",
    "APT::Sandbox::User=root",
)


class Roots:
    """Those in one folder. `uid` is the number of the ordinary user in each."""

    def __init__(self, folder: Path, uid: int) -> None:
        self.folder = folder
        self.uid = uid

    def make(self, name: str) -> None:
        """Make what is missing of one desktop's root: its base and its layer. Needs root; may fetch half a gigabyte."""
        base = self._stamp(BASE, str(self.uid))
        if not self._is(self._base, base):
            self._make_base()
            self._base.with_suffix(".stamp").write_text(base)
        layer = self._stamp(LAYERS[name], base)
        if not self._is(self.folder / name, layer):
            self._make_layer(name)
            (self.folder / name).with_suffix(".stamp").write_text(layer)

    @contextmanager
    def opened(self, name: str) -> Iterator[Path]:
        """The root of a desktop, mounted while the block lasts; what is written in it is dropped."""
        at = self.folder / "run"
        _swept(at)
        at.mkdir()
        with _overlaid((self.folder / name, self._base), at / "written", at) as root:
            yield root
        _swept(at)

    @property
    def _base(self) -> Path:
        return self.folder / "base"

    @staticmethod
    def _stamp(packages: Sequence[str], below: str) -> str:
        return hashlib.sha256("\n".join((*packages, below)).encode()).hexdigest()

    @staticmethod
    def _is(folder: Path, stamp: str) -> bool:
        said = folder.with_suffix(".stamp")
        return folder.is_dir() and said.exists() and said.read_text() == stamp

    def _make_base(self) -> None:
        unfinished = self._anew(self._base)
        _told(["debootstrap", "--variant=minbase", "bookworm", unfinished])
        shutil.copy("/etc/resolv.conf", unfinished / "etc/resolv.conf")
        _install(unfinished, BASE)
        _told(["chroot", unfinished, "useradd", "--create-home", "--shell", "/bin/sh", "--uid", str(self.uid), USER])
        unfinished.rename(self._base)

    def _make_layer(self, name: str) -> None:
        unfinished = self._anew(self.folder / name)
        at = self.folder / "making"
        _swept(at)
        at.mkdir()
        with _overlaid((self._base,), unfinished, at) as root:
            shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
            _install(root, LAYERS[name])
        _swept(at)
        unfinished.rename(self.folder / name)

    @staticmethod
    def _anew(folder: Path) -> Path:
        unfinished = folder.with_suffix(".part")
        for old in (folder, unfinished):
            shutil.rmtree(old, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        return unfinished


@contextmanager
def _overlaid(lower: Sequence[Path], upper: Path, at: Path) -> Iterator[Path]:
    """Layers seen as one folder below `at` while the block lasts; what is written goes to `upper`."""
    root, work = at / "root", at / "work"
    for each in (root, work, upper):
        each.mkdir()
    layers = f"lowerdir={':'.join(str(each) for each in lower)},upperdir={upper},workdir={work}"
    subprocess.run(["mount", "-t", "overlay", "overlay", "-o", layers, root], check=True)
    try:
        yield root
    finally:
        subprocess.run(["umount", "--recursive", root], check=True)


def _swept(at: Path) -> None:
    """Take away what a run left. Its mounts are gone with it; if one were not, nothing may be deleted through it."""
    if not at.exists():
        return
    if (at / "root").exists():
        (at / "root").rmdir()
    shutil.rmtree(at)


def _install(root: Path, packages: Sequence[str]) -> None:
    """With what they depend on. No service is started, for there is none to start them in a root."""
    never = root / "usr/sbin/policy-rc.d"
    never.write_text("#!/bin/sh\nexit 101\n")
    never.chmod(0o755)
    subprocess.run(["mount", "-t", "proc", "proc", root / "proc"], check=True)
    try:
        _told(["chroot", root, *_APT, "update"])
        _told(["chroot", root, *_APT, "install", *packages])
        _told(["chroot", root, "apt-get", "clean"])
    finally:
        subprocess.run(["umount", root / "proc"], check=True)


def _told(argv: Sequence[str | Path]) -> None:
    """To the end; AssertionError with the last words when it fails."""
    done = run(argv, env={**os.environ, **_ENV}, bound=HOURS)
    assert done.returncode == 0, f"{argv}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
