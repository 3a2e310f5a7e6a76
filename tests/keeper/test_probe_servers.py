"""The self-test on each real notification server: by hand it sees a popup where there is one, and the driver knows it too."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from holdspace.keeper.probe.eyes import AS_WINDOWS
from holdspace.wire.paths import Paths
from tests.rig.each_server import SILENCED, Kind, Screens, kinds, one_of
from tests.rig.notification_server import NotificationServer
from tests.rig.processes import start
from tests.rig.wayland_server import WaylandServer

pytestmark = [pytest.mark.dbus, pytest.mark.x11]


@pytest.fixture(params=kinds(SILENCED))
def server(request: pytest.FixtureRequest, screens: Screens, tmp_path: Path) -> Iterator[NotificationServer]:
    kind: Kind = request.param
    with one_of(kind, screens, tmp_path / "server") as running:
        yield running


def run(server: NotificationServer, home: Path, *options: str) -> dict[str, Any]:
    argv = [sys.executable, "-m", "holdspace.keeper.probe", "--home", str(home), *options]
    running = start(argv, env=server.env, folder=server.folder, name="probe")
    running.wait()
    said: dict[str, Any] = json.loads(running.out.read_text())
    return said


def test_what_shows_is_seen_and_what_is_silent_is_not(server: NotificationServer, tmp_path: Path) -> None:
    before = server.setting()
    told = run(server, tmp_path / "h", "--by-hand", "yes")
    assert told["outcome"] == "tested"
    if isinstance(server, WaylandServer):
        assert (told["record"]["saw"], told["record"]["critical"]) == ("not_verifiable", "unknown")
    else:
        assert told["record"]["saw"] == "no_popup"
        assert told["record"]["critical"] == ("shown" if server.shows_critical else "hidden")
        assert told["record"]["server"]["driver"] in AS_WINDOWS, "a popup of it was just seen"
    assert server.setting() == before
    assert server.visible() == 0
    assert not (Paths(tmp_path / "h").keeper_dir / "note.json").exists()


def test_unasked_nothing_shows_not_for_a_moment(server: NotificationServer, tmp_path: Path) -> None:
    with server.watched() as popped_up:
        told = run(server, tmp_path / "h")
        assert popped_up() == 0
    wayland = isinstance(server, WaylandServer)
    assert told["record"]["saw"] == ("not_verifiable" if wayland else "no_popup")
    assert told["record"]["critical"] == ("unknown" if wayland or server.shows_critical else "hidden")
