"""A keeper on a bench: the real process on a private bus with a real notification server, and a fake app on its socket."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from jeepney import DBusAddress, Message, new_method_call
from jeepney.io.blocking import DBusConnection

from holdspace.wire.paths import Paths
from tests.keeper.fake_app import FakeApp
from tests.rig.bus import Bus, RefusedError
from tests.rig.dunst import Dunst
from tests.rig.notification_server import SERVER, NotificationServer
from tests.rig.processes import PATIENCE, Running, kill_those_naming, start, wait_for


@dataclass(slots=True, kw_only=True)
class Bench:
    """`start_keeper` as often as wanted; everything is ended by the fixture."""

    env: dict[str, str] = field(repr=False)
    folder: Path
    bus: Bus
    server: NotificationServer
    app: FakeApp
    keepers: list[Running] = field(default_factory=list)

    @property
    def dunst(self) -> Dunst:
        """The server, where it is one."""
        assert isinstance(self.server, Dunst)
        return self.server

    @property
    def paths(self) -> Paths:
        """Those of the keeper."""
        return self.paths_of(self.folder)

    @staticmethod
    def paths_of(folder: Path) -> Paths:
        """Before there is a bench."""
        return Paths(folder / "home")

    @classmethod
    @contextmanager
    def beside(cls, server: NotificationServer, folder: Path) -> Iterator[Self]:
        """On this server's bus, while the block lasts: the keeper not started yet, the app listening."""
        folder.mkdir()
        app = FakeApp(cls.paths_of(folder).socket)
        bench = cls(env=dict(server.env), folder=folder, bus=server.bus, server=server, app=app)
        try:
            yield bench
        finally:
            bench.end()

    def start_keeper(self, *, restart: list[str] | None = None, home: Path | None = None) -> Running:
        """A keeper process; does not wait for it."""
        argv = [sys.executable, "-m", "holdspace.keeper", "--home", str(home or self.paths.data)]
        argv += ["--restart-argv", json.dumps(restart or [])]
        running = start(argv, env=self.env, folder=self.folder, name="keeper")
        self.keepers.append(running)
        return running

    def start_session(self, **changes: Any) -> Running:
        """A keeper that holds the silence."""
        keeper = self.start_keeper()
        self.app.wait_connected()
        self.app.want(**changes)
        self.app.wait_quiet(engaged=True)
        return keeper

    @property
    def keeper(self) -> Running:
        """The last one that was started."""
        return self.keepers[-1]

    def guard_pid(self) -> int:
        """The pid of who owns the keeper's name on the bus; 0 for nobody."""
        name = "io.github.holdspace.Holdspace.Keeper"
        try:
            return self.bus.owner_pid(name)
        except RefusedError:
            return 0

    def kill_guard(self) -> None:
        """KILL, as in a crash."""
        os.kill(self._present_guard(), signal.SIGKILL)

    def _present_guard(self) -> int:
        guard = self.guard_pid()
        assert guard, "no guard is there; a signal to 0 would end the tests"
        return guard

    def lease(self, seconds: float) -> None:
        """From now on it is so long, once nobody renews it; done when the guard has said so."""
        before = self.app.quiet["lease_until"]
        self.app.want(lease_seconds=seconds)
        self.app.wait(lambda: self.app.quiet["lease_until"] not in {None, before}, what="the other lease")

    def kill_both(self) -> None:
        """KILL guard and keeper, the guard first frozen so that no keeper starts another."""
        guard = self._present_guard()
        os.kill(self.keeper.pid, signal.SIGSTOP)
        os.kill(guard, signal.SIGKILL)
        os.kill(self.keeper.pid, signal.SIGKILL)
        self.keeper.wait()
        wait_for(lambda: self.guard_pid() == 0, what="the guard to be gone")

    def wait_gone(self, *, bound: float = PATIENCE) -> int:
        """Until the keeper has ended and the name is free; the exit status."""
        wait_for(lambda: not self._turn_alive(), bound=bound, what="the keeper to end")
        wait_for(lambda: self.guard_pid() == 0, bound=bound, what="the guard to end")
        return int(self.keeper.popen.returncode)

    def notify(self, summary: str, body: str = "", *, hints: dict[str, Any] | None = None, **more: Any) -> int:
        """One notification by a sender of its own; the id."""
        with self.bus.connect() as line:
            return send(line, summary, body, hints=hints, **more)

    def end(self) -> None:
        """Whatever still runs."""
        self.app.close()
        for keeper in self.keepers:
            if keeper.alive:
                keeper.kill()
        kill_those_naming(str(self.folder))

    def log(self) -> list[dict[str, Any]]:
        """The keeper's log."""
        try:
            return [json.loads(line) for line in self.paths.keeper_log.read_text().splitlines()]
        except FileNotFoundError:
            return []

    def who_hangs(self) -> str:
        """After a Notify without an answer: do bus and server answer somebody else, and where does the server stand?"""

        def answers(ask: Callable[[], Any]) -> str:
            try:
                return repr(ask())
            except (TimeoutError, AssertionError) as error:
                return repr(error)

        tasks = sorted(Path(f"/proc/{self.server.pid}/task").iterdir())
        stands = [f"{(task / 'comm').read_text().strip()}: {(task / 'wchan').read_text()}" for task in tasks]
        bus = answers(lambda: len(self.bus.names()))
        return f"bus: {bus}; server: waiting {answers(self.server.waiting)}; its threads: {', '.join(stands)}"

    def _turn_alive(self) -> bool:
        self.app.turn(0)
        return self.keeper.alive


ANSWER = 60.0
"""Seconds for an answer: dunst flushes after each on a pool of threads that may all wait for one more of them, which is
added after seconds. See docs/drivers/dunst.md."""


def send(line: DBusConnection, summary: str, body: str = "", **more: Any) -> int:
    """Notify on an open connection; the id that the server gave."""
    return int(line.send_and_get_reply(notify_call(summary, body, **more), timeout=ANSWER).body[0])


def notify_call(
    summary: str,
    body: str = "",
    *,
    app: str = "Tester",
    replaces: int = 0,
    hints: dict[str, Any] | None = None,
    expire: int = 0,
) -> Message:
    """A Notify that is still to be sent."""
    arguments: tuple[Any, ...] = (app, replaces, "", summary, body, [], hints or {}, expire)
    return new_method_call(SERVER, "Notify", "susssasa{sv}i", arguments)


def address(path: str, interface: str) -> DBusAddress:
    """Of the notification server, at another path or interface."""
    return DBusAddress(path, bus_name="org.freedesktop.Notifications", interface=interface)
