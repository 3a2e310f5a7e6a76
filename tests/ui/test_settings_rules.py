"""Rules in the settings window: written, moved, renewed and told when they end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from holdspace.core.policy import Match, Rule
from holdspace.ui.settings.window import SettingsWindow
from tests.ui import hands
from tests.ui import settings_samples as samples
from tests.ui.settings_opened import Open, open_, save, tab_to
from tests.ui.settings_samples import Desk

if TYPE_CHECKING:
    pass


__all__ = ["open_"]


def mark_of(window: SettingsWindow, rule: int) -> str:
    """The mark of a rule in the list."""
    return window.rules.list.rows.rows[rule].mark


def test_a_rule_is_added_moved_and_removed_by_keyboard_alone(open_: Open) -> None:
    desk = Desk()
    window = open_(desk)
    hands.key(Qt.Key.Key_Down)
    hands.key(Qt.Key.Key_Down)
    assert window.page is window.rules
    tab_to(window.rules.list)
    hands.key(Qt.Key.Key_Down)
    tab_to(window.rules.add)
    hands.key(Qt.Key.Key_Space)
    hands.write("courier")
    tab_to(window.rules.form.by_sender.lines)
    hands.write("Courier")
    hands.key(Qt.Key.Key_Return)
    hands.write("Parcel")
    window.rules.list.setFocus()
    QTest.keyClick(window.rules.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    hands.key(Qt.Key.Key_Down, window.rules.list)
    hands.key(Qt.Key.Key_Delete, window.rules.list)
    save()
    names = [rule.name for rule in desk.adopted[-1].rules]
    assert names == ["courier", "outage", "newsletters", "messages from people"]
    assert desk.adopted[-1].rules[0] == Rule(name="courier", match=Match(sender=("Courier", "Parcel")), verdict="hold")


def test_a_rule_that_looks_at_nothing_is_told_at_its_heading(open_: Open) -> None:
    window = open_(Desk())
    window.go_to_page(window.rules)
    window.rules.go_to(("rules", 2))
    window.rules.form.by_text.lines.setPlainText("")
    window.check()
    assert window.rules.form.match.told == "▲ Must not be empty"


def test_what_is_let_through_is_renewed_by_one_press(open_: Open) -> None:
    desk = Desk()
    window = open_(desk)
    window.go_to_page(window.rules)
    form = window.rules.form
    assert form.days.text() == "9 days left"
    assert "1 rule that lets through ends soon" in window.rules.lead.text()
    assert mark_of(window, 0) == "soon"
    tab_to(form.renewals[-1])
    hands.key(Qt.Key.Key_Space)
    assert form.days.text() == "90 days left"
    window.check()
    assert mark_of(window, 0) == ""
    save()
    assert desk.adopted[-1].rules[0].until == samples.TODAY + timedelta(days=90)


@pytest.mark.parametrize(("pressed", "days"), [(0, 0), (1, 7), (2, 30)])
def test_an_end_is_chosen_by_one_press(open_: Open, pressed: int, days: int) -> None:
    window = open_(Desk())
    window.go_to_page(window.rules)
    window.rules.form.renewals[pressed].click()
    assert window.draft.get(("rules", 0, "until")) == samples.day(days).isoformat()


def test_what_has_ended_is_told_in_its_row_and_stays_until_somebody_removes_it(open_: Open) -> None:
    ended = replace(samples.POLICY.rules[1], until=samples.day(-1))
    window = open_(Desk(replace(samples.POLICY, rules=(ended, replace(ended, name="today", until=samples.day(0))))))
    window.go_to_page(window.rules)
    details = [row.detail for row in window.rules.list.rows.rows]
    assert "has ended" in details[0]
    assert "has ended" not in details[1]


def test_persons_apps_and_kinds_of_block_are_edited_by_the_keys(open_: Open) -> None:
    desk = Desk()
    window = open_(desk)
    window.go_to_page(window.rules)
    window.rules.go_to(("rules", 3))
    form = window.rules.form
    form.person.lines.setFocus()
    QTest.keyClicks(form.person.lines, "Marta Fernandes")
    tab_to(form.app_is.lines)
    QTest.keyClicks(form.app_is.lines, "Signal")
    tab_to(form.kinds.ticks["attention"])
    hands.key(Qt.Key.Key_Space)
    save()
    assert desk.adopted[-1].rules[3].match.person == ("Marta Fernandes",)
    assert desk.adopted[-1].rules[3].match.app_is == ("Signal",)
    assert desk.adopted[-1].rules[3].kinds == ("attention",)


@pytest.mark.parametrize(
    ("until", "said"),
    [(-1, "It has ended: nothing is let through by it."), (0, "Today is its last day."), (1, "1 day left")],
)
def test_days_left_are_told_in_words(open_: Open, until: int, said: str) -> None:
    first = replace(samples.POLICY.rules[0], until=samples.day(until))
    window = open_(Desk(replace(samples.POLICY, rules=(first,))))
    window.go_to_page(window.rules)
    assert window.rules.form.days.text() == said
    assert mark_of(window, 0) == "soon"


def test_reason_and_end_show_where_they_are_needed(open_: Open) -> None:
    window = open_(Desk())
    window.go_to_page(window.rules)
    form = window.rules.form
    assert form.reason.isVisible()
    window.rules.go_to(("rules", 2))
    assert not form.reason.isVisible()
    assert not form.renewal.isVisible()
    form.verdict.choice.setCurrentIndex(form.verdict.choice.findData("let_through"))
    assert form.reason.isVisible()
    window.check()
    assert "needs a reason" in form.reason.told


def test_the_last_of_a_thousand_rules_is_seen_at_once_when_something_leads_there(open_: Open) -> None:
    window = open_(Desk(samples.many()))
    window.go_to_page(window.rules)
    rows = window.rules.list
    rows.go_to(("rules", 999))
    place = rows.visualRect(rows.currentIndex())
    assert place.height() > 0
    assert 0 <= place.top() < place.bottom() < rows.viewport().height()
