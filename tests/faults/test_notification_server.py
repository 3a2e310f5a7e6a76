"""The notification server dies, hangs, or another one takes its place while a session is held."""

from signal import SIGCONT, SIGSTOP

import pytest

from tests.faults.conftest import Begin
from tests.faults.points import ALL, PATIENCE
from tests.faults.session import BACK
from tests.rig.servers import another_server

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(PATIENCE)]

POOR: list[str] = []
RICH = ["actions", "body", "body-markup", "inhibitions", "persistence", "x-canonical-private-synchronous"]


def test_a_server_that_dies_again_and_again_is_silent_each_time_it_comes_back(begin: Begin) -> None:
    with begin() as held:
        person, dunst = held.person, held.person.desktop.dunst
        held.begin()
        for number in range(3):
            held.notify(f"before death {number}")
            dunst.kill()
            person.until_status(lambda told: told["quiet"]["why"] == "no_server", what="it to be told", bound=BACK)
            held.hand("log", f"without a server {number}", "--source", "door", look=False)
            dunst.start()
            held.until_silent()
        held.notify("afterwards")
        held.end()
        held.judge()


def test_a_server_that_hangs_loses_nothing_and_is_given_back_once_it_goes_on(begin: Begin) -> None:
    with begin() as held:
        person, dunst = held.person, held.person.desktop.dunst
        held.begin()
        held.notify("before")
        dunst.freeze()
        held.hand("log", "at the door", "--source", "door", look=False)
        held.insist("pause", reached=lambda told: told["session"]["state"] == "paused")
        held.insist("end", reached=lambda told: told["session"] is None)
        person.until(lambda: (person.home / "keeper" / "note.json").exists(), what="the note to stay")
        dunst.thaw()
        held.given_back()
        held.judge()


def test_a_server_that_hangs_at_the_start_is_told_and_silent_once_it_goes_on(begin: Begin) -> None:
    with begin() as held:
        person, dunst = held.person, held.person.desktop.dunst
        person.launch()
        held.prepare()
        dunst.freeze()
        held.start()
        told = person.until_status(
            lambda told: told["quiet"]["why"] == "server_failed", what="it to be told", bound=BACK
        )
        assert not told["quiet"]["engaged"]
        dunst.thaw()
        held.until_silent()
        held.notify("Bob")
        held.end()
        held.judge()


@pytest.mark.parametrize("capabilities", [POOR, RICH] if ALL else [RICH])
def test_another_server_in_its_place_is_watched_and_told_as_not_silent(begin: Begin, capabilities: list[str]) -> None:
    """Nobody knows how to silence it: that is said, and what arrives there is held in the record all the same."""
    with begin() as held:
        person, dunst = held.person, held.person.desktop.dunst
        held.begin()
        held.notify("to dunst")
        dunst.kill()
        with another_server(person.desktop, "Somebody's server", capabilities):
            told = person.until_status(
                lambda told: told["quiet"]["why"] == "no_driver", what="the other one to be told", bound=BACK
            )
            assert not told["quiet"]["engaged"]
            held.ledger.notify(held.line, "to the other")
            person.until_status(lambda told: told["held"] == 2, what="both to be held")
        dunst.start()
        held.until_silent()
        held.notify("to the next dunst")
        held.end()
        held.judge()


def test_what_ends_while_another_server_is_there_leaves_the_next_one_alone(begin: Begin) -> None:
    with begin() as held:
        person, dunst = held.person, held.person.desktop.dunst
        held.begin()
        dunst.kill()
        with another_server(person.desktop, "Somebody's server", RICH):
            person.until_status(lambda told: told["quiet"]["why"] == "no_driver", what="it to be told", bound=BACK)
            held.insist("end", reached=lambda told: told["session"] is None)
            person.until(lambda: not person.keeper_pids, what="keeper and guard to leave", bound=BACK)
            assert not (person.home / "keeper" / "note.json").exists()
        dunst.start()
        assert not dunst.paused()
        held.judge()


@pytest.mark.parametrize("which", ["keeper", "guard"])
def test_a_keeper_or_guard_that_hangs_for_a_while_loses_nothing(begin: Begin, which: str) -> None:
    with begin() as held:
        person = held.person
        held.begin()
        held.notify("before")
        pid = dict(zip(("keeper", "guard"), person.keeper_pids, strict=True))[which]
        person.kill(pid, SIGSTOP)
        for number in range(5):
            held.notify(f"meanwhile {number}")
        held.hand("log", "at the door", "--source", "door")
        person.kill(pid, SIGCONT)
        person.until_status(lambda told: told["held"] == 7, what="all to be held", bound=BACK)
        assert pid in person.keeper_pids
        held.end()
        held.judge()
