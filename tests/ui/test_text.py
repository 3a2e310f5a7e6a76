import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from holdspace.ui.fonts import font
from holdspace.ui.text import APART, BREAK, Text, lines_of
from tests.ui import hands


def test_markup_that_others_send_is_shown_as_it_is(qtbot: QtBot) -> None:
    text = Text("text")
    qtbot.addWidget(text)
    text.say("<b>now</b> <img src=x>")
    assert text.textFormat() == Qt.TextFormat.PlainText
    assert text.accessibleName() == "<b>now</b> <img src=x>"


@pytest.mark.parametrize("said", ["short", "a line that is a good deal too long for it " * 9, "🙂" * 200, "x" * 500])
@pytest.mark.parametrize("most", [1, 3])
def test_lines_never_outgrow_their_room(qtbot: QtBot, said: str, most: int) -> None:
    face = font("text")
    lines = lines_of(said, face, 200, most)
    assert 1 <= len(lines) <= most
    assert all(QFontMetrics(face).horizontalAdvance(line) <= 201 for line in lines)


def test_what_does_not_fit_ends_in_an_ellipsis_and_the_rest_stands(qtbot: QtBot) -> None:
    face = font("text")
    assert lines_of("one two", face, 400, 2) == ["one two"]
    assert lines_of("word " * 60, face, 150, 2)[-1].endswith("…")


def test_emoji_before_the_break_do_not_shift_it(qtbot: QtBot) -> None:
    face = font("text")
    said = "🙂🙂 " * 12 + "end"
    assert "".join(lines_of(said, face, 120, 50)).replace(" ", "") == said.replace(" ", "")


@pytest.mark.parametrize("between", [" · ", "  ·  "])
@pytest.mark.parametrize("width", range(60, 340, 14))
def test_no_line_begins_with_the_dot_between_two_things(qtbot: QtBot, between: str, width: int) -> None:
    text = between.join(("3 held", "1 with Ana Lindqvist until 15:12", "a", "then the executive"))
    lines = lines_of(text, font("text"), width, 20)
    assert len(lines) > 1
    assert not [line for line in lines if line.lstrip().startswith("·")]
    assert "".join("".join(lines).split()) == "".join(text.split()), "and nothing is left out"


def test_an_option_is_not_broken_behind_its_dashes(qtbot: QtBot) -> None:
    said = "Hay que usar otro --home para eso"
    for width in range(40, 260, 6):
        lines = lines_of(said, font("text"), width, 20)
        assert not [line for line in lines if line.endswith("--")]


@pytest.mark.parametrize("width", range(90, 340, 10))
def test_a_number_is_not_parted_from_what_it_counts(qtbot: QtBot, width: int) -> None:
    text = "3 things arrived  ·  2 by myself  ·  1 pinned. [12 more] came within 23 minutes"
    lines = lines_of(text, font("text"), width, 20)
    assert len(lines) > 1
    assert not [line for line in lines if line[-1].isdigit()]
    assert "".join("".join(lines).split()) == "".join(text.split()), "and nothing is left out"


def test_what_begins_a_line_on_purpose_stands_off_and_is_heard_without_the_break(qtbot: QtBot) -> None:
    text = Text("text", lines=4)
    qtbot.addWidget(text)
    text.say("one")
    one_line = text.heightForWidth(200)
    text.say(BREAK.join(("one", "two")))
    assert hands.lines_of(text, 200) == ["one", "two"]
    assert text.heightForWidth(200) == 2 * one_line + APART
    assert text.accessibleName() == "one two"
    text.say(BREAK.join(("word " * 20, "two", "three")))
    assert len(hands.lines_of(text, 100)) == 4
    assert hands.lines_of(text, 100)[-1].endswith("…"), "nothing is left out without a word"
    text.say(BREAK.join("abcde"))
    assert hands.lines_of(text, 100) == ["a", "b", "c", "d e"], (
        "where the lines do not suffice, the last takes what is left"
    )
