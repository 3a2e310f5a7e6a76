"""A storm on the page: one card for much that came at once, one press for all of it, and each by itself."""

import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from holdspace.adapters.page.answers import TOGETHER
from holdspace.adapters.page.content import CaseCard, Verdict
from holdspace.private import Private
from tests.adapters.page.fakes import card
from tests.adapters.page.tab import Tab
from tests.rig.processes import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

YOURS = "[data-digest=yours]"
PEOPLE = ("Bruno", "Olga", "Piet", "Ines", "Sam")


def storm(count: int = 12, **changes: Any) -> list[CaseCard]:
    """So many messages from five people, of two minutes."""
    return [
        card(f"storm-{n}", rev=n, sender=Private(PEOPLE[n % 5]), bundle=f"minute-{n % 2}", **changes)
        for n in range(count)
    ]


def shown(tab: Tab, cards: Sequence[CaseCard], title: str) -> None:
    tab.show(*cards)
    tab.wait(title, f"{YOURS} h2")


def pressed(tab: Tab, choice: str) -> None:
    tab.one(f"{YOURS} [data-all={choice}]").click()


def test_what_came_at_once_is_one_card_with_all_of_it_in_a_list(tab: Tab) -> None:
    cards = storm()
    cards[1] = card("storm-1", sender=Private("Olga"), app="Teams", text=None, bundle="minute-1", calls=3)
    shown(tab, cards, "14 messages from 5 people")
    assert len(tab.all(".card")) == 1
    assert tab.text(f"{YOURS} .next") == "If nobody answers by 14:06: the executive."
    assert [row.text.split("\n") for row in tab.all(".row")[:2]] == [
        ["Bruno", "Signal, 14:03", "Can we move the workshop to Thursday?", "Open"],
        ["Olga", "Teams, 14:03. Wrote 3 times", "Open"],
    ]
    assert len(tab.all(".row")) == 6
    all_of_it = tab.one(f"{YOURS} > .plain")
    assert (all_of_it.text, all_of_it.get_attribute("aria-expanded")) == ("All 12, one by one", "false")
    all_of_it.click()
    assert len(tab.all(".row")) == 12
    assert tab.focused() == all_of_it
    assert tab.chrome.title == "(12) Holdspace"


def test_emergencies_and_what_is_urgent_stay_by_themselves_and_above(tab: Tab) -> None:
    pressing = card("bang", urgency="emergency"), card("late", urgency="urgent", bundle="minute-0")
    shown(tab, (*pressing, *storm(3), card("gone", bundle="minute-0", yours=False)), "3 messages from 3 people")
    tops = [
        one.get_attribute("data-case") or one.get_attribute("data-digest") for one in tab.all(".cards > li > .card")
    ]
    assert tops == ["bang", "late", "yours", "gone"]
    tab.show(*storm(1), *pressing)
    wait_for(lambda: not tab.all(YOURS), what="no digest for one alone")
    assert len(tab.all(".card")) == 3


def test_one_press_answers_each_of_them_with_its_own_nonce_and_revision(tab: Tab) -> None:
    shown(tab, storm(), "12 messages")
    nonces = set()
    for choice, words in (("defer", "All can wait"), ("ack", "I have them all"), ("pass_up", "Pass all on")):
        button = tab.one(f"{YOURS} [data-all={choice}]")
        assert button.accessible_name == f"{words}: 12 messages from 5 people"
        button.click()
        heard = [tab.heard() for _ in range(12)]
        assert [(one.case, one.rev, one.choice) for one in heard] == [(f"storm-{n}", n, choice) for n in range(12)]
        nonces |= {uuid.UUID(one.nonce) for one in heard}
        told = f"Recorded for 12: {words}."
        tab.wait(told, f"{YOURS} > .receipt-line")
        wait_for(lambda: told in tab.said("#polite"), what="one announcement")  # noqa: B023 - asked at once
        assert tab.focused() == button
    assert len(nonces) == 3 * 12


def test_more_than_fit_into_one_request_are_answered_too_and_told_together(tab: Tab) -> None:
    shown(tab, storm(300), "300 messages")
    pressed(tab, "defer")
    heard = {tab.heard().case for _ in range(300)}
    assert len(heard) == 300 > TOGETHER
    tab.wait("Recorded for 300: All can wait.", f"{YOURS} > .receipt-line")


def test_what_did_not_count_is_told_with_its_reason_and_the_rest_is_recorded(tab: Tab) -> None:
    shown(tab, storm(4), "4 messages")
    desk = tab.served.desk
    desk.verdicts = {f"storm-{n}": Verdict(accepted=False, code="held", holder="Bea") for n in (1, 3)}
    pressed(tab, "defer")
    told = "Recorded for 2: All can wait. Not for 2: Already with Bea. Your answer changed nothing."
    tab.wait(told, f"{YOURS} > .receipt-line")
    assert "Already with Bea." in tab.text("[data-row=storm-1]")
    assert "Recorded: It can wait" in tab.text("[data-row=storm-0]")


