"""What other programs send in a drill on a desktop that drops it, and what its status says meanwhile."""

from collections.abc import Iterator
from signal import SIGKILL

import pytest

from tests.journeys.hands import Practitioner, practitioner
from tests.journeys.test_drill import begun
from tests.rig.desktop import running_desktop
from tests.rig.each_server import kinds
from tests.rig.mako import Mako
from tests.rig.processes import those_naming
from tests.rig.swaync import Swaync
from tests.rig.xfce4_notifyd import Xfce4Notifyd

pytestmark = [pytest.mark.journey, pytest.mark.x11, pytest.mark.dbus, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def at_home() -> Iterator[Practitioner]:
    """Xfce, whose server drops what comes in do-not-disturb but shows what calls itself critical."""
    with running_desktop(server=Xfce4Notifyd) as desktop, practitioner(desktop) as somebody:
        somebody.launch()
        yield somebody


@pytest.fixture
def person(at_home: Practitioner) -> Iterator[Practitioner]:
    """That app, and the desktop as it was at first."""
    at_home.settle(wait=240)  # four seconds of each step in a drill: time for what comes meanwhile
    yield at_home
    at_home.here("end")
    at_home.until(lambda: not at_home.keeper_pids, what="the keeper to leave")
    at_home.until(lambda: not beside(at_home), what="nobody to wait for the desktop")
    at_home.desktop.tidy()


def beside(person: Practitioner) -> bool:
    return any("holdspace.keeper.probe.again" in words for _, words in those_naming(str(person.home)))


def test_it_is_shown_once_when_the_desktop_is_given_back(person: Practitioner) -> None:
    running = begun(person, "The assistant is asked")
    with person.desktop.server.watched() as came:
        person.desktop.notify("Bob", "real")
        assert running.wait(bound=60) == 0, running.said()
        person.until(came, what="Bob's popup")
        person.desktop.server.information()
        assert came() == 1
    assert "1 notification that came meanwhile is shown now." in running.said()


def test_a_driver_that_is_killed_loses_nothing_either(person: Practitioner) -> None:
    running = begun(person, "The assistant is asked")
    person.desktop.notify("Bob", "real")
    running.signal(SIGKILL)
    running.wait()
    person.until(person.desktop.server.visible, what="Bob's popup")


def test_an_app_that_is_killed_in_a_drill_loses_nothing_either(person: Practitioner) -> None:
    running = begun(person, "The assistant is asked")
    person.desktop.notify("Bob", "real")
    person.kill(person.app_pid)
    assert running.wait(bound=60) == 1
    person.until(person.desktop.server.visible, what="Bob's popup")
    person.until(lambda: person.try_status() is not None, what="the app to be back")


def test_a_session_that_takes_precedence_holds_it_and_nothing_is_shown_then_or_later(person: Practitioner) -> None:
    running = begun(person, "The assistant is asked")
    with person.desktop.server.watched() as came:
        person.desktop.notify("Bob", "real")
        person.step("start", "--client", "C1")
        assert running.wait(bound=60) == 1
        person.until_status(lambda told: told["held"] == 1, what="Bob to be held")
        person.gives_back_after(0)
        person.ok("end")
        person.until(lambda: not person.keeper_pids, what="the desktop to be given back")
        person.until(lambda: not beside(person), what="nobody to wait for the desktop")
        person.desktop.server.information()
        assert came() == 0
    assert person.outcomes() == {"Bob": ("held", "default")}


def test_what_calls_itself_critical_shows_and_is_no_fault_of_the_silence(person: Practitioner) -> None:
    person.desktop.notify("Pager", "the shop is down", urgency="critical")
    running = begun(person, "The desktop goes silent")
    person.desktop.notify("Pager", "the shop is still down", urgency="critical")
    assert running.wait(bound=60) == 0, running.said()


def test_the_status_tells_of_the_drill_and_of_its_silence(person: Practitioner) -> None:
    running = begun(person, "The assistant is asked")
    told = person.step("status")
    assert "No session: a drill is under way." in told
    assert "The desktop is silent (xfce, verified)." in told
    assert running.wait(bound=60) == 0, running.said()
    assert "No session.\nThe desktop is not silent." in person.ok("status")


@pytest.mark.parametrize("on_wayland", kinds([Mako, Swaync]), indirect=True)
def test_what_ran_out_or_is_in_no_list_is_shown_again(on_wayland: Practitioner) -> None:
    running = begun(on_wayland, "The assistant is asked")
    on_wayland.desktop.notify("Bob", "stays")
    if isinstance(on_wayland.desktop.server, Mako):
        on_wayland.desktop.notify("Eve", "for a moment", expire_ms=200)
    else:
        on_wayland.desktop.notify("Eve", "for a moment", hints=["boolean:transient:true"])
    assert running.wait(bound=60) == 0, running.said()
    assert "1 notification that came meanwhile is shown now." in running.said()


@pytest.fixture
def on_wayland(request: pytest.FixtureRequest) -> Iterator[Practitioner]:
    with running_desktop(server=request.param) as desktop, practitioner(desktop) as somebody:
        somebody.launch()
        somebody.settle(wait=240)
        yield somebody


def test_a_drill_before_a_session_has_given_back_loses_nothing_and_gives_back_what_was_before_it(
    person: Practitioner,
) -> None:
    person.ok("start", "--client", "C1")
    person.until_silent()
    person.ok("end")
    running = begun(person, "The assistant is asked")
    person.desktop.notify("Bob", "real")
    assert running.wait(bound=60) == 0, running.said()
    person.until(person.desktop.server.visible, what="Bob's popup")
    assert "1 notification that came meanwhile is shown now." in running.said()
    assert person.desktop.server.setting() == "unset"
