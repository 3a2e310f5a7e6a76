"""The page in a real Chromium: real clicks, real keys, the real server on loopback."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from holdspace.adapters.page.content import CaseCard, Verdict
from holdspace.private import Private
from holdspace.words import translator
from tests.adapters.page.conftest import Served
from tests.adapters.page.fakes import CHOICES, card, content, said
from tests.rig.chromium import chromium
from tests.rig.environment import environment
from tests.rig.processes import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(env=environment(tmp_path_factory.mktemp("home")), size=(1200, 900)) as browser:
        yield browser


@dataclass
class Tab:
    """The page as its responder sees it."""

    chrome: Chrome
    served: Served

    def show(self, *cards: CaseCard, **changes: Any) -> None:
        self.served.page.show({"va1": content(*cards, **changes)})

    def text(self, selector: str = "body") -> str:
        """What can be read there; one look, so that a page that is just being loaded is no trouble."""
        script = "const e = document.querySelector(arguments[0]); return e?.checkVisibility() ? e.innerText : ''"
        return str(self.chrome.execute_script(script, selector) or "").strip()

    def all(self, selector: str) -> list[WebElement]:
        return self.chrome.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        return wait_for(lambda: self.all(selector), what=selector)[0]

    def said(self, selector: str) -> str:
        """The text of an element that is not to be seen."""
        return self.one(selector).get_attribute("textContent") or ""

    def wait(self, words: str, selector: str = "body") -> None:
        wait_for(lambda: words in self.text(selector), what=f"{words!r} in {selector}")

    def press(self, choice: str, case: str = "case-1") -> None:
        if choice in {"snooze", "dismiss"}:
            self.one(f"[data-case={case}] .plain").click()
        self.one(f"[data-case={case}] [data-choice={choice}]").click()

    def focused(self) -> WebElement:
        return self.chrome.switch_to.active_element

    def keys(self, *keys: str) -> None:
        ActionChains(self.chrome).send_keys(*keys).perform()

    def tab_to(self, selector: str) -> int:
        """Press Tab until this has the focus; how often that took."""
        for presses in range(1, 40):
            self.keys(Keys.TAB)
            if self.chrome.execute_script("return document.activeElement.matches(arguments[0])", selector):
                return presses
        raise AssertionError(f"{selector} is not reached by Tab")

    def heard(self) -> Any:
        return self.served.desk.heard()[1]


@pytest.fixture
def tab(chrome: Chrome, served: Served) -> Iterator[Tab]:
    """va1's page, opened through a link by clicking its button."""
    chrome.delete_all_cookies()
    chrome.get(served.page.link("va1"))
    chrome.find_element(By.CSS_SELECTOR, "button").click()
    opened = Tab(chrome, served)
    opened.wait("Maria Gómez")
    yield opened
    logged: list[dict[str, str]] = chrome.get_log("browser")  # type: ignore[no-untyped-call]
    severe = [entry["message"] for entry in logged if "net::ERR" not in entry["message"]]
    chrome.get("about:blank")
    assert [entry for entry in severe if "status of" not in entry] == []


def test_a_link_opens_the_page_with_one_click(tab: Tab) -> None:
    assert tab.chrome.current_url == f"{tab.served.url}/"
    assert tab.text("#practitioner") == "Ana Silva"
    assert tab.text("#session") == "Back at 15:50"
    assert "Asks the executive in about 3 min." in tab.text(".next")
    assert "This page works on this computer only." in tab.text("footer")
    assert tab.served.desk.came_or_went() == ("va1", True)


@pytest.mark.parametrize("choice", [choice for choice in CHOICES if choice != "need_me"])
def test_each_button_says_what_it_says(tab: Tab, choice: str) -> None:
    tab.one(".note input").send_keys("called back")
    tab.press(choice)
    heard = tab.heard()
    assert (heard.case, heard.rev, heard.choice) == ("case-1", 3, choice)
    assert heard.note.reveal() == "called back"
    tab.wait("Recorded: ", ".receipt-line")
    assert tab.one(".note input").get_attribute("value") == ""


def test_an_emergency_needs_both_reasons(tab: Tab) -> None:
    tab.press("need_me")
    lost, only = tab.all(".emergency textarea")
    assert tab.focused() == lost
    send = tab.one(".emergency [type=submit]")
    send.click()
    tab.wait("Both reasons are needed.", ".error")
    assert tab.focused() == lost
    lost.send_keys("the court's deadline")
    send.click()
    assert tab.focused() == only
    assert (lost.get_attribute("aria-invalid"), only.get_attribute("aria-invalid")) == ("false", "true")
    only.send_keys("   ")
    send.click()
    assert tab.served.desk.answers.empty()
    only.send_keys("only she may sign")
    send.click()
    heard = tab.heard()
    assert heard.choice == "need_me"
    assert (heard.what_is_lost.reveal(), heard.why_only_you.reveal()) == ("the court's deadline", "only she may sign")
    tab.wait("Recorded: Emergency: only they can", ".receipt-line")
    assert not tab.one(".emergency").is_displayed()


