"""Notification servers that the bus starts with the first notification, and that end when they show nothing."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from holdspace.keeper.look import look
from tests.keeper.bench import Bench
from tests.rig.bus import DAEMON, Bus, RefusedError
from tests.rig.dunst import Dunst
from tests.rig.each_server import Kind, Screens, kinds, one_of
from tests.rig.lxqt_notificationd import LxqtNotificationd
from tests.rig.mate_notification_daemon import MateNotificationDaemon
from tests.rig.notification_server import NAME
from tests.rig.xfce4_notifyd import Xfce4Notifyd

pytestmark = [pytest.mark.dbus, pytest.mark.x11]

Started = Callable[[Kind], Bench]


@pytest.fixture
def on(screens: Screens, tmp_path: Path) -> Iterator[Started]:
    """A bench whose server does not run: the bus starts it, as on a desktop where nothing has popped up yet."""
    with ExitStack() as parts:

        def bench(kind: Kind) -> Bench:
            server = parts.enter_context(one_of(kind, screens, tmp_path / "server"))
            server.stop()
            services = Path(server.env["XDG_DATA_HOME"]) / "dbus-1" / "services"
            services.mkdir(parents=True)
            said = f"[D-BUS Service]\nName={NAME}\nExec={' '.join(server.argv())}\n"
            for folder in (services, server.bus.services):
                (folder / "notifications.service").write_text(said)
            server.bus.call(DAEMON, "ReloadConfig")
            parts.callback(end_started, server.bus)
            return parts.enter_context(Bench.beside(server, tmp_path / "k"))

        yield bench


def end_started(bus: Bus) -> None:
    """Nobody else ends what the bus has started."""
    with suppress(RefusedError):
        os.kill(bus.owner_pid(NAME), signal.SIGKILL)


settable = pytest.mark.parametrize("kind", kinds((MateNotificationDaemon, Xfce4Notifyd, LxqtNotificationd)))


@settable
def test_it_is_silent_before_it_runs_so_that_the_first_notification_shows_nothing(on: Started, kind: Kind) -> None:
    bench = on(kind)
    bench.start_session()
    assert not bench.bus.has_owner(NAME)
    with bench.server.watched() as mapped:
        bench.server.send(2)
        bench.app.wait(lambda: len(bench.app.records()) >= 2)
        bench.server.settle()
        assert (mapped(), bench.server.visible()) == (0, 0)
    bench.app.want(None)
    bench.wait_gone()
    assert bench.server.setting() == bench.server.settings[0]


@settable
def test_one_that_ends_when_it_shows_nothing_is_silent_also_when_it_is_started_again(on: Started, kind: Kind) -> None:
    bench = on(kind)
    bench.start_session()
    bench.app.told.clear()
    bench.server.send()
    bench.app.wait(lambda: bench.app.tells("quiet"), what="the guard to have looked at whoever serves now")
    os.kill(bench.bus.owner_pid(NAME), signal.SIGTERM)
    bench.bus.wait_until_free(NAME)
    bench.app.want()
    bench.app.wait_quiet(engaged=True)
    with bench.server.watched() as mapped:
        bench.server.send()
        bench.app.wait(lambda: len(bench.app.records()) >= 2)
        bench.server.settle()
        assert mapped() == 0
    not_silent = [told["why"] for told in bench.app.tells("quiet") if not told["engaged"]]
    assert not_silent == [], bench.paths.keeper_log.read_text()
    bench.app.want(None)
    bench.wait_gone()
    assert bench.server.setting() == bench.server.settings[0]


def test_one_that_is_silent_only_while_it_runs_is_said_to_show_the_first_and_is_silent_from_then_on(
    on: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = on(Dunst)
    for name, value in bench.env.items():
        monkeypatch.setenv(name, value)
    row = next(row for row in look(bench.paths) if row.part == "silence")
    assert (row.state, row.reason, row.remedy) == ("cannot", "server_not_started", "let_one_show")
    bench.start_keeper()
    bench.app.wait_connected()
    bench.app.want()
    bench.app.wait_quiet(engaged=False, why="server_not_started")
    assert not bench.bus.has_owner(NAME)
    bench.server.send()
    bench.app.wait_quiet(engaged=True)
