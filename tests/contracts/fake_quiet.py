"""A hand-written notification server that keeps its setting (unset, off, on) across restarts, its driver, and its bus."""

from collections.abc import Callable
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, new_signal

from holdspace.keeper.quiet import Before, Critical, DriverError, Previous, QuietDriver
from holdspace.keeper.silence import Silence


class FakeBus:
    """As much of holdspace.keeper.bus.Bus as the silence needs; signals wait in `told`."""

    guid = "fakebus"

    def __init__(self) -> None:
        self.rules: list[str] = []
        self.told: list[Message] = []

    def match(self, rule: str) -> None:
        self.rules.append(rule)

    def tell(self, sender: str, interface: str, member: str, signature: str, body: tuple[Any, ...]) -> None:
        message = new_signal(DBusAddress("/fake", interface=interface), member, signature, body)
        message.header.fields[HeaderFields.sender] = sender
        self.told.append(message)


class FakeDriver:
    """Promises what a driver of a server with stored settings promises (as GNOME's, Xfce's)."""

    name = "fake"
    why: str | None = None
    store = "stored per user"
    floods = False
    critical: Critical = "hidden"
    shared = False
    tells = True
    file = ""
    rules = ("type='signal',interface='org.example.Fake'",)

    def __init__(self, world: "FakeWorld") -> None:
        self._world = world
        self.server = world.server()

    def snapshot(self) -> Before:
        return Before(self._world.value)

    def resume(self, before: Before) -> None:
        """There is but one way in which it may be silent."""

    def engage(self) -> None:
        if self._world.refuses:
            raise DriverError(self._world.refuses)
        self._world.change("on")

    def is_on(self) -> bool | None:
        return self._world.value == "on"

    def release(self, before: Before) -> None:
        self._world.change(before.previous)

    def told(self, message: Any) -> bool | None:
        if message.header.fields.get(HeaderFields.interface) != "org.example.Fake":
            return None
        return bool(message.body[0])

    def drain(self, ids: list[int]) -> int:
        self._world.held = [ident for ident in self._world.held if ident not in ids]
        return len(ids)


class FakeWorld:
    """The server and its user."""

    previous_values: tuple[Previous, ...] = ("unset", "off", "on")
    keeps_setting = True

    def __init__(self) -> None:
        self.bus = FakeBus()
        self.value: Previous = "unset"
        self.held: list[int] = []
        self.popups: list[int] = []
        self.refuses = ""
        self.runs = 1
        self._next = 1

    def choose(self, bus: Any) -> QuietDriver:
        return FakeDriver(self)

    def change(self, value: Previous) -> None:
        if value != self.value:
            self.value = value
            self.bus.tell(self.server(), "org.example.Fake", "Changed", "b", (value == "on",))

    def user_sets(self, value: Previous) -> None:
        self.change(value)

    def setting(self) -> Previous:
        return self.value

    def send(self, count: int) -> list[int]:
        ids = list(range(self._next, self._next + count))
        self._next += count
        (self.held if self.value == "on" else self.popups).extend(ids)
        return ids

    def visible(self) -> int:
        return len(self.popups)

    def holds(self, ids: list[int]) -> bool | None:
        return self.held == ids

    def server(self) -> str:
        return f":1.{self.runs}"

    def restart_server(self) -> None:
        old = self.server()
        self.runs += 1
        for before, after in ((old, ""), ("", self.server())):
            body = ("org.freedesktop.Notifications", before, after)
            self.bus.tell("org.freedesktop.DBus", "org.freedesktop.DBus", "NameOwnerChanged", "sss", body)

    def pump(self, silence: Silence) -> bool:
        told, self.bus.told = self.bus.told, []
        return silence.hear(*told)


def recorder() -> tuple[list[str], Callable[..., None]]:
    """A log that remembers its codes."""
    codes: list[str] = []
    return codes, lambda code, **_: codes.append(code)
