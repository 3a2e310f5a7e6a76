"""What its sender calls critical: a low battery as one calm line, and popups closed as they come where that is settled."""

from collections.abc import Iterator

import pytest

from tests.journeys.hands import Practitioner, practitioner
from tests.rig.desktop import Desktop, running_desktop
from tests.rig.processes import wait_for
from tests.rig.xfce4_notifyd import Xfce4Notifyd

POWER = "xfce4-power-manager"
SETTINGS = """
schema = 1
[practitioner]
name = "Rita"
time_zone = "Europe/Lisbon"
[preferences]
close_critical = {close}
"""


@pytest.fixture(scope="module")
def xfce() -> Iterator[Desktop]:
    with running_desktop(server=Xfce4Notifyd) as running:
        yield running


def in_session(person: Practitioner, close: str) -> Practitioner:
    person.launch()
    person.ok("settings", "import", "-", stdin=SETTINGS.format(close=close))
    person.ok("start", "--topic", "pricing talk")
    person.until_status(lambda told: told["quiet"]["engaged"], what="the silence")
    return person


def test_a_low_battery_is_one_line_that_outlives_the_app_and_goes_when_it_is_taken_back(person: Practitioner) -> None:
    in_session(person, "false")
    assert person.status()["battery_low"] is False
    number = person.desktop.notify("Battery", "7 % left, saving", app=POWER, urgency="critical")
    person.until_status(lambda told: told["battery_low"], what="the line")
    told = person.ok("status")
    assert "The battery is low." in told
    assert "7 %" not in told, "nobody else's words"
    assert person.desktop.server.visible() == 0
    first = person.app_pid
    person.kill(first)
    person.until(lambda: person.try_status() is not None and person.app_pid != first, what="the app to be back")
    assert person.status()["battery_low"] is True
    person.desktop.server.close(number)
    person.until_status(lambda told: not told["battery_low"], what="the line to go")


def test_where_critical_ones_show_they_are_closed_as_they_come_and_held(xfce: Desktop) -> None:
    with practitioner(xfce, "x1") as person:
        in_session(person, "true")
        person.until_status(lambda told: told["quiet"]["critical"] == "closed", what="it to be told")
        assert "Urgent ones of some apps may flash up here, and are closed." in person.ok("status")
        xfce.notify("Calendar", "stand-up in 5", app="Chromium", urgency="critical")
        person.until_status(lambda told: told["held"] == 1, what="it to be held")
        wait_for(lambda: not xfce.server.visible(), what="its popup to go")
        xfce.notify("Battery", "7 % left", app=POWER, urgency="critical")
        person.until_status(lambda told: told["battery_low"], what="the line")
        wait_for(lambda: xfce.server.visible() == 1, what="the power manager's own")
        assert person.status()["battery_low"]
        assert xfce.server.visible() == 1, "it stays"
        person.gives_back_after(0)
        person.ok("end")
        wait_for(lambda: not person.status()["quiet"]["engaged"], what="the desktop to be given back")
        outcomes = {one["sender"]: one["outcome"] for one in person.json("digest")["interruptions"]}
        assert outcomes == {"Calendar": "held", "Battery": "held"}
    xfce.tidy()


def test_where_nothing_is_settled_they_show_and_that_is_said(xfce: Desktop) -> None:
    with practitioner(xfce, "x2") as person:
        in_session(person, "false")
        assert person.status()["quiet"]["critical"] == "shown"
        assert "Urgent ones of some apps still show here." in person.ok("status")
        xfce.notify("Calendar", "stand-up in 5", app="Chromium", urgency="critical")
        wait_for(xfce.server.visible, what="its popup")
        person.until_status(lambda told: told["held"] == 1, what="it to be held")
        assert xfce.server.visible() == 1
    xfce.tidy()
