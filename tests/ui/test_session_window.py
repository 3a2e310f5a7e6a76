from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from holdspace.private import Private
from holdspace.ui.session_window import SessionWindow
from holdspace.ui.theme import LIGHT
from holdspace.ui.views import Screen
from holdspace.words import translator
from tests.ui import hands, samples
from tests.ui.samples import Asked, Ticks

WORDS = translator("en")


@pytest.fixture
def window(qtbot: QtBot, asked: Asked, ticks: Ticks) -> SessionWindow:
    made = SessionWindow(asked.gestures, ticks, composited=True)
    qtbot.addWidget(made)
    made.apply_theme(LIGHT)
    return made


def said(window: QWidget) -> str:
    """Everything that can be read in it."""
    parts = [window.windowTitle()]
    for child in window.findChildren(QWidget):
        if child.isVisible():
            parts += [child.accessibleName(), child.accessibleDescription(), child.toolTip()]
            parts.append(child.text() if isinstance(child, QPushButton) else "")
    return " ".join(parts)


def test_it_never_takes_the_focus_and_its_title_tells_nothing(window: SessionWindow) -> None:
    flags = window.windowFlags()
    assert flags & Qt.WindowType.WindowDoesNotAcceptFocus
    assert flags & Qt.WindowType.WindowStaysOnTopHint
    assert flags & Qt.WindowType.FramelessWindowHint
    assert window.windowTitle() == "Holdspace"


def test_a_running_session_shows_topic_end_and_counts(window: SessionWindow) -> None:
    window.show_screen(samples.screen(asked=1), WORDS)
    assert window.topic.text() == "Pricing talk"
    assert window.until.text() == "until 15:50"
    assert window.state.text() == "In session"
    assert window.counts.text() == "2 held  ·  1 pinned  ·  1 being asked"
    assert window.ring.figure == "32"


@pytest.mark.parametrize("kind", ["session", "isolation"])
def test_without_a_topic_its_place_says_until_when_and_nothing_is_said_twice(window: SessionWindow, kind: str) -> None:
    window.show_screen(samples.screen(session=samples.session(kind=kind, topic=None)), WORDS)
    window.show()
    assert (window.topic.text(), window.until.isVisible()) == ("Until 15:50", False)
    window.show_screen(samples.screen(session=samples.session(kind=kind, topic=None, until="")), WORDS)
    assert window.topic.text() == WORDS.code("kind", kind)
    window.show_screen(samples.screen(), WORDS)
    assert (window.topic.text(), window.until.text(), window.until.isVisible()) == ("Pricing talk", "until 15:50", True)


def test_a_topic_of_two_lines_makes_the_window_no_taller(window: SessionWindow) -> None:
    window.show_screen(samples.screen(), WORDS)
    window.show()
    before = window.height()
    window.show_screen(samples.screen(session=samples.session(topic=Private("Quarterly review of prices"))), WORDS)
    assert len(hands.lines_of(window.topic, window.topic.width())) == 2
    assert not hands.lines_of(window.topic, window.topic.width())[-1].endswith("…")
    assert window.height() == before


def test_the_clock_goes_on_by_itself_only_while_the_window_shows(
    window: SessionWindow, ticks: Ticks, qtbot: QtBot
) -> None:
    window.show_screen(samples.screen(), WORDS)
    assert not window.beat.isActive()
    window.show()
    assert window.beat.isActive()
    ticks.now += 600
    window.beat.timeout.emit()
    assert window.ring.figure == "22"
    window.hide()
    assert not window.beat.isActive()


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"elapsed_seconds": 2750.0}, "Wrap up"),
        ({"state": "paused"}, "Stepped out"),
        ({"kind": "isolation"}, "Isolation"),
    ],
)
def test_the_state_is_told_in_words(window: SessionWindow, changes: dict[str, object], state: str) -> None:
    window.show_screen(samples.screen(session=samples.session(**changes)), WORDS)
    assert window.state.text() == state


def test_end_asks_for_a_second_press_within_five_seconds(window: SessionWindow, asked: Asked, qtbot: QtBot) -> None:
    window.show_screen(samples.screen(), WORDS)
    window.show()
    window.end.click()
    assert asked.calls == []
    assert window.end.words() == "End: press again"
    assert window.armed.interval() == 5000
    window.armed.timeout.emit()
    window.armed.stop()
    window._rename_end()
    assert window.end.words() == "End"
    window.end.click()
    assert asked.calls == []
    window.end.click()
    assert asked.calls == [("end", ())]
    assert window.end.words() == "End"


