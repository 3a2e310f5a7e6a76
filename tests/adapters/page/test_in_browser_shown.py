"""What the page shows in a real Chromium, how it can be read and used, and in which words."""

from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from holdspace.private import Private
from holdspace.words import translator
from tests.adapters.page.fakes import card, said
from tests.adapters.page.tab import Tab
from tests.rig.processes import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


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


STANDS: list[tuple[dict[str, Any], str]] = [
    ({"answer_in_seconds": 20.0}, "If nobody answers within a minute: the executive."),
    ({"next_role": ""}, "If nobody answers by 14:06: kept for later."),
    (
        {"next_role": "practitioner", "standing": True},
        "The emergency stands. If nobody answers by 14:06: Ana Silva.",
    ),
    ({"next_role": "others"}, "If nobody answers by 14:06: the others."),
    ({"phase": "acked", "holder_is_you": True}, "You have it until 14:06. Then: the executive."),
    (
        {"phase": "acked", "holder_is_you": True, "next_role": "again"},
        "You have it until 14:06. Then it is asked again.",
    ),
    ({"phase": "acked", "holder_is_you": True, "answer_in_seconds": None, "until": ""}, "You have it."),
    ({"phase": "acked", "yours": False, "holder": "Bruno"}, "Bruno has it."),
    ({"yours": False, "phase": "acked", "holder": "Bea", "holder_since": "14:03"}, "Bea has had it since 14:03."),
    ({"phase": "snoozed"}, "It is asked again at 14:06."),
    ({"yours": False}, "Somebody else is asked now."),
    ({"phase": "with_practitioner", "yours": False}, "Ana Silva is shown this now."),
    ({"phase": "with_practitioner", "not_seen_yet": True}, "Ana Silva is shown this, and has not seen it yet."),
]


def test_how_a_case_stands_is_said(tab: Tab) -> None:
    for rev, (changes, words) in enumerate(STANDS, 9):
        tab.show(card(rev=rev, **changes))
        wait_for(lambda: tab.text(".next") == words, what=words)  # noqa: B023 - asked at once
        assert bool(tab.all(".card [data-choice]")) == bool(changes.get("yours", True)), words


def test_a_case_that_was_given_back_tells_the_instruction_and_the_story(tab: Tab) -> None:
    story = (said("Bruno", "pass_up", "he wants it in writing", "14:05"), said("Bruno", "a_new_code", None, ""))
    tab.show(card(leg=2, rev=7, instruction="say_later", story=story))
    tab.wait("Ana Silva says: please say that I will be in touch later.", ".instruction")
    assert tab.text(".glance") == "14:05 Bruno passed it on: he wants it in writing\N{NO-BREAK SPACE}· Bruno answered"
    assert not tab.one("details").is_displayed()
    assert "gave this back" in tab.said("#polite")


MEANWHILE: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"phase": "snoozed"}, {}),
    ({"phase": "acked"}, {}),
    ({"phase": "with_practitioner"}, {"leg": 2}),
]


def test_what_was_recorded_before_is_over_when_it_is_asked_anew(tab: Tab) -> None:
    for rev, (meanwhile, again) in zip((4, 7, 10), MEANWHILE, strict=True):
        tab.press("ack")
        tab.wait("Recorded: I have it", ".receipt-line")
        for at, yours in ((rev, True), (rev + 1, meanwhile["phase"] == "acked")):
            tab.show(card(rev=at, yours=yours, text=Private(f"as of {at}"), **meanwhile))
            tab.wait(f"as of {at}", ".text")
            assert tab.text(".receipt-line") == "Recorded: I have it"
        tab.show(card(rev=rev + 2, **again))
        wait_for(lambda: not tab.one(".receipt-line").is_displayed(), what="the old answer to be gone")


def test_a_long_text_leaves_the_answers_in_sight(tab: Tab) -> None:
    tab.show(card(rev=4, text=Private("outage " * 600)))
    tab.wait("outage", ".text")
    tall, whole = (int(str(tab.one(".card > .text").get_property(name))) for name in ("clientHeight", "scrollHeight"))
    assert whole > tall
    button = tab.all(".card [data-choice]")[0]
    assert button.location["y"] + button.size["height"] < 700, "the page is not scrolled"


def test_a_sender_who_wrote_without_end_is_told_once_with_how_often(tab: Tab) -> None:
    tab.show(card(rev=4, calls=215, story=(said("", "repeated", at="14:03", times=214),)))
    tab.wait("14:03 The sender wrote again, 214 times", ".glance")


def test_a_long_story_is_one_glance_with_the_whole_of_it_behind(tab: Tab) -> None:
    why = "because " * 35 + "of it"
    story = tuple(said("Eve", "pass_up", at=f"14:0{n}") for n in range(5))
    tab.show(card(rev=4, story=(*story, said("Eve", "need_me", why, "14:09"))))
    tab.wait("Eve: an emergency", ".glance")
    glance = tab.text(".glance")
    assert glance.startswith("…\N{NO-BREAK SPACE}· 14:02 Eve passed it on\N{NO-BREAK SPACE}· 14:03")
    assert glance.endswith("because…")
    assert len(glance) < 300
    assert tab.all(".story") == [] or tab.text(".story") == ""
    tab.tab_to("summary")
    tab.keys(Keys.ENTER)
    tab.wait(why, ".story")
    assert len(tab.all(".story li")) == 6
    tab.show(card(rev=5, story=story[:1]))
    wait_for(lambda: not tab.one("details").is_displayed(), what="nothing behind it")
    assert tab.focused().text == "Maria Gómez"


