"""The whole app in a session on this desktop: the journeys that are tried on each lighter notification server, here too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktops.elsewhere import borrowed
from tests.desktops.shell import DesktopShell
from tests.journeys import test_each_desktop as lighter
from tests.journeys.hands import Practitioner, practitioner
from tests.rig.desktop import Desktop

person = lighter.person
globals().update(borrowed(lighter, but=("_page_",)))  # a browser is not in the roots


@pytest.fixture(scope="module")
def at_home(running: DesktopShell) -> Iterator[Practitioner]:
    """A practitioner on this desktop, with the app, for all tests of this file."""
    desktop = Desktop(
        env=running.for_programs(),
        home=Path(running.env["HOME"]),
        folder=running.folder,
        bus=running.bus,
        x=None,
        server=running,
        panel=None,
    )
    running.forget()
    with practitioner(desktop) as somebody:
        lighter.shows_popups(running)
        somebody.launch()
        somebody.gives_back_after(0)
        yield somebody
        somebody.cli("quit")


@pytest.fixture(autouse=True)
def _the_app_runs(at_home: Practitioner) -> None:
    """Where the shell is the compositor too, whoever has a window goes with it; within a session the keeper starts it again."""
    if at_home.try_status() is None:
        at_home.launch()