def test_what_the_desk_did_not_get_to_is_sent_again_with_the_same_nonce(tab: Tab) -> None:
    shown(tab, storm(4), "4 messages")
    tab.served.desk.away = 1
    pressed(tab, "defer")
    heard = [tab.heard() for _ in range(5)]
    assert heard[0] == heard[4]
    tab.wait("Recorded for 4: All can wait.", f"{YOURS} > .receipt-line")


def test_two_quick_presses_are_one(tab: Tab) -> None:
    shown(tab, storm(4), "4 messages")
    button = tab.one(f"{YOURS} [data-all=defer]")
    tab.chrome.execute_script("arguments[0].click(); arguments[0].click();", button)
    tab.wait("Recorded for 4", f"{YOURS} > .receipt-line")
    assert tab.served.desk.answers.qsize() == 4


def test_another_press_waits_until_the_first_is_settled(tab: Tab) -> None:
    mine = storm(3, phase="acked", holder="Lucía", holder_is_you=True)
    shown(tab, [*mine, *storm(5)[3:]], "5 messages")
    buttons = [tab.one(f"{YOURS} [data-all={choice}]") for choice in ("ack", "defer")]
    tab.chrome.execute_script("for (const button of arguments[0]) button.click()", buttons)
    assert {tab.heard().choice for _ in range(2)} == {"ack"}
    tab.wait("Recorded for 2: I have them all.", f"{YOURS} > .receipt-line")
    assert tab.served.desk.answers.empty()


def test_a_digest_that_is_answered_leaves_a_line_that_has_the_focus(tab: Tab) -> None:
    shown(tab, storm(4), "4 messages")
    pressed(tab, "defer")
    tab.wait("Recorded for 4", f"{YOURS} > .receipt-line")
    tab.show()
    tab.wait("4 messages from 4 people: Recorded for 4: All can wait.", ".receipt")
    assert tab.focused().text == "4 messages from 4 people: Recorded for 4: All can wait."
    shown(tab, storm(2), "2 messages")
    assert "Recorded for 4" in tab.text(".receipt")


def test_what_i_have_stays_in_the_card_and_can_be_passed_on_or_put_aside_together(tab: Tab) -> None:
    mine = storm(3, phase="acked", holder="Lucía", holder_is_you=True, next_role="again")
    shown(tab, [*mine, *storm(5)[3:]], "5 messages")
    assert "You have it until 14:06. Then it is asked again." in tab.text("[data-row=storm-0]")
    pressed(tab, "ack")
    assert {tab.heard().case for _ in range(2)} == {"storm-3", "storm-4"}
    tab.wait("Recorded for 2: I have them all.", f"{YOURS} > .receipt-line")
    assert tab.served.desk.answers.empty()
    shown(tab, storm(5, phase="acked", holder="Lucía", holder_is_you=True, next_role="again"), "5 messages")
    wait_for(lambda: len(tab.all(f"{YOURS} > .choices > button")) == 2, what="what can be said of all of them")
    assert tab.focused().text == "5 messages from 5 people"


def test_what_others_have_is_another_card_without_answers(tab: Tab) -> None:
    theirs = storm(4, phase="acked", yours=False, holder="Bea", holder_since="14:03", choices=("take",))
    tab.show(*theirs)
    tab.wait("4 messages from 4 people", "[data-digest=others] h2")
    assert not tab.one("[data-digest=others] > .choices").is_displayed()
    assert "Bea has had it since 14:03." in tab.text("[data-row=storm-2]")
    tab.one("[data-row=storm-2] > .plain").click()
    tab.one("[data-row=storm-2] [data-choice=take]").click()
    tab.all("[data-row=storm-2] .take button")[0].click()
    assert (tab.heard().case, tab.served.desk.answers.qsize()) == ("storm-2", 0)


def test_one_of_them_is_opened_and_answered_by_itself(tab: Tab) -> None:
    shown(tab, storm(4), "4 messages")
    opens = tab.one("[data-row=storm-1] > .plain")
    assert (opens.accessible_name, opens.get_attribute("aria-expanded")) == ("Open: Olga, Signal, 14:03", "false")
    opens.click()
    assert (opens.text, opens.accessible_name) == ("Close", "Close: Olga, Signal, 14:03")
    assert opens.get_attribute("aria-expanded") == "true"
    assert tab.text("[data-case=storm-1] h2") == "Olga"
    tab.one("[data-case=storm-1] .note input").send_keys("called back")
    tab.press("handled", "storm-1")
    heard = tab.heard()
    assert (heard.case, heard.rev, heard.choice, heard.note.reveal()) == ("storm-1", 1, "handled", "called back")
    tab.wait("Recorded: Handled", "[data-case=storm-1] .receipt-line")
    shown(tab, [one for one in storm(4) if one.case != "storm-1"], "3 messages")
    tab.wait("Olga: Recorded: Handled", f"{YOURS} > .receipt-line")
    assert tab.focused().text == "3 messages from 3 people"


