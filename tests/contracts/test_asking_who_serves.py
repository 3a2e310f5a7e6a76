"""What is asked of a server before anything else, with the real dunst: nobody is activated, and nobody waits for ever.

That dunst keeps the contract is in test_real_quiet.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from holdspace.keeper.bus import Bus
from holdspace.keeper.quiet import DriverError
from holdspace.keeper.quiet.known import choose
from tests.rig.bus import DAEMON, RefusedError
from tests.rig.dunst import Dunst
from tests.rig.each_server import Screens, one_of
from tests.rig.notification_server import NAME, NotificationServer
from tests.rig.processes import wait_for


@pytest.fixture
def dunst(screens: Screens, tmp_path: Path) -> Iterator[NotificationServer]:
    with one_of(Dunst, screens, tmp_path / "server") as server:
        yield server


@pytest.fixture
def bus(dunst: NotificationServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", dunst.env["DBUS_SESSION_BUS_ADDRESS"])
    made = Bus()
    yield made
    made.close()


def test_asking_who_serves_activates_nobody(dunst: NotificationServer, bus: Bus, tmp_path: Path) -> None:
    """A program that is activated and ends at once owns no name either way: it leaves a trace."""
    dunst.stop()
    trace = tmp_path / "started"
    service = dunst.bus.services / f"{NAME}.service"
    service.write_text(f"[D-BUS Service]\nName={NAME}\nExec=/bin/sh -c 'touch {trace}; exit 1'\n")
    dunst.bus.call(DAEMON, "ReloadConfig")
    assert choose(bus).why == "server_not_started"
    assert not dunst.bus.has_owner(NAME)
    assert not trace.exists()
    with pytest.raises(RefusedError):  # as whoever just calls it
        dunst.information()
    assert trace.exists(), "it would have been seen"


def test_a_server_that_does_not_answer_is_no_reason_to_hang(dunst: NotificationServer, bus: Bus) -> None:
    dunst.freeze()
    with pytest.raises(DriverError, match="timeout"):
        choose(bus)
    dunst.thaw()

    def answers() -> bool:
        with suppress(DriverError):
            return choose(bus).name == "dunst"
        return False

    wait_for(answers, what="dunst to answer")
