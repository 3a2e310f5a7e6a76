"""The large window: what it shows more than the others, and that it still fits."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from holdspace.private import Private
from holdspace.ui.mark_list import MOST
from holdspace.ui.place import Size
from holdspace.ui.session_window import SessionWindow
from holdspace.ui.theme import LIGHT
from holdspace.words import translator
from tests.ui import hands, samples
from tests.ui.samples import Asked, Ticks
from tests.ui.test_session_window import said

WORDS = translator("en")


@pytest.fixture
def window(qtbot: QtBot, asked: Asked, ticks: Ticks) -> SessionWindow:
    made = SessionWindow(asked.gestures, ticks, composited=True)
    qtbot.addWidget(made)
    made.apply_theme(LIGHT)
    made.show_screen(samples.large(), WORDS)
    made.want_size("L")
    made.show()
    return made


def shown(window: SessionWindow) -> list[str]:
    """The marks that can be seen."""
    return [row.text for row in window.large.marks.rows if row.isVisible()]


def test_large_shows_note_marks_initials_and_who_is_asked(window: SessionWindow) -> None:
    assert window.large.note.toPlainText() == samples.NOTE.reveal()
    assert shown(window) == [
        "Phase two price  ·  the budget is fixed until spring  ·  → offer B with the smaller scope",
        "Lock-in",
        "Opening",
    ]
    assert window.until.text() == "until 15:50  ·  MR"
    assert window.counts_below.text() == (
        "3 held  ·  1 pinned  ·  1 with Ana Lindqvist until 15:12, then the executive"
    )


@pytest.mark.parametrize("size", ["S", "M"])
def test_nothing_of_it_is_on_small_and_medium(window: SessionWindow, size: Size) -> None:
    window.want_size(size)
    window.show_screen(samples.large(), WORDS)
    assert not window.large.isVisible()
    for private in ("MR", "lock-in", "budget", "until 15:12"):
        assert private not in said(window)


def test_each_size_has_the_ways_that_lead_from_it(window: SessionWindow, qtbot: QtBot) -> None:
    def ways() -> tuple[str, bool, bool]:
        return window.size_now, window.larger_button.isVisible(), window.smaller_button.isVisible()

    assert ways() == ("L", False, True)
    with qtbot.waitSignal(window.size_chosen):
        window.smaller_button.click()
    assert ways() == ("M", True, True)
    with qtbot.waitSignal(window.size_chosen):
        window.larger_button.click()
    assert ways() == ("L", False, True)
    sizes = []
    for _ in range(3):
        hands.double_click(window, QPoint(40, 40))
        sizes.append(window.size_wanted)
    assert sizes == ["M", "S", "M"]


def test_plus_and_minus_change_the_size_while_the_keyboard_is_here_and_are_written_in_the_note(
    window: SessionWindow,
) -> None:
    sizes = []
    for key in (Qt.Key.Key_Minus, Qt.Key.Key_Plus):
        hands.key(key, window)
        sizes.append(window.size_wanted)
    window.open_note()
    hands.write("+-", window.large.note)
    sizes.append(window.size_wanted)
    assert sizes == ["M", "L", "L"]
    assert window.large.note.toPlainText().endswith("+-")


def test_a_button_that_had_the_keyboard_has_it_no_longer_once_it_is_given_back(
    window: SessionWindow, asked: Asked
) -> None:
    window.open_note()
    window.end.setFocus()
    hands.key(Qt.Key.Key_Escape, window.end)
    assert window.focusWidget() is None
    for _ in range(2):
        hands.key(Qt.Key.Key_Space, window)  # where nobody else takes the keys they come to the window
    assert asked.names() == []


def test_where_we_left_off_is_as_tall_the_first_time_as_every_other(window: SessionWindow) -> None:
    recap = replace(samples.RECAP, last_point=None, next_step=None)
    tall = []
    for shown_ in (None, recap, None, recap):
        window.show_screen(samples.large(recap=shown_), WORDS)
        tall.append(window.height())
    assert (tall[0], tall[1]) == (tall[2], tall[3])


def test_it_grows_in_place_and_stays_on_the_screen(window: SessionWindow) -> None:
    area = window.screen().availableGeometry()
    window.want_size("S")
    window.home = QPoint(area.right() - 107, area.bottom() - 107)
    window.refit()
    assert window.card_corner() == window.home
    window.larger()
    window.larger()
    inside = window.geometry().adjusted(window.margin, window.margin, -window.margin, -window.margin)
    assert area.contains(inside)
    window.smaller()
    window.smaller()
    assert window.card_corner() == window.home


def test_where_the_screen_is_low_fewer_marks_show_and_the_rest_is_counted(window: SessionWindow) -> None:
    silent = {"quiet": "not_silent", "quiet_why": "no_server"}
    room = window.screen().availableGeometry().height()
    window.show_screen(samples.overfull(), WORDS)
    assert (len(shown(window)), window.large.marks.more.text()) == (MOST, "+26 earlier")
    window.show_screen(samples.overfull(card=samples.card(), **silent), WORDS)
    assert window.height() - 2 * window.margin <= room
    left = len(shown(window))
    assert 0 < left < MOST
    assert window.large.marks.more.text() == f"+{30 - left} earlier"
    window.show_screen(samples.overfull(card=samples.card(), recap=samples.RECAP, asked=0, asking=()), WORDS)
    assert window.height() - 2 * window.margin <= room
    assert (shown(window), window.large.note.isVisible()) == ([], True)
    much = {"card": samples.card(), "recap": samples.RECAP, "strip": samples.STRIP}
    window.show_screen(samples.overfull(**much), WORDS)
    assert window.card.isVisible()
    assert not window.large.isVisible()
    window.show_screen(samples.overfull(), WORDS)
    assert len(shown(window)) == MOST


def test_a_mark_is_taken_back_by_its_own_button(window: SessionWindow, asked: Asked) -> None:
    window.large.marks.rows[1].undo.click()
    assert asked.calls == [("take_back", ("m9",))]


def test_a_mark_is_set_by_the_button_that_says_its_key(window: SessionWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.mark_pressed):
        window.large.set_mark.click()
    assert "Ctrl+Alt+M" in window.large.set_mark.accessibleDescription()


def test_marks_are_read_aloud_whole(window: SessionWindow) -> None:
    assert window.large.marks.rows[0].accessibleName() == (
        "15:17, Phase two price, the budget is fixed until spring, Next step: offer B with the smaller scope"
    )
    assert window.large.note.accessibleName() == "Note"


def test_an_empty_session_invites_to_write_and_shows_no_list(window: SessionWindow) -> None:
    window.show_screen(samples.screen(session=samples.session(id="s2"), held=0, pins=0), WORDS)
    assert window.large.note.toPlainText() == ""
    assert window.large.note.placeholderText() == "A note for yourself, kept as you write"
    assert shown(window) == []
    assert window.large.marks.none.isVisible()
    assert "None yet" in window.large.marks.none.text()
    assert window.counts.text() == ""
    window.show_screen(samples.large(), WORDS)
    assert not window.large.marks.none.isVisible()


def test_where_the_screen_is_low_what_a_mark_is_good_for_is_left_out_first(window: SessionWindow) -> None:
    none = {"session": samples.session(id="s2", note=Private("a note\n" * 3))}
    window.show_screen(samples.screen(**none), WORDS)
    lines = window.large.note.height()
    assert window.large.make_room()
    assert (window.large.marks.isVisible(), window.large.note.height()) == (False, lines)
    assert window.large.make_room()
    assert window.large.note.height() < lines
    assert not window.large.make_room()


def test_the_return_card_and_the_card_show_above_the_note(window: SessionWindow) -> None:
    window.show_screen(samples.large(recap=samples.RECAP, card=samples.card()), WORDS)

    def top(part: QWidget) -> int:
        assert part.isVisible()
        return part.mapTo(window, QPoint(0, 0)).y()

    order = [top(part) for part in (window.buttons, window.card, window.recap, window.large.note, window.foot)]
    assert order == sorted(order)


def test_esc_closes_the_return_card_first_and_then_gives_the_keyboard_back(window: SessionWindow, asked: Asked) -> None:
    window.open_note()
    window.step.setFocus()
    window.show_screen(samples.large(recap=samples.RECAP), WORDS)
    hands.key(Qt.Key.Key_Escape, window)
    assert asked.names() == ["recap_seen"]
    window.show_screen(samples.large(), WORDS)
    lent = [window.keyboard.lent]
    hands.key(Qt.Key.Key_Escape, window)
    lent.append(window.keyboard.lent)
    assert lent == [True, False]


def test_how_the_keyboard_is_given_back_is_said_while_it_is_here(window: SessionWindow) -> None:
    assert not window.large.hint.isVisible()
    window.open_note()
    assert "Enter or Esc" in window.large.hint.text()
    assert window.large.hint.isVisible()
    hands.key(Qt.Key.Key_Escape, window.large.note)
    assert not window.large.hint.isVisible()


def test_a_smaller_window_has_given_the_keyboard_back_and_kept_the_note(window: SessionWindow, asked: Asked) -> None:
    window.open_note()
    hands.write(" And more.", window.large.note)
    window.smaller()
    assert not window.keyboard.lent
    assert asked.calls == [("write", ("s1", Private(samples.NOTE.reveal() + " And more.")))]


def test_what_was_typed_last_is_kept_before_the_session_ends(window: SessionWindow, asked: Asked) -> None:
    hands.write("!", window.large.note)
    window.end.click()
    window.end.click()
    assert asked.names() == ["write", "end"]


def test_a_window_that_is_put_away_has_kept_the_note(window: SessionWindow, asked: Asked) -> None:
    hands.write("!", window.large.note)
    window.hide()
    assert asked.names() == ["write"]


def test_who_has_what_is_told_by_counts_names_and_times(window: SessionWindow) -> None:
    window.show_screen(samples.large(asked=4, asking=samples.ASKING), WORDS)
    assert window.counts_below.text() == (
        "3 held  ·  1 pinned  ·  1 with Ana Lindqvist until 15:12, then the executive"
        "  ·  Tom Bauer has 2, the first until 15:20, then they are asked again  ·  1 more being asked"
    )
    again = replace(samples.ASKING[2], count=3)
    unknown = replace(samples.ASKING[0], until="")
    window.show_screen(samples.screen(held=0, pins=0, asked=4, asking=(again, unknown)), WORDS)
    assert window.counts_below.text() == "3 asked again at 15:21  ·  1 with Ana Lindqvist, then the executive"


def test_three_hundred_cases_are_four_lines(window: SessionWindow) -> None:
    window.show_screen(samples.overfull(), WORDS)
    assert window.counts_below.text().endswith("  ·  30 more being asked")
    assert len(hands.lines_of(window.counts_below, 296)) == 4
