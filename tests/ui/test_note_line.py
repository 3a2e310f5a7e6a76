"""What is typed in the note is handed on without a key for it: soon, whole, and never twice."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from holdspace.private import Private
from holdspace.ui.note_line import AUTOSAVE_MS, LINES, LONGEST, NoteLine
from holdspace.ui.theme import LIGHT
from tests.ui import hands


class Kept:
    """The other end: what was handed on, in order."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def write(self, session: str, text: Private) -> None:
        self.said.append((session, text.reveal()))


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def note(qtbot: QtBot, kept: Kept) -> NoteLine:
    made = NoteLine(kept.write)
    qtbot.addWidget(made)
    made.apply_theme(LIGHT)
    made.setFixedWidth(296)
    made.show_note("s1", None)
    made.show()
    return made


def test_a_key_waits_a_quarter_of_a_second_at_most_and_further_keys_do_not_put_it_off(
    note: NoteLine, kept: Kept
) -> None:
    assert not note.soon.isActive()
    hands.write("t", note)
    assert note.soon.isActive()
    assert (note.soon.interval(), AUTOSAVE_MS) == (250, 250)
    began = note.soon.timerId()
    hands.write("hey fear", note)
    assert note.soon.timerId() == began, "it was begun anew"
    assert kept.said == []
    note.soon.timeout.emit()
    assert kept.said == [("s1", "they fear")]


def test_it_is_kept_without_anything_being_pressed(note: NoteLine, kept: Kept, qtbot: QtBot) -> None:
    hands.write("they fear lock-in", note)
    qtbot.waitUntil(lambda: kept.said == [("s1", "they fear lock-in")])


def test_nothing_is_handed_on_twice(note: NoteLine, kept: Kept) -> None:
    hands.write("once", note)
    note.flush()
    note.flush()
    assert kept.said == [("s1", "once")]
    hands.write(" ", note)
    note.flush()
    assert kept.said == [("s1", "once")], "a space at the end says nothing new"
    assert not note.soon.isActive()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape])
def test_enter_and_esc_keep_and_leave(note: NoteLine, kept: Kept, qtbot: QtBot, key: Qt.Key) -> None:
    hands.write("left", note)
    with qtbot.waitSignal(note.left):
        hands.key(key, note)
    assert kept.said == [("s1", "left")]


def test_shift_and_enter_begin_a_line(note: NoteLine, kept: Kept) -> None:
    hands.write("one", note)
    QTest.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    hands.write("two", note)
    note.flush()
    assert kept.said == [("s1", "one\ntwo")]


def test_leaving_it_by_any_way_keeps_it(note: NoteLine, kept: Kept) -> None:
    note.setFocus()
    hands.write("left by tab", note)
    note.clearFocus()
    assert kept.said == [("s1", "left by tab")]


def test_what_stands_there_is_newer_than_what_is_told(note: NoteLine, kept: Kept) -> None:
    hands.write("newer", note)
    note.show_note("s1", Private("older"))
    assert note.toPlainText() == "newer"


def test_another_session_has_another_note_and_the_first_is_kept_before(note: NoteLine, kept: Kept) -> None:
    hands.write("of the first", note)
    note.show_note("s2", Private("begun before"))
    assert kept.said == [("s1", "of the first")]
    assert note.toPlainText() == "begun before"
    hands.write(" and on", note)
    note.flush()
    assert kept.said[1:] == [("s2", "begun before and on")]
    note.show_note("s3", None)
    assert note.toPlainText() == ""


def test_an_emptied_note_is_kept_as_empty(note: NoteLine, kept: Kept) -> None:
    note.show_note("s2", Private("a slip"))
    note.selectAll()
    hands.key(Qt.Key.Key_Delete, note)
    note.flush()
    assert kept.said == [("s2", "")]


def test_it_grows_with_what_is_written_and_then_scrolls(note: NoteLine, qtbot: QtBot) -> None:
    heights = [note.height()]
    for _ in range(LINES + 3):
        hands.write("a line of words that is about as wide as it is", note)
        QTest.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        heights.append(note.height())
    assert heights == sorted(heights)
    assert heights[0] < heights[1] < heights[-1] == heights[-2]
    with qtbot.waitSignal(note.grown):
        note.clear()
    assert note.height() == heights[0]


def test_a_full_note_takes_no_more_however_it_comes(note: NoteLine, kept: Kept, qtbot: QtBot) -> None:
    note.show_note("s2", Private("x" * (LONGEST - 2)))
    with qtbot.waitSignal(note.filled):
        hands.write("abc", note)
    full = [note.full]
    assert note.toPlainText() == "x" * (LONGEST - 2) + "ab"
    cursor = note.textCursor()
    cursor.setPosition(0)
    note.setTextCursor(cursor)
    pasted = QMimeData()
    pasted.setText("pasted " * 3000)
    note.insertFromMimeData(pasted)
    assert note.toPlainText() == "x" * (LONGEST - 2) + "ab"
    note.moveCursor(note.textCursor().MoveOperation.End)
    hands.key(Qt.Key.Key_Backspace, note)
    full.append(note.full)
    assert full == [True, False]
    note.insertFromMimeData(pasted)
    assert note.toPlainText() == "x" * (LONGEST - 2) + "ap"
    note.flush()
    assert len(kept.said[-1][1]) == LONGEST


def test_what_is_pasted_is_text_without_what_cannot_be_seen(note: NoteLine, kept: Kept) -> None:
    pasted = QMimeData()
    pasted.setHtml("<b>bold</b>")
    pasted.setText("<b>bold</b>\u202e turned\u200b \u00a0 wide\r\nsecond\x07")
    note.insertFromMimeData(pasted)
    note.flush()
    assert kept.said == [("s1", "<b>bold</b> turned wide\nsecond")]
