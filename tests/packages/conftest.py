"""Packages as they were built (`./dev package` before), and bare roots to try them in."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packages import handed_out
from tests.packages.bare_root import BareRoot, copied, make_base
from tests.packages.started import Started, on_a_desktop
from tools.package.paths import WORK

PATIENCE = 900


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here belongs to the lane, and takes the time that package managers take."""
    here = f"{Path(__file__).parent}{os.sep}"
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.packages)
            item.add_marker(pytest.mark.timeout(PATIENCE))


@pytest.fixture(scope="session")
def base() -> Path:
    folder = WORK / "bookworm"
    make_base(folder)
    return folder


@pytest.fixture(scope="module")
def spacious() -> Iterator[Path]:
    """A folder for roots; its path is short, as sockets in it need."""
    with tempfile.TemporaryDirectory(prefix="hs-root-", dir="/tmp") as folder:
        yield Path(folder)


@pytest.fixture
def bare(base: Path, spacious: Path) -> Iterator[BareRoot]:
    """A bare root for one test."""
    with copied(base, spacious / "bare") as root:
        yield root


@pytest.fixture(scope="module")
def furnished(base: Path, spacious: Path) -> Iterator[BareRoot]:
    """A root with the .deb installed, and a bus and dunst as a desktop has them."""
    with copied(base, spacious / "furnished") as root:
        root.install(root.bring(handed_out.deb()))
        root.install("dbus", "dunst")
        yield root


@pytest.fixture
def running(furnished: BareRoot, short_tmp: Path, own_home: Path) -> Iterator[Started]:
    """Holdspace as it was installed, started on a desktop."""
    with on_a_desktop(furnished, short_tmp / "log", own_home) as app:
        yield app
