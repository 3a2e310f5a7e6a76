"""Homes for the tests, one at a time; one that a test left as it was found serves the next test too."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.rig.environment import environment

Look = dict[str, tuple[int, int]]
"""What lies in a home: mode and inode of each path."""


class Homes:
    """Most tests write nothing at home, and to make and remove eight folders costs more than many of them do."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._free: tuple[Path, Look, dict[str, str]] | None = None
        self._taken: tuple[Path, Look, dict[str, str]] | None = None

    def take(self) -> tuple[Path, dict[str, str]]:
        """A home with nothing in it but its folders, and the environment that goes with it."""
        if self._free is None:
            home = Path(tempfile.mkdtemp(dir=self._folder))
            own = environment(home)
            self._taken = home, _look(home), own
        else:
            home, _, own = self._taken = self._free
        self._free = None
        return home, dict(own)

    def give_back(self) -> None:
        """Kept for the next test if nothing came, went or changed its mode, else removed."""
        if self._taken is None:
            raise AssertionError("no home was taken")
        home, as_made, _ = taken = self._taken
        self._taken = None
        if _look(home) == as_made:
            self._free = taken
        else:
            shutil.rmtree(home, ignore_errors=True)


def _look(home: Path) -> Look:
    """Empty where it is gone, or where one may not look any more."""
    try:
        return dict(_each(os.fspath(home)))
    except OSError:
        return {}


def _each(path: str) -> Iterator[tuple[str, tuple[int, int]]]:
    found = os.lstat(path)
    yield path, (found.st_mode, found.st_ino)
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _each(entry.path)
            else:
                stat = entry.stat(follow_symlinks=False)
                yield entry.path, (stat.st_mode, stat.st_ino)
