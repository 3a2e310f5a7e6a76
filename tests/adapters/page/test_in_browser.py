"""Answering on the page in a real Chromium: real clicks, real keys, the real server on loopback."""

import pytest
from selenium.webdriver.common.keys import Keys

from holdspace.adapters.page.content import Verdict
from holdspace.private import Private
from tests.adapters.page.fakes import CHOICES, card, said
from tests.adapters.page.tab import Tab
from tests.rig.processes import PATIENCE, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


def test_a_link_opens_the_page_with_one_click(tab: Tab) -> None:
    tab.chrome.delete_all_cookies()
    tab.chrome.get(tab.served.page.link("va1"))
    tab.one("button").click()
    tab.wait("Maria Gómez")
    assert tab.chrome.current_url == f"{tab.served.url}/"
    assert tab.text("#practitioner") == "Ana Silva"
    assert tab.text("#session") == "Back at 15:50"
    assert "If nobody answers by 14:06: the executive." in tab.text(".next")
    assert "This page works on this computer only." in tab.text("footer")
    assert tab.served.desk.came_or_went() == ("va1", True)


def test_the_page_is_written_in_the_font_that_comes_with_it(tab: Tab) -> None:
    loaded = "return Array.from(document.fonts, (font) => `${font.family} ${font.weight} ${font.status}`)"
    wait_for(lambda: "Inter 400 loaded" in tab.chrome.execute_script(loaded), what="the font")


SAID = {
    "ack": "I have it",
    "handled": "Handled",
    "defer": "It can wait",
    "pass_up": "Pass on",
    "snooze": "Ask me again",
    "dismiss": "Nothing to do",
}
"""What is recorded of each choice that needs no reasons."""


def test_each_button_says_what_it_says(tab: Tab) -> None:
    assert {*SAID, "need_me"} == {*CHOICES}
    for choice, words in SAID.items():
        tab.one(".note input").send_keys(f"called back: {choice}")
        tab.press(choice)
        heard = tab.heard()
        assert (heard.case, heard.rev, heard.choice) == ("case-1", 3, choice)
        assert heard.note.reveal() == f"called back: {choice}"
        tab.wait(f"Recorded: {words}", ".receipt-line")
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


REFUSALS = [
    (Verdict(accepted=False, code="closed", outcome="handled"), "Already handled."),
    (Verdict(accepted=False, code="closed", outcome="something_new"), "Already settled."),
    (Verdict(accepted=False, code="closed", holder="Bruno", outcome="handled"), "Already handled by Bruno."),
    (Verdict(accepted=False, code="held", holder="Bruno"), "Already with Bruno."),
    (Verdict(accepted=False, code="stale", repeated=True), "You said so already: I have it."),
    (Verdict(accepted=False, code="reasons_missing", holder="Lucía"), "Both reasons are needed."),
    (Verdict(accepted=False, code="with_practitioner"), "Ana Silva is shown it already."),
    (Verdict(accepted=False, code="off_duty"), "You are off duty now."),
    (Verdict(accepted=False, code="something_new"), "It changed meanwhile."),
]


def test_every_refusal_is_told_in_words(tab: Tab) -> None:
    for verdict, words in REFUSALS:
        assert words not in tab.text(".receipt-line")
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
    assert tab.served.page.stop(PATIENCE)
    tab.wait("Not connected. Trying again by itself.", "#line")
    tab.press("handled")
    tab.wait("Your answer is kept here", "#line")
    tab.wait("Kept here until the connection is back: Handled", ".receipt-line")
    tab.served.page.start(tab.served.port)
    assert tab.heard().choice == "handled"
    tab.wait("Recorded: Handled", ".receipt-line")
    wait_for(lambda: not tab.one("#line").is_displayed(), what="no line")


def test_a_revoked_browser_says_so_and_shows_nothing_more(tab: Tab) -> None:
    tab.served.page.revoke("va1")
    tab.wait("This browser is no longer paired.", "#line")
    assert tab.all(".card") == []
