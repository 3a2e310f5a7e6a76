"""Each real notification server runs here as an ordinary desktop runs it, and the tests can see and set it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.budgie_daemon import BudgieDaemon
from tests.rig.dunst import Dunst
from tests.rig.each_server import SILENCED, Screens, kinds, one_of
from tests.rig.lxqt_notificationd import LxqtNotificationd
from tests.rig.mako import Mako, MakoWithoutMode
from tests.rig.mate_notification_daemon import MateNotificationDaemon
from tests.rig.notification_daemon import NotificationDaemon
from tests.rig.notification_server import NAME, NotificationServer
from tests.rig.processes import wait_for
from tests.rig.swaync import Swaync
from tests.rig.xfce4_notifyd import Xfce4Notifyd

pytestmark = [pytest.mark.dbus, pytest.mark.x11]

_NAMES: dict[type[NotificationServer], tuple[str, str]] = {
    BudgieDaemon: ("Budgie Notification Server", "Budgie Desktop Developers"),
    Dunst: ("dunst", "knopwob"),
    LxqtNotificationd: ("lxqt-notificationd", "lxqt.org"),
    MateNotificationDaemon: ("Notification Daemon", "MATE"),
    Mako: ("mako", "emersion"),
    NotificationDaemon: ("Notification Daemon", "GNOME"),
    Swaync: ("SwayNotificationCenter", "ErikReider"),
    Xfce4Notifyd: ("Xfce Notify Daemon", "Xfce"),
}


@pytest.fixture(scope="module", params=kinds(_NAMES))
def running(
    request: pytest.FixtureRequest, screens: Screens, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NotificationServer]:
    with one_of(request.param, screens, tmp_path_factory.mktemp(request.param.title)) as started:
        yield started


silenced = pytest.mark.parametrize("running", kinds(SILENCED), indirect=True, scope="module")


@pytest.fixture
def server(running: NotificationServer) -> Iterator[NotificationServer]:
    """With nothing on the screen; the user's setting is after the test as it was before."""
    before = running.setting() if running.settings else None
    running.clear()
    yield running
    if before is not None:
        running.user_sets(before)


def test_it_says_who_it_is_and_nobody_else_can_be_activated(server: NotificationServer) -> None:
    told = server.information()
    assert (told.name, told.vendor) == _NAMES[type(server)]
    assert server.version()[0].isdigit()
    assert server.bus.owner_pid(NAME) == server.pid
    assert set(server.bus.activatable()) == set(server.services())


def test_a_notification_pops_up_and_can_be_cleared_away(server: NotificationServer) -> None:
    assert server.visible() == 0
    server.send(2)
    wait_for(server.visible, what="a popup")
    server.clear()
    assert server.visible() == 0


@silenced
def test_its_own_do_not_disturb_hides_what_comes(server: NotificationServer) -> None:
    server.user_sets("on")
    with server.watched() as mapped:
        server.send(2)
        assert server.visible() == 0
        assert mapped() == 0


@silenced
def test_what_came_meanwhile_pops_up_when_it_ends_or_not_as_is_known_of_it(server: NotificationServer) -> None:
    server.user_sets("on")
    server.send(2)
    with server.watched() as mapped:
        server.user_sets("off")
        server.settle()
        if server.floods:
            wait_for(server.visible, what="the popups of what came meanwhile")
        else:
            server.information()  # it had its turn
            assert server.visible() == 0
            server.send()
            wait_for(server.visible, what="the popup of what came later")
            assert (mapped(), server.visible()) == (1, 1)


@silenced
def test_what_is_critical_shows_or_not_as_is_known_of_it(server: NotificationServer) -> None:
    server.user_sets("on")
    server.send(urgency=2)
    if server.shows_critical:
        wait_for(server.visible, what="the critical popup")
    assert bool(server.visible()) == server.shows_critical


@silenced
def test_what_the_user_sets_is_what_is_set_and_is_kept_or_forgotten_as_is_known_of_it(
    server: NotificationServer,
) -> None:
    for setting in server.settings:
        server.user_sets(setting)
        assert server.setting() == setting
    server.user_sets("on")
    server.restart(crash=True)
    assert server.setting() == ("on" if server.keeps_setting else server.settings[0])


def test_it_goes_stands_still_and_comes_back_when_told(server: NotificationServer) -> None:
    first = server.pid
    server.freeze()
    wait_for(lambda: _state(server) == "T", what="it to stand still")
    server.thaw()
    assert server.information()
    server.restart()
    assert server.pid != first
    assert server.information()


def _state(server: NotificationServer) -> str:
    return Path(f"/proc/{server.pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


@pytest.mark.parametrize("running", kinds([MakoWithoutMode]), indirect=True, scope="module")
def test_mako_as_it_comes_has_no_such_mode_and_hides_nothing(server: NotificationServer) -> None:
    server.user_sets("on")
    server.send()
    wait_for(server.visible, what="the popup in spite of the mode")
    assert server.setting() == "on"