def test_no_emergency_after_all_gives_the_focus_back(tab: Tab) -> None:
    tab.press("need_me")
    tab.all(".emergency .choice")[1].click()
    assert not tab.one(".emergency").is_displayed()
    assert tab.focused().get_attribute("data-choice") == "need_me"
    assert tab.served.desk.answers.empty()


def test_everything_is_done_by_keyboard(tab: Tab) -> None:
    assert tab.tab_to(".note input") == 1
    tab.keys("by keyboard")
    assert tab.tab_to("[data-choice=ack]") == 1
    tab.keys(Keys.ENTER)
    assert tab.heard().note.reveal() == "by keyboard"
    tab.wait("Recorded: I have it", ".receipt-line")
    tab.tab_to("[data-choice=need_me]")
    tab.keys(Keys.SPACE)
    tab.keys("the deadline", Keys.TAB, "her signature", Keys.ENTER)
    assert tab.heard().choice == "need_me"
    tab.wait("Recorded: Emergency", ".receipt-line")
    tab.tab_to(".plain")
    tab.keys(Keys.ENTER)
    tab.tab_to("[data-choice=dismiss]")
    tab.keys(Keys.SPACE)
    assert tab.heard().choice == "dismiss"


def test_focus_and_typed_words_stay_when_cards_come_and_change(tab: Tab) -> None:
    note = tab.one(".note input")
    note.send_keys("half a sen")
    tab.chrome.execute_script("document.querySelector('[data-case=case-1]').mine = true")
    before = card("case-0", sender=Private("Bruno"))
    tab.show(before, card(rev=4, urgency="urgent", phase="acked", holder_is_you=True, story=(said("You", "ack"),)))
    tab.wait("Bruno")
    tab.wait("Urgent")
    assert tab.focused() == note
    tab.keys("tence")
    assert note.get_attribute("value") == "half a sentence"
    assert tab.chrome.execute_script("return document.querySelector('[data-case=case-1]').mine") is True
    assert [one.get_attribute("data-case") for one in tab.all(".card")] == ["case-0", "case-1"]
    tab.show(card(rev=5), before)
    wait_for(lambda: tab.all(".card")[0].get_attribute("data-case") == "case-1", what="the other order")
    assert tab.focused() == note
    tab.press("handled")
    assert tab.heard().rev == 5


def test_an_answered_card_leaves_a_line_that_has_the_focus(tab: Tab) -> None:
    tab.show(card(), card("case-2", sender=Private("Bruno")))
    tab.wait("Bruno")
    tab.press("handled")
    tab.wait("Recorded: Handled")
    tab.show(card("case-2", sender=Private("Bruno")))
    tab.wait("Maria Gómez: Recorded: Handled", ".receipt")
    assert tab.focused().text == "Maria Gómez: Recorded: Handled"
    assert len(tab.all(".card")) == 1


def test_the_card_may_go_before_the_verdict_comes(tab: Tab) -> None:
    tab.served.desk.away = 1
    tab.press("handled")
    tab.heard()
    tab.show()
    tab.wait("Maria Gómez: ", ".receipt")
    tab.heard()
    tab.wait("Maria Gómez: Recorded: Handled", ".receipt")


def test_a_stale_answer_says_who_has_it(tab: Tab) -> None:
    tab.served.desk.verdict = Verdict(accepted=False, code="stale", holder="Bruno")
    tab.one(".note input").send_keys("kept")
    tab.press("ack")
    tab.wait("Already with Bruno.", ".receipt-line")
    assert tab.one(".note input").get_attribute("value") == "kept"
    wait_for(lambda: "Already with Bruno." in tab.said("#polite"), what="an announcement")
    tab.served.desk.verdict = Verdict(accepted=True)
    tab.press("handled")
    tab.wait("Recorded: Handled", ".receipt-line")


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict(accepted=False, code="closed", outcome="handled"), "Already handled."),
        (Verdict(accepted=False, code="closed", outcome="something_new"), "Already settled."),
        (Verdict(accepted=False, code="off_duty"), "You are off duty now."),
        (Verdict(accepted=False, code="something_new"), "It changed meanwhile."),
    ],
)
def test_every_refusal_is_told_in_words(tab: Tab, verdict: Verdict, words: str) -> None:
    tab.served.desk.verdict = verdict
    tab.press("ack")
    tab.wait(words, ".receipt-line")


