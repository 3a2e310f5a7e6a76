from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from holdspace.private import Private
from holdspace.ui.digest import DigestWindow, entries
from holdspace.ui.digest_list import INSET, DigestPainter, Entry
from holdspace.ui.followups import FollowUpsWindow
from holdspace.ui.long_list import A_BATCH
from holdspace.ui.theme import DARK, LIGHT
from holdspace.ui.views import DigestGroup, DigestView
from holdspace.words import translator
from holdspace.words_glance import Part
from tests.ui import hands, samples
from tests.ui.samples import Asked

WORDS = translator("en")


@pytest.fixture
def digest(qtbot: QtBot, asked: Asked) -> DigestWindow:
    made = DigestWindow(asked.gestures)
    qtbot.addWidget(made)
    made.apply_theme(LIGHT)
    return made


@pytest.fixture
def followups(qtbot: QtBot, asked: Asked) -> FollowUpsWindow:
    made = FollowUpsWindow(asked.gestures)
    qtbot.addWidget(made)
    made.apply_theme(LIGHT)
    return made


def test_the_promises_are_as_wide_as_the_window_lets_them_and_stand_off_the_bar(followups: FollowUpsWindow) -> None:
    def apart(count: int) -> int:
        rows = tuple(replace(samples.FOLLOWUPS[number % 3], pin=str(number)) for number in range(count))
        followups.close()
        followups.show_rows(rows, WORDS)
        followups.open_focused()
        for _ in range(4):  # the rows, then the bar, then what stands beside it
            QApplication.processEvents()
        first, last = followups.promises[0], followups.close_button
        return last.mapTo(followups, last.rect().topRight()).x() - first.mapTo(followups, first.rect().topRight()).x()

    assert [apart(3), apart(40), apart(3)] == [0, 16, 0]


def test_the_words_of_the_digest_begin_where_its_heading_does(digest: DigestWindow) -> None:
    digest.show_digest(samples.FEW, WORDS)
    digest.open_focused()
    first = digest.list.viewport().mapTo(digest, digest.list.visualRect(digest.model.index(0)).topLeft())
    assert first.x() + INSET == digest.heading.mapTo(digest, digest.heading.rect().topLeft()).x()


def test_at_the_end_of_the_digest_stands_what_the_practitioner_wrote_down(digest: DigestWindow) -> None:
    note = Private("first line\n\n" + "words " * 300 + "\nlast line")
    lines = entries(replace(samples.NOTED, note=note), WORDS)[-6:]
    assert [(line.kind, line.time, line.text) for line in lines[:-1]] == [
        ("heading", "", "Place marks"),
        ("words", "15:02", "Opening"),
        ("words", "15:09", "Lock-in"),
        (
            "words",
            "15:17",
            "Phase two price  ·  the budget is fixed until spring  ·  → offer B with the smaller scope",
        ),
        ("heading", "", "Your note"),
    ]
    assert lines[-1].text == note.reveal()
    assert lines[-1].spoken.startswith("first line, words")
    whole, short = (DigestPainter.height(line, 500) for line in (lines[-1], lines[1]))
    assert whole > 20 * (short - 10), "no line of it is left out"
    digest.show_digest(replace(samples.NOTED, note=note), WORDS)
    digest.open_focused()
    assert not digest.list.grab().isNull()


def test_the_digest_lists_everything_by_person_with_its_one_outcome() -> None:
    lines = entries(samples.FEW, WORDS)
    assert [line.text for line in lines if line.kind == "heading"] == [
        "School office  ·  2 times",
        "Marta Fernandes  ·  2 times",
        "Without a sender  ·  2 times",
    ]
    rows = [line for line in lines if line.kind == "row"]
    assert [row.outcome for row in rows] == [
        "Handled by Ana",
        "Reached you",
        "Deferred, nobody answered",
        "Held",
        "Held",
        "Withdrawn by you",
    ]
    assert rows[2].detail == "Mail  ·  pinned"
    assert rows[4].text == "Door"


def test_what_its_sender_took_back_later_is_told_with_its_outcome() -> None:
    (group, *_) = samples.FEW.groups
    row = replace(group.rows[0], app="Mail", text=Private("hello"), pinned=False, taken_back=True)
    (shown,) = (
        line
        for line in entries(replace(samples.FEW, groups=(replace(group, rows=(row,)),)), WORDS)
        if line.kind == "row"
    )
    assert shown.detail == "Mail  ·  taken back by its sender"


