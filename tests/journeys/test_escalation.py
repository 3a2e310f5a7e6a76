"""The escalation with real browsers: the assistant first, then the executive, the practitioner last."""

from collections.abc import Iterator

import pytest

from tests.journeys.hands import Practitioner, Responder, practitioner
from tests.rig.chromium import chromium
from tests.rig.desktop import running_desktop
from tests.rig.processes import wait_for
from tests.rig.screen import Screen

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.timeout(120)]

LONG = 60
"""Seconds of a step that must not run out in a test."""


@pytest.fixture(scope="module")
def office() -> Iterator[tuple[Practitioner, Responder, Responder]]:
    """An app on a desktop, and both responders at their pages, for all tests of this file."""
    with (
        running_desktop() as desktop,
        chromium(env=desktop.env) as first,
        chromium(env=desktop.env) as second,
        practitioner(desktop) as person,
    ):
        assistant, executive = Responder(first), Responder(second)
        person.launch()
        person.settle()
        assistant.pair(person.link("va1"))
        executive.pair(person.link("ex1"))
        person.until_status(lambda told: len(told["coverage"]["reachable"]) == 2, what="both to be reachable")
        yield person, assistant, executive
        person.cli("quit")
        person.until(lambda: not person.keeper_pids, what="the keeper to leave")


@pytest.fixture
def staffed(
    office: tuple[Practitioner, Responder, Responder], request: pytest.FixtureRequest
) -> Iterator[tuple[Practitioner, Responder, Responder]]:
    """A session of the test's own; `wait` seconds a step by the marker's argument.

    Who writes must be the test's own too: the pages show for a while what became of the others.
    """
    person, assistant, executive = office
    person.settle(wait=getattr(request, "param", LONG))
    person.step("start", "--topic", "pricing talk")
    person.until_silent()
    yield person, assistant, executive
    person.here("end")  # where the test has not done so


def reaches_the_practitioner(person: Practitioner, sender: str, text: str, *, app: str) -> None:
    """Somebody writes, and in the end there is a card about it: drawn, as its keys are taken only then."""

    def shown(told: dict[str, object]) -> bool:
        cases = told["cases"]
        assert isinstance(cases, list)
        return any(case["sender"] == sender and case["responder"] == "practitioner" for case in cases)

    with person.desktop.screen() as screen:
        wait_for(lambda: len(heights(screen)) == 1, what="the session's window, alone")
        (before,) = heights(screen)
        person.desktop.notify(sender, text, app=app)
        person.until_status(shown, what=f"the card about {sender}")
        wait_for(lambda: max(heights(screen), default=0) > before, what=f"the card about {sender} to be seen")


def heights(screen: Screen) -> list[int]:
    """Of Holdspace's windows, in pixels; the session's is higher while it shows a card."""
    return [window.height for window in screen.titled("Holdspace")]


def test_an_answer_of_the_assistant_ends_all_asking(staffed: tuple[Practitioner, Responder, Responder]) -> None:
    person, assistant, executive = staffed
    person.desktop.notify("Ops", "the shop is down", app="Pager")
    assistant.press("Ops", "handled", note="restarted it")
    person.until(lambda: person.outcomes().get("Ops") == ("handled", "answered"), what="the outcome")
    assert not executive.sees("Ops")


@pytest.mark.parametrize("staffed", [4], indirect=True)
def test_silence_of_all_defers_with_a_note_and_the_practitioner_is_not_bothered(
    staffed: tuple[Practitioner, Responder, Responder],
) -> None:
    person, _, executive = staffed
    person.desktop.notify("Bakery", "the shop is down", app="Pager")
    executive.card("Bakery")
    person.until(lambda: person.outcomes().get("Bakery") == ("deferred", "nobody_answered"), what="the deferral")
    assert [row["from"] for row in person.json("followups")["followups"]].count("Bakery") == 1


@pytest.mark.parametrize("staffed", [4], indirect=True)
def test_an_emergency_that_nobody_answers_is_cued_as_the_policy_says(
    staffed: tuple[Practitioner, Responder, Responder],
) -> None:
    person, _, _ = staffed
    reaches_the_practitioner(person, "Neighbour", "fire in the kitchen", app="Pager")
    person.desktop.key("ctrl+alt+1")
    told = person.until_status(lambda told: told["session"]["state"] == "paused", what="stepped out")
    assert told["cases"][-1]["outcome"] == "reached"


def test_break_glass_reaches_the_practitioner_at_once_and_the_assistant_only_knows_of_it(
    staffed: tuple[Practitioner, Responder, Responder],
) -> None:
    person, assistant, executive = staffed
    reaches_the_practitioner(person, "School office", "please call", app="Mail")
    assistant.card("School office")
    assert executive.sees("School office") is False
    person.desktop.key("ctrl+alt+2")
    person.until(lambda: person.outcomes().get("School office") == ("deferred", "pinned"), what="the pin")


def test_an_executive_takes_a_standing_emergency_back(staffed: tuple[Practitioner, Responder, Responder]) -> None:
    person, assistant, executive = staffed
    person.desktop.notify("Lawyer", "outage of the contract", app="Pager")
    assistant.emergency("Lawyer", "the contract lapses at noon", "only you can sign")
    executive.card("the contract lapses at noon")
    executive.press("Lawyer", "handled", note="I may sign too")
    person.until(lambda: person.outcomes().get("Lawyer") == ("handled", "answered"), what="taken back")