@pytest.mark.parametrize("language", ["en", "es", "xx"])
@pytest.mark.parametrize("state", ["running", "paused"])
def test_the_second_press_of_the_end_is_made_where_the_first_one_was(
    window: SessionWindow, asked: Asked, qtbot: QtBot, language: str, state: str
) -> None:
    words = translator(language)
    window.show_screen(samples.screen(session=samples.session(state=state), language=language), words)
    window.show()
    before = window.end.mapTo(window, window.end.rect().center())
    window.end.click()
    window.show_screen(samples.screen(session=samples.session(state=state), language=language), words)  # meanwhile
    assert window.childAt(before) is window.end
    window.armed.stop()
    window._rename_end()
    assert window.step.isVisible()
    assert window.pin.isVisible()


@pytest.mark.parametrize("language", ["en", "es", "xx"])
def test_the_second_press_of_no_is_made_where_the_first_one_was(window: SessionWindow, language: str) -> None:
    window.show_screen(samples.screen(session=samples.session(doubted=True)), translator(language))
    window.show()
    before = window.no.mapTo(window, window.no.rect().center())
    window.no.click()
    assert window.childAt(before) is window.no


def test_a_new_session_does_not_inherit_the_first_press(window: SessionWindow, asked: Asked) -> None:
    window.show_screen(samples.screen(), WORDS)
    window.end.click()
    window.show_screen(samples.screen(session=samples.session(id="s2")), WORDS)
    window.end.click()
    assert asked.calls == []


def test_step_out_and_resume_are_one_button(window: SessionWindow, asked: Asked) -> None:
    window.show_screen(samples.screen(), WORDS)
    assert window.step.words() == "Step out"
    window.step.click()
    window.show_screen(samples.screen(session=samples.session(state="paused")), WORDS)
    assert window.step.words() == "Resume"
    window.step.click()
    assert asked.names() == ["pause", "resume"]


def test_small_is_the_ring_alone_and_grows_while_something_must_be_read(window: SessionWindow) -> None:
    window.show_screen(samples.screen(), WORDS)
    window.want_size("S")
    window.show()
    card = window.width() - 2 * window.margin
    small: tuple[str, int, int] = ("S", 108, 108)
    assert (window.size_now, card, window.height() - 2 * window.margin) == small
    assert not window.pin.isVisible()
    for changes in (
        {"card": samples.card()},
        {"strip": samples.STRIP},
        {"recap": samples.RECAP},
        {"trouble": ("disk_full",)},
        {"refused": "nothing_to_undo"},
    ):
        window.show_screen(samples.screen(**changes), WORDS)
        sizes = [window.size_now]
        assert window.pin.isVisible()
        window.show_screen(samples.screen(), WORDS)
        sizes.append(window.size_now)
        assert sizes == ["M", "S"]


def test_what_was_refused_is_said_before_what_fails(window: SessionWindow) -> None:
    window.show_screen(samples.screen(refused="log_stands", trouble=("disk_full",)), WORDS)
    refusal = WORDS.code("refusal", "log_stands")
    assert window.trouble.text().startswith(refusal)
    assert len(window.trouble.text()) > len(refusal)


def test_double_click_changes_the_size(window: SessionWindow, qtbot: QtBot) -> None:
    window.show_screen(samples.screen(), WORDS)
    window.show()
    with qtbot.waitSignal(window.size_chosen):
        hands.double_click(window, QPoint(40, 40))
    assert window.size_wanted == "S"


def test_making_room_for_a_card_does_not_move_the_window_for_good(window: SessionWindow) -> None:
    window.show_screen(samples.screen(), WORDS)
    window.want_size("S")
    screen = window.screen().availableGeometry()
    window.home = QPoint(screen.right() - 107, screen.bottom() - 107)
    window.put_corner(window.home)
    window.show()
    before = window.card_corner()
    window.show_screen(samples.screen(card=samples.card()), WORDS)
    inside = window.geometry().adjusted(window.margin, window.margin, -window.margin, -window.margin)
    assert screen.contains(inside)
    assert window.card_corner() != before
    window.show_screen(samples.screen(), WORDS)
    assert window.card_corner() == before


def test_dragging_tells_the_place(window: SessionWindow, qtbot: QtBot) -> None:
    places: list[QPoint] = []
    window.moved = places.append
    window.show_screen(samples.screen(), WORDS)
    window.move(100, 100)
    window.show()
    hands.drag(window, QPoint(30, 30), QPoint(80, 60))
    assert places == [window.card_corner()]
    assert window.home == places[0]


def test_a_doubted_session_asks_and_the_answers_go_out(window: SessionWindow, asked: Asked) -> None:
    window.show_screen(samples.screen(session=samples.session(doubted=True)), WORDS)
    window.show()
    assert window.question.isVisible()
    window.yes.click()
    window.no.click()
    window.no.click()
    assert asked.names() == ["confirm", "end"]


