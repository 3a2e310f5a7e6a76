"""A whole session on each desktop whose notification server runs here: silent, everything seen, given back as it was."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.journeys.hands import Practitioner, practitioner
from tests.journeys.senders import Said, gdbus, notify_send, one_that_is_gone, page
from tests.rig.desktop import running_desktop
from tests.rig.each_server import IN_FULL, kinds
from tests.rig.notification_server import NotificationServer
from tests.rig.processes import wait_for
from tests.rig.xfce4_notifyd import Xfce4Notifyd

pytestmark = [pytest.mark.journey, pytest.mark.timeout(120)]


@pytest.fixture(scope="module", params=kinds(IN_FULL))
def at_home(request: pytest.FixtureRequest) -> Iterator[Practitioner]:
    """A practitioner on one of the desktops, with the app, for all tests of this file."""
    with running_desktop(server=request.param) as desktop, practitioner(desktop) as person:
        shows_popups(desktop.server)
        person.launch()
        person.gives_back_after(0)
        yield person
        person.cli("quit")


def shows_popups(server: NotificationServer) -> None:
    """That a popup would be seen, were there one; the user has never set anything."""
    server.user_sets(server.settings[0])
    server.settle()
    with server.watched() as came:
        server.send()
        wait_for(came, what=f"a popup of {server.title} on this desktop")
    server.clear()


@pytest.fixture
def person(at_home: Practitioner, record_property: Callable[[str, object], None]) -> Iterator[Practitioner]:
    """Before a session, and the do-not-disturb as nobody ever set it."""
    server = at_home.desktop.server
    record_property("server", f"{server.title} {server.version()}")  # for tests/matrix.py
    server.user_sets(server.settings[0])
    yield at_home
    at_home.here("end")  # where the test has not done so
    at_home.until(lambda: not at_home.keeper_pids, what="the keeper to leave")


def begun(person: Practitioner) -> None:
    """In a session, and silent: in force too, where the server obeys later than it is told."""
    person.step("start", "--client", "C1", "--topic", "pricing talk")
    person.until_silent()
    assert person.desktop.server.setting() == "on"
    person.desktop.server.settle()


def says_what_still_shows(person: Practitioner) -> None:
    """Where critical ones show in spite of the silence, and nowhere else."""
    shows = person.desktop.server.shows_critical
    assert person.status()["coverage"]["critical"] == ("shown" if shows else "hidden")
    assert ("Urgent ones of some apps still show here." in person.step("status")) == shows


def ended(person: Practitioner) -> None:
    """Its end, and the desktop given back."""
    person.step("end")
    person.until(lambda: not person.keeper_pids, what="the desktop to be given back")


def seen(person: Practitioner) -> Counter[Said]:
    """What the digest tells, without what the rig itself sends to see how the server stands."""
    rows = person.json("digest")["interruptions"]
    return Counter(Said(row["app"], row["sender"], row["text"]) for row in rows if row["app"] != "App")


def until_seen(person: Practitioner, *said: Said) -> None:
    """Each of them once, and nothing else."""
    person.until(lambda: sum(seen(person).values()) >= len(said), what="all to be held")
    assert seen(person) == Counter(said)


def test_what_programs_send_is_not_shown_and_told_once_and_the_setting_comes_back(person: Practitioner) -> None:
    desktop, server = person.desktop, person.desktop.server
    letter, script, job = Said("Mail", "Bob", "hello"), Said("Script", "Eve", "by hand"), Said("Job", "Frank", "over")
    chat, again = Said("Chat", "Carol", "are you there?"), Said("Chat", "Carol", "call me")
    critical = Said("Pager", "Dora", "the shop is down")
    begun(person)
    says_what_still_shows(person)
    with server.watched() as came:
        notify_send(desktop, letter)
        notify_send(desktop, again, replaces=notify_send(desktop, chat))
        notify_send(desktop, critical, urgency="critical")
        gdbus(desktop, script)
        one_that_is_gone(desktop, job)
        until_seen(person, letter, Said("Chat", "Carol", f"{again.text}\n{chat.text}"), critical, script, job)
        # Some desktops show what is critical in spite of their do-not-disturb: that one, and no other.
        shown = int(server.shows_critical)
        wait_for(lambda: came() >= shown, what="the critical one, where it shows")
        ended(person)
        server.information()  # it has had its turn after it was given back
        assert came() == shown
    assert server.setting() == server.settings[0]
    assert person.json("digest")["gaps"] == []


@pytest.mark.browser
@pytest.mark.parametrize("at_home", kinds([Xfce4Notifyd]), indirect=True)
def test_what_a_page_says_is_known_by_its_host_and_shows_where_critical_ones_do(person: Practitioner) -> None:
    server = person.desktop.server
    with page(person.desktop, "Team call", "in ten minutes") as (said, notify):
        begun(person)
        with server.watched() as came:
            notify()
            until_seen(person, said)
            wait_for(came, what="the popup that no do-not-disturb of Xfce holds")
            ended(person)
            server.information()
            assert came() == 1


def test_what_the_user_sets_in_a_session_stands_and_is_said(person: Practitioner) -> None:
    server = person.desktop.server
    begun(person)
    server.user_sets("off")
    # Where the server tells of no change it is looked for when the keeper is told what is wanted.
    for seconds in (1, 0):
        person.gives_back_after(seconds)
    told = person.until_status(lambda told: not told["quiet"]["engaged"], what="the silence to be over")
    assert told["quiet"]["why"] == told["coverage"]["why"] == "changed_by_user"
    assert "changed by hand, and stays as it was set" in person.step("status")
    ended(person)
    assert server.setting() == "off"


def test_who_was_silent_before_is_silent_afterwards_and_nothing_pops_up(person: Practitioner) -> None:
    desktop, server = person.desktop, person.desktop.server
    server.user_sets("on")
    server.settle()
    letter = Said("Mail", "Bob", "in the session")
    with server.watched() as came:
        notify_send(desktop, Said("Mail", "Ann", "before it"))
        begun(person)
        notify_send(desktop, letter)
        until_seen(person, letter)
        ended(person)
        server.information()
        assert came() == 0
    assert server.setting() == "on"
    server.restart(crash=True)  # what waits there would pop up in the next test


def test_a_server_that_crashed_and_an_app_that_was_killed_are_back_and_the_desktop_is_silent(
    person: Practitioner,
) -> None:
    desktop, server = person.desktop, person.desktop.server
    before, without_app = Said("Mail", "Bob", "before"), Said("Mail", "Bea", "while the app is down")
    begun(person)
    server.restart(crash=True)
    person.until(lambda: server.setting() == "on", what="the new server to be silent")
    person.until_silent()
    server.settle()
    with server.watched() as came:
        notify_send(desktop, before)
        first = person.app_pid
        person.kill(first)
        notify_send(desktop, without_app)
        person.until_status(lambda told: told["session"], what="the app to be back")
        assert person.app_pid != first
        person.until_silent()
        until_seen(person, before, without_app)
        ended(person)
        server.information()
        assert came() == 0
    assert server.setting() == server.settings[0]
