"""Where the card is: put by hand it stays, whatever is rendered; what made room for something goes back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from holdspace.ui import card_window
from holdspace.ui.session_window import SessionWindow
from holdspace.ui.theme import LIGHT
from holdspace.words import translator
from tests.ui import samples
from tests.ui.samples import Asked, Ticks

WORDS = translator("en")
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
HOME = QPoint(120, 90)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, milliseconds in {"SETTLING": 60, "ANSWERING": 40, "RESTING": 30}.items():
        monkeypatch.setattr(card_window, name, milliseconds)


@pytest.fixture
def places() -> list[QPoint]:
    return []


@pytest.fixture
def window(qtbot: QtBot, asked: Asked, ticks: Ticks, places: list[QPoint]) -> SessionWindow:
    """Shown at HOME, and settled."""
    made = SessionWindow(asked.gestures, ticks, composited=True)
    qtbot.addWidget(made)
    made.apply_theme(LIGHT)
    made.moved = places.append
    made.show_screen(samples.screen(), WORDS)
    made.home = QPoint(HOME)
    made.put_corner(HOME)
    made.show()
    settle(made, qtbot)
    return made


def settle(window: SessionWindow, qtbot: QtBot) -> None:
    timers = (window._settling, window._answering, window._resting)
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in timers))


def by_hand_of_the_window_manager(window: SessionWindow, corner: QPoint) -> None:
    """As a window manager does it: the window is told, it did not ask."""
    handle = window.windowHandle()
    assert handle is not None
    handle.setPosition(corner - QPoint(window.margin, window.margin))
    QCoreApplication.processEvents()


@pytest.fixture
def arrive(window: SessionWindow) -> Callable[..., None]:
    """Something arrives: another count is rendered."""

    def render(**changes: object) -> None:
        window.show_screen(samples.screen(held=9, **changes), WORDS)

    return render


def test_what_arrives_during_a_drag_does_not_move_the_card(
    window: SessionWindow, arrive: Callable[..., None], places: list[QPoint]
) -> None:
    QTest.mousePress(window, LEFT, NONE, QPoint(30, 30))
    QTest.mouseMove(window, QPoint(80, 60))
    held = window.card_corner()
    assert held == HOME + QPoint(50, 30)
    arrive()
    arrive(card=samples.card())
    assert window.card_corner() == held
    QTest.mouseRelease(window, LEFT, NONE, QPoint(30, 30))
    arrive()
    assert window.card_corner() == held == window.home
    assert places == [held]


def test_a_drag_within_the_time_of_settling_is_not_taken_back(window: SessionWindow, qtbot: QtBot) -> None:
    window.hide()
    window.put_corner(HOME)
    window.show()
    assert window._settling.isActive()
    QTest.mousePress(window, LEFT, NONE, QPoint(30, 30))
    assert window._wanted is None
    QTest.mouseMove(window, QPoint(80, 60))
    QTest.mouseRelease(window, LEFT, NONE, QPoint(30, 30))
    settle(window, qtbot)
    assert window.card_corner() == HOME + QPoint(50, 30)


def test_a_window_manager_that_is_busy_has_until_the_first_picture_and_then_some_time(
    window: SessionWindow, qtbot: QtBot
) -> None:
    """What Qt read at (0, 0) while the frame was made would be kept, and be written down as the practitioner's place."""
    window.hide()
    window.put_corner(HOME)
    window.show()
    assert window._settling.interval() == card_window.UNSEEN
    qtbot.waitUntil(lambda: window._settling.interval() == card_window.SETTLING)
    window.show_screen(samples.screen(held=9), WORDS)
    window.repaint()
    settle(window, qtbot)
    assert window.card_corner() == HOME


def test_a_press_that_trembles_moves_nothing_and_makes_no_home(window: SessionWindow, places: list[QPoint]) -> None:
    QTest.mousePress(window, LEFT, NONE, QPoint(30, 30))
    QTest.mouseMove(window, QPoint(32, 31))
    QTest.mouseRelease(window, LEFT, NONE, QPoint(32, 31))
    assert (window.card_corner(), window.home, places) == (HOME, HOME, [])


def test_another_button_lets_nothing_go(window: SessionWindow, places: list[QPoint]) -> None:
    QTest.mousePress(window, LEFT, NONE, QPoint(30, 30))
    QTest.mouseMove(window, QPoint(80, 60))
    QTest.mouseRelease(window, Qt.MouseButton.RightButton, NONE, QPoint(30, 30))
    assert places == []
    QTest.mouseRelease(window, LEFT, NONE, QPoint(30, 30))
    assert len(places) == 1


def test_a_move_by_the_window_manager_is_a_move_by_hand(
    window: SessionWindow, arrive: Callable[..., None], places: list[QPoint], qtbot: QtBot
) -> None:
    there = QPoint(300, 200)
    window.home = QPoint(HOME.x(), window.screen().availableGeometry().bottom() - 150)
    window.put_corner(window.home)
    settle(window, qtbot)
    window._resting.setInterval(60_000)  # it is not at rest between two moves, however busy the machine is
    by_hand_of_the_window_manager(window, QPoint(200, 150))
    arrive(card=samples.card())  # it would need room at home; but it is under way
    assert window.card_corner() == QPoint(200, 150)
    by_hand_of_the_window_manager(window, there)
    window._resting.setInterval(card_window.RESTING)
    qtbot.waitUntil(lambda: bool(places))
    assert (places, window.home) == ([there], there)
    arrive()
    settle(window, qtbot)
    assert (window.card_corner(), window.home, places) == (there, there, [there])


def test_our_own_moves_that_are_told_again_are_none_by_hand(
    window: SessionWindow, places: list[QPoint], qtbot: QtBot
) -> None:
    area = window.screen().availableGeometry()
    low = QPoint(area.left() + 40, area.bottom() - 150)
    window.home = low
    window.put_corner(low)
    settle(window, qtbot)
    low = window.home
    for _ in range(2):
        window.show_screen(samples.screen(card=samples.card()), WORDS)
        settle(window, qtbot)
        assert window.card_corner().y() < low.y()
        window.show_screen(samples.screen(), WORDS)
        settle(window, qtbot)
    assert (window.home, places) == (low, [])


def test_a_late_word_of_a_place_that_was_left_again_is_no_move(
    window: SessionWindow, places: list[QPoint], qtbot: QtBot
) -> None:
    by_hand_of_the_window_manager(window, QPoint(200, 150))
    by_hand_of_the_window_manager(window, HOME)
    settle(window, qtbot)
    assert (window.home, places) == (HOME, [])


def test_once_settled_no_render_asks_for_the_place_again(window: SessionWindow, arrive: Callable[..., None]) -> None:
    """A put arms what a window manager's frame needs only while it makes one."""
    arrive()
    window.put_corner(HOME)
    assert window._wanted is None
    assert not window._answering.isActive()


def test_hidden_during_a_drag_it_is_in_no_hand_when_it_shows_again(window: SessionWindow, qtbot: QtBot) -> None:
    QTest.mousePress(window, LEFT, NONE, QPoint(30, 30))
    window.hide()
    window.put_corner(HOME)
    window.show()
    settle(window, qtbot)
    QTest.mouseMove(window, QPoint(80, 60))
    assert window.card_corner() == HOME
