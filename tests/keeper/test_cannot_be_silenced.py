"""A server that cannot be silenced: said to be so, all is seen and told, nothing is changed.

The real notification-daemon, which knows no do-not-disturb; in full also mako, whose settings have no mode that hides.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.points import ALL
from tests.keeper.bench import Bench
from tests.keeper.test_kills import repair
from tests.rig.each_server import Kind, Screens, kinds, one_of
from tests.rig.mako import MakoWithoutMode
from tests.rig.notification_daemon import NotificationDaemon
from tests.rig.notification_server import NAME
from tests.rig.processes import wait_for

pytestmark = [pytest.mark.dbus, pytest.mark.x11]

URGENCIES = (0, 1, 2)


WHY: dict[Kind, tuple[str, str]] = {NotificationDaemon: ("none", "no_driver"), MakoWithoutMode: ("mako", "needs_mode")}
"""The driver and what it says."""


@pytest.fixture(params=kinds(WHY if ALL else [NotificationDaemon]))
def old(request: pytest.FixtureRequest, screens: Screens, tmp_path: Path) -> Iterator[Bench]:
    """A bench with it."""
    with one_of(request.param, screens, tmp_path / "server") as server, Bench.beside(server, tmp_path / "k") as bench:
        yield bench


def of_the_users(bench: Bench) -> dict[Path, bytes]:
    """Every file of the user's, the keeper's own folder apart: settings, log-in entries."""
    home = Path(bench.env["HOME"])
    return {file: file.read_bytes() for file in home.rglob("*") if file.is_file()}


def test_a_session_says_that_nothing_is_silent_tells_all_that_arrives_and_changes_nothing(old: Bench) -> None:
    before, runs = of_the_users(old), old.server.pid
    old.start_keeper()
    old.app.wait_connected()
    old.app.want()
    driver, why = WHY[type(old.server)]
    old.app.wait_quiet(engaged=False, why=why)
    level = tuple(old.app.quiet[name] for name in ("driver", "evidence", "critical"))
    assert level == (driver, "none", "unknown")
    numbers = [number for urgency in URGENCIES for number in old.server.send(urgency=urgency)]
    wait_for(old.server.visible, what="a popup: nothing holds it back")
    old.app.wait(lambda: len(old.app.named()) == len(URGENCIES), what="all of them, with their numbers")
    told = old.app.records()
    assert [(record["urgency"], record["sender"]) for record in told] == [
        (urgency, f"summary {place}") for place, urgency in enumerate(URGENCIES, 1)
    ]
    assert sorted(old.app.named().values()) == sorted(numbers)
    assert not (old.paths.keeper_dir / "note.json").exists(), "nothing was set, so nothing is noted"
    assert of_the_users(old) == before
    old.app.want(None)
    old.wait_gone()
    assert (old.app.records("closed"), old.app.tells("gap")) == ([], [])
    assert old.server.visible() > 0
    assert (old.server.pid, old.bus.owner_pid(NAME)) == (runs, runs)
    assert of_the_users(old) == before
    assert repair(old) == "nothing_left"
