"""The keeper's bench: a private bus, a screen of its own, dunst, and a fake app."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.keeper.bench import Bench
from tests.rig.bus import Bus, private_bus
from tests.rig.dunst import Dunst
from tests.rig.each_server import IN_FULL, Screens, kinds, one_of
from tests.rig.environment import environment, with_bus, with_display
from tests.rig.xserver import XServer, xserver


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[XServer]:
    """One X server for all of the keeper's tests: only dunst draws on it."""
    folder = tmp_path_factory.mktemp("keeper-x")
    with xserver(env=environment(folder / "home"), folder=folder) as server:
        yield server


@pytest.fixture
def env(tmp_path: Path, screen: XServer) -> dict[str, str]:
    """A home of its own on the shared screen; no bus yet."""
    return with_display(environment(tmp_path / "user"), screen.display)


@pytest.fixture
def bus(tmp_path: Path, env: dict[str, str]) -> Iterator[Bus]:
    """A private bus that activates nothing."""
    with private_bus(env=env, folder=tmp_path / "bus") as found:
        env["DBUS_SESSION_BUS_ADDRESS"] = found.address
        yield found


@pytest.fixture
def dunst(tmp_path: Path, env: dict[str, str], bus: Bus) -> Iterator[Dunst]:
    """The real one, running."""
    server = Dunst(env=with_bus(env, bus.address), bus=bus, folder=tmp_path / "dunst")
    server.start()
    yield server
    server.end()


@pytest.fixture
def bench(tmp_path: Path, dunst: Dunst) -> Iterator[Bench]:
    """Keeper not started yet, app listening."""
    with Bench.beside(dunst, tmp_path / "k") as found:
        yield found


@pytest.fixture(params=kinds(IN_FULL))
def on_each(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    screens: Screens,
    record_property: Callable[[str, object], None],
) -> Iterator[Bench]:
    """A bench with one of the servers, its do-not-disturb as nobody ever set it."""
    with one_of(request.param, screens, tmp_path / "server") as server:
        record_property("server", f"{server.title} {server.version()}")  # for tests/matrix.py
        with Bench.beside(server, tmp_path / "k") as found:
            yield found
