from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from holdspace.private import Private
from holdspace.ui.start_window import StartWindow
from holdspace.ui.text import BREAK
from holdspace.ui.theme import LIGHT
from holdspace.ui.views import Screen
from holdspace.words import translator
from tests.ui import hands, samples
from tests.ui.samples import Asked

WORDS = translator("en")


@pytest.fixture
def window(qtbot: QtBot, asked: Asked) -> StartWindow:
    made = StartWindow(asked.gestures, composited=True)
    qtbot.addWidget(made)
    made.apply_theme(LIGHT)
    made.show_screen(samples.free(), WORDS)
    return made


def test_start_is_one_press_away(window: StartWindow, asked: Asked) -> None:
    window.start.click()
    assert asked.calls == [("start", ("session", None, None, 50))]


def test_the_keyboard_alone_fills_and_starts_it(window: StartWindow, asked: Asked, qtbot: QtBot) -> None:
    window.open_focused()
    qtbot.waitUntil(lambda: window.client.hasFocus())
    hands.write("  C1 ", window.client)
    window.client.insert("\u202e")  # pasted: a mark that turns the reading order
    for expected in (window.topic, window.minutes):
        hands.key(Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected
        if expected is window.topic:
            hands.write("Pricing talk", expected)
    hands.key(Qt.Key.Key_Up, window.minutes)
    hands.key(Qt.Key.Key_Return, window.minutes)
    assert asked.calls == [("start", ("session", Private("C1"), Private("Pricing talk"), 55))]


def test_every_control_is_reached_by_tab_and_has_a_name(window: StartWindow, qtbot: QtBot) -> None:
    window.open_focused()
    qtbot.waitUntil(lambda: window.client.hasFocus())
    seen = []
    for _ in range(12):
        focus = hands.focused()
        if focus in seen:
            break
        seen.append(focus)
        assert focus.accessibleName()
        hands.key(Qt.Key.Key_Tab, focus)
    wanted = {window.client, window.topic, window.minutes, window.start, window.more, window.close_button}
    assert wanted | set(window.presets) | {window.digest, window.followups} == set(seen)


@pytest.mark.parametrize("typed", ["", "0", "601", "999"])
def test_a_number_of_minutes_that_is_none_starts_nothing_and_says_so(
    window: StartWindow, asked: Asked, typed: str
) -> None:
    window.show()
    window.minutes.setText(typed)
    window.press_start()
    assert asked.calls == []
    assert window.remark.isVisible()
    assert "1 to 600" in window.remark.text()


def test_the_minutes_are_those_of_the_preferences_until_somebody_writes_others(
    window: StartWindow, asked: Asked
) -> None:
    window.show_screen(samples.free(planned_minutes=45), WORDS)
    assert window.minutes.text() == window.minutes.placeholderText() == "45"
    window.minutes.setText("70")
    window.show_screen(samples.free(planned_minutes=30), WORDS)
    assert window.minutes.text() == "70"
    window.clear()
    window.start.click()
    assert asked.calls == [("start", ("session", None, None, 30))]


def test_the_arrow_keys_of_an_empty_field_count_from_the_preferences(window: StartWindow) -> None:
    window.show_screen(samples.free(planned_minutes=45), WORDS)
    window.minutes.clear()
    hands.key(Qt.Key.Key_Up, window.minutes)
    assert window.minutes.text() == "50"


def test_the_digest_is_offered_once_there_is_one(window: StartWindow) -> None:
    window.show_screen(samples.free(digest=False), WORDS)
    assert window.digest.isHidden()
    window.show_screen(samples.free(), WORDS)
    assert not window.digest.isHidden()


def test_presets_set_the_minutes(window: StartWindow, asked: Asked) -> None:
    window.presets[2].click()
    window.start.click()
    assert asked.calls == [("start", ("session", None, None, 90))]


def test_enter_presses_the_button_that_has_the_keyboard_once_however_long_it_is_held(
    window: StartWindow, asked: Asked, qtbot: QtBot
) -> None:
    window.show()
    with qtbot.waitSignal(window.digest_wanted):
        hands.key(Qt.Key.Key_Return, window.digest)
    hands.key(Qt.Key.Key_Enter, window.presets[2])
    hands.key(Qt.Key.Key_Return, window.start)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True)
    QApplication.sendEvent(window.start, held)
    with qtbot.waitSignal(window.menu_wanted):
        hands.key(Qt.Key.Key_Return, window.more)
    assert asked.calls == [("start", ("session", None, None, 90))]


