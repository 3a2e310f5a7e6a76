"""Holdspace started in a root, on a screen and a bus with dunst; asked and told through its own command line."""

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

    def dunst_is_paused(self) -> bool:
        """Asked of dunst itself."""
        said = self.root.run(
            *("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.Notifications"),
            *("/org/freedesktop/Notifications", "org.freedesktop.DBus.Properties.Get"),
            *("string:org.dunstproject.cmd0", "string:paused"),
        ).stdout
        return said.rstrip().endswith("true")


def answers(root: BareRoot, app: Running) -> None:
    """Wait until the app answers."""

    def asked() -> bool:
        app.expect_alive()
        return root.run("holdspace", "status", "--json").returncode == 0

    wait_for(asked, bound=60, what="the app to answer")


@contextmanager
def started(root: BareRoot, log: Path, home: Path) -> Iterator[Started]:
    """The app while the block lasts."""
    with xserver(env=environment(home), folder=log) as x:
        root.sees({"DISPLAY": x.display, "DBUS_SESSION_BUS_ADDRESS": BUS})
        others = [root.start("dbus-daemon", "--session", "--nofork", f"--address={BUS}", log=log)]
        try:
            wait_for((root.folder / HOME[1:] / "bus").exists, what="the bus")
            others.append(root.start("dunst", log=log))
            app = root.start("holdspace", log=log)
            others.append(app)
            answers(root, app)
            yield Started(root=root, app=app, display=x.display)
        finally:
            for each in reversed(others):
                each.end()
            root.end_all()
            root.forget()
