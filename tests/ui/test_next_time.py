"""From the digest it is said what is to be done next time: by mouse and by keys, in one plain line, taken back by one press."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from holdspace.core.policy import Alias, Match
from holdspace.private import Private
from holdspace.ui.digest import DigestWindow
from holdspace.ui.next_time_views import Matter, Outlook, Wish
from holdspace.ui.say_next_time import choices, line, refusal, remark
from holdspace.ui.theme import LIGHT
from holdspace.words import translator
from tests.ui import hands, samples, settings_samples
from tests.ui.samples import Asked

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

WORDS = translator("en")


@pytest.fixture
def digest(qtbot: QtBot, asked: Asked) -> DigestWindow:
    return opened(qtbot, asked)


def opened(qtbot: QtBot, asked: Asked) -> DigestWindow:
    """The digest of what was judged, with the keyboard in its list."""
    asked.digest = samples.JUDGED
    made = DigestWindow(asked.gestures)
    qtbot.addWidget(made)
    made.apply_theme(LIGHT)
    made.show_digest(samples.JUDGED, WORDS)
    made.open_focused()
    qtbot.waitUntil(made.list.hasFocus)
    return made


def at(digest: DigestWindow, interruption: str) -> QPoint:
    """The middle of a row, which is chosen."""
    row = next(n for n, entry in enumerate(digest.model.entries) if entry.key == interruption)
    index = digest.model.index(row)
    digest.list.setCurrentIndex(index)
    return digest.list.visualRect(index).center()


def menu(digest: DigestWindow, interruption: str, qtbot: QtBot) -> list[str]:
    """Open the menu of a row by the keys; what it offers."""
    at(digest, interruption)
    hands.key(Qt.Key.Key_Return, digest.list)
    qtbot.waitUntil(digest.menu.isVisible)
    return [action.text() for action in digest.menu.actions() if action.text()]


def press(digest: DigestWindow, down: int, qtbot: QtBot) -> None:
    """Choose in the open menu."""
    for _ in range(down):
        hands.key(Qt.Key.Key_Down, digest.menu)
    hands.key(Qt.Key.Key_Return, digest.menu)
    qtbot.waitUntil(lambda: not digest.menu.isVisible())


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_opens_the_menu_of_the_row_with_the_four_verbs(digest: DigestWindow, key: Qt.Key, qtbot: QtBot) -> None:
    at(digest, "past 6")
    hands.key(key, digest.list)
    qtbot.waitUntil(digest.menu.isVisible)
    assert [action.text() for action in digest.menu.actions() if action.text()] == [
        "Next time, ask my assistant",
        "Let this person through until…",
        "Keep as noise",
        "Always hold it for the digest",
        "This is the same person as…",
        "Copy a line about when I answer",
    ]
    assert [action.text() for action in digest.menu.through.actions()] == [
        "Today  ·  2026-01-05",
        "A week  ·  2026-01-12",
        "A month  ·  2026-02-04",
        "Another day…",
    ]


def test_the_dots_the_right_button_and_the_menu_key_open_it_too(digest: DigestWindow, qtbot: QtBot) -> None:
    middle = at(digest, "past 6")
    view = digest.list.viewport()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(view, left, none, middle)
    assert not digest.menu.isVisible(), "whoever reads clicks anywhere"
    QTest.mouseClick(view, left, none, QPoint(view.width() - 12, middle.y()))
    assert digest.menu.isVisible()
    digest.menu.close()
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        QApplication.sendEvent(view, QContextMenuEvent(reason, middle, view.mapToGlobal(middle)))
        qtbot.waitUntil(digest.menu.isVisible)
        digest.menu.close()


def test_a_heading_opens_the_menu_of_the_row_below_it(digest: DigestWindow, asked: Asked, qtbot: QtBot) -> None:
    digest.list.setCurrentIndex(digest.model.index(0))
    hands.key(Qt.Key.Key_Return, digest.list)
    qtbot.waitUntil(digest.menu.isVisible)
    press(digest, 1, qtbot)
    assert digest.panel.line.text() == "From now on whatever Monitoring sends in Pager is asked about."


def test_whoever_moves_by_the_arrows_sees_where_they_are(digest: DigestWindow) -> None:
    def ringed() -> bool:
        accent = LIGHT.color("accent").rgb()
        row = digest.list.visualRect(digest.list.currentIndex())
        picture = digest.list.viewport().grab().toImage()
        return picture.pixel(row.left() + 1, row.center().y()) == accent

    hands.key(Qt.Key.Key_Down, digest.list)
    hands.key(Qt.Key.Key_Down, digest.list)
    assert ringed()
    row = digest.list.visualRect(digest.list.currentIndex())
    QTest.mouseClick(digest.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, row.center())
    assert not ringed()


def test_what_can_be_said_nothing_of_has_no_menu(digest: DigestWindow) -> None:
    digest.show_digest(samples.FEW, WORDS)
    digest.list.setCurrentIndex(digest.model.index(1))
    hands.key(Qt.Key.Key_Return, digest.list)
    assert not digest.menu.isVisible()
    assert digest.hint.text() == ""


def test_one_press_makes_the_rule_that_was_said_in_one_line_and_another_takes_it_back(
    digest: DigestWindow, asked: Asked, qtbot: QtBot
) -> None:
    before = asked.desk.engine.policy
    menu(digest, "past 6", qtbot)
    press(digest, 1, qtbot)
    panel = digest.panel
    assert panel.line.text() == "From now on whatever marta@example.org sends in Chat is asked about."
    asked.desk.loop.pass_by()
    assert panel.preview.text().startswith("In the last 14 days this would have: asked about 1")
    assert asked.desk.adopted == [], "nothing holds before it is pressed"
    assert hands.focused() is panel.settle
    hands.key(Qt.Key.Key_Space)
    assert asked.desk.adopted[-1].rules[1].match == Match(person=("marta@example.org",), app_is=("Chat",))
    assert panel.preview.text() == "This holds now."
    assert hands.focused() is panel.undo
    hands.key(Qt.Key.Key_Space)
    assert asked.desk.engine.policy == before
    assert not panel.isVisible()
    assert digest.list.hasFocus()


def test_another_who_is_meant_or_one_kind_of_block_is_said_and_previewed_anew(
    digest: DigestWindow, asked: Asked, qtbot: QtBot
) -> None:
    menu(digest, "past 6", qtbot)
    press(digest, 1, qtbot)
    panel = digest.panel
    panel.about.choice.setCurrentIndex(2)
    panel.here_only.tick.click()
    assert panel.line.text() == (
        "From now on whatever comes from the app Chat is asked about. Only in blocks of this kind: Session."
    )
    assert not panel.preview.isVisible()
    asked.desk.loop.pass_by()
    assert "asked about 2" in panel.preview.text()
    panel.settle.click()
    rule = asked.desk.adopted[-1].rules[1]
    assert (rule.match, rule.kinds) == (Match(app_is=("Chat",)), ("session",))


def test_a_person_is_let_through_until_a_day_by_one_press(digest: DigestWindow, asked: Asked, qtbot: QtBot) -> None:
    menu(digest, "past 7", qtbot)
    digest.menu.through.actions()[1].trigger()
    panel = digest.panel
    assert panel.line.text() == "Until 2026-01-12 whatever Bo Nyström sends in Chat is let through to you."
    panel.settle.click()
    rule = asked.desk.adopted[-1].rules[0]
    assert (rule.verdict, rule.until, bool(rule.reason)) == ("let_through", settings_samples.day(7), True)


def test_by_the_keys_a_person_is_meant_in_any_app_and_that_is_said(
    digest: DigestWindow, asked: Asked, qtbot: QtBot
) -> None:
    menu(digest, "past 6", qtbot)
    press(digest, 1, qtbot)
    panel = digest.panel
    choice = panel.about.choice
    assert [choice.itemText(n) for n in range(choice.count())] == [
        "marta@example.org, in Chat",
        "marta@example.org, in any app",
        "Everything from the app Chat",
    ]
    choice.setFocus()
    hands.key(Qt.Key.Key_Down, choice)
    assert panel.line.text() == (
        "From now on whatever marta@example.org sends is asked about. "
        "In any app, and on any web page that shows this name."
    )
    panel.settle.click()
    assert asked.desk.adopted[-1].rules[1].match == Match(person=("marta@example.org",))


def test_another_day_is_written_and_nothing_holds_before_it_is_one(
    digest: DigestWindow, asked: Asked, qtbot: QtBot
) -> None:
    menu(digest, "past 7", qtbot)
    digest.menu.through.actions()[3].trigger()
    panel = digest.panel
    assert hands.focused() is panel.until.field
    assert not panel.settle.isEnabled()
    assert "at most 90 days ahead" in panel.remark.text()
    hands.write("2026-01-20")
    assert panel.settle.isEnabled()
    panel.reason.field.clear()
    panel.reason.changed.emit()
    assert "Say why it cannot wait" in panel.remark.text()
    hands.write("a child", panel.reason.field)
    panel.settle.click()
    assert asked.desk.adopted[-1].rules[0].reason == "a child"


@pytest.mark.parametrize(
    ("down", "verdict", "second", "once_more"),
    [
        (3, "noise", "Noise all the same", "it is noise all the same"),
        (4, "hold", "Hold it all the same", "it is held all the same"),
    ],
)
def test_noise_or_holding_for_whom_a_rule_lets_through_takes_a_second_press(
    digest: DigestWindow, asked: Asked, qtbot: QtBot, down: int, verdict: str, second: str, once_more: str
) -> None:
    menu(digest, "past 4", qtbot)
    press(digest, down, qtbot)
    panel = digest.panel
    assert "“school” lets this through: it takes a second press" in panel.remark.text()
    panel.settle.click()
    assert asked.desk.adopted == []
    assert panel.settle.text() == second
    assert once_more in panel.remark.text()
    panel.here_only.tick.click()
    assert panel.settle.text() == "Do so from now on", "another wish is pressed for the first time"
    panel.settle.click()
    panel.settle.click()
    assert asked.desk.adopted[-1].rules[0].verdict == verdict


def test_the_same_wish_again_says_that_it_is_so(digest: DigestWindow, asked: Asked, qtbot: QtBot) -> None:
    for _ in range(2):
        menu(digest, "past 6", qtbot)
        press(digest, 1, qtbot)
        digest.panel.settle.click()
    assert len(asked.desk.adopted) == 1
    assert digest.panel.remark.text() == "That is how it is already."
    assert not digest.panel.settle.isEnabled()


def test_somebody_is_said_to_be_somebody_else_and_taken_back(digest: DigestWindow, asked: Asked, qtbot: QtBot) -> None:
    menu(digest, "past 7", qtbot)
    names = [action.text() for action in digest.menu.people.actions()]
    assert names[0] == "Marta Fernandes", "who has several names comes first"
    assert "Bo Nyström" not in names
    digest.menu.people.actions()[0].trigger()
    marta = settings_samples.POLICY.people[0]
    assert asked.desk.adopted[-1].people == (Alias(name=marta.name, aliases=(*marta.aliases, "Bo Nyström")),)
    assert digest.panel.line.text() == "Bo Nyström and Marta Fernandes are one person from now on."
    assert asked.names().count("digest") == 1, "the digest is told anew, with one group for both"
    digest.panel.undo.click()
    assert asked.desk.engine.policy.people == (marta,)


def test_escape_closes_the_panel_first_and_nothing_holds(digest: DigestWindow, asked: Asked, qtbot: QtBot) -> None:
    menu(digest, "past 6", qtbot)
    press(digest, 1, qtbot)
    hands.key(Qt.Key.Key_Escape)
    assert not digest.panel.isVisible()
    assert digest.isVisible()
    assert asked.desk.adopted == []
    hands.key(Qt.Key.Key_Escape)
    assert not digest.isVisible()


def test_what_is_refused_is_said_and_can_be_tried_again(digest: DigestWindow, asked: Asked, qtbot: QtBot) -> None:
    menu(digest, "past 6", qtbot)
    press(digest, 1, qtbot)
    asked.desk.refuse = "disk_full"
    digest.panel.settle.click()
    assert digest.panel.remark.text() == WORDS.code("refusal", "disk_full")
    asked.desk.refuse = ""
    digest.panel.settle.click()
    assert len(asked.desk.adopted) == 1


def test_when_a_session_begins_the_menu_goes_and_a_digest_that_is_opened_in_it_offers_nothing(
    digest: DigestWindow, asked: Asked, qtbot: QtBot
) -> None:
    menu(digest, "past 6", qtbot)
    asked.desk.engine.state.session = object()
    digest.hide()
    assert not digest.menu.isVisible()
    digest.show_digest(samples.JUDGED, WORDS)
    digest.open_focused()
    at(digest, "past 6")
    hands.key(Qt.Key.Key_Return, digest.list)
    (said,) = digest.menu.actions()
    assert not said.isEnabled()
    digest.menu.close()


def test_another_digest_shows_nothing_of_what_was_asked_about_the_one_before(
    digest: DigestWindow, qtbot: QtBot
) -> None:
    menu(digest, "past 6", qtbot)
    press(digest, 1, qtbot)
    digest.show_digest(samples.FEW, WORDS)
    assert not digest.panel.isVisible()


def test_the_whole_panel_shows_in_a_low_window(digest: DigestWindow, qtbot: QtBot) -> None:
    digest.resize(420, 300)
    menu(digest, "past 7", qtbot)
    digest.menu.through.actions()[1].trigger()
    panel = digest.panel
    qtbot.waitUntil(lambda: panel.height() >= panel.heightForWidth(panel.width()))
    bottom = panel.buttons.mapTo(digest, panel.buttons.rect().bottomLeft()).y()
    assert bottom < digest.close_button.mapTo(digest, QPoint(0, 0)).y()


MATTER = Matter(interruption="i", abouts=("app",), sender=None, app="Chat", kind="isolation")
WISH = Wish(interruption="i", verdict="noise", about="app")


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("ask", "From now on whatever comes from the app Chat is asked about."),
        ("noise", "From now on whatever comes from the app Chat is noise: only counted."),
        ("hold", "From now on whatever comes from the app Chat is held for the digest."),
        ("let_through", "Until 2026-01-06 whatever comes from the app Chat is let through to you."),
    ],
)
def test_what_has_no_sender_is_meant_by_its_app(verdict: str, said: str) -> None:
    assert line(WORDS, MATTER, replace(WISH, verdict=verdict, until=settings_samples.day(1)), Outlook()) == said


@pytest.mark.parametrize(
    ("verdict", "apps", "said"),
    [
        ("ask", ("Chat",), "From now on whatever Bo sends in Chat is asked about."),
        ("noise", ("Mail", "Chat"), "From now on whatever Bo sends in Chat, Mail is noise: only counted."),
        ("let_through", ("Mail", "Chat"), "Until 2026-01-06 whatever Bo sends in Chat, Mail is let through to you."),
        ("noise", (), "From now on whatever Bo sends is noise: only counted. In any app,"),
        ("hold", (), "From now on whatever Bo sends is held for the digest. In any app,"),
        ("hold", ("Chat",), "From now on whatever Bo sends in Chat is held for the digest."),
        ("let_through", (), "Until 2026-01-06 whatever Bo sends is let through to you. In any app,"),
    ],
)
def test_every_app_of_the_rule_is_named_its_own_first(verdict: str, apps: tuple[str, ...], said: str) -> None:
    matter = replace(MATTER, abouts=("person_in_app", "person", "app"), sender=Private("Bo"))
    wish = replace(WISH, verdict=verdict, about="person_in_app", until=settings_samples.day(1))
    assert line(WORDS, matter, wish, Outlook(apps=apps)).startswith(said)
    refused = line(WORDS, matter, replace(wish, until=None), Outlook(refusal="no_such_end"))
    assert "in Chat" in refused, "before there is an end it is said of whom it will be"


def test_what_is_to_be_known_before_the_press_is_said() -> None:
    over = Outlook(over="school")
    assert "Once more" in remark(WORDS, WISH, over, pressed=True)
    assert "goes before your rule “school”" in remark(WORDS, replace(WISH, verdict="ask"), over, pressed=False)
    assert remark(WORDS, WISH, Outlook(), pressed=False) == ""
    assert remark(WORDS, WISH, Outlook(nobody=True), pressed=False).startswith("Nobody is set up to be asked yet")
    assert refusal(WORDS, "gone") == "Nothing can be said of this any more."


def test_those_who_can_be_meant_are_told_apart_however_long_their_names_are() -> None:
    matter = replace(MATTER, abouts=("person_in_app", "person"), sender=Private("x" * 80), app="y" * 80)
    here, anywhere = (said for _, said in choices(WORDS, matter))
    assert here.endswith("x…, in " + "y" * 27 + "…")
    assert anywhere == "x" * 27 + "…, in any app"


def test_a_name_without_an_end_leaves_room_for_what_is_said_of_it() -> None:
    said = line(WORDS, replace(MATTER, app="x" * 80), WISH, Outlook())
    assert said.endswith("x… is noise: only counted.")
    assert "x" * 61 not in said
    said = line(translator("es"), replace(MATTER, app="x" * 80), replace(WISH, verdict="let_through"), Outlook())
    assert said.endswith("x…"), "and is not followed by another dot"