def test_what_is_not_covered_is_said_at_the_start_and_on_demand(window: SessionWindow, ticks: Ticks) -> None:
    fresh = samples.session(elapsed_seconds=1.0)
    window.show_screen(samples.screen(session=fresh, page_on_this_machine_only=True), WORDS)
    window.show()
    line = window.coverage.text()
    assert "Can be asked: Ana Lindqvist." in line
    assert "calls, and apps with popups or sounds of their own" in line
    assert "this computer only" in line
    assert window.coverage.isVisible()
    ticks.now += 100
    window.beat.timeout.emit()
    assert not window.coverage.isVisible()
    window.status.click()
    assert window.coverage.isVisible()


def test_with_nobody_in_any_step_nobody_is_set_up_and_nothing_is_handed_back(window: SessionWindow) -> None:
    never = replace(samples.ANA, reachable=False, in_a_step=False)
    for people, said, back in (
        ((never,), "Nobody is set up to be asked.", False),
        ((never, samples.TOM), "Nobody can be asked now.", True),
    ):
        window.show_screen(samples.screen(responders=people, card=samples.card()), WORDS)
        assert window.coverage.text().startswith(said)
        assert window.card.back.isHidden() is not back


def test_with_many_people_there_is_still_room_for_what_is_not_covered(window: SessionWindow) -> None:
    people = tuple(replace(samples.ANA, id=f"r{n}", name=f"Somebody With A Long Name {n}") for n in range(7))
    window.show_screen(samples.screen(session=samples.session(elapsed_seconds=10.0), responders=people), WORDS)
    window.show()
    line = window.coverage.text()
    assert "Somebody With A Long Name 3 and 3 more." in line
    assert line.endswith(
        "Not covered: phone, calls, and apps with popups or sounds of their own, such as Zoom and Teams."
    )
    assert not hands.lines_of(window.coverage, window.coverage.width())[-1].endswith("…")


def test_a_rule_that_ends_soon_is_told_when_a_session_has_just_begun(window: SessionWindow, ticks: Ticks) -> None:
    fresh = samples.session(elapsed_seconds=1.0)
    window.show_screen(samples.screen(session=fresh, ending=samples.ENDING), WORDS)
    window.show()
    assert "The rule “school” lets through until 2026-12-06 only." in window.coverage.text()
    assert "The rule “alarm” ended and lets nothing through any more." in window.coverage.text()
    assert window.coverage.isVisible()
    ticks.now += 100
    window.beat.timeout.emit()
    assert not window.coverage.isVisible()


def test_a_desktop_that_is_not_silent_is_said_all_the_time(window: SessionWindow) -> None:
    window.show_screen(samples.screen(quiet="not_silent", quiet_why="no_server"), WORDS)
    window.show()
    assert window.status.text() == "Not silent"
    assert window.coverage.isVisible()
    assert "not silent: no notification server is running." in window.coverage.text()


def test_every_part_has_a_name_for_screen_readers(window: SessionWindow) -> None:
    window.show_screen(samples.screen(card=samples.card(), strip=samples.STRIP, recap=samples.RECAP), WORDS)
    window.show()
    nameless = [child for child in window.findChildren(QPushButton) if child.isVisible() and not child.accessibleName()]
    assert nameless == []
    assert window.ring.accessibleName()


def test_a_private_topic_is_plain_text_and_never_in_the_title(window: SessionWindow) -> None:
    window.show_screen(samples.screen(session=samples.session(topic=Private("<h1>x</h1>"))), WORDS)
    assert window.topic.textFormat() == Qt.TextFormat.PlainText
    assert window.windowTitle() == "Holdspace"


def test_one_accent_at_a_time(window: SessionWindow) -> None:
    def primaries(screen: Screen) -> list[str]:
        window.show_screen(screen, WORDS)
        window.show()
        from holdspace.ui.buttons import Button

        return [b.words() for b in window.findChildren(Button) if b.isVisible() and b.look == "primary"]

    assert primaries(samples.screen()) == ["Pin it"]
    assert primaries(samples.screen(card=samples.card())) == ["Step out"]
    assert primaries(samples.screen(session=samples.session(state="paused"))) == ["Resume"]
    assert primaries(samples.screen(session=samples.session(doubted=True))) == ["Yes, still in session"]


def test_the_clock_of_a_screen_without_a_session_changes_nothing(window: SessionWindow) -> None:
    window.show_screen(samples.screen(), WORDS)
    window.show_screen(replace(samples.screen(), session=None), WORDS)
    assert window.topic.text() == "Pricing talk"
