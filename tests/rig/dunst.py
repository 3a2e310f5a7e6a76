"""The real dunst on a private bus and screen: started, killed, started again, and asked how it stands."""

import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jeepney import DBusAddress

from tests.rig.bus import Bus
from tests.rig.processes import Running, start

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
CONTROL = DBusAddress(PATH, bus_name=NAME, interface="org.dunstproject.cmd0")
SERVER = DBusAddress(PATH, bus_name=NAME, interface=NAME)

_CONFIG = """[global]
    monitor = 0
    follow = none
    width = 300
    notification_limit = 20
    idle_threshold = 0
    history_length = 200
    font = Sans 10
    layer = overlay

[urgency_low]
    timeout = 30

[urgency_normal]
    timeout = 30

[urgency_critical]
    timeout = 0
"""


def binary() -> str:
    """The dunst that `./dev` unpacked for the tests, else the one on PATH; FileNotFoundError says what to do."""
    folder = Path(os.environ.get("HOLDSPACE_TEST_DAEMONS") or Path(__file__).resolve().parents[2] / ".dev" / "daemons")
    unpacked = folder / "usr" / "bin" / "dunst"
    if unpacked.exists():
        return str(unpacked)
    found = shutil.which("dunst")
    if found is None:
        raise FileNotFoundError(f"no dunst in {folder} nor on PATH: ./dev test fetches it")
    return found


class Dunst:
    """One dunst; `pid` and `process` are those of the present run."""

    def __init__(self, *, env: Mapping[str, str], bus: Bus, folder: Path, config: str = _CONFIG) -> None:
        self._env = env
        self._bus = bus
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._config = folder / "dunstrc"
        self._config.write_text(config)
        self._process: Running | None = None

    @property
    def process(self) -> Running:
        if self._process is None:
            raise AssertionError("dunst was not started")
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
        argv = [binary(), "-conf", str(self._config)]
        self._process = start(argv, env=self._env, folder=self._folder, name="dunst")

    def await_ready(self) -> None:
        """Until it owns the notifications' name."""
        self._bus.wait_for_owner(NAME, by=self.process)

    def stop(self) -> None:
        """TERM, as at log-off; waits until its name is free."""
        self.process.end()
        self._bus.wait_until_free(NAME)

    def end(self) -> None:
        """Gone if it runs, without waiting for the bus; for the end of a test, also when it was frozen or never ran."""
        if self._process is not None:
            self._process.kill()

    def kill(self) -> None:
        """KILL, as in a crash; waits until its name is free."""
        self.process.kill()
        self._bus.wait_until_free(NAME)

    def restart(self, *, crash: bool = False) -> None:
        """Gone (crash: by KILL) and back; dunst keeps its pause in memory, so it comes back unpaused."""
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

    def paused(self) -> bool:
        """Whether popups are held."""
        return bool(self._bus.get(CONTROL, "paused"))

    def set_paused(self, value: bool) -> None:
        """As `dunstctl set-paused` does."""
        self._bus.set(CONTROL, "paused", "b", value)

    def waiting(self) -> int:
        """How many wait for the pause to end."""
        return int(self._bus.get(CONTROL, "waitingLength"))

    def displayed(self) -> int:
        """How many are on the screen."""
        return int(self._bus.get(CONTROL, "displayedLength"))

    def history(self) -> int:
        """How many are in its history."""
        return int(self._bus.get(CONTROL, "historyLength"))

    def entries(self) -> list[dict[str, Any]]:
        """Its history, newest first: dunst's own keys (summary, body, appname, id, urgency, ...)."""
        reply = self._bus.call(CONTROL, "NotificationListHistory")[0]
        return [{key: value for key, (_, value) in entry.items()} for entry in reply]

    def close_all(self) -> None:
        """As `dunstctl close-all` does: everything on the screen goes to the history."""
        self._bus.call(CONTROL, "NotificationCloseAll")

    def close(self, number: int) -> None:
        """The standard's CloseNotification."""
        self._bus.call(SERVER, "CloseNotification", "u", [number])


@contextmanager
def dunst(*, env: Mapping[str, str], bus: Bus, folder: Path) -> Iterator[Dunst]:
    """dunst while the block lasts."""
    server = Dunst(env=env, bus=bus, folder=folder)
    server.start()
    try:
        yield server
    finally:
        server.end()
