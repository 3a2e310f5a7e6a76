"""A real notification server as the contract of silence needs it."""

import time
from typing import Any

from holdspace.keeper.bus import Bus
from holdspace.keeper.quiet import Previous, QuietDriver
from holdspace.keeper.quiet.known import choose
from holdspace.keeper.silence import Silence
from tests.rig.notification_server import NAME, NotificationServer


class RealWorld:
    """What the rig of a server knows, in the words of the contract; `bus` is the silence's own connection."""

    def __init__(self, bus: Bus, server: NotificationServer) -> None:
        self.bus = bus
        self.rig = server
        self.previous_values: tuple[Previous, ...] = server.settings
        self.keeps_setting = server.keeps_setting

    def choose(self, bus: Any) -> QuietDriver:
        return choose(bus)

    def user_sets(self, value: Previous) -> None:
        self.rig.user_sets(value)

    def setting(self) -> Previous:
        return self.rig.setting()

    def send(self, count: int) -> list[int]:
        self.rig.settle()
        return self.rig.send(count)

    def visible(self) -> int:
        self.rig.settle()  # what a server shows when it looks at its settings later counts too
        return self.rig.visible()

    def holds(self, ids: list[int]) -> bool | None:
        return self.rig.holds(ids)

    def server(self) -> str:
        return self.rig.bus.owner(NAME)

    def restart_server(self) -> None:
        self.rig.restart()

    def pump(self, silence: Silence) -> bool:
        """Until the silence says that something changed, or for half a second."""
        deadline = time.monotonic() + 0.5
        changed = False
        while not changed and time.monotonic() < deadline:
            changed = silence.hear(*self.bus.messages()) or silence.hear_file() or silence.look()
            if silence.retry_at is not None and time.monotonic() >= silence.retry_at:
                silence.retry()
            if changed and not silence.engaged and silence.why in {"no_server", "server_failed"}:
                changed = False  # gone, or there by one of its names, and about to come back
        return changed or silence.engaged
