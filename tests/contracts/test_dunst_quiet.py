"""dunst keeps the contract: the real one, on a private bus and a screen of its own."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jeepney import new_method_call

from holdspace.keeper.bus import Bus
from holdspace.keeper.quiet import DriverError, Previous, QuietDriver
from holdspace.keeper.quiet.known import choose
from holdspace.keeper.silence import Silence
from tests.contracts.quiet_contract import QuietContract
from tests.rig.bus import Bus as PrivateBus
from tests.rig.bus import private_bus
from tests.rig.dunst import Dunst
from tests.rig.environment import environment, with_bus, with_display
from tests.rig.notification_server import NAME, SERVER
from tests.rig.processes import wait_for
from tests.rig.xserver import XServer, xserver

pytestmark = [pytest.mark.dbus, pytest.mark.x11]


class DunstWorld:
    """dunst knows no "unset", and forgets its pause when it ends."""

    previous_values: tuple[Previous, ...] = ("off", "on")
    keeps_setting = False

    def __init__(self, bus: Bus, private: PrivateBus, dunst: Dunst) -> None:
        self.bus = bus
        self._private = private
        self._dunst = dunst
        self._sent = 0

    def choose(self, bus: Any) -> QuietDriver:
        return choose(bus)

    def user_sets(self, value: Previous) -> None:
        self._dunst.set_paused(value == "on")

    def setting(self) -> Previous:
        return "on" if self._dunst.paused() else "off"

    def send(self, count: int) -> list[int]:
        with self._private.connect() as line:
            ids = []
            for _ in range(count):
                self._sent += 1  # dunst stacks duplicates
                arguments: tuple[Any, ...] = ("App", 0, "", f"summary {self._sent}", "", [], {}, 0)
                call = new_method_call(SERVER, "Notify", "susssasa{sv}i", arguments)
                ids.append(int(line.send_and_get_reply(call, timeout=10).body[0]))
            return ids

    def visible(self) -> int:
        return self._dunst.displayed()

    def waiting(self) -> int | None:
        return self._dunst.waiting()

    def server(self) -> str:
        return self._private.owner(NAME)

    def restart_server(self) -> None:
        self._dunst.restart()

    def pump(self, silence: Silence) -> bool:
        """Until the silence says that something changed, or for half a second."""
        deadline = time.monotonic() + 0.5
        changed = False
        while not changed and time.monotonic() < deadline:
            changes = [silence.hear(message) for message in self.bus.messages()]
            changed = any(changes)
            if changed and not silence.engaged and silence.why == "no_server":
                changed = False  # gone, and about to come back
        return changed


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[XServer]:
    folder = tmp_path_factory.mktemp("contract-x")
    with xserver(env=environment(folder / "home"), folder=folder) as server:
        yield server


class TestDunstQuiet(QuietContract):
    @pytest.fixture
    def dunst(self, tmp_path: Path, screen: XServer) -> Iterator[tuple[PrivateBus, Dunst]]:
        env = with_display(environment(tmp_path / "user"), screen.display)
        with private_bus(env=env, folder=tmp_path / "bus") as bus:
            server = Dunst(env=with_bus(env, bus.address), bus=bus, folder=tmp_path / "dunst")
            server.start()
            try:
                yield bus, server
            finally:
                server.end()

    @pytest.fixture
    def world(self, dunst: tuple[PrivateBus, Dunst], monkeypatch: pytest.MonkeyPatch) -> Iterator[DunstWorld]:
        private, server = dunst
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", private.address)
        bus = Bus()
        yield DunstWorld(bus, private, server)
        bus.close()

    def test_asking_who_serves_activates_nobody(self, dunst: tuple[PrivateBus, Dunst], world: DunstWorld) -> None:
        private, server = dunst
        service = private.services / f"{NAME}.service"
        server.stop()
        service.write_text(f"[D-BUS Service]\nName={NAME}\nExec=/bin/false\n")
        assert choose(world.bus).why == "no_server"
        assert not private.has_owner(NAME)

    def test_a_dunst_that_does_not_answer_is_no_reason_to_hang(
        self, dunst: tuple[PrivateBus, Dunst], world: DunstWorld
    ) -> None:
        dunst[1].freeze()
        with pytest.raises(DriverError, match="timeout"):
            choose(world.bus)
        dunst[1].thaw()
        wait_for(lambda: choose(world.bus).name == "dunst", what="dunst to answer")