def test_an_answer_without_a_verdict_is_sent_again_with_the_same_nonce(tab: Tab) -> None:
    tab.served.desk.away = 1
    tab.press("handled")
    first, second = tab.heard(), tab.heard()
    assert first == second
    tab.wait("Recorded: Handled", ".receipt-line")


def test_two_quick_clicks_are_one_answer(tab: Tab) -> None:
    button = tab.one("[data-choice=handled]")
    tab.chrome.execute_script("arguments[0].click(); arguments[0].click();", button)
    tab.wait("Recorded: Handled", ".receipt-line")
    assert tab.served.desk.answers.qsize() == 1


def test_an_emergency_that_is_sent_twice_is_one_answer(tab: Tab) -> None:
    tab.press("need_me")
    for box in tab.all(".emergency textarea"):
        box.send_keys("a reason")
    send = tab.one(".emergency [type=submit]")
    tab.chrome.execute_script("arguments[0].click(); arguments[0].click();", send)
    tab.wait("Recorded: Emergency", ".receipt-line")
    assert tab.served.desk.answers.qsize() == 1


def test_a_lost_connection_is_one_calm_line_and_the_answer_is_kept(tab: Tab) -> None:
    assert tab.served.page.stop()
    tab.wait("Not connected. Trying again by itself.", "#line")
    tab.press("handled")
    tab.wait("Your answer is kept here", "#line")
    tab.wait("Kept here until the connection is back: Handled", ".receipt-line")
    tab.served.page.start(tab.served.port)
    heard = wait_for(tab.heard, what="the answer")
    assert heard.choice == "handled"
    tab.wait("Recorded: Handled", ".receipt-line")
    wait_for(lambda: not tab.one("#line").is_displayed(), what="no line")


def test_a_revoked_browser_says_so_and_shows_nothing_more(tab: Tab) -> None:
    tab.served.page.revoke("va1")
    tab.wait("This browser is no longer paired.", "#line")
    assert tab.all(".card") == []


def test_nothing_waiting_is_a_friendly_page(tab: Tab) -> None:
    tab.show()
    tab.wait("Nothing waits for you", "#empty")
    assert "Ana Silva is in a session and back at 15:50." in tab.text("#empty")
    tab.show(in_session=False, back_at="")
    tab.wait("Ana Silva is not in a session.", "#empty")


def test_the_title_counts_what_waits_and_names_nobody(tab: Tab) -> None:
    assert tab.chrome.title == "(1) Holdspace"
    tab.show(card(), card("case-2"), card("case-3", yours=False), card("case-4", phase="acked", holder_is_you=True))
    wait_for(lambda: tab.chrome.title == "(2) Holdspace", what="two in the title")
    tab.show()
    wait_for(lambda: tab.chrome.title == "Holdspace", what="none in the title")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"answer_in_seconds": 20.0}, "Asks the executive in less than a minute."),
        ({"next_role": ""}, "Kept for later in about 3 min."),
        ({"next_role": "practitioner", "standing": True}, "The emergency stands. Goes to Ana Silva in about 3 min."),
        ({"phase": "acked", "holder_is_you": True}, "You have it. Asks the executive in about 3 min."),
        ({"phase": "acked", "yours": False, "holder": "Bruno"}, "Bruno has it."),
        ({"phase": "snoozed"}, "You are asked again in about 3 min."),
        ({"yours": False}, "Somebody else is asked now."),
        ({"phase": "with_practitioner", "yours": False}, "Ana Silva is shown this now."),
        ({"phase": "with_practitioner", "not_seen_yet": True}, "Ana Silva is shown this, and has not seen it yet."),
    ],
)
def test_how_a_case_stands_is_said(tab: Tab, changes: dict[str, Any], words: str) -> None:
    tab.show(card(rev=9, **changes))
    wait_for(lambda: tab.text(".next") == words, what=words)
    assert bool(tab.all(".card [data-choice]")) == bool(changes.get("yours", True))


def test_a_case_that_was_given_back_tells_the_instruction_and_the_story(tab: Tab) -> None:
    story = (said("Bruno", "pass_up", "he wants it in writing", "14:05"), said("Bruno", "a_new_code", None, ""))
    tab.show(card(leg=2, rev=7, instruction="say_later", story=story))
    tab.wait("Ana Silva says: please say that I will be in touch later.", ".instruction")
    assert "14:05 Bruno passed it on" in " ".join(tab.text(".story").split())
    assert "he wants it in writing" in tab.text(".story")
    assert "Bruno answered" in tab.text(".story")
    assert "gave this back" in tab.said("#polite")