def test_what_somebody_has_is_taken_from_them_with_a_second_press(
    staffed: tuple[Practitioner, Responder, Responder],
) -> None:
    person, assistant, executive = staffed
    person.desktop.notify("Notary", "outage of the contract", app="Pager")
    assistant.emergency("Notary", "the contract lapses at noon", "only you can sign")
    executive.press("Notary", "ack")
    assistant.until(lambda: assistant.sees("Eva has had it since"), what="the assistant to see who has it")
    assistant.press("Notary", "take")
    assert assistant.sees("Take it over?")
    assert person.status()["cases"][-1]["responder"] == "Eva", "the first press only asks"
    assistant.confirm("Notary")
    person.until_status(lambda told: told["cases"][-1]["responder"] == "Ana", what="Ana to have it")
    executive.until(lambda: executive.sees("Ana has had it since"), what="the executive to see that it was taken")
    assistant.press("Notary", "handled")
    person.until(lambda: person.outcomes().get("Notary") == ("handled", "answered"), what="the outcome")


def test_both_reasons_are_needed(staffed: tuple[Practitioner, Responder, Responder]) -> None:
    person, assistant, executive = staffed
    person.desktop.notify("Landlord", "outage of the contract", app="Pager")
    assistant.emergency("Landlord", "the contract lapses at noon", "")
    assistant.until(lambda: assistant.sees("Both reasons are needed"), what="the page to say what is missing")
    assert person.status()["cases"][-1]["responder"] == "Ana"
    assert not executive.sees("Landlord")


@pytest.mark.parametrize("staffed", [4], indirect=True)
def test_a_card_handed_back_comes_to_the_assistant_with_the_instruction(
    staffed: tuple[Practitioner, Responder, Responder],
) -> None:
    person, assistant, _ = staffed
    reaches_the_practitioner(person, "Caretaker", "fire in the kitchen", app="Pager")
    person.desktop.key("ctrl+alt+3")
    person.desktop.key("ctrl+alt+3")
    person.until_status(
        lambda told: told["cases"][-1]["responder"] == "Ana", what="the case to be back with the assistant"
    )
    assistant.until(lambda: assistant.sees("take a message"), what="the instruction")


def test_an_answer_that_comes_late_is_told_who_has_it(staffed: tuple[Practitioner, Responder, Responder]) -> None:
    person, assistant, executive = staffed
    person.desktop.notify("Garage", "the shop is down", app="Pager")
    assistant.press("Garage", "pass_up")
    executive.press("Garage", "ack")
    assistant.until(lambda: assistant.sees("Eva"), what="the assistant to see who has it")
    executive.press("Garage", "dismiss")
    person.until(lambda: person.outcomes().get("Garage") == ("dismissed", "nothing_to_do"), what="nothing to do")


def test_ask_me_again_waits_and_does_not_pass_on(staffed: tuple[Practitioner, Responder, Responder]) -> None:
    person, assistant, executive = staffed
    person.desktop.notify("Florist", "the shop is down", app="Pager")
    assistant.press("Florist", "snooze")
    person.until_status(lambda told: told["cases"][-1]["phase"] == "snoozed", what="asked again later")
    assert not executive.sees("Florist")
    person.ok("end")
    assert person.outcomes()["Florist"] == ("deferred", "session_end")


def test_the_executive_sees_who_and_when_but_not_the_text(staffed: tuple[Practitioner, Responder, Responder]) -> None:
    person, assistant, executive = staffed
    person.desktop.notify("Printer", "the shop is down since 9", app="Pager")
    assistant.card("the shop is down since 9")
    assistant.press("Printer", "pass_up")
    executive.card("Printer")
    assert not executive.sees("since 9")


CLIENT = """
[[clients]]
name = "Marta Fernandes"
urgent_here = "Only <b>the shop</b>.\\nNot the printer."
"""


def test_both_read_what_counts_as_urgent_with_this_client_and_nobody_reads_who_that_is(
    office: tuple[Practitioner, Responder, Responder],
) -> None:
    person, assistant, executive = office
    person.settle(wait=LONG, more=CLIENT)
    person.step("start", "--client", "marta fernandes")
    person.until_silent()
    person.desktop.notify("Baker", "the shop is down", app="Pager")
    for who in (assistant, executive):
        assert "What counts as urgent here\nOnly <b>the shop</b>.\nNot the printer." in who.card("Baker").text
        assert not who.sees("Marta")
        assert "Fernandes" not in who.browser.page_source
        who.press("Baker", "pass_up")
    person.here("end")
    logs = [file.read_text() for file in (person.home / "log").iterdir()]
    assert logs
    assert not [words for words in ("Marta", "marta", "Only", "printer") if any(words in log for log in logs)]
    person.step("start")
    person.until_silent()
    person.desktop.notify("Smith", "the shop is down", app="Pager")
    assistant.card("Smith")
    assert not assistant.sees("What counts as urgent here")
    person.here("end")
