"""Critical notifications closed as they come: on a real server that shows them in spite of its silence."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from holdspace.keeper.arrival import Arrival
from holdspace.keeper.closing import Closing
from holdspace.wire.paths import Paths
from holdspace.wire.system_senders import kind_of
from tests.keeper.bench import send
from tests.keeper.fake_app import FakeApp
from tests.rig.each_server import Screens, one_of
from tests.rig.notification_server import NotificationServer
from tests.rig.processes import kill_those_naming, start, wait_for
from tests.rig.xfce4_notifyd import Xfce4Notifyd

pytestmark = [pytest.mark.dbus, pytest.mark.x11]
CRITICAL: dict[str, Any] = {"urgency": ("y", 2)}


@pytest.fixture
def server(screens: Screens, tmp_path: Path) -> Iterator[NotificationServer]:
    with one_of(Xfce4Notifyd, screens, tmp_path / "server") as running:
        yield running


@pytest.fixture
def app(server: NotificationServer, tmp_path: Path) -> Iterator[FakeApp]:
    """A keeper on this server has connected to it."""
    folder = tmp_path / "k"
    paths = Paths(folder / "home")
    found = FakeApp(paths.socket)
    argv = [sys.executable, "-m", "holdspace.keeper", "--home", str(paths.data), "--restart-argv", json.dumps([])]
    keeper = start(argv, env=server.env, folder=tmp_path, name="keeper")
    found.wait_connected()
    yield found
    if found.connected:
        found.say({"tell": "goodbye"})
        found.wait(lambda: not keeper.alive, what="the keeper to end")
    found.close()
    kill_those_naming(str(folder))


def session(app: FakeApp, *, close_critical: bool) -> None:
    app.want(close_critical=close_critical)
    app.wait_quiet(engaged=True, critical="closed" if close_critical else "shown")


def test_a_critical_one_is_held_and_its_popup_goes(server: NotificationServer, app: FakeApp) -> None:
    session(app, close_critical=True)
    with server.bus.connect() as line:
        ident = send(line, "urgent page", hints=CRITICAL)
        wait_for(lambda: not server.visible(), what="the popup to go")
        app.wait(lambda: list(app.named().values()) == [ident], what="it to be told")
    (record,) = app.records()
    assert (record["sender"], record["urgency"]) == ("urgent page", 2)
    for closed in app.records("closed"):
        assert closed["by_sender"] is False, "nobody took it back"


def test_one_that_stays_is_closed_once_it_is_wanted_and_the_next_comes(
    server: NotificationServer, app: FakeApp
) -> None:
    session(app, close_critical=False)
    with server.bus.connect() as line:
        send(line, "stays", hints=CRITICAL)
        wait_for(server.visible, what="the popup")
        app.wait(lambda: len(app.records()) == 1, what="it to be told")
        app.want(close_critical=True)
        app.wait_quiet(engaged=True, critical="closed")
        send(line, "goes", hints=CRITICAL)
        app.wait(lambda: app.records("closed"), what="the second to be closed")
    wait_for(lambda: server.visible() == 1, what="the first one to stay, alone")


@pytest.mark.parametrize(
    "who",
    [
        {"app": "xfce4-power-manager"},
        {"app": "nm-applet"},
        {"app": "polkit-gnome-authentication-agent-1"},
        {"hints": {**CRITICAL, "category": ("s", "device.error")}},
        {"hints": {**CRITICAL, "desktop-entry": ("s", "gcr-prompter")}},
    ],
    ids=lambda who: str(next(iter(who.values())))[:30],
)
def test_power_system_and_passwords_stay(server: NotificationServer, app: FakeApp, who: dict[str, Any]) -> None:
    session(app, close_critical=True)
    with server.bus.connect() as line:
        send(line, "stays", **{"hints": CRITICAL, **who})
        send(line, "goes", hints=CRITICAL)
        app.wait(lambda: app.records("closed"), what="the other to be closed")
        wait_for(lambda: server.visible() == 1, what="one to stay on the screen")


def test_what_is_not_critical_is_left_to_the_server(server: NotificationServer, app: FakeApp) -> None:
    session(app, close_critical=True)
    with server.bus.connect() as line:
        send(line, "ordinary")
        send(line, "goes", hints=CRITICAL)
        app.wait(lambda: app.records("closed"), what="the critical one to be closed")
        app.wait(lambda: len(app.named()) == 2, what="both to be told")
    assert [record["notification"] for record in app.records("closed")] == [max(app.named().values())]


def arrival(app: str = "Page", urgency: int = 2) -> Arrival:
    made = Arrival()
    made.app, made.urgency = app, urgency
    return made


@pytest.mark.parametrize(
    ("instead", "closes"),
    [
        ({}, True),
        ({"wanted": False}, False),
        ({"engaged": False}, False),
        ({"critical": "hidden"}, False),
        ({"critical": "unknown"}, False),
        ({"driver": "gnome"}, False),
    ],
)
def test_it_closes_only_where_it_is_wanted_and_of_use(instead: dict[str, Any], closes: bool) -> None:
    closing = Closing()
    closing.arrange(**{"wanted": True, "engaged": True, "driver": "xfce", "critical": "shown", **instead})
    closing.saw(":1.5", 3, arrival())
    closing.named(":1.5", 3, ":1.1", 7)
    assert closing.take() == ([(":1.1", 7)] if closes else [])
    assert closing.take() == []


def test_the_program_of_a_sender_counts_as_soon_as_it_is_known() -> None:
    closing = Closing()
    closing.arrange(wanted=True, engaged=True, driver="kde", critical="shown")
    said = arrival("Energieverwaltung")
    closing.saw(":1.5", 3, said)
    closing.named(":1.5", 3, ":1.1", 7)
    said.program = "org_kde_powerdevil"
    assert closing.take() == []


def test_a_flood_of_critical_ones_is_bounded() -> None:
    closing = Closing()
    closing.arrange(wanted=True, engaged=True, driver="xfce", critical="shown")
    for serial in range(5000):
        closing.saw(":1.5", serial, arrival())
    for serial in range(5000):
        closing.named(":1.5", serial, ":1.1", serial)
    counts = [len(closing.take()) for _ in range(12)]
    assert counts == [100] * 10 + [0, 0]


def test_a_flood_of_critical_ones_that_are_named_at_once_is_bounded_too() -> None:
    closing = Closing()
    closing.arrange(wanted=True, engaged=True, driver="xfce", critical="shown")
    for serial in range(5000):
        closing.saw(":1.5", serial, arrival())
        closing.named(":1.5", serial, ":1.1", serial)
    found = [which for _ in range(60) for which in closing.take()]
    assert found == [(":1.1", serial) for serial in range(4000, 5000)], "the newest ones show still"


def test_senders_are_known_by_any_of_their_names() -> None:
    assert kind_of(("", "org.kde.powerdevil.desktop", ""), "") == "power"
    assert kind_of(("Polkit", "", ""), "") == "authentication"
    assert kind_of(("Mail", "", "NetworkManager"), "") == "system"
    assert kind_of(("Mail",), "network.disconnected") == "system"
    assert kind_of(("Mail", "thunderbird", "thunderbird"), "email.arrived") == ""