def test_who_sees_only_the_sender_is_told_so(tab: Tab) -> None:
    tab.show(card(rev=4, text=None))
    tab.wait("The text stays with Ana Silva.", ".text")


def test_news_is_said_politely_and_an_emergency_at_once(tab: Tab) -> None:
    tab.show(card(), card("case-2", sender=Private("Bruno"), urgency="urgent"))
    wait_for(lambda: tab.said("#polite") == "New: Bruno. Urgent.", what="polite news")
    assert tab.said("#assertive") == ""
    tab.show(card(), card("case-3", sender=Private("School"), urgency="emergency"))
    wait_for(lambda: "School" in tab.said("#assertive"), what="urgent news")


def test_buttons_have_names_sizes_and_states(tab: Tab) -> None:
    tab.one(".plain").click()
    tab.press("need_me")
    buttons = [button for button in tab.all("button") if button.is_displayed()]
    assert len(buttons) == 10
    for button in buttons:
        assert button.size["height"] >= 44
        assert button.size["width"] >= 44
        if not button.find_elements(By.XPATH, "ancestor::form"):
            assert "Maria Gómez" in button.accessible_name
            assert button.text in button.accessible_name or button.text == "More"
    assert tab.one(".plain").get_attribute("aria-expanded") == "true"
    assert tab.one("[data-choice=need_me]").get_attribute("aria-expanded") == "true"
    for box in tab.all(".emergency textarea"):
        assert box.accessible_name in {"What is lost if this waits?", "Why can only they decide?"}
    assert tab.one(".note input").accessible_name == "Note"
    assert tab.one("article").accessible_name == "Maria Gómez"
    assert tab.one("#polite").get_attribute("aria-live") == "polite"


def test_the_focus_can_be_seen(tab: Tab) -> None:
    tab.tab_to("[data-choice=handled]")
    outline = tab.chrome.execute_script(
        "const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]"
    )
    assert outline == ["solid", "3px"]


def test_hostile_text_is_only_text(tab: Tab) -> None:
    hostile = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>\u202eabc"
    long = Private("X" * 10_000)
    story = (said(hostile, "ack", hostile),)
    tab.show(
        card(rev=4, sender=Private(hostile), text=long, app=hostile, holder=hostile, story=story),
        practitioner=hostile,
        name="{n}{{title}}",
    )
    wait_for(lambda: "<img src=x" in tab.text("h2"), what="the sender as text")
    assert tab.all("img") == []
    assert len(tab.all("script")) == 2
    assert tab.chrome.title == "(1) Holdspace"
    assert tab.chrome.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    assert tab.text("#you") == "You are {n}{{title}}."


@pytest.mark.parametrize("language", ["es", "xx"])
def test_the_page_changes_to_the_responders_language_by_itself(tab: Tab, language: str) -> None:
    words = translator(language)
    tab.show(card(), language=language)
    wait_for(
        lambda: tab.chrome.execute_script("return document.documentElement.lang") == language, what="the other language"
    )
    tab.wait(words.t("Handled"), "[data-choice=handled]")
    assert tab.one("[data-choice=need_me]").text == words.t("Emergency: only they can")
    assert tab.text("#session") == words.t("Back at {time}", time="15:50")
    assert words.t("This page works on this computer only.") in tab.text("footer")


@pytest.mark.parametrize("width", [390, 1200])
def test_long_words_in_a_long_language_fit_the_window(tab: Tab, width: int) -> None:
    metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    tab.chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        name = Private("Maximiliane Schreckenbach-Featherstonehaugh " * 3 + "x" * 90)
        cards = [card(f"case-{n}", sender=name, urgency="urgent", holder=name.reveal()) for n in range(12)]
        tab.show(*cards, language="xx", practitioner=name.reveal(), name=name.reveal())
        wait_for(lambda: len(tab.all(".card")) == 12 and tab.text("#you").startswith("["), what="12 cards")
        wide = tab.chrome.execute_script(
            "return [...document.querySelectorAll('body *')]"
            ".filter((e) => !e.matches('.unseen') && e.getBoundingClientRect().right > innerWidth + 1)"
            ".map((e) => e.className)"
        )
        assert wide == []
    finally:
        tab.chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_closing_the_tab_starts_the_grace_time(tab: Tab) -> None:
    assert tab.served.desk.came_or_went() == ("va1", True)
    tab.chrome.get("about:blank")
    gone = tab.served.timer.with_(20.0)
    assert tab.served.page.connected("va1")
    gone.ring()
    assert tab.served.desk.came_or_went() == ("va1", False)