def test_what_nobody_could_name_comes_from_an_unknown_program() -> None:
    (group, *_) = samples.FEW.groups
    row = replace(group.rows[0], app="", unnamed=True)
    for text, told in ((Private("hello"), ("hello", "Unknown program")), (None, ("Unknown program", ""))):
        view = replace(samples.FEW, groups=(replace(group, rows=(replace(row, text=text),)),))
        (shown,) = (line for line in entries(view, WORDS) if line.kind == "row")
        assert (shown.text, shown.detail) == told


STORY = "Eva 15:15 did not answer · Ana 15:17 handled it: confirmed for all three"


def test_the_digest_tells_the_whole_story_of_each_case_to_eye_and_ear(digest: DigestWindow) -> None:
    digest.show_digest(samples.FEW, WORDS)
    digest.open_focused()
    spoken = [str(digest.model.data(digest.model.index(row))) for row in range(digest.model.rowCount())]
    assert [line for line in spoken if line.endswith(STORY)] == [
        f"15:12, Could somebody confirm the trip on Friday?, Handled by Ana, Signal, {STORY}"
    ]
    assert any(line.endswith("15:32 nobody on duty · 15:32 shown to you · 15:34 stepped out for it") for line in spoken)
    assert [line for line in spoken if "Lunch" in line] == ["15:41, Lunch moved to 13:00, Held, Calendar"]


def test_the_story_is_drawn_and_takes_the_room_of_its_lines(digest: DigestWindow) -> None:
    def only(*story: Part) -> DigestView:
        row = replace(samples.row(1), story=story)
        return replace(samples.FEW, groups=(DigestGroup(sender=None, rows=(row,)),), gaps=())

    told = (Part(by="Ana", at="15:17", what="handled"), Part(by="Ana", at="15:17", what="defer"))
    pictures, heights = [], []
    for parts in (told[:1], told[1:], ()):
        digest.show_digest(only(*parts), WORDS)
        pictures.append(digest.grab().toImage())
        heights.append(DigestPainter.height(digest.model.entries[-1], 500))
    assert pictures[0] != pictures[1], "its words are drawn"
    assert heights[0] == heights[1] > heights[2]


def test_of_a_story_that_is_too_long_the_last_part_is_drawn(digest: DigestWindow) -> None:
    """The middle is left out in words; the painter cuts nothing off at the end."""
    story = [Part(by="Alexandra Müller", at=f"15:{number}", what="lease_lapsed") for number in range(10, 60)]

    def drawn() -> QImage:
        row = replace(samples.row(1), story=tuple(story))
        digest.show_digest(replace(samples.FEW, groups=(DigestGroup(sender=None, rows=(row,)),), gaps=()), WORDS)
        return digest.grab().toImage()

    one = drawn()
    story[-1] = replace(story[-1], what="handled")
    assert drawn() != one


def test_a_time_when_nobody_watched_is_said_first() -> None:
    first = entries(samples.FEW, WORDS)[0]
    assert first.kind == "remark"
    assert first.text == "From 15:33 to 15:34 nothing could be seen: the keeper was not running."


@pytest.mark.parametrize("count", [0, 200])
def test_an_empty_and_an_overfull_digest_are_fine(digest: DigestWindow, qtbot: QtBot, count: int) -> None:
    digest.show_digest(samples.many(count) if count else samples.EMPTY, WORDS)
    digest.open_focused()
    qtbot.waitExposed(digest)
    rows = [entry for entry in digest.model.entries if entry.kind == "row"]
    assert len(rows) == count
    assert not digest.grab().isNull()
    assert digest.list.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("count", [3, 200])
def test_each_row_has_the_room_of_its_lines_with_and_without_a_bar(
    digest: DigestWindow, qtbot: QtBot, count: int
) -> None:
    """The bar comes once the heights are known, and makes the rows narrower."""
    rows = tuple(samples.row(number, text=Private("word " * (number % 40))) for number in range(count))
    digest.show_digest(replace(samples.FEW, groups=(DigestGroup(sender=None, rows=rows),), gaps=()), WORDS)
    digest.open_focused()
    qtbot.waitExposed(digest)
    assert digest.list.verticalScrollBar().isVisible() is (count > 100)
    width = digest.list.viewport().width()
    tops = [digest.list.visualRect(digest.model.index(number)).top() for number in range(len(digest.model.entries))]
    for entry, top, following in zip(digest.model.entries, tops, tops[1:], strict=False):
        assert following - top >= DigestPainter.height(entry, width), entry.text


