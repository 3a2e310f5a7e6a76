"""The settings window, on the app's own validator: what is written by keyboard becomes a policy, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from holdspace.app.settings import settings_of
from holdspace.core.policy import Gate
from holdspace.private import Private
from holdspace.words import translator
from tests.ui import hands
from tests.ui import settings_samples as samples
from tests.ui.settings_opened import Open, choose, open_, save
from tests.ui.settings_samples import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


__all__ = ["open_"]


def test_nothing_is_changed_by_opening_and_looking_at_every_page(open_: Open, qtbot: QtBot) -> None:
    for policy in (samples.POLICY, samples.EMPTY, samples.many(3, 3), samples.URGENT):
        desk = Desk(policy)
        window = open_(desk)
        for page in window.pages:
            window.go_to_page(page)
            for row in getattr(page, "list", window.list).rows.rows:
                page.go_to(row.path or ())
        assert not window.draft.changed
        assert window.draft.settings() == settings_of(policy)
        assert not window.foot.save.isEnabled()


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_saved(open_: Open) -> None:
    desk = Desk()
    window = open_(desk)
    form = window.people.responder
    window.people.go_to(("responders", 0))
    form.duty.lines.setPlainText("Mo-Fr 09:00-17:00\nwhenever")
    form.zone.field.setText("Lisbon")
    form.zone.changed.emit()
    window.go_to_page(window.health)
    save()
    assert desk.adopted == []
    assert "“whenever” is not duty hours" in form.duty.told
    assert "“Lisbon” is not a time zone" in form.zone.told
    assert "“Lisbon” is not a time zone" in form.zone.control.accessibleDescription()
    assert form.name.told == ""
    assert window.page is window.people, "the keyboard is where the first mistake is"
    assert hands.focused() is form.zone.field
    marks = {row.title: str(row.mark) for row in window.list.rows.rows}
    assert marks["People"] == "wrong"
    assert window.people.list.rows.rows[3].mark == "wrong"
    form.duty.lines.setPlainText("Mo-Fr 09:00-17:00")
    form.zone.field.setText("Europe/Lisbon")
    form.zone.changed.emit()
    window.check()
    assert (form.duty.told, form.zone.told) == ("", "")
    save()
    assert desk.adopted[-1].responders[0].time_zone == "Europe/Lisbon"


def test_nothing_is_said_in_the_middle_of_a_word_but_after_it(open_: Open, qtbot: QtBot) -> None:
    window = open_(Desk())
    window.people.go_to(("practitioner",))
    zone = window.people.you.zone
    zone.field.selectAll()
    hands.write("Nowhere", zone.field)
    assert zone.told == ""
    qtbot.waitUntil(lambda: "“Nowhere”" in zone.told)


def test_the_usual_steps_stay_unwritten_until_somebody_changes_them(open_: Open) -> None:
    desk = Desk(replace(samples.POLICY, steps=samples.EMPTY.steps))
    window = open_(desk)
    window.go_to_page(window.steps)
    assert [row.title for row in window.steps.list.rows.rows] == ["1. Assistant", "2. Executive"]
    assert "steps" not in window.draft.settings()
    window.steps.list.setFocus()
    QTest.keyClick(window.steps.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    form = window.steps.form
    form.waits[0].field.setFocus()
    hands.key(Qt.Key.Key_Up)
    save()
    steps = desk.adopted[-1].steps
    assert [step.role for step in steps] == ["executive", "assistant"]
    assert steps[1].wait_seconds.normal == 195


def test_the_gate_and_both_pages_of_preferences_are_saved(open_: Open) -> None:
    desk = Desk()
    window = open_(desk)
    window.go_to_page(window.rules)
    window.rules.go_to(("gate",))
    rest = window.rules.rest
    rest.default.choice.setCurrentIndex(rest.default.choice.findData("ask"))
    rest.unanswered[1].choice.setCurrentIndex(rest.unanswered[1].choice.findData("cue"))
    rest.direct.tick.setFocus()
    hands.key(Qt.Key.Key_Space)
    window.go_to_page(window.silence)
    window.silence.drain.tick.setFocus()
    hands.key(Qt.Key.Key_Space)
    window.go_to_page(window.preferences)
    window.preferences.planned.field.setFocus()
    hands.key(Qt.Key.Key_Down)
    save()
    adopted = desk.adopted[-1]
    assert adopted.gate == Gate(default="ask", urgent="cue", va_direct=True)
    assert (adopted.preferences.drain, adopted.preferences.planned_minutes) == (False, 45)


def test_lines_to_tick_off_are_written_one_a_line_and_a_wrong_one_is_told(open_: Open) -> None:
    desk = Desk()
    window = open_(desk)
    window.go_to_page(window.preferences)
    part = window.preferences.checklist
    part.lines.setPlainText(f"Water\n{'x' * 81}")
    save()
    assert desk.adopted == []
    assert part.told == "▲ Line 2: is longer than 80 characters"
    part.lines.setPlainText("Water\n\n  Phone   face down\n")
    save()
    assert desk.adopted[-1].preferences.checklist == (Private("Water"), Private("Phone face down"))


@pytest.mark.parametrize(
    ("field", "page"), [("planned", "preferences"), ("keep", "preferences"), ("release", "silence")]
)
@pytest.mark.parametrize("typed", ["", "999999"])
def test_a_number_out_of_range_is_told_where_it_stands(open_: Open, field: str, page: str, typed: str) -> None:
    desk = Desk()
    window = open_(desk)
    shown: Any = getattr(window, page)
    window.go_to_page(shown)
    part = getattr(shown, field)
    part.field.setText(typed)
    part.changed.emit()
    save()
    assert part.told
    assert hands.focused() is part.field
    assert desk.adopted == []


def test_fifty_people_and_a_thousand_rules_make_no_more_widgets_than_a_few(open_: Open) -> None:
    few, many = open_(Desk()), open_(Desk(samples.many()))
    assert len(many.findChildren(QWidget)) <= len(few.findChildren(QWidget)) + 10
    many.go_to_page(many.rules)
    hands.key(Qt.Key.Key_End, many.rules.list)
    assert many.rules.list.path() == ("gate",)
    hands.key(Qt.Key.Key_Up, many.rules.list)
    assert many.rules.form.name.field.text() == "rule 999"


def test_every_control_has_a_name_for_screen_readers(open_: Open) -> None:
    window = open_(Desk())
    for page, path in (
        ("people", ("practitioner",)), ("people", ("responders", 0)), ("people", ("people", 0)), ("steps", ("steps", 0)),
        ("rules", ("rules", 0)), ("rules", ("gate",)), ("preferences", ()), ("silence", ()), ("health", ()),
    ):  # fmt: skip
        shown: Any = getattr(window, page)
        window.go_to_page(shown)
        shown.go_to(path)
        nameless = [
            child
            for child in window.findChildren(QWidget)
            if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus and not child.accessibleName()
            and not child.objectName().startswith("qt_")
        ]  # fmt: skip
        assert nameless == [], page
    buttons = [button for button in window.findChildren(QPushButton) if not button.accessibleName()]
    assert buttons == []


def test_save_hands_the_keyboard_to_the_pages_and_not_to_another_button(open_: Open) -> None:
    window = open_(Desk())
    choose(window, 4)
    window.silence.drain.tick.click()
    window.foot.save.setFocus()
    hands.key(Qt.Key.Key_Return, window.foot.save)
    assert window.foot.news.text() == "Saved."
    assert window.list.hasFocus()


def test_the_window_follows_another_language(open_: Open) -> None:
    window = open_(Desk())
    window.show_words(translator("es"))
    assert window.foot.save.words() == "Guardar"
    assert window.people.heading.text() == "Personas"
