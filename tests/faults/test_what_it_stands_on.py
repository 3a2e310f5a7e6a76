"""The session bus or the display is gone in the middle of a session: the record stays, and no silence is left behind."""

from collections.abc import Iterator
from signal import SIGKILL

import pytest

from tests.faults.points import PATIENCE
from tests.faults.session import BACK, Held
from tests.journeys.hands import practitioner
from tests.rig.bus import private_bus
from tests.rig.desktop import running_desktop
from tests.rig.dunst import dunst
from tests.rig.environment import with_bus, with_display
from tests.rig.popups import watched
from tests.rig.xserver import xserver

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(PATIENCE)]


@pytest.fixture
def held() -> Iterator[Held]:
    """On a desktop of its own, that will not outlive the test."""
    with (
        running_desktop() as desktop,
        practitioner(desktop) as person,
        desktop.bus.connect() as line,
        watched(desktop.display) as popups,
    ):
        yield Held(person, line, popups)


def noted(held: Held) -> None:
    """All three, which nobody refuses."""
    held.hand("log", "at the door", "--source", "door", look=False)
    held.hand("pin", "call back", "--from", "C2", look=False)
    held.hand("mark", "phase two", look=False)


def test_a_bus_that_is_gone_ends_the_silence_and_not_the_session(held: Held) -> None:
    person, desktop = held.person, held.person.desktop
    held.begin()
    held.notify("Bob")
    person.until_status(lambda told: told["held"] == 1, what="it to be held")
    app = person.app_pid
    desktop.bus.process.signal(SIGKILL)
    told = person.until_status(lambda told: not told["quiet"]["engaged"], what="the loss to be told", bound=BACK)
    assert told["quiet"]["why"] == "no_bus"
    assert told["session"]["state"] == "running"
    assert person.app_pid == app
    person.until(lambda: not person.keeper_pids, what="keeper and guard to leave", bound=BACK)
    noted(held)
    held.insist("end", reached=lambda told: told["session"] is None)
    rows = {row["sender"] or row["text"]: row["outcome"] for row in held.digest()["interruptions"]}
    assert rows == {"Bob": "held", "at the door": "held"}
    person.ok("quit")
    person.until(lambda: not person.pids("holdspace.app"), what="the app to be gone")
    folder = desktop.folder / "next-bus"
    with private_bus(env=desktop.env, folder=folder) as bus:
        env = with_bus(desktop.env, bus.address)
        with dunst(env=env, bus=bus, folder=folder) as server:
            person.launch(wait=True, DBUS_SESSION_BUS_ADDRESS=bus.address)
            person.until(
                lambda: not (person.home / "keeper" / "note.json").exists(), what="the note to be closed", bound=BACK
            )
            assert not server.paused()
            person.ok("quit")


def test_a_display_that_is_gone_ends_the_app_and_the_next_one_goes_on(held: Held) -> None:
    person, desktop = held.person, held.person.desktop
    held.begin()
    held.notify("Bob")
    session = person.until_status(lambda told: told["held"] == 1, what="it to be held")["session"]["id"]
    app = person.app_pid
    assert desktop.x is not None
    desktop.x.process.signal(SIGKILL)
    person.until(lambda: app not in person.pids("holdspace.app"), what="the app to be gone", bound=BACK)
    person.until(lambda: not desktop.dunst.process.alive, what="dunst to be gone with it", bound=BACK)
    noted(held)
    with xserver(env=desktop.env, folder=desktop.folder) as screen:
        env = with_display(desktop.env, screen.display)
        with dunst(env=env, bus=desktop.bus, folder=desktop.folder / "next") as server:
            person.launch(wait=True, DISPLAY=screen.display)
            told = person.until_status(lambda told: told["quiet"]["engaged"], what="silence again", bound=BACK)
            assert told["session"]["id"] == session
            assert server.paused()
            held.ledger.notify(held.line, "Bea")
            person.until(lambda: not held.lost(), what="all to be kept", bound=BACK)
            held.insist("end", reached=lambda told: told["session"] is None)
            person.until(lambda: not server.paused(), what="dunst to be given back", bound=BACK)
            person.until(lambda: not person.keeper_pids, what="keeper and guard to leave", bound=BACK)
            assert not (person.home / "keeper" / "note.json").exists()
            rows = {row["sender"] or row["text"]: row["outcome"] for row in held.digest()["interruptions"]}
            assert rows == {"Bob": "held", "Bea": "held", "at the door": "held"}
            person.ok("quit")
