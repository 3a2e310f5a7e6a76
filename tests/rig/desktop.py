"""A whole small desktop: a screen, a private bus, a notification server; under X11 openbox and a panel; and hands to use it."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.rig.bus import Bus, private_bus
from tests.rig.dunst import Dunst
from tests.rig.environment import environment, with_bus, with_display
from tests.rig.notification_server import NotificationServer
from tests.rig.panel import configure, panel, xfconfd
from tests.rig.processes import Running, kill_those_naming, run, started
from tests.rig.screen import Screen
from tests.rig.sway import png_of, sway
from tests.rig.unpacked import knowing_their_data
from tests.rig.wayland_server import WaylandServer
from tests.rig.window_manager import window_manager
from tests.rig.xserver import XServer, xserver


@dataclass(frozen=True, slots=True, kw_only=True)
class Desktop:
    """`env` is the environment of a program on this desktop, `home` its HOME, `folder` where logs lie."""

    env: dict[str, str] = field(repr=False)
    home: Path
    folder: Path
    bus: Bus
    x: XServer | None
    """None under Wayland, where neither keys nor windows can be asked for."""
    server: NotificationServer
    panel: Running | None
    window_manager: Running | None = None

    @property
    def dunst(self) -> Dunst:
        """The notification server, where it is one."""
        assert isinstance(self.server, Dunst)
        return self.server

    @property
    def display(self) -> str:
        """What DISPLAY says here, e.g. ":7"; only under X11."""
        assert self.x is not None
        return self.x.display

    def notify(
        self,
        summary: str,
        body: str = "",
        *,
        app: str = "notify-send",
        urgency: str = "normal",
        hints: Sequence[str] = (),
        replaces: int = 0,
        expire_ms: int | None = None,
    ) -> int:
        """Send a notification as another program would (notify-send); the id that the server gave it.

        `hints` are TYPE:NAME:VALUE, e.g. "string:desktop-entry:org.example.App".
        """
        argv = ["notify-send", "--print-id", f"--app-name={app}", f"--urgency={urgency}"]
        argv += [f"--hint={hint}" for hint in hints]
        if replaces:
            argv.append(f"--replace-id={replaces}")
        if expire_ms is not None:
            argv.append(f"--expire-time={expire_ms}")
        done = run([*argv, "--", summary, body], env=self.env)
        if done.returncode != 0:
            raise AssertionError(f"notify-send ended with {done.returncode}: {done.stderr}")
        return int(done.stdout)

    def xdotool(self, *words: str) -> str:
        """Keys, mouse, windows: what xdotool prints."""
        done = run(["xdotool", *words], env=self.env)
        if done.returncode != 0:
            raise AssertionError(f"xdotool {' '.join(words)} ended with {done.returncode}: {done.stderr}")
        return done.stdout.strip()

    def click(self, x: int, y: int) -> None:
        """A left click there. Not with --sync: where the pointer is there already, that waits fifteen seconds for a move."""
        self.xdotool("mousemove", str(x), str(y), "click", "1")

    def key(self, combination: str) -> None:
        """Press e.g. "ctrl+alt+i"."""
        self.xdotool("key", "--clearmodifiers", combination)

    def screen(self) -> Screen:
        """A connection to the X server, to be used as a context manager."""
        return Screen(self.display)

    def whole(self) -> bool:
        """Whether all but the notification server, which `tidy` starts anew, still runs."""
        parts = (self.bus.process, self.x.process if self.x else None, self.panel, self.window_manager)
        return all(part.alive for part in parts if part is not None)

    def tidy(self) -> None:
        """What one session left must not disturb the next: a fresh server where it died, is silent, or holds anything."""
        server = self.server
        if not server.process.alive:
            server.start()
            return
        server.thaw()
        if server.setting() != server.settings[0]:
            server.user_sets(server.settings[0])
        if server.waiting() or server.visible():
            server.restart(crash=True)

    def screenshot(self, path: Path) -> Path:
        """The whole screen as PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.x is None:
            return png_of(self.env, path)
        with self.screen() as screen:
            path.write_bytes(screen.picture())
        return path

    @contextmanager
    def program(self, *argv: str | Path, name: str = "", **more: str) -> Iterator[Running]:
        """A program on this desktop while the block lasts; `more` are further environment variables."""
        with started(argv, env={**self.env, **more}, folder=self.folder, name=name) as running:
            yield running


@contextmanager
def running_desktop(
    *,
    folder: Path | None = None,
    size: tuple[int, int] = (1280, 800),
    dpi: int = 96,
    with_panel: bool = True,
    with_window_manager: bool = True,
    server: type[NotificationServer] = Dunst,
    with_server: bool = True,
) -> Iterator[Desktop]:
    """The desktop while the block lasts. Without `folder` everything lies in a temporary one, removed at the end.

    The path stays short on purpose: a socket's path must be below 108 bytes. `with_server=False` makes a server that
    is not started: `desktop.server.start()` does it when the test wants. A server of Wayland has a bare sway, as it
    comes: no panel, no tray and no X11.
    """
    own = Path(tempfile.mkdtemp(prefix="hs-", dir="/tmp")) if folder is None else folder
    wayland = issubclass(server, WaylandServer)
    try:
        with ExitStack() as parts:
            # Last to run: what activation started (xfconfd), or a program left, must not outlive the desktop.
            env = knowing_their_data(environment(own / "home"))
            configure(Path(env["XDG_CONFIG_HOME"]))
            logs = own / "log"
            hosted = with_panel and not wayland
            services = server.services() | ({"org.xfce.Xfconf": xfconfd()} if hosted else {})
            bus = parts.enter_context(private_bus(env=env, folder=own / "bus", services=services))
            env = with_bus(env, bus.address)
            x = None
            if wayland:
                env = parts.enter_context(sway(env=env, folder=logs, size=size)).env
            else:
                # On a busy machine some time passes between a key's press and its release.
                x = parts.enter_context(xserver(env=env, folder=logs, size=size, dpi=dpi, repeats=False))
                env = with_display(env, x.display)
            notified = server(env=env, bus=bus, folder=own / server.title)
            if with_server:
                notified.begin()
            parts.callback(notified.end)
            windows = None
            if with_window_manager and not wayland:
                windows = parts.enter_context(window_manager(env=env, folder=logs))
            tray = parts.enter_context(panel(env=env, bus=bus, folder=logs)) if hosted else None
            if with_server:
                notified.await_ready()
            yield Desktop(
                env=env,
                home=Path(env["HOME"]),
                folder=logs,
                bus=bus,
                x=x,
                server=notified,
                panel=tray,
                window_manager=windows,
            )
    finally:
        kill_those_naming(str(own))
        if folder is None:
            shutil.rmtree(own, ignore_errors=True)
