"""In the digest one calm line tells who comes again and again, with the menu of what can be settled; a line can be copied."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from holdspace.core.returning import Hint
from holdspace.ui.digest import DigestWindow, entries
from holdspace.ui.digest_list import DigestPainter
from holdspace.words import translator
from tests.ui import hands, samples
from tests.ui.samples import Asked
from tests.ui.test_next_time import opened, press

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

WORDS = translator("en")


@pytest.fixture
def digest(qtbot: QtBot, asked: Asked) -> DigestWindow:
    asked.desk.past = samples.AGAIN
    return opened(qtbot, asked)


def hinted(digest: DigestWindow) -> list[tuple[str, str]]:
    """Each hint, and the heading above it."""
    found = digest.model.entries
    return [(found[n - 1].text[:15], entry.text) for n, entry in enumerate(found) if entry.kind == "hint"]


def choose_hint(digest: DigestWindow, interruption: str) -> None:
    found = digest.model.entries
    row = next(n for n, entry in enumerate(found) if entry.kind == "hint" and entry.key == interruption)
    digest.list.setCurrentIndex(digest.model.index(row))


def test_who_comes_again_and_again_is_told_in_their_group_once_it_is_found_out(
    digest: DigestWindow, asked: Asked
) -> None:
    assert hinted(digest) == [], "the digest does not wait for it"
    asked.desk.loop.pass_by()
    assert hinted(digest) == [
        ("marta@example.o", "In 3 of your last 4 sessions. What is to be done next time?"),
        ("Bo Nyström", "In each of your last 4 sessions. What is to be done next time?"),
        ("Somebody with a", "In 3 of your last 4 sessions. What is to be done next time?"),
    ]


def test_whoever_reads_stays_where_they_are(digest: DigestWindow, asked: Asked) -> None:
    last = digest.model.rowCount() - 1
    digest.list.setCurrentIndex(digest.model.index(last))
    asked.desk.loop.pass_by()
    assert digest.list.currentIndex().row() == last + 3
    digest.list.setCurrentIndex(digest.model.index(0))
    digest.panel.changed.emit()
    asked.desk.loop.pass_by()
    assert digest.list.currentIndex().row() == 0


def test_a_digest_that_showed_whole_shows_whole_with_such_lines_too(
    digest: DigestWindow, asked: Asked, qtbot: QtBot
) -> None:
    digest.hide()
    digest.show_digest(replace(samples.JUDGED, groups=samples.JUDGED.groups[-2:]), WORDS)
    digest.open_focused()
    bar = digest.list.verticalScrollBar()
    qtbot.waitUntil(lambda: digest.list.viewport().height() > 0 and bar.maximum() == 0)
    tall = digest.height()
    asked.desk.loop.pass_by()
    assert len(hinted(digest)) == 2
    qtbot.waitUntil(lambda: digest.height() > tall)
    assert bar.maximum() == 0
    tall = digest.height()
    digest._hinted(())
    digest._hinted((Hint(interruption="past 7", sessions=3, of=3),))
    assert digest.height() == tall, "there is room for them already"
    digest.resize(digest.width(), tall - 90)
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    digest._hinted(())
    assert digest.height() == tall - 90, "whoever made it lower wanted that"


def test_the_line_opens_the_menu_by_the_keys_and_goes_once_it_is_settled(
    digest: DigestWindow, asked: Asked, qtbot: QtBot
) -> None:
    asked.desk.loop.pass_by()
    choose_hint(digest, "past 7")
    hands.key(Qt.Key.Key_Return, digest.list)
    qtbot.waitUntil(digest.menu.isVisible)
    press(digest, 1, qtbot)
    assert digest.panel.line.text() == "From now on whatever Bo Nyström sends in Chat is asked about."
    digest.panel.press_settle()
    asked.desk.loop.pass_by()
    assert [name for name, _ in hinted(digest)] == ["marta@example.o", "Somebody with a"]
    chosen = digest.model.entries[digest.list.currentIndex().row()]
    assert (chosen.kind, chosen.key) == ("row", "past 7"), "where the line was, the thing itself"
    digest.panel.press_undo()
    asked.desk.loop.pass_by()
    assert len(hinted(digest)) == 3


def test_a_heading_with_such_a_line_opens_its_menu(digest: DigestWindow, asked: Asked, qtbot: QtBot) -> None:
    asked.desk.loop.pass_by()
    choose_hint(digest, "past 7")
    digest.list.setCurrentIndex(digest.model.index(digest.list.currentIndex().row() - 1))
    hands.key(Qt.Key.Key_Return, digest.list)
    qtbot.waitUntil(digest.menu.isVisible)
    digest.menu.close()


def test_a_line_about_when_one_answers_is_copied_read_and_not_sent(
    digest: DigestWindow, asked: Asked, qtbot: QtBot
) -> None:
    asked.desk.loop.pass_by()
    QGuiApplication.clipboard().setText("something else")
    choose_hint(digest, "past 7")
    hands.key(Qt.Key.Key_Return, digest.list)
    qtbot.waitUntil(digest.menu.isVisible)
    hands.key(Qt.Key.Key_Up, digest.menu)
    hands.key(Qt.Key.Key_Return, digest.menu)
    qtbot.waitUntil(digest.panel.isVisible)
    said = "I am often in sessions and answer in between. If it cannot wait, please write to Ana Lindqvist."
    assert QGuiApplication.clipboard().text() == said
    assert (digest.panel.line.text(), digest.panel.preview.text()) == (said, "Copied, not sent.")
    assert not digest.panel.settle.isVisible()
    assert not digest.panel.undo.isVisible()
    assert asked.desk.adopted == [], "nothing is settled by it"
    qtbot.waitUntil(digest.panel.leave.hasFocus)
    hands.key(Qt.Key.Key_Escape, digest.panel.leave)
    assert not digest.panel.isVisible()
    assert digest.isVisible()


def test_after_a_line_was_copied_something_can_be_settled_all_the_same(
    digest: DigestWindow, asked: Asked, qtbot: QtBot
) -> None:
    matter = asked.gestures.next_time().matter("past 7")
    assert matter is not None
    digest.panel.copied(matter, WORDS)
    digest.panel.ask(matter, "ask", None, WORDS)
    assert digest.panel.settle.isVisible()
    digest.panel.copied(replace(matter, boundary=None), WORDS)
    assert digest.panel.settle.isVisible(), "there was nothing to copy"


def test_a_hint_of_what_is_not_in_the_digest_is_not_told() -> None:
    found = entries(samples.JUDGED, WORDS, (Hint(interruption="gone", sessions=3, of=5),))
    assert [entry.kind for entry in found].count("hint") == 0
    in_session = replace(
        samples.JUDGED,
        groups=tuple(
            replace(group, rows=tuple(replace(row, judged=False) for row in group.rows))
            for group in samples.JUDGED.groups
        ),
    )
    hint = Hint(interruption="past 7", sessions=3, of=5)
    assert [entry.kind for entry in entries(in_session, WORDS, (hint,))].count("hint") == 0
    (one,) = [entry for entry in entries(samples.JUDGED, WORDS, (hint,)) if entry.kind == "hint"]
    assert DigestPainter.height(one, 200) > DigestPainter.height(one, 600)
