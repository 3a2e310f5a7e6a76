"""A bare Debian 12 in a folder: what a package finds on a machine that has nothing; and programs run in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGKILL

from tests.rig.processes import Running, run, start, wait_for

USER = "mia"
HOME = f"/home/{USER}"
MINUTES = 600.0
"""How long a package manager may take, in seconds."""
_ENV = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": HOME,
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
    "NO_AT_BRIDGE": "1",
}
_NOT_OURS = ("var/cache/", "var/lib/apt/", "var/lib/dpkg/", "var/log/", "tmp/", "run/", "etc/ld.so.cache")
"""What a package manager keeps for itself."""


class BareRoot:
    """One such root. Its programs run as an ordinary user, unless something is installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._env: dict[str, str] = dict(_ENV)

    def sees(self, env: Mapping[str, str]) -> None:
        """From now on its programs have this in their environment."""
        self._env |= env

    def run(self, *argv: str, bound: float = 60.0) -> subprocess.CompletedProcess[str]:
        """Run as the user, to the end."""
        return run(self._words(argv), env=self._env, bound=bound)

    def start(self, *argv: str, log: Path) -> Running:
        """Start as the user; whoever calls it ends it."""
        return start(self._words(argv), env=self._env, folder=log, name=Path(argv[0]).name)

    def administer(self, *argv: str) -> str:
        """Run as root, to the end; AssertionError with its words when it fails."""
        done = self.ask(*argv)
        assert done.returncode == 0, f"{argv}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        return done.stdout

    def ask(self, *argv: str) -> subprocess.CompletedProcess[str]:
        """Run as root, to the end, whether it fails or not."""
        return run(["chroot", self.folder, *argv], env=self._env, bound=MINUTES)

    def install(self, *names: str) -> None:
        """Install packages, by name or by a file that was brought in, with what they ask for and nothing else."""
        # A root that is thrown away need not wait for the disk.
        hurry = ("-o", "Dpkg::Options::=--force-unsafe-io")
        self.administer("apt-get", "install", "-y", "-q", "--no-install-recommends", *hurry, *names)

    def bring(self, file: Path) -> str:
        """Copy a file into the root; where it is there."""
        shutil.copy(file, self.folder / "tmp" / file.name)
        return f"/tmp/{file.name}"

    def bring_folder(self, folder: Path, place: str) -> None:
        """Copy a folder to this place in the root."""
        shutil.copytree(folder, self.folder / place[1:])

    def first_on_path(self, place: str) -> None:
        """From now on programs are looked for in this folder first."""
        self._env["PATH"] = f"{place}:{self._env['PATH']}"

    def files(self) -> set[str]:
        """Everything in it but what a package manager keeps for itself."""
        found: set[str] = set()
        for at, folders, files in os.walk(self.folder):
            if Path(at) == self.folder:
                folders.remove("proc")
            found |= {str((Path(at) / name).relative_to(self.folder)) for name in (*folders, *files)}
        return {name for name in found if not name.startswith(_NOT_OURS)}

    def forget(self) -> None:
        """Take away what the user's programs have written."""
        for path in (self.folder / HOME[1:]).iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _words(self, argv: tuple[str, ...]) -> list[str]:
        return ["chroot", f"--userspec={USER}", str(self.folder), *argv]

    def end_all(self) -> None:
        """End every process that has this folder for its root."""

        def none_left() -> bool:
            left = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit() and self.holds(entry)]
            for entry in left:
                with suppress(ProcessLookupError):
                    os.kill(int(entry.name), SIGKILL)
            return not left

        wait_for(none_left, what="the processes in the root to be gone")

    def holds(self, process: Path) -> bool:
        """Whether a process (its folder in /proc) runs in this root."""
        try:
            return (process / "root").resolve() == self.folder.resolve()
        except OSError:
            return False


def make_base(folder: Path) -> None:
    """Make the root that others are copied from, once: Debian 12 with nothing but what it cannot be without."""
    if folder.exists():
        return
    unfinished = folder.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    done = run(["debootstrap", "--variant=minbase", "bookworm", unfinished], env=os.environ, bound=MINUTES)
    assert done.returncode == 0, done.stdout[-2000:]
    run(["chroot", unfinished, "useradd", "--create-home", "--shell", "/bin/sh", USER], env=_ENV)
    unfinished.rename(folder)


@contextmanager
def copied(base: Path, folder: Path) -> Iterator[BareRoot]:
    """A root of one's own while the block lasts; everything that runs in it is ended."""
    subprocess.run(["cp", "-a", "--reflink=auto", base, folder], check=True)
    shutil.copy("/etc/resolv.conf", folder / "etc" / "resolv.conf")
    root = BareRoot(folder)
    subprocess.run(["mount", "-t", "proc", "proc", folder / "proc"], check=True)
    try:
        root.administer("apt-get", "-qq", "update")
        yield root
    finally:
        root.end_all()
        subprocess.run(["umount", folder / "proc"], check=True)
        shutil.rmtree(folder)
