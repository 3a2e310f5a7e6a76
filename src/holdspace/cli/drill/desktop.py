"""The driver's own eyes and hands on the desktop: it asks the notification server itself, and sends as programs do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jeepney import DBusAddress

from holdspace.cli.drill.rows import Failed
from holdspace.health import remedy_for
from holdspace.keeper.bus import Bus, BusGoneError, CallError, NoBusError
from holdspace.keeper.note import Note
from holdspace.keeper.probe.beside import Beside, CannotWatchError, before, is_needed
from holdspace.keeper.quiet import DriverError
from holdspace.keeper.quiet.known import choose
from holdspace.keeper.quiet.server import NAME, PATH, close

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from holdspace.keeper.quiet import QuietDriver
    from holdspace.wire.paths import Paths

    T = TypeVar("T")


class Desktop:
    """Each call raises Failed with why the desktop could not be asked."""

    def __init__(self) -> None:
        self._bus: Bus | None = None
        self._sent: list[int] = []

    def setting(self) -> str:
        """The do-not-disturb as the server has it now: unset, off, on."""
        return self._asked(lambda driver: driver.snapshot().previous)

    def before(self, paths: Paths) -> str:
        """The do-not-disturb as it is without Holdspace: what the note says while a silence is still to be given back."""
        return self._asked(lambda driver: before(driver, Note(paths)))

    def beside(self, paths: Paths) -> Beside | None:
        """Whoever shows again what this server drops while it is silent; None where nothing is lost, or it cannot be watched."""

        def begun(bus: Bus) -> Beside | None:
            needed = is_needed(choose(bus), Note(paths), drill=True)
            return Beside(paths, bus.name, drill=True) if needed else None

        try:
            return self._on_bus(begun)
        except (Failed, CannotWatchError):  # a row says so in its turn
            return None

    def silent(self) -> bool | None:
        """Whether the server says that it is silent; None where it cannot be asked."""
        return self._asked(lambda driver: driver.is_on())

    def notify(self, app: str, summary: str, body: str) -> None:
        """Send a notification, as any program does."""

        def send(bus: Bus) -> None:
            server = DBusAddress(PATH, bus_name=NAME, interface=NAME)
            given: tuple[Any, ...] = (app, 0, "", summary, body, [], {}, -1)
            self._sent.append(int(bus.call(server, "Notify", "susssasa{sv}i", given)[0]))

        self._on_bus(send)

    def clear(self) -> None:
        """Take back what was sent, so that none of it pops up when the desktop is given back."""
        sent, self._sent = self._sent, []
        if sent:
            self._on_bus(lambda bus: _close(bus, sent))

    def leave(self) -> None:
        """Let go of the bus."""
        if self._bus is not None:
            self._bus.close()
            self._bus = None

    def _asked(self, question: Callable[[QuietDriver], T]) -> T:
        def ask(bus: Bus) -> T:
            driver = choose(bus)
            if driver.why is not None:
                raise Failed(driver.why, remedy_for(driver.why))
            return question(driver)

        return self._on_bus(ask)

    def _on_bus(self, act: Callable[[Bus], T]) -> T:
        try:
            if self._bus is None:
                self._bus = Bus()
            return act(self._bus)
        except (NoBusError, BusGoneError) as error:
            self.leave()
            raise Failed("no_bus", "log_in_to_a_desktop") from error
        except (DriverError, CallError) as error:
            raise Failed("server_failed", "restart_the_server") from error


def _close(bus: Bus, sent: list[int]) -> None:
    """A server that is gone has taken with it what was sent."""
    owner = bus.owner(NAME)
    if owner:
        close(bus, owner, sent)
