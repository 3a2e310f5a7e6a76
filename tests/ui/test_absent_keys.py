"""A key of the whole desktop that does not serve here is not named on the screen; every button is there all the same."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from holdspace.ui.buttons import Button
from holdspace.ui.session_window import SessionWindow
from holdspace.ui.theme import LIGHT
from holdspace.words import translator
from tests.ui import samples
from tests.ui.samples import Asked, Ticks

WORDS = translator("en")
ALL = frozenset({"log", "pin", "mark", "note", "where", "pause", "larger", "smaller", *"12345678"})
BUSY = replace(samples.large(card=samples.card()), strip=samples.STRIP)


@pytest.fixture
def window(qtbot: QtBot, asked: Asked, ticks: Ticks) -> SessionWindow:
    made = SessionWindow(asked.gestures, ticks, composited=True)
    qtbot.addWidget(made)
    made.apply_theme(LIGHT)
    made.want_size("L")
    made.show()
    return made


def named(window: SessionWindow) -> list[str]:
    """Every key that can be seen or is read aloud, button by button; "" for those without."""
    buttons = [button for button in window.findChildren(Button) if not button.isHidden()]
    return [button.key or button.accessibleDescription() or button.toolTip() for button in buttons]


def test_where_the_desktop_gives_no_keys_none_is_named(window: SessionWindow) -> None:
    window.show_screen(BUSY, WORDS)
    before = named(window)
    assert any(before)
    assert not window.strip.hint.isHidden()
    window.show_screen(replace(BUSY, absent_keys=ALL), WORDS)
    assert named(window) == [""] * len(before)
    assert window.strip.hint.isHidden()
    assert window.card.more.isHidden()
    assert window.card.choose(2)  # as a click does


def test_a_key_that_another_program_has_is_not_named_and_the_others_are(window: SessionWindow) -> None:
    window.show_screen(BUSY, WORDS)
    assert window.pin.key == "Ctrl+Alt+P"
    window.show_screen(replace(BUSY, absent_keys=frozenset({"pin"})), WORDS)
    assert window.pin.key == ""
    assert window.large.set_mark.toolTip() == "Ctrl+Alt+M"
    assert window.card.more.text() == "Keys: Ctrl+Alt+1, 2, 3"


def test_a_key_that_is_there_again_is_named_again(window: SessionWindow) -> None:
    window.show_screen(replace(BUSY, absent_keys=ALL), WORDS)
    wide = window.card.pin.sizeHint().width()
    window.show_screen(BUSY, WORDS)
    assert window.card.pin.key == "2"
    assert window.card.pin.sizeHint().width() > wide


def test_the_button_that_resumes_says_its_key_only_where_it_serves(window: SessionWindow) -> None:
    paused = samples.screen(session=samples.session(state="paused"))
    window.show_screen(paused, WORDS)
    assert window.step.key == "Ctrl+Alt+Space"
    window.show_screen(replace(paused, absent_keys=frozenset({"pause"})), WORDS)
    assert window.step.key == ""
