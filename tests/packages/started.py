"""Holdspace started in a root, on a screen alone or on a desktop; asked and told through its own command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.packages.bare_root import HOME, BareRoot
from tests.rig.environment import environment
from tests.rig.processes import Running, wait_for
from tests.rig.screen import Screen
from tests.rig.xserver import xserver

BUS = f"unix:path={HOME}/bus"
OBEYED = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The running app."""

    root: BareRoot
    app: Running
    display: str

    def tell(self, *words: str) -> str:
        """Run a verb that is done; what it says."""
        done = self.root.run("holdspace", *words)
        assert (done.returncode, done.stderr) == (0, ""), done
        return done.stdout

    def status(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.tell("status", "--json"))
        return found

    def titles(self) -> set[str]:
        """Of the windows that it shows."""
        with Screen(self.display) as screen:
            return {window.title for window in screen.windows("holdspace")}

    def dunst_is_paused(self) -> bool:
        """Asked of dunst itself."""
        said = self.root.run(
            *("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.Notifications"),
            *("/org/freedesktop/Notifications", "org.freedesktop.DBus.Properties.Get"),
            *("string:org.dunstproject.cmd0", "string:paused"),
        ).stdout
        return said.rstrip().endswith("true")

    def notify(self, app: str, summary: str) -> None:
        """A desktop notification, as any program sends one."""
        done = self.root.run("dunstify", "-a", app, summary)
        assert done.returncode == 0, done

    def quits(self) -> None:
        """It ends by itself, and had nothing to complain about."""
        self.tell("quit")
        assert self.app.wait() == 0
        assert self.app.said() == ""


def answers(root: BareRoot, app: Running) -> None:
    """Wait until the app answers."""

    def asked() -> bool:
        app.expect_alive()
        return root.run("holdspace", "status", "--json").returncode == 0

    wait_for(asked, bound=60, what="the app to answer")


@contextmanager
def on_a_screen(root: BareRoot, log: Path, home: Path) -> Iterator[Started]:
    """The app while the block lasts, on a screen and nothing else: no bus, no notification server, no window manager."""
    with xserver(env=environment(home), folder=log) as x, _tidied(root):
        root.sees({"DISPLAY": x.display, "DBUS_SESSION_BUS_ADDRESS": ""})
        with _running(root, log, "holdspace") as app:
            answers(root, app)
            yield Started(root=root, app=app, display=x.display)


@contextmanager
def on_a_desktop(root: BareRoot, log: Path, home: Path) -> Iterator[Started]:
    """The app while the block lasts, on a screen with a bus and dunst."""
    with xserver(env=environment(home), folder=log) as x, _tidied(root):
        root.sees({"DISPLAY": x.display, "DBUS_SESSION_BUS_ADDRESS": BUS})
        with _running(root, log, "dbus-daemon", "--session", "--nofork", f"--address={BUS}"):
            wait_for((root.folder / HOME[1:] / "bus").exists, what="the bus")
            with _running(root, log, "dunst"), _running(root, log, "holdspace") as app:
                answers(root, app)
                yield Started(root=root, app=app, display=x.display)


@contextmanager
def _running(root: BareRoot, log: Path, *argv: str) -> Iterator[Running]:
    running = root.start(*argv, log=log)
    try:
        yield running
    finally:
        running.end()


@contextmanager
def _tidied(root: BareRoot) -> Iterator[None]:
    """Afterwards nothing of it runs, and nothing that it wrote is left."""
    try:
        yield
    finally:
        root.end_all()
        root.forget()
