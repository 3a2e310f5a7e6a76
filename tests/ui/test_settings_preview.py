"""While a rule is edited, the settings window tells what it would have done to what arrived in the last 14 days."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from holdspace.ui.say_preview import line, remarks
from holdspace.ui.settings.views import PreviewView
from holdspace.ui.settings.window import SettingsWindow
from tests.ui import hands
from tests.ui.settings_opened import WORDS, Open, open_, tab_to
from tests.ui.settings_samples import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

__all__ = ["open_"]


def told(qtbot: QtBot, window: SettingsWindow, desk: Desk) -> str:
    """What the preview says once it is known."""

    def known() -> bool:
        desk.loop.pass_by()
        return window.rules.preview.view is not None

    qtbot.waitUntil(known)
    return window.rules.preview.line.text()


def at_rules(open_: Open, desk: Desk, number: int = 0) -> SettingsWindow:
    window = open_(desk)
    window.go_to_page(window.rules)
    window.rules.go_to(("rules", number))
    return window


def test_a_rule_tells_what_it_would_have_done(open_: Open, qtbot: QtBot) -> None:
    desk = Desk()
    window = at_rules(open_, desk)
    assert window.rules.preview.line.text() == "Looking at the last 14 days…"
    assert told(qtbot, window, desk) == (
        "In the last 14 days this would have: let through 2, asked about 1; 2 would change"
    )


def test_every_change_is_followed_when_nobody_types_any_more(open_: Open, qtbot: QtBot) -> None:
    desk = Desk()
    window = at_rules(open_, desk, 1)
    assert "asked about 1" in told(qtbot, window, desk)
    window.rules.preview.view = None
    form = window.rules.form
    form.by_text.lines.setFocus()
    QTest.keyClicks(form.by_text.lines, "x")
    assert window.rules.preview.view is None, "not on a key"
    assert told(qtbot, window, desk) == "In the last 14 days this would have caught nothing."


def test_another_rule_shows_nothing_of_the_one_before(open_: Open, qtbot: QtBot) -> None:
    desk = Desk()
    window = at_rules(open_, desk)
    told(qtbot, window, desk)
    window.rules.go_to(("rules", 2))
    assert window.rules.preview.view is None
    assert window.rules.preview.list.entries_.rowCount() == 0
    assert "only counted 1" in told(qtbot, window, desk)


def test_what_no_rule_speaks_of_is_previewed_too(open_: Open, qtbot: QtBot) -> None:
    desk = Desk()
    window = at_rules(open_, desk)
    window.rules.go_to(("gate",))
    assert "caught nothing" in told(qtbot, window, desk)


def test_a_draft_that_is_wrong_elsewhere_cannot_be_judged_and_says_so(open_: Open, qtbot: QtBot) -> None:
    desk = Desk()
    window = at_rules(open_, desk)
    window.draft.put(("responders", 0, "time_zone"), "Moon")
    assert told(qtbot, window, desk) == "What it would have done shows once nothing is wrong."


def test_what_it_would_have_caught_opens_and_closes_by_the_keys(open_: Open, qtbot: QtBot) -> None:
    desk = Desk()
    window = at_rules(open_, desk)
    told(qtbot, window, desk)
    panel = window.rules.preview
    tab_to(panel.show_them)
    hands.key(Qt.Key.Key_Space)
    qtbot.waitUntil(panel.list.hasFocus)
    assert not window.rules.forms.isVisible()
    spoken = [panel.list.entries_.index(n).data() for n in range(panel.list.entries_.rowCount())]
    assert spoken[0] == "2026-01-03"
    assert "School office: Missed call, held → asked about, Phone" in spoken[1]
    assert any("let through, and now too" in one for one in spoken)
    assert panel.show_them.text() == "Back to the rule"
    tab_to(panel.show_them)
    hands.key(Qt.Key.Key_Space)
    assert window.rules.forms.isVisible()
    assert not panel.list.isVisible()


def test_while_a_session_runs_what_arrived_is_counted_and_nobody_is_named(open_: Open, qtbot: QtBot) -> None:
    desk = Desk()
    window = at_rules(open_, desk)
    told(qtbot, window, desk)
    window.rules.preview.show_them.click()
    desk.engine.state.session = object()
    window.hide()
    window.open_at(WORDS)
    assert window.rules.preview.list.entries_.rowCount() == 0
    assert not window.rules.preview.list.isVisible()
    assert "let through 2" in told(qtbot, window, desk)
    assert window.rules.preview.list.entries_.rowCount() == 0
    assert not window.rules.preview.row.isVisible()
    assert window.rules.preview.remarks.text().endswith("Names and words show after the session.")


def test_nothing_is_judged_while_another_page_shows(open_: Open, qtbot: QtBot) -> None:
    desk = Desk()
    window = open_(desk)
    asked: list[object] = []
    window.rules.door = replace(window.rules.door, preview=lambda *args: asked.append(args))
    window.rules._ask()
    assert asked == []
    window.go_to_page(window.rules)
    window.rules._ask()
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (PreviewView(state="told"), "Nothing arrived in the last 14 days."),
        (PreviewView(state="told", seen=3), "In the last 14 days this would have caught nothing."),
        (PreviewView(state="unreadable", why="disk_full"), WORDS.code("refusal", "disk_full")),
        (
            PreviewView(state="told", seen=9, total=4, hold=3, noise=1),
            "In the last 14 days this would have: held 3, only counted 1; nothing would change",
        ),
    ],
)
def test_a_preview_is_told_in_one_line(view: PreviewView, said: str) -> None:
    assert line(WORDS, view) == said


def test_what_the_numbers_leave_out_is_said() -> None:
    view = PreviewView(state="told", seen=9, passed=2, untold=1)
    assert remarks(WORDS, view) == (
        "2 that this rule caught then it would catch no more. 1 can no longer be judged by words: they are forgotten."
    )
    assert remarks(WORDS, replace(view, passed=0, untold=0)) == ""