def test_who_writes_again_is_told_how_often(tab: Tab) -> None:
    tab.show(card(calls=3, text=Private("please call · are you there?")))
    tab.wait("Signal, 14:03. Wrote 3 times", ".where")
    tab.show(card())
    wait_for(lambda: tab.text(".where") == "Signal, 14:03", what="once")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("school", "Went straight to Ana Silva: rule “school”. There is nothing for you to do."),
        ("", "Went straight to Ana Silva: a rule lets it through. There is nothing for you to do."),
    ],
)
def test_what_went_straight_to_the_practitioner_is_told_calmly_and_asks_nothing(
    tab: Tab, rule: str, words: str
) -> None:
    story = (said("Ana Silva", "let_through"),)
    told = {"phase": "with_practitioner", "yours": False, "choices": (), "informed": True, "urgency": "emergency"}
    tab.show(card("school", sender=Private("School office"), rule=rule, story=story, **told))
    tab.wait(words, "[data-case=school]")
    assert [button for button in tab.all("button, input, textarea") if button.is_displayed()] == []
    assert tab.text(".glance") == ""
    wait_for(lambda: tab.said("#polite") == "School office went straight to Ana Silva.", what="a polite word")
    assert tab.said("#assertive") == ""


def test_who_sees_only_the_sender_is_told_so(tab: Tab) -> None:
    tab.show(card(rev=4, text=None))
    tab.wait("The text stays with Ana Silva.", ".text")


def test_much_news_of_one_moment_is_said_once(tab: Tab) -> None:
    names = ("Bruno", "Olga", "Piet")
    tab.show(card(), *(card(name, sender=Private(name), urgency="urgent") for name in names))
    wait_for(lambda: tab.said("#polite") == "3 new: Bruno, Olga, Piet.", what="one announcement")


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
    assert len(buttons) == 11
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


def test_what_counts_as_urgent_is_read_beside_what_is_asked_in_the_words_in_which_it_was_written(tab: Tab) -> None:
    assert not tab.one(".urgent-here").is_displayed(), "nothing was written"
    tab.show(card(rev=4, urgent_here=Private("Only the clinic.\nNot invoices.")))
    tab.wait("Only the clinic.\nNot invoices.", ".urgent-here")
    assert tab.text(".urgent-here").startswith("What counts as urgent here\n\n")
    below = tab.one(".card > .text").location["y"]
    assert below < tab.one(".urgent-here").location["y"] < tab.all(".card [data-choice]")[0].location["y"]
    tab.show(card(rev=4, urgent_here=Private("Nothing before noon.")))
    tab.wait("Nothing before noon.", ".urgent-here")
    tab.show(card(rev=4, urgent_here=Private("Nothing before noon.")), language="es")
    tab.wait("Qué es urgente aquí\n\nNothing before noon.", ".urgent-here")
    tab.show(card(rev=4, yours=False), language="es")
    wait_for(lambda: not tab.one(".urgent-here").is_displayed(), what="nothing to be told")


def test_hostile_words_on_what_counts_as_urgent_are_only_words(tab: Tab) -> None:
    hostile = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script></section>{n}"
    tab.show(card(rev=4, urgent_here=Private(f"{hostile} {'x' * 200}\n" + "\n".join("y" * 90))))
    wait_for(lambda: "<img src=x" in tab.text(".urgent-here"), what="the words as text")
    assert tab.text(".urgent-here p").startswith(f"{hostile} x")
    assert (tab.all("img"), len(tab.all("script")), tab.chrome.title) == ([], 2, "(1) Holdspace")
    assert tab.chrome.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    assert tab.one(".urgent-here").size["height"] < 300, "the answers stay in reach"


def test_the_page_changes_to_the_responders_language_by_itself(tab: Tab) -> None:
    for language in ("es", "xx"):
        words = translator(language)
        tab.show(card(), language=language)
        tab.wait(words.t("Handled"), f"[lang={language}] [data-choice=handled]")
        assert tab.one("[data-choice=need_me]").text == words.t("Emergency: only they can")
        assert tab.text("#session") == words.t("Back at {time}", time="15:50")
        assert words.t("This page works on this computer only.") in tab.text("footer")


def test_long_words_in_a_long_language_fit_the_window(tab: Tab) -> None:
    try:
        name = Private("Maximiliane Schreckenbach-Featherstonehaugh " * 3 + "x" * 90)
        cards = [card(f"case-{n}", sender=name, urgency="urgent", holder=name.reveal()) for n in range(12)]
        tab.show(*cards, language="xx", practitioner=name.reveal(), name=name.reveal())
        wait_for(lambda: len(tab.all(".card")) == 12 and tab.text("#you").startswith("["), what="12 cards")
        for width in (390, 1200):
            metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
            tab.chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
            assert tab.chrome.execute_script("return innerWidth") == width
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