def test_a_digest_of_thousands_is_measured_bit_by_bit_and_its_end_is_one_key_away(
    digest: DigestWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Entry] = []
    height = DigestPainter.height

    def measured(entry: Entry, width: int) -> int:
        asked.append(entry)
        return height(entry, width)

    monkeypatch.setattr(DigestPainter, "height", staticmethod(measured))
    digest.show_digest(samples.many(10 * A_BATCH), WORDS)
    digest.open_focused()
    qtbot.waitUntil(digest.list.hasFocus)
    assert 0 < len(asked) < 9 * A_BATCH
    hands.key(Qt.Key.Key_End, digest.list)
    last = digest.model.index(len(digest.model.entries) - 1)
    assert digest.list.currentIndex() == last
    assert digest.list.visualRect(last).bottom() < digest.list.viewport().height()


def test_what_is_looked_for_in_a_long_digest_is_seen_at_once(digest: DigestWindow, qtbot: QtBot) -> None:
    digest.show_digest(samples.many(10 * A_BATCH), WORDS)
    digest.open_focused()
    qtbot.waitUntil(digest.list.hasFocus)
    far = digest.model.index(9 * A_BATCH)
    digest.list.setCurrentIndex(far)  # as a screen reader does, or letters that are typed
    place = digest.list.visualRect(far)
    assert 0 <= place.top() < place.bottom() < digest.list.viewport().height()


def test_who_reads_far_down_in_a_long_digest_stays_there_when_the_window_is_resized(
    digest: DigestWindow, qtbot: QtBot
) -> None:
    digest.show_digest(samples.many(3 * A_BATCH), WORDS)
    digest.open_focused()
    bar = digest.list.verticalScrollBar()
    last = digest.model.index(len(digest.model.entries) - 1)
    qtbot.waitUntil(lambda: digest.list.visualRect(last).top() > 60 * A_BATCH)
    bar.setValue(bar.maximum())
    there = bar.value()
    digest.resize(digest.width() - 60, digest.height())
    qtbot.waitUntil(lambda: bar.maximum() > there)  # narrower is longer
    assert bar.value() == there


def test_earlier_texts_of_one_matter_stand_under_the_newest_and_are_spoken(digest: DigestWindow) -> None:
    def only(text: str) -> DigestView:
        row = samples.row(1, text=Private(text))
        return replace(samples.FEW, groups=(DigestGroup(sender=None, rows=(row,)),), gaps=())

    one, three = (entries(only(text), WORDS)[-1] for text in ("now", "now\nbefore\nfirst"))
    assert DigestPainter.height(three, 500) == DigestPainter.height(one, 500) + 2 * 18
    assert three.spoken.startswith("15:12, now, before, first, ")
    assert one.spoken.startswith("15:12, now, ")
    pictures = []
    for text in ("now\nbefore\nfirst", "now\nbefore\nother"):
        digest.show_digest(only(text), WORDS)
        pictures.append(digest.grab().toImage())
    assert pictures[0] != pictures[1], "the last line is drawn"


def test_no_session_yet_is_said(digest: DigestWindow) -> None:
    digest.show_digest(samples.FEW, WORDS)
    digest.show_digest(None, WORDS)
    assert digest.heading.text() == "No session yet"
    assert digest.model.rowCount() == 0


def test_the_arrow_keys_walk_the_digest_and_esc_closes_it(digest: DigestWindow, qtbot: QtBot) -> None:
    digest.show_digest(samples.FEW, WORDS)
    digest.open_focused()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is digest.list)
    hands.key(Qt.Key.Key_End, digest.list)
    assert digest.list.currentIndex().row() == digest.model.rowCount() - 1
    spoken = digest.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "15:26, Phone, Withdrawn by you"
    hands.key(Qt.Key.Key_Escape, digest.list)
    assert not digest.isVisible()


def test_windows_with_private_text_have_a_title_that_tells_nothing(
    digest: DigestWindow, followups: FollowUpsWindow
) -> None:
    digest.show_digest(samples.FEW, WORDS)
    followups.show_rows(samples.FOLLOWUPS, WORDS)
    assert (digest.windowTitle(), followups.windowTitle()) == ("Holdspace", "Holdspace")


