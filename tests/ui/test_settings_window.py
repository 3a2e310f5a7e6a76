"""The settings window, on the app's own validator: what is written by keyboard becomes a policy, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from holdspace.app.settings import settings_of
from holdspace.core.people import Responder
from holdspace.core.policy import Gate, Match, Policy, Rule
from holdspace.ui.settings.draft import Draft
from holdspace.ui.settings.people_page import PeoplePage
from holdspace.ui.settings.rows import REMARK_LINE
from holdspace.ui.settings.views import ROLES
from holdspace.ui.settings.window import SettingsWindow
from holdspace.words import translator
from tests.ui import hands
from tests.ui import settings_samples as samples
from tests.ui.settings_opened import Open, choose, open_, save
from tests.ui.settings_samples import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


__all__ = ["open_"]


def tab_to(widget: QWidget) -> None:
    """Tab until the keyboard is there; an AssertionError when it never comes there."""
    for _ in range(80):
        if QApplication.focusWidget() is widget:
            return
        hands.key(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never comes to {widget.accessibleName()!r}")


def mark_of(window: SettingsWindow, rule: int) -> str:
    """The mark of a rule in the list."""
    return window.rules.list.rows.rows[rule].mark


def test_nothing_is_changed_by_opening_and_looking_at_every_page(open_: Open, qtbot: QtBot) -> None:
    for policy in (samples.POLICY, samples.EMPTY, samples.many(3, 3)):
        desk = Desk(policy)
        window = open_(desk)
        for page in window.pages:
            window.go_to_page(page)
            for row in getattr(page, "list", window.list).rows.rows:
                page.go_to(row.path or ())
        assert not window.draft.changed
        assert window.draft.settings() == settings_of(policy)
        assert not window.foot.save.isEnabled()


def test_somebody_is_added_by_keyboard_alone(open_: Open) -> None:
    desk = Desk(samples.EMPTY)
    window = open_(desk)
    tab_to(window.people.add_person)
    hands.key(Qt.Key.Key_Space)
    assert hands.focused() is window.people.responder.name.field
    hands.write("Ana")
    tab_to(window.people.responder.duty.lines)
    hands.write("Mo-Fr 09:00-17:00")
    save()
    assert desk.adopted[-1].responders == (
        Responder(
            id="assistant1", name="Ana", role="assistant", time_zone="Europe/Lisbon", duty=("Mo-Fr 09:00-17:00",)
        ),
    )
    assert window.foot.news.text() == "Saved."
    assert not window.draft.changed


def test_the_id_of_somebody_new_is_made_of_the_role_and_follows_it_until_it_is_saved_or_written(open_: Open) -> None:
    desk = Desk(samples.EMPTY)
    window = open_(desk)
    people = window.people

    def make(name: str, role: str) -> str:
        people.press_add_person()
        hands.write(name, people.responder.name.field)
        people.responder.role.choice.setCurrentIndex(ROLES.index(role))
        return people.responder.key.field.text()

    assert [make("Ana", "assistant"), make("Tom", "executive"), make("Bo", "executive"), make("Ida", "assistant")] == [
        "assistant1",
        "executive1",
        "executive2",
        "assistant2",
    ]
    save()
    assert [one.id for one in desk.adopted[-1].responders] == ["assistant1", "executive1", "executive2", "assistant2"]
    people.go_to(("responders", 1))
    people.responder.role.choice.setCurrentIndex(ROLES.index("assistant"))
    assert people.responder.key.field.text() == "executive1", "browsers are paired by it"
    make("Eva", "assistant")
    people.responder.key.field.selectAll()
    hands.write("eva", people.responder.key.field)
    people.responder.role.choice.setCurrentIndex(ROLES.index("executive"))
    assert people.responder.key.field.text() == "eva"


def test_with_nobody_who_can_be_asked_it_is_said_what_to_do(open_: Open) -> None:
    window = open_(Desk(samples.EMPTY))
    said = "Nobody yet: everything is held. Add a person, save, and copy a link for them."
    rows = window.people.list.rows
    at = [rows.data(rows.index(number), Qt.ItemDataRole.AccessibleTextRole) for number in range(rows.rowCount())]
    assert at[-2:] == ["Who can be asked", said]
    assert window.people.list.visualRect(rows.index(len(at) - 1)).height() > 2 * REMARK_LINE
    window.people.press_add_person()
    assert all(row.detail != said for row in rows.rows)


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


def test_people_whose_role_no_step_asks_are_marked_until_a_step_asks_them(open_: Open) -> None:
    def said() -> list[str]:
        return [row.detail for row in window.people.list.rows.rows if row.path and row.path[0] == "responders"]

    window = open_(Desk(samples.NO_STEP))
    window.people.go_to(("responders", 0))
    hint = window.people.responder.role.hint
    assert hint.text() == "No step asks it: add one under Steps."
    assert hint.isVisible()
    never = "Assistant · asked in no step"
    assert said() == [f"{never} · Mo-Fr 09:00-17:00, Sa 10:00-12:00", never, "Executive"]
    window.go_to_page(window.steps)
    window.steps.press_add()
    window.check()  # as it does by itself soon after every change
    window.go_to_page(window.people)
    assert said() == ["Assistant · Mo-Fr 09:00-17:00, Sa 10:00-12:00", "Assistant", "Executive"]
    assert not hint.isVisible()


def test_settings_without_steps_ask_assistants_and_executives(qtbot: QtBot) -> None:
    """The list of people knows it by itself, also where no page of steps wrote them out."""
    door = Desk(replace(samples.POLICY, steps=Policy().steps)).door
    page = PeoplePage(door, Draft(door.load()))
    qtbot.addWidget(page)
    page.say(translator("en"))
    page.load()
    assert not any("asked in no step" in row.detail for row in page.list.rows.rows)


def test_fifty_people_and_a_thousand_rules_make_no_more_widgets_than_a_few(open_: Open) -> None:
    few, many = open_(Desk()), open_(Desk(samples.many()))
    assert len(many.findChildren(QWidget)) <= len(few.findChildren(QWidget)) + 10
    many.go_to_page(many.rules)
    hands.key(Qt.Key.Key_End, many.rules.list)
    assert many.rules.list.path() == ("gate",)
    hands.key(Qt.Key.Key_Up, many.rules.list)
    assert many.rules.form.name.field.text() == "rule 999"


def test_the_last_of_a_thousand_rules_is_seen_at_once_when_something_leads_there(open_: Open) -> None:
    window = open_(Desk(samples.many()))
    window.go_to_page(window.rules)
    rows = window.rules.list
    rows.go_to(("rules", 999))
    place = rows.visualRect(rows.currentIndex())
    assert place.height() > 0
    assert 0 <= place.top() < place.bottom() < rows.viewport().height()


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


def test_who_wrote_lately_is_offered_for_a_person_and_added_by_the_keys(open_: Open, qtbot: QtBot) -> None:
    desk = Desk()
    window = open_(desk)
    window.people.go_to(("people", 0))
    form = window.people.alias
    tab_to(form.lately)
    hands.key(Qt.Key.Key_Space)
    qtbot.waitUntil(form.names.isVisible)
    assert [action.text() for action in form.names.actions()] == [
        "Bo Nyström",
        "School office",
        "Newsletter",
        "Monitoring",
    ]
    hands.key(Qt.Key.Key_Down, form.names)
    hands.key(Qt.Key.Key_Down, form.names)
    hands.key(Qt.Key.Key_Return, form.names)
    save()
    assert desk.adopted[-1].people[0].aliases[-1] == "School office"


def test_of_a_person_without_a_name_the_first_chosen_becomes_the_name(open_: Open) -> None:
    window = open_(Desk())
    window.people.press_add_names()
    form = window.people.alias
    form.names.chosen.emit("Bo Nyström")
    form.names.chosen.emit("bo@example.org")
    assert window.draft.tables("people")[-1] == {"name": "Bo Nyström", "aliases": ["bo@example.org"]}
    form.press_lately()
    assert "Bo Nyström" not in [action.text() for action in form.names.actions()], "it is among theirs already"


def test_what_names_people_is_closed_when_the_window_is_put_away(open_: Open, qtbot: QtBot) -> None:
    desk = Desk()
    window = open_(desk)
    window.people.go_to(("people", 0))
    form = window.people.alias
    form.press_lately()
    qtbot.waitUntil(form.names.isVisible)
    window.hide()
    assert not form.names.isVisible()
    desk.engine.state.session = object()
    form.press_lately()
    (line,) = form.names.actions()
    assert not line.isEnabled()
    assert "nobody is named" in line.text()
    form.names.close()
