"""What the real notification servers of the tests have in common: started, killed, frozen, asked, and sent to."""

import signal
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, Literal, NamedTuple, Self

from jeepney import DBusAddress, MessageType, new_method_call

from tests.rig import popups
from tests.rig.bus import Bus, RefusedError, private_bus
from tests.rig.environment import environment, with_bus
from tests.rig.processes import PATIENCE, Running, start, wait_for
from tests.rig.unpacked import knowing_their_data

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
SERVER = DBusAddress(PATH, bus_name=NAME, interface=NAME)

Setting = Literal["unset", "off", "on"]
"""The user's do-not-disturb; "unset" where the user never said anything."""


class Information(NamedTuple):
    """What GetServerInformation answers."""

    name: str
    vendor: str
    version: str
    standard: str


class NotificationServer(ABC):
    """One server on a private bus and a screen of its own; `pid` and `process` are those of the present run.

    The user's do-not-disturb is set and read by the server's own means, not by anything of Holdspace's.
    """

    title: ClassVar[str]  # as people call it; the name of its logs
    window_class: ClassVar[str]  # of its popups
    settings: ClassVar[tuple[Setting, ...]]  # those it can tell apart; empty: it knows no do-not-disturb
    keeps_setting: ClassVar[bool]  # whether the setting outlives the server
    shows_critical: ClassVar[bool]  # whether urgency 2 pops up in spite of do-not-disturb
    floods: ClassVar[bool] = False  # whether what came meanwhile pops up when do-not-disturb ends

    def __init__(self, *, env: Mapping[str, str], bus: Bus, folder: Path) -> None:
        """`env` names the bus and the screen; what the server needs to find unpacked data is added."""
        self.env = knowing_their_data(env)
        self.bus = bus
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._process: Running | None = None
        self._sent: list[int] = []
        self._summaries = count(1)

    @classmethod
    def services(cls) -> dict[str, str]:
        """What its private bus must be able to activate: bus name -> command line."""
        return {}

    @abstractmethod
    def argv(self) -> list[str]:
        """Its command line."""

    @abstractmethod
    def user_sets(self, value: Setting) -> None:
        """As the user would, by the server's own means; done when it is in force."""

    @abstractmethod
    def setting(self) -> Setting:
        """The user's do-not-disturb as the server's own means tell it."""

    def visible(self) -> int:
        """How many popups can be seen now; some draw all of theirs into one window, which counts as one."""
        return len(popups.mapped(self.env["DISPLAY"], self.window_class))

    @contextmanager
    def watched(self) -> Iterator[Callable[[], int]]:
        """While the block lasts, a way to ask how often a popup window came, were it for a millisecond."""
        with popups.watched(self.env["DISPLAY"]) as watch:
            yield lambda: watch.mapped(self.window_class)

    def settle(self) -> None:  # noqa: B027 - most need nothing
        """Until what was set last, by whomever, is in force: at once, unless a server looks at its settings later."""

    def waiting(self) -> int | None:
        """How many it holds back for later; None where that cannot be known."""
        return None

    def holds(self, ids: list[int]) -> bool | None:
        """Whether it holds back just these; None where that cannot be known. They are closed: with each it is one less."""
        if self.waiting() is None:
            return None
        for left in range(len(ids), 0, -1):
            if self.waiting() != left:
                return False
            self.close(ids[left - 1])
            wait_for(lambda: self.waiting() != left, what=f"{self.title} to hold {ids[left - 1]}")  # noqa: B023
        return self.waiting() == 0

    # ------------------------------------------------------------------------------------------------------ life

    @property
    def process(self) -> Running:
        if self._process is None:
            raise AssertionError(f"{self.title} was not started")
        return self._process

    @property
    def pid(self) -> int:
        return self.process.pid

    def start(self) -> None:
        """Start it and wait until it owns the notifications' name."""
        self.begin()
        self.await_ready()

    def begin(self) -> None:
        """Start it without waiting."""
        self._sent.clear()
        self._process = start(self.argv(), env=self.env, folder=self.folder, name=self.title)

    def await_ready(self) -> None:
        """Until it owns the notifications' name."""
        self.bus.wait_for_owner(NAME, by=self.process)

    def stop(self) -> None:
        """TERM, as at log-off; waits until its name is free."""
        self.process.end()
        self.bus.wait_until_free(NAME)

    def end(self) -> None:
        """Gone if it runs, without waiting for the bus; for the end of a test, also when it was frozen or never ran."""
        if self._process is not None:
            self._process.kill()

    def kill(self) -> None:
        """KILL, as in a crash; waits until its name is free."""
        self.process.kill()
        self.bus.wait_until_free(NAME)

    def restart(self, *, crash: bool = False) -> None:
        """Gone (crash: by KILL) and back."""
        if crash:
            self.kill()
        else:
            self.stop()
        self.start()

    def freeze(self) -> None:
        """SIGSTOP: it owns its name and answers nobody."""
        self.process.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT."""
        self.process.signal(signal.SIGCONT)

    # --------------------------------------------------------------------------------------------- notifications

    def information(self) -> Information:
        """What it says of itself."""
        return Information(*self.bus.call(SERVER, "GetServerInformation"))

    def version(self) -> str:
        """As it tells it itself, unless that is not true."""
        return self.information().version

    def send(self, number: int = 1, *, urgency: int = 1, expire_ms: int = 0) -> list[int]:
        """Notifications from another program, each with a summary of its own (some stack what is the same): their ids.

        When it returns the server has had its turn: what pops up at once has popped up. `expire_ms` 0 is never.
        """
        ids = []
        with self.bus.connect() as line:
            for _ in range(number):
                hints = {"urgency": ("y", urgency)}
                body: tuple[Any, ...] = ("App", 0, "", f"summary {next(self._summaries)}", "body", [], hints, expire_ms)
                call = new_method_call(SERVER, "Notify", "susssasa{sv}i", body)
                reply = line.send_and_get_reply(call, timeout=PATIENCE)
                if reply.header.message_type is MessageType.error:
                    self.process.expect_alive()
                    raise RefusedError(f"Notify: {reply.body}")
                ids.append(int(reply.body[0]))
            line.send_and_get_reply(new_method_call(SERVER, "GetServerInformation"), timeout=PATIENCE)
        self._sent += ids
        return ids

    def clear(self) -> None:
        """Close all that was sent in this run; wait until no popup can be seen."""
        for ident in self._sent:
            with suppress(RefusedError):  # some refuse what is closed already
                self.close(ident)
        self._sent.clear()
        wait_for(lambda: not self.visible(), what=f"no popup of {self.title}")

    def close(self, number: int) -> None:
        """The standard's CloseNotification."""
        self.bus.call(SERVER, "CloseNotification", "u", [number])

    @classmethod
    @contextmanager
    def running(cls, *, env: Mapping[str, str], folder: Path) -> Iterator[Self]:
        """One on a private bus and a home of its own while the block lasts; `env` names the screen.

        Of `env` only the screen counts: DISPLAY, or WAYLAND_DISPLAY with its socket's whole path.
        """
        ours = environment(folder / "home")
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "GDK_BACKEND"):
            if name in env:
                ours[name] = env[name]
        with private_bus(env=knowing_their_data(ours), folder=folder / "bus", services=cls.services()) as bus:
            server = cls(env=with_bus(ours, bus.address), bus=bus, folder=folder / "log")
            try:
                server.start()
                yield server
            finally:
                server.end()
