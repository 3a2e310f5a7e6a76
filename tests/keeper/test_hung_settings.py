"""A keeper and its guard where the desktop's settings service hangs: they hear everybody, and all is given back."""

import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdspace.keeper import packets
from tests.keeper.bench import Bench
from tests.rig.each_server import Screens, one_of
from tests.rig.mate_notification_daemon import MateNotificationDaemon
from tests.rig.processes import start, wait_for

pytestmark = [pytest.mark.dbus, pytest.mark.x11]


@pytest.fixture
def bench(tmp_path: Path, screens: Screens) -> Iterator[Bench]:
    """Keeper not started yet; the user has set do-not-disturb to off, so dconf's service runs."""
    with one_of(MateNotificationDaemon, screens, tmp_path / "server") as server:
        server.user_sets("off")
        with Bench.beside(server, tmp_path / "k") as found:
            yield found


@pytest.fixture
def service(bench: Bench) -> Iterator[int]:
    """dconf's; it goes on at the end."""
    found = bench.bus.owner_pid("ca.desrt.dconf")
    yield found
    os.kill(found, signal.SIGCONT)


def asked(bench: Bench) -> str:
    """What the guard says to who knocks."""
    guard = packets.connect(bench.paths.guard_socket)
    assert guard is not None
    guard.tell({"tell": "who"})
    said = guard.hear(10.0)
    guard.close()
    return "nothing" if said is None else str(said[0]["tell"])


def test_a_session_that_begins_while_settings_hang_is_silent_once_they_do_not(bench: Bench, service: int) -> None:
    os.kill(service, signal.SIGSTOP)
    bench.start_keeper()
    bench.app.wait_connected()
    bench.app.want()
    bench.app.wait_quiet(engaged=False, why="server_failed")
    assert asked(bench) == "held"
    bench.notify("seen all the same")
    bench.app.wait(bench.app.records)
    os.kill(service, signal.SIGCONT)
    bench.app.wait_quiet(engaged=True)
    assert bench.server.setting() == "on"
    bench.app.want(None)
    assert bench.wait_gone() == 0
    assert bench.server.setting() == "off"


def test_a_session_that_ends_while_settings_hang_is_given_back_once_they_do_not(bench: Bench, service: int) -> None:
    bench.start_session()
    os.kill(service, signal.SIGSTOP)
    bench.app.want(None)
    bench.app.wait_quiet(engaged=False)
    assert asked(bench) == "idle"
    bench.app.wait(lambda: not bench.keeper.alive, what="the keeper to end")
    assert bench.paths.note.exists()
    os.kill(service, signal.SIGCONT)
    wait_for(lambda: not bench.paths.note.exists(), what="the guard to give back")
    wait_for(lambda: bench.guard_pid() == 0, what="the guard to end")
    assert bench.server.setting() == "off"


def test_a_guard_that_is_told_to_end_while_settings_hang_ends_and_leaves_the_note_to_repair(
    bench: Bench, service: int
) -> None:
    bench.start_session()
    os.kill(service, signal.SIGSTOP)
    os.kill(bench.guard_pid(), signal.SIGTERM)
    bench.wait_gone()
    assert bench.paths.note.exists()
    repair = start(
        [sys.executable, "-m", "holdspace", "--home", str(bench.paths.data), "repair"],
        env=bench.env,
        folder=bench.folder,
        name="repair",
    )
    failed = re.compile(r"\brepair\b.*give_back_failed")
    wait_for(lambda: failed.search(bench.paths.keeper_log.read_text()), what="a repair in vain")
    assert repair.alive
    assert bench.paths.note.exists(), "nobody knows what the service is still going to do"
    os.kill(service, signal.SIGCONT)
    assert repair.wait() == 0, repair.said()
    assert bench.server.setting() == "off"