def test_what_is_half_typed_stays_when_it_becomes_a_card_of_its_own_and_when_more_comes(tab: Tab) -> None:
    shown(tab, storm(4), "4 messages")
    tab.one("[data-row=storm-1] > .plain").click()
    note = tab.one("[data-case=storm-1] .note input")
    note.send_keys("half a sen")
    shown(tab, storm(9), "9 messages")
    assert tab.focused() == note
    cards = storm(9)
    cards[1] = card("storm-1", rev=1, sender=Private("Olga"), bundle="minute-1", urgency="urgent", calls=2)
    shown(tab, cards, "8 messages")
    assert len(tab.all(".cards > li > [data-case=storm-1]")) == 1
    assert tab.focused() == note
    tab.keys("tence")
    shown(tab, storm(9), "9 messages")
    assert tab.focused() == note
    assert note.get_attribute("value") == "half a sentence"
    assert note.is_displayed()


def test_the_digest_is_used_by_keyboard_and_closing_a_row_keeps_the_focus(tab: Tab) -> None:
    shown(tab, storm(4), "4 messages")
    tab.tab_to("[data-all=defer]")
    assert tab.tab_to("[data-all=pass_up]") == 2
    assert tab.tab_to("[data-row=storm-0] > .plain") == 1
    tab.keys(Keys.ENTER)
    assert tab.one("[data-case=storm-0]").is_displayed()
    assert tab.tab_to("[data-case=storm-0] .note input") == 1
    tab.chrome.execute_script("document.querySelector('[data-row=storm-0] > .plain').focus()")
    tab.keys(Keys.SPACE)
    assert tab.all("[data-case=storm-0]") == []
    assert tab.focused().accessible_name == "Open: Bruno, Signal, 14:03"


def test_everything_in_a_digest_has_a_name_a_role_and_a_size(tab: Tab) -> None:
    shown(tab, storm(8), "8 messages")
    tab.one("[data-row=storm-0] > .plain").click()
    assert tab.one(YOURS).accessible_name == "8 messages from 5 people"
    assert (tab.one(YOURS).aria_role, tab.one(".rows").aria_role) == ("article", "list")
    names = [button.accessible_name for button in tab.all(f"{YOURS} button") if button.is_displayed()]
    assert all(names)
    for button in tab.all("button"):
        if button.is_displayed():
            assert min(button.size["height"], button.size["width"]) >= 44
    ids = tab.chrome.execute_script("return [...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))
    dangling = tab.chrome.execute_script(
        "return [...document.querySelectorAll('[aria-controls], [aria-labelledby], [aria-describedby]')].filter((e) =>"
        "['controls', 'labelledby', 'describedby'].some((n) => e.getAttribute('aria-' + n)"
        "&& !document.getElementById(e.getAttribute('aria-' + n)))).map((e) => e.outerHTML)"
    )
    assert dangling == []


def test_news_of_a_storm_is_said_once(tab: Tab) -> None:
    shown(tab, storm(7), "7 messages")
    wait_for(lambda: tab.said("#polite") == "New, much at once: 7 messages from 5 people.", what="one announcement")
    shown(tab, storm(9), "9 messages")
    wait_for(lambda: tab.said("#polite") == "New, much at once: 2 messages from 2 people.", what="what is new of it")


def test_a_storm_of_one_caller_is_named_after_them(tab: Tab) -> None:
    shown(tab, [card(f"storm-{n}", bundle="minute") for n in range(3)], "3 messages from Maria Gómez")


def test_what_counts_as_urgent_stands_once_on_a_digest_also_when_one_of_it_is_open(tab: Tab) -> None:
    told = Private("Only the clinic.")
    shown(tab, (*storm(3, urgent_here=told), card("gone", bundle="minute-0", yours=False)), "3 messages from 3 people")
    tab.one("[data-row=storm-1] > .choice").click()
    tab.wait("Can we move", "[data-row=storm-1] .card .text")
    seen = [one for one in tab.all(".urgent-here") if one.is_displayed()]
    assert [one.text for one in seen] == ["What counts as urgent here\nOnly the clinic."]
    assert seen[0].location["y"] < tab.one(f"{YOURS} [data-all]").location["y"]
    tab.show(card("storm-1", urgent_here=told))
    wait_for(lambda: not tab.all(YOURS), what="a card of its own")
    assert tab.text(".card .urgent-here") == "What counts as urgent here\n\nOnly the clinic."
