"""Every notification server that runs without a desktop, as parameters of tests, and one of them on the screen it needs."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.rig.budgie_daemon import BudgieDaemon
from tests.rig.dunst import Dunst
from tests.rig.lxqt_notificationd import LxqtNotificationd
from tests.rig.mako import Mako
from tests.rig.mate_notification_daemon import MateNotificationDaemon
from tests.rig.notification_server import NotificationServer
from tests.rig.swaync import Swaync
from tests.rig.wayland_server import WaylandServer
from tests.rig.xfce4_notifyd import Xfce4Notifyd

Kind = type[NotificationServer]
Screens = Callable[[Kind], Mapping[str, str]]
"""The environment that names the screen which such a server needs: the fixture `screens`."""

SILENCED: tuple[Kind, ...] = (
    Dunst,
    Xfce4Notifyd,
    MateNotificationDaemon,
    BudgieDaemon,
    LxqtNotificationd,
    Mako,
    Swaync,
)
"""Those with a do-not-disturb of their own."""
SILENCED_OF_BASE: tuple[Kind, ...] = tuple(kind for kind in SILENCED if kind not in {BudgieDaemon, LxqtNotificationd})
"""Budgie keeps its setting in memory, as dunst and mako do; LXQt in a file, of which keeper/test_lxqt_file tries all."""


IN_FULL = SILENCED if os.environ.get("HOLDSPACE_FAULTS") == "all" else SILENCED_OF_BASE
"""What is tried on each costs much: the base lane leaves out the two that are like another one in what is tried."""


def kinds(chosen: Iterable[Kind]) -> list[ParameterSet]:
    """Parameters for a test or a fixture."""
    root = pytest.mark.skipif(os.getuid() == 0, reason="sway refuses root; the base lane runs as an ordinary user")
    return [
        pytest.param(kind, id=kind.title, marks=[root] if issubclass(kind, WaylandServer) else []) for kind in chosen
    ]


@contextmanager
def one_of(kind: Kind, screens: Screens, folder: Path) -> Iterator[NotificationServer]:
    """One of this kind, on a bus and with a home of its own."""
    with kind.running(env=screens(kind), folder=folder) as server:
        yield server