def test_done_completes_the_promise_and_the_keyboard_stays_in_the_list(
    followups: FollowUpsWindow, asked: Asked, qtbot: QtBot
) -> None:
    followups.show_rows(samples.FOLLOWUPS, WORDS)
    followups.open_focused()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is followups.promises[0].done)
    hands.key(Qt.Key.Key_Space)
    assert asked.calls == [("complete", ("p1",))]
    followups.show_rows(samples.FOLLOWUPS[1:], WORDS)
    assert QApplication.focusWidget() is followups.promises[0].done


def test_tab_goes_through_every_promise(followups: FollowUpsWindow, qtbot: QtBot) -> None:
    followups.show_rows(samples.FOLLOWUPS, WORDS)
    followups.open_focused()
    first, second, third = followups.promises
    qtbot.waitUntil(lambda: QApplication.focusWidget() is first.done)
    for expected in (first.copy, second.done, third.done, third.copy, followups.close_button):
        hands.key(Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected


def test_an_acknowledgement_is_copied_and_said_not_to_be_sent(followups: FollowUpsWindow, asked: Asked) -> None:
    followups.show_rows(samples.FOLLOWUPS, WORDS)
    followups.show()
    first, second, _ = followups.promises
    assert second.copy.isHidden()
    first.copy.click()
    assert samples.FOLLOWUPS[0].draft is not None
    assert QGuiApplication.clipboard().text() == samples.FOLLOWUPS[0].draft.reveal()
    assert (first.copied.isVisible(), first.copied.text()) == (True, "Copied, not sent.")
    assert asked.calls == []


def test_due_is_told_by_shape_and_word(followups: FollowUpsWindow) -> None:
    followups.show_rows(samples.FOLLOWUPS, WORDS)
    assert followups.promises[0].due.text() == "▲ due since 17:00  ·  C2"
    assert followups.promises[1].due.text() == "by tomorrow 10:00"
    assert followups.lead.text() == "3 open promises  ·  1 due"


def test_of_hundreds_of_promises_some_show_and_the_others_at_a_press(followups: FollowUpsWindow, qtbot: QtBot) -> None:
    rows = tuple(replace(samples.FOLLOWUPS[1], pin=f"p{number}") for number in range(303))
    followups.show_rows(rows, WORDS)
    followups.open_focused()
    assert followups.lead.text() == "303 open promises"
    assert (len(followups.promises), followups.more.words()) == (40, "Show more (263)")
    assert followups.pins == {row.pin for row in rows}
    hands.key(Qt.Key.Key_Space, followups.more)
    assert (len(followups.promises), followups.more.words()) == (80, "Show more (223)")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is followups.promises[40].done)
    followups.show_rows(rows[:70], WORDS)
    assert (len(followups.promises), followups.more.isVisible()) == (70, False)
    followups.close()
    followups.show_rows(rows, WORDS)
    assert len(followups.promises) == 40


def test_a_promise_that_is_as_before_keeps_its_row(followups: FollowUpsWindow) -> None:
    followups.show_rows(samples.FOLLOWUPS, WORDS)
    followups.show()
    first, second, third = followups.promises
    third.copy.click()
    later = replace(samples.FOLLOWUPS[1], due="tomorrow 11:00")
    followups.show_rows((later, samples.FOLLOWUPS[2]), WORDS)
    assert followups.promises[1] is third
    assert third.copied.isVisible()
    assert followups.promises[0] not in {first, second}
    assert followups.promises[0].due.text() == "by tomorrow 11:00"
    followups.show_rows(samples.FOLLOWUPS[:1], translator("es"))
    assert followups.promises[0].done.words() == "Hecho"


def test_no_promise_is_said(followups: FollowUpsWindow) -> None:
    followups.show_rows((), WORDS)
    assert followups.lead.text() == "No open promises. What you pin, or nobody answers, waits here."


def test_an_open_sheet_takes_other_colours(digest: DigestWindow, followups: FollowUpsWindow) -> None:
    for sheet in (digest, followups):
        sheet.show()
        sheet.apply_theme(DARK)
        assert sheet.grab().toImage().pixelColor(4, 4).name().upper() == DARK.card
        sheet.apply_theme(LIGHT)
        assert sheet.grab().toImage().pixelColor(4, 4).name().upper() == LIGHT.card
