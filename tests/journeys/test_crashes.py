"""The app and its keeper are killed in the middle; the session, the silence and every accepted thing survive."""

from signal import SIGTERM

import pytest

from benchmarks.assistant import assistant
from tests.journeys.hands import Practitioner

pytestmark = [pytest.mark.journey, pytest.mark.timeout(120)]


def begun(person: Practitioner) -> str:
    person.launch()
    person.ok("start", "--client", "C1", "--topic", "pricing talk", "--minutes", "50")
    told = person.until_silent()
    session: str = told["session"]["id"]
    return session


def ended(person: Practitioner) -> None:
    person.gives_back_after(0)
    person.ok("end")


def given_back(person: Practitioner) -> None:
    person.until(lambda: not person.desktop.dunst.paused(), what="dunst to be given back")


def test_a_killed_app_is_brought_back_by_the_keeper_with_session_time_and_silence(person: Practitioner) -> None:
    session = begun(person)
    person.desktop.notify("Bob", "before")
    person.until_status(lambda told: told["held"] == 1, what="the first to be held")
    elapsed = person.status()["session"]["elapsed_seconds"]
    first = person.app_pid
    person.kill(first)
    person.desktop.notify("Bea", "while the app is down")
    assert person.desktop.dunst.paused()
    told = person.until_status(lambda told: told["held"] == 2, what="the app to be back with both")
    assert person.app_pid != first
    assert told["session"]["id"] == session
    assert told["session"]["elapsed_seconds"] > elapsed
    assert not told["session"]["doubted"]
    ended(person)
    given_back(person)
    assert person.outcomes() == {"Bob": ("held", "default"), "Bea": ("held", "default")}


def test_what_is_noted_while_the_app_is_down_is_kept_once(person: Practitioner) -> None:
    begun(person)
    person.ok("quit")
    person.until(lambda: not person.pids("holdspace.app"), what="the app to be gone")
    assert "Kept for later" in person.ok("log", "at the door", "--source", "door")
    person.ok("pin", "-", "--from", "C2", stdin="call back about invoice\n")
    person.ok("mark", "phase two", "--next", "offer B")
    person.launch()
    told = person.until_status(lambda told: told["pins"] == 1, what="the pin to be taken in")
    assert told["session"] is not None
    assert person.json("where")["next"] == "offer B"
    rows = person.json("digest")["interruptions"]
    assert [(row["source"], row["text"]) for row in rows] == [("door", "at the door")]


def test_a_killed_keeper_is_replaced_and_nothing_is_missed_while_the_guard_lives(person: Practitioner) -> None:
    begun(person)
    keeper = person.keeper_pids[0]
    person.kill(keeper)
    assert person.desktop.dunst.paused()
    person.desktop.notify("Bob", "in between")
    person.until_status(lambda told: told["held"] == 1 and told["quiet"]["engaged"], what="the next keeper to tell it")
    assert keeper not in person.keeper_pids
    assert person.json("digest")["gaps"] == []
    ended(person)
    given_back(person)


def test_after_all_are_killed_the_next_start_goes_on_with_the_session(person: Practitioner) -> None:
    session = begun(person)
    person.desktop.notify("Bob", "before")
    person.until_status(lambda told: told["held"] == 1, what="it to be held")
    person.kill_all()
    assert person.desktop.dunst.paused()
    person.launch()
    told = person.until_silent()
    assert told["session"]["id"] == session
    person.desktop.notify("Bea", "after")
    person.until_status(lambda told: told["held"] == 2, what="what came after to be seen")
    assert [gap["why"] for gap in person.json("digest")["gaps"]], "nobody watched for a while, and that is not told"
    ended(person)
    given_back(person)


def test_repair_gives_back_what_was_left_behind(person: Practitioner) -> None:
    begun(person)
    person.kill_all()
    assert person.desktop.dunst.paused()
    assert "dunst: do-not-disturb is off, as before" in person.ok("repair")
    assert not person.desktop.dunst.paused()


def test_a_user_who_was_silent_before_is_silent_afterwards(person: Practitioner) -> None:
    person.desktop.dunst.set_paused(True)
    for number in range(5):
        person.desktop.notify(f"Before {number}", "waits")
    begun(person)
    person.desktop.notify("Bob", "in session")
    person.until_status(lambda told: told["held"] == 1, what="it to be held")
    ended(person)
    person.until_status(lambda told: not told["quiet"]["engaged"], what="the release")
    person.until(lambda: not person.keeper_pids, what="the keeper to leave")
    assert person.desktop.dunst.paused()
    assert person.desktop.dunst.waiting() == 6


def test_term_gives_the_desktop_back_at_once(person: Practitioner) -> None:
    begun(person)
    person.kill(person.app_pid, SIGTERM)
    given_back(person)
    person.until(lambda: not person.pids("holdspace.app") and not person.keeper_pids, what="both to be gone")


def test_dunst_restarted_is_silent_again(person: Practitioner) -> None:
    begun(person)
    person.desktop.dunst.restart(crash=True)
    person.until(person.desktop.dunst.paused, what="the new dunst to be paused")
    ended(person)
    given_back(person)


def test_a_case_and_its_deadline_survive_a_kill(person: Practitioner) -> None:
    """It waits for an assistant at the page, who answers it once the app is back."""
    person.launch()
    person.settle(wait=120)
    with assistant(person.link("va1")):
        person.until_status(lambda told: told["coverage"]["reachable"] == ["Ana"], what="the assistant to be reachable")
        person.ok("start")
        person.until_silent()
        person.desktop.notify("Neighbour", "the server is down", app="Pager")
        (before,) = person.until_status(lambda told: told["cases"], what="the case")["cases"]
        assert (before["phase"], before["step"], before["responder"]) == ("waiting", 0, "Ana")
        first = person.app_pid
        person.kill(first)
        (after,) = person.until_status(lambda told: told["cases"], what="the case to be back")["cases"]
        assert person.app_pid != first
        assert after == before
    with assistant(person.link("va1")) as again:
        assert again.answer("Neighbour", "handled")["accepted"]
    assert person.outcomes()["Neighbour"] == ("handled", "answered")
