"""Taking over what somebody else has: asked in place, taken with a second press, and told when it went otherwise."""

from typing import Any

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

from holdspace.adapters.page.content import CaseCard, Verdict
from holdspace.private import Private
from tests.adapters.page.fakes import card
from tests.adapters.page.tab import Tab
from tests.rig.processes import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

TAKE = "[data-choice=take]"


def held(**changes: Any) -> CaseCard:
    """What Bea has and this responder may take from her."""
    usual: dict[str, Any] = {"phase": "acked", "yours": False, "holder": "Bea", "holder_since": "14:03", "rev": 4}
    return card(**{**usual, "choices": ("take",), **changes})


@pytest.fixture
def bea_has_it(tab: Tab) -> Tab:
    tab.show(held())
    tab.wait("Bea has had it since 14:03.", ".next")
    return tab


def test_who_has_it_is_shown_and_taking_it_is_one_quiet_button(bea_has_it: Tab) -> None:
    (button,) = [button for button in bea_has_it.all("button") if button.is_displayed()]
    assert button.accessible_name == "Take it over: Maria Gómez"
    assert "primary" not in (button.get_attribute("class") or "")
    assert not bea_has_it.one(".note").is_displayed()


def test_a_first_press_asks_in_place_and_only_the_second_takes(bea_has_it: Tab) -> None:
    bea_has_it.one(TAKE).click()
    question = bea_has_it.focused()
    assert question.aria_role == "group"
    assert question.accessible_name == "Bea has had it since 14:03. Take it over?"
    assert bea_has_it.one(TAKE).get_attribute("aria-expanded") == "true"
    assert bea_has_it.served.desk.answers.empty()
    yes, no = bea_has_it.all(".take button")
    assert (yes.text, no.text) == ("Yes, take it", "Leave it")
    yes.click()
    heard = bea_has_it.heard()
    assert (heard.case, heard.rev, heard.choice, heard.note) == ("case-1", 4, "take", None)
    bea_has_it.wait("Recorded: Take it over", ".receipt-line")
    assert not question.is_displayed()


def test_leaving_it_changes_nothing_and_gives_the_focus_back(bea_has_it: Tab) -> None:
    bea_has_it.one(TAKE).click()
    bea_has_it.all(".take button")[1].click()
    assert bea_has_it.focused() == bea_has_it.one(TAKE)
    assert bea_has_it.one(TAKE).get_attribute("aria-expanded") == "false"
    bea_has_it.one(TAKE).click()
    bea_has_it.keys(Keys.ESCAPE)
    assert bea_has_it.focused() == bea_has_it.one(TAKE)
    assert not bea_has_it.one(".take").is_displayed()
    assert bea_has_it.served.desk.answers.empty()


def test_a_double_click_takes_nothing(bea_has_it: Tab) -> None:
    ActionChains(bea_has_it.chrome).double_click(bea_has_it.one(TAKE)).perform()
    assert not bea_has_it.one(".take").is_displayed()
    assert bea_has_it.served.desk.answers.empty()


def test_it_is_taken_by_keyboard_but_not_by_pressing_enter_twice(bea_has_it: Tab) -> None:
    bea_has_it.tab_to(TAKE)
    bea_has_it.keys(Keys.ENTER, Keys.ENTER)
    assert bea_has_it.one(".take").is_displayed()
    assert bea_has_it.served.desk.answers.empty()
    bea_has_it.keys(Keys.TAB, Keys.ENTER)
    assert bea_has_it.heard().choice == "take"
    assert bea_has_it.focused() == bea_has_it.one(TAKE)


def test_the_question_goes_away_when_somebody_else_has_it(bea_has_it: Tab) -> None:
    bea_has_it.one(TAKE).click()
    bea_has_it.keys(Keys.TAB)
    bea_has_it.show(held(holder="Carla", holder_since="14:05", rev=5))
    bea_has_it.wait("Carla has had it since 14:05.", ".next")
    assert not bea_has_it.one(".take").is_displayed()
    assert bea_has_it.focused().text == "Maria Gómez"
    assert bea_has_it.said("#polite") == "Maria Gómez: Carla has had it since 14:05."
    bea_has_it.one(TAKE).click()
    assert bea_has_it.text(".take p") == "Carla has had it since 14:05. Take it over?"


def test_a_race_for_it_is_told(bea_has_it: Tab) -> None:
    bea_has_it.served.desk.verdict = Verdict(accepted=False, code="stale", holder="Carla")
    bea_has_it.one(TAKE).click()
    bea_has_it.all(".take button")[0].click()
    bea_has_it.wait("Already with Carla. Your answer changed nothing.", ".receipt-line")
    bea_has_it.served.desk.verdict = Verdict(accepted=False, code="not_held")
    bea_has_it.one(TAKE).click()
    bea_has_it.all(".take button")[0].click()
    bea_has_it.wait("Nobody else has it now", ".receipt-line")


def test_what_was_taken_is_answered_from_the_same_card_where_the_focus_stays(bea_has_it: Tab) -> None:
    bea_has_it.tab_to(TAKE)
    bea_has_it.keys(Keys.ENTER, Keys.TAB, Keys.ENTER)
    bea_has_it.heard()
    bea_has_it.show(card(rev=5, phase="acked", holder="Lucía", holder_is_you=True))
    bea_has_it.wait("You have it until 14:06.", ".next")
    assert bea_has_it.all(TAKE) == []
    assert bea_has_it.focused().text == "Maria Gómez"
    assert bea_has_it.tab_to(".note input") == 1


def test_who_is_taken_from_hears_of_it(tab: Tab) -> None:
    tab.show(card(rev=4, phase="acked", holder="Lucía", holder_is_you=True))
    tab.wait("Still on it", "[data-choice=ack]")
    tab.show(held(holder="Bruno", rev=5), card("case-2", sender=Private("Olga"), yours=False))
    wait_for(lambda: "Bruno took this over from you: Maria Gómez." in tab.said("#polite"), what="news of it")


def test_asking_again_says_for_how_long_it_waits(tab: Tab) -> None:
    tab.show(card(snooze_minutes=(5, 8)))
    tab.one(".plain").click()
    waits = tab.all("[data-choice=snooze]")
    assert [one.text for one in waits] == ["Ask me again in 5 min", "Ask me again in 8 min"]
    assert waits[1].accessible_name == "Ask me again in 8 min: Maria Gómez"
    waits[1].click()
    assert (tab.heard().choice, tab.served.desk.answers.qsize()) == ("snooze", 0)
    tab.wait("Recorded: Ask me again", ".receipt-line")
    waits[0].click()
    assert tab.heard().minutes == 5
    tab.show(card(rev=4, snooze_minutes=()))
    wait_for(lambda: tab.all("[data-choice=snooze]") == [], what="no later within the session")


def test_pressing_again_once_it_is_recorded_is_kindly_told_to_have_changed_nothing(tab: Tab) -> None:
    tab.press("need_me")
    for box in tab.all(".emergency textarea"):
        box.send_keys("a reason")
    tab.one(".emergency [type=submit]").click()
    tab.wait("Recorded: Emergency: only they can", ".receipt-line")
    tab.served.desk.verdict = Verdict(accepted=False, code="closed", outcome="handled", repeated=True)
    tab.press("handled")
    words = "You said so already: Handled. It is recorded; saying it twice changed nothing."
    tab.wait(words, ".receipt-line")
    wait_for(lambda: words in tab.said("#polite"), what="an announcement")
