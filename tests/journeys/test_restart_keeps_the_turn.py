"""The app is killed while the assistant's page is open in a real browser: they keep their turn, and their answer."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
from selenium.webdriver import Chrome

from holdspace.wire.paths import Paths
from tests.journeys.hands import Practitioner, Responder
from tests.rig.chromium import chromium
from tests.rig.desktop import Desktop

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.timeout(120)]

BACK = 30
"""Seconds within which the keeper has brought the app back."""


@pytest.fixture(scope="module")
def browser(shared_desktop: Desktop) -> Iterator[Chrome]:
    with chromium(env=shared_desktop.env) as running:
        yield running


@pytest.fixture
def assistant(browser: Chrome) -> Iterator[Responder]:
    """At a browser that nobody has used."""
    browser.delete_all_cookies()
    somebody = Responder(browser)
    yield somebody
    offline(somebody, False)
    browser.get("about:blank")


def free_below_the_kernels() -> int:
    """A port that the kernel gives to nobody who asks for any: other tests do, while the app is gone."""
    for port in range(20_000 + os.getpid() % 1000 * 12, 32_768):
        with closing(socket.socket()) as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@pytest.fixture
def asked(person: Practitioner, assistant: Responder) -> Practitioner:
    """A running session; the assistant is at the page, and nobody else can be asked."""
    port = Paths(person.home).page_port
    port.parent.mkdir(parents=True, exist_ok=True)
    port.write_text(f"{free_below_the_kernels()}\n")
    person.launch()
    person.settle(wait=90)
    assistant.pair(person.link("va1"))
    person.until_status(lambda told: len(told["coverage"]["reachable"]) == 1, what="the assistant to be reachable")
    person.ok("start", "--topic", "pricing talk")
    person.until_silent()
    return person


def offline(assistant: Responder, off: bool) -> None:
    """The browser gets no new connection: it is slow to find the page again."""
    conditions = {"offline": off, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    assistant.browser.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)


def letters(person: Practitioner) -> list[tuple[str, str]]:
    with closing(person.database()) as journal:
        return journal.execute("SELECT responder, status FROM outbox WHERE kind = 'letter'").fetchall()


def page(person: Practitioner) -> tuple[str, str]:
    """The answer page in doctor's words."""
    return next((part["state"], part["reason"]) for part in person.json("doctor")["parts"] if part["part"] == "page")


def happened(person: Practitioner, kind: str) -> int:
    """How often a fact of this kind is in the journal."""
    with closing(person.database()) as journal:
        (count,) = journal.execute("SELECT count(*) FROM facts WHERE type = ?", (kind,)).fetchone()
    return int(count)


@pytest.mark.parametrize("when", ["before the kill", "while the app is away"])
def test_the_assistant_and_not_the_practitioner_is_asked(asked: Practitioner, assistant: Responder, when: str) -> None:
    person, first = asked, asked.app_pid
    offline(assistant, True)
    if when == "before the kill":
        person.desktop.notify("Neighbour", "fire in the kitchen", app="Pager")
        person.until_status(lambda told: told["cases"], what="the case")
    person.kill(first)
    if when == "while the app is away":
        person.desktop.notify("Neighbour", "fire in the kitchen", app="Pager")
    told = person.until_status(lambda told: told["cases"], what="the app to be back with the case", bound=BACK)
    assert person.app_pid != first
    assert told["cases"][-1]["responder"] == "Ana"
    person.until(lambda: page(person) == ("works", ""), what="the page to be served")
    ((responder, status),) = letters(person)
    assert (responder, status != "failed") == ("va1", True)  # "sent", if the browser was quick all the same
    offline(assistant, False)
    person.until(lambda: letters(person) == [("va1", "sent")], what="the letter to be brought", bound=BACK)
    assistant.press("Neighbour", "handled", note="it was toast")
    person.until(lambda: person.outcomes().get("Neighbour") == ("handled", "answered"), what="the outcome")
    assert happened(person, "PractitionerAsked") == happened(person, "StepPassed") == 0


def test_an_answer_given_while_the_app_is_away_counts_once(asked: Practitioner, assistant: Responder) -> None:
    person, first = asked, asked.app_pid
    person.desktop.notify("Neighbour", "fire in the kitchen", app="Pager")
    card = assistant.card("Neighbour")
    card.find_element("css selector", ".note input").send_keys("it was toast")
    person.kill(first)
    card.find_element("css selector", "button[data-choice='handled']").click()
    person.until(lambda: person.try_status() is not None, what="the app to be back", bound=BACK)
    assert person.app_pid != first
    assistant.until(lambda: assistant.sees("Recorded: Handled"), what="the verdict", bound=BACK)
    assert person.outcomes()["Neighbour"] == ("handled", "answered")
    assert (happened(person, "CaseAnswered"), happened(person, "AnswerRefused")) == (1, 0)
    assert happened(person, "PractitionerAsked") == 0