def test_where_words_stand_in_line_with_the_text_the_keyboard_is_shown_below_them(
    window: StartWindow, qtbot: QtBot
) -> None:
    window.open_focused()
    qtbot.waitUntil(lambda: window.client.hasFocus())
    window.digest.setFocus()
    accent = LIGHT.color("accent").rgb()
    picture = window.digest.grab().toImage()
    lines = [
        y for y in range(picture.height()) if sum(picture.pixel(x, y) == accent for x in range(picture.width())) > 4
    ]
    assert lines
    assert min(lines) > picture.height() / 2, "no frame runs through the letters"


def test_a_new_screen_leaves_what_is_being_written(window: StartWindow) -> None:
    window.client.setText("half a na")
    window.show_screen(samples.free(followups_due=2), WORDS)
    assert window.client.text() == "half a na"
    assert window.followups.words() == "Follow-ups (2 due)"


def test_the_client_is_typed_without_being_learnt(window: StartWindow) -> None:
    assert window.client.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData
    assert window.client.completer() is None


def test_a_client_who_has_no_words_of_their_own_on_what_is_urgent_is_seen_before_the_start(
    window: StartWindow, asked: Asked
) -> None:
    window.show()
    hands.write("Marta", window.client)
    assert window.urgent.isHidden(), "no client has any"
    asked.urgent_with = "only_everybody"
    height = window.height()
    hands.write(" F", window.client)
    assert window.urgent.isVisible()
    assert window.height() > height, "whole, and nothing else is cut"
    assert window.urgent.text() == (
        "What counts as urgent here: your words for everybody. There are none for this client."
    )
    asked.urgent_with = "client"
    hands.write("ernandes", window.client)
    assert window.urgent.text() == "What counts as urgent here: your words for this client."
    asked.urgent_with = "everybody"
    window.show_screen(samples.free(), WORDS)
    assert window.urgent.text() == "What counts as urgent here: your words for everybody.", (
        "the settings are others now"
    )


def test_opened_without_being_asked_for_it_takes_no_focus(window: StartWindow) -> None:
    window.open_quietly()
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    window.open_focused()
    assert not window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


def test_esc_closes_it(window: StartWindow, qtbot: QtBot) -> None:
    window.open_focused()
    hands.key(Qt.Key.Key_Escape, window.client)
    assert not window.isVisible()


def test_what_was_refused_is_said_here_too(window: StartWindow) -> None:
    window.show_screen(replace(samples.free(), refused="nothing_to_undo"), WORDS)
    assert not window.trouble.isHidden()
    assert window.trouble.text() == WORDS.code("refusal", "nothing_to_undo")
    window.show_screen(samples.free(), WORDS)
    assert window.trouble.isHidden()


def test_a_rule_that_ends_soon_is_told_where_a_session_is_started(window: StartWindow) -> None:
    window.show_screen(samples.free(ending=samples.ENDING), WORDS)
    window.open_focused()
    assert window.coverage.isVisible()
    asked, left_out = window.coverage.text().split(BREAK)
    assert asked == (
        "Can be asked: Ana Lindqvist. The answer page works on this computer only. "
        "The rule “school” lets through until 2026-12-06 only. The rule “alarm” ended and lets nothing through any more."
    )
    assert left_out == (
        "Not covered: phone, calls, and apps with popups or sounds of their own, such as Zoom and Teams. "
        "Silence them there, or close them."
    )


def test_where_nobody_is_set_up_to_be_asked_nothing_is_said_of_their_page(window: StartWindow) -> None:
    window.show_screen(samples.free(quiet="unready", quiet_why="no_server", responders=()), WORDS)
    assert window.coverage.text().split(BREAK)[:2] == [
        "In a session the desktop would not be silent: no notification server is running.",
        "Nobody is set up to be asked. In a session, what arrives is kept for the digest.",
    ]
    assert "page" not in window.coverage.text()


def test_ready_is_not_said_beside_what_fails(window: StartWindow) -> None:
    assert not window.status.isHidden()
    window.show_screen(samples.free(trouble=("disk_full",)), WORDS)
    assert window.status.isHidden()
    assert window.trouble.text().startswith("The disk is full")
    window.show_screen(samples.free(), WORDS)
    assert not window.status.isHidden()


@pytest.mark.parametrize("shown", [samples.free(battery_low=True), samples.free(trouble=("disk_full",))])
def test_what_fails_stands_off_what_is_covered(window: StartWindow, shown: Screen) -> None:
    window.show_screen(shown, WORDS)
    window.open_focused()
    QApplication.processEvents()
    below = window.coverage if window.status.isHidden() else window.status
    assert below.geometry().top() - window.trouble.geometry().bottom() - 1 == 8
