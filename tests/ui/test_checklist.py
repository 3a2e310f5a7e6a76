"""The practitioner's own lines in the start window: ticked by hand, asked of nobody, and fresh for each session."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from holdspace.private import Private
from holdspace.ui.shell import Shell
from holdspace.ui.start_window import StartWindow
from holdspace.ui.theme import DARK, LIGHT
from holdspace.words import translator
from tests.ui import hands, samples
from tests.ui.samples import Asked

WORDS = translator("en")
WATER, PHONE, DOOR = Private("Water"), Private("Phone face down & muted"), Private("Door")


@pytest.fixture
def window(qtbot: QtBot, asked: Asked) -> StartWindow:
    made = StartWindow(asked.gestures, composited=True)
    qtbot.addWidget(made)
    made.apply_theme(LIGHT)
    made.show_screen(samples.free(checklist=(WATER, PHONE)), WORDS)
    made.open_focused()
    qtbot.waitUntil(made.client.hasFocus)
    return made


def ticked(window: StartWindow) -> list[bool]:
    return [tick.isChecked() for tick in window.checklist.ticks]


def test_without_lines_nothing_shows(window: StartWindow) -> None:
    tall = window.height()
    window.show_screen(samples.free(), WORDS)
    assert window.checklist.isHidden()
    assert window.height() < tall
    assert window.checklist.ticks == ()


def test_each_line_is_a_box_with_a_name_between_minutes_and_start(window: StartWindow) -> None:
    assert [tick.accessibleName() for tick in window.checklist.ticks] == ["Water", "Phone face down & muted"]
    assert window.checklist.accessibleName() == "Before a session"
    window.presets[-1].setFocus()
    for expected in (*window.checklist.ticks, window.start):
        hands.key(Qt.Key.Key_Tab)
        assert hands.focused() is expected


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_keyboard_ticks_a_line_and_starts_nothing(window: StartWindow, asked: Asked, key: Qt.Key) -> None:
    window.checklist.ticks[1].setFocus()
    hands.key(key)
    assert ticked(window) == [False, True]
    hands.key(key)
    assert ticked(window) == [False, False]
    assert asked.calls == []


def test_start_waits_for_no_tick_and_tells_nobody_of_them(window: StartWindow, asked: Asked) -> None:
    window.checklist.ticks[0].click()
    window.start.click()
    assert asked.calls == [("start", ("session", None, None, 50))]


def test_what_is_ticked_stays_so_until_a_session_starts(window: StartWindow) -> None:
    window.checklist.ticks[1].click()
    window.show_screen(samples.free(checklist=(WATER, PHONE), followups_due=2), WORDS)
    assert ticked(window) == [False, True]
    window.show_screen(samples.free(checklist=(DOOR, PHONE, WATER)), WORDS)
    assert ticked(window) == [False, True, False]
    window.clear()
    assert ticked(window) == [False, False, False]


def test_a_session_that_is_started_anywhere_unticks_them(shell: Shell) -> None:
    shell.render(samples.free(checklist=(WATER,)))
    shell.open_window()
    shell._start_window().checklist.ticks[0].click()
    shell.render(samples.screen())
    shell.render(samples.free(checklist=(WATER,)))
    shell.open_window()
    assert ticked(shell._start_window()) == [False]


def test_lines_that_come_later_are_drawn_in_the_colours_in_force(window: StartWindow) -> None:
    window.apply_theme(DARK)
    window.show_screen(samples.free(checklist=(DOOR,)), WORDS)
    (tick,) = window.checklist.ticks
    picture = tick.grab().toImage()
    ink = DARK.color("ink").rgb()
    assert any(picture.pixel(x, y) == ink for x in range(picture.width()) for y in range(picture.height()))


def test_a_long_list_scrolls_to_the_line_that_has_the_keyboard(window: StartWindow) -> None:
    lines = tuple(Private(f"{number} {'x' * 70}") for number in range(12))
    window.show_screen(samples.free(checklist=lines), WORDS)
    QApplication.processEvents()  # the list measures what it scrolls
    assert window.checklist.height() < 200, "the window still fits on a small screen"
    last = window.checklist.ticks[-1]
    assert not window.checklist.viewport().rect().contains(_middle(window, last.rect().center()))
    last.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert window.checklist.viewport().rect().contains(_middle(window, last.rect().center()))


def _middle(window: StartWindow, point: QPoint) -> QPoint:
    """A point of the last line, as the part of the list that shows has it."""
    return window.checklist.ticks[-1].mapTo(window.checklist.viewport(), point)


def test_on_a_low_screen_the_lines_give_way_to_what_is_covered_and_come_back(window: StartWindow) -> None:
    lines = (Private("A line that is as long as a line may be, which is eighty characters in all, I am"),) * 12
    much = samples.free(
        checklist=lines,
        quiet="unready",
        quiet_why="server_not_started",
        critical="closed",
        battery_low=True,
        ending=samples.ENDING * 3,
        responders=samples.AWAY,
        comes_through=("let_through", "emergency"),
    )
    low = window.screen().availableGeometry().height()
    window.show_screen(samples.free(checklist=lines), WORDS)
    tall = window.checklist.height()
    window.show_screen(replace(much, checklist=()), WORDS)
    assert low - tall < window.height() - 2 * window.margin < low - 90, "else there is nothing to see here"
    window.show_screen(much, WORDS)
    assert window.height() - 2 * window.margin <= low
    assert 0 < window.checklist.height() < tall
    window.show_screen(samples.free(checklist=lines), WORDS)
    assert window.checklist.height() == tall
