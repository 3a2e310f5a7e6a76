import pytest
from pytestqt.qtbot import QtBot
from typing_extensions import override

from holdspace.ui.ring import Ring, turn_of
from holdspace.words import translator

WORDS = translator("en")


@pytest.mark.parametrize(
    ("left", "figure"),
    [
        (3000.0, "50"),
        (1921.0, "33"),
        (1920.0, "32"),
        (61.0, "2"),
        (60.0, "1"),
        (0.5, "1"),
        (0.0, "+0"),
        (-59.0, "+0"),
        (-190.0, "+3"),
    ],
)
def test_the_ring_tells_minutes_and_counts_on_after_the_end(qtbot: QtBot, left: float, figure: str) -> None:
    ring = Ring()
    qtbot.addWidget(ring)
    ring.show_time(left, 3000, WORDS, hollow=False)
    assert ring.figure == figure


@pytest.mark.parametrize(
    ("left", "turn"), [(601.0, "calm"), (600.0, "ten"), (301.0, "ten"), (300.0, "five"), (1.0, "five"), (0.0, "over")]
)
def test_it_turns_at_ten_and_at_five_minutes(left: float, turn: str) -> None:
    assert turn_of(left) == turn


def test_the_stroke_gains_weight_with_each_turn(qtbot: QtBot) -> None:
    ring = Ring()
    qtbot.addWidget(ring)
    weights = []
    for left in (900.0, 599.0, 299.0):
        ring.show_time(left, 3000, WORDS, hollow=False)
        weights.append(ring.stroke)
    assert weights == sorted(set(weights))


def test_a_screen_reader_hears_whole_words(qtbot: QtBot) -> None:
    ring = Ring()
    qtbot.addWidget(ring)
    ring.show_time(60.0, 3000, WORDS, hollow=False)
    assert ring.accessibleDescription() == "1 minute left"
    ring.show_time(-200.0, 3000, WORDS, hollow=False)
    assert ring.accessibleDescription() == "3 minutes over"


def test_a_second_that_changes_nothing_visible_asks_for_no_repaint(qtbot: QtBot) -> None:
    class Counting(Ring):
        painted = 0

        @override
        def update(self) -> None:  # type: ignore[override]
            Counting.painted += 1

    ring = Counting()
    qtbot.addWidget(ring)
    ring.show_time(30_000.0, 36_000, WORDS, hollow=False)
    before = Counting.painted
    for second in range(20):
        ring.show_time(30_000.0 - second * 0.5, 36_000, WORDS, hollow=False)
    assert Counting.painted - before <= 1


def test_stepped_out_looks_different(qtbot: QtBot) -> None:
    from holdspace.ui.theme import LIGHT

    ring = Ring()
    qtbot.addWidget(ring)
    ring.apply_theme(LIGHT)
    ring.show_time(900.0, 3000, WORDS, hollow=False)
    full = ring.grab().toImage()
    ring.show_time(900.0, 3000, WORDS, hollow=True)
    assert ring.grab().toImage() != full
