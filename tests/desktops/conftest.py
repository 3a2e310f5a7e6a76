"""The desktop of this root, running; and what its tests find out, kept for the page about the desktops."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from tests import matrix
from tests.desktops.cinnamon import Cinnamon
from tests.desktops.found import Found
from tests.desktops.gnome import GnomeShell
from tests.desktops.plasma import Plasma
from tests.desktops.shell import DesktopShell
from tests.keeper.bench import Bench

# Some are told in other rooms; their asserts should explain themselves here too.
pytest.register_assert_rewrite(
    "tests.contracts.quiet_contract",
    "tests.journeys.test_each_desktop",
    "tests.keeper.test_cost",
    "tests.keeper.test_each_server",
)

SHELLS: dict[str, type[DesktopShell]] = {"gnome": GnomeShell, "plasma": Plasma, "cinnamon": Cinnamon}
_FOUND = pytest.StashKey[Found]()
_PATIENCE = 240


def pytest_configure(config: pytest.Config) -> None:
    """What is found out begins with nothing."""
    config.stash[_FOUND] = Found()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here belongs to the lane, and takes the time that a desktop takes."""
    here = f"{Path(__file__).parent}{os.sep}"
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.desktops)
            item.add_marker(pytest.mark.timeout(_PATIENCE))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Each test that ran is a row, with the figure that it measured."""
    report = yield
    if report.when == "call" or report.failed:
        row = dict(report.user_properties).get(matrix.ROW, "")
        item.config.stash[_FOUND].ran(item.name, report.outcome, str(row))
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Keep it where the lane asked for it."""
    if place := session.config.getoption("--found"):
        session.config.stash[_FOUND].write(Path(place))


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Say what this test measured, in a few words: it stands in its row."""

    def say(words: str) -> None:
        request.config.stash[_FOUND].measured(request.node.name, words)

    return say


@pytest.fixture(scope="session")
def running(request: pytest.FixtureRequest) -> Iterator[DesktopShell]:
    """The desktop of this root, started once."""
    name = request.config.getoption("--desktop")
    # A short path, for sockets; it goes with the root.
    with SHELLS[name].running(env={}, folder=Path(tempfile.mkdtemp(prefix="hs-", dir="/tmp"))) as shell:
        request.config.stash[_FOUND].began(name, shell.information(), shell.packages)
        yield shell


@pytest.fixture
def shell(running: DesktopShell) -> Iterator[DesktopShell]:
    """The desktop as it is after log-in: nothing pops up, and the user never said anything."""
    if not running.process.alive:  # the test before ended it
        running.start()
    running.forget()
    yield running
    if running.process.alive:
        running.thaw()


@pytest.fixture
def bench(shell: DesktopShell, tmp_path: Path) -> Iterator[Bench]:
    """Keeper not started yet on this desktop; an app that is only its socket."""
    folder = tmp_path / "k"
    with Bench.beside(shell, folder) as found:
        yield found
    # A test may end within a session. The next one finds a user who has not had it: no note, no entry for the log-in.
    for left in (folder, Path(shell.env["XDG_CONFIG_HOME"]) / "autostart"):
        shutil.rmtree(left, ignore_errors=True)
