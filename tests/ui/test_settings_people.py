"""People in the settings window: who can be asked, their ids, and the names by which somebody writes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from holdspace.core.people import Client, Responder
from holdspace.core.policy import Policy
from holdspace.private import Private
from holdspace.ui.settings.draft import Draft
from holdspace.ui.settings.people_page import PeoplePage
from holdspace.ui.settings.rows import REMARK_LINE
from holdspace.ui.settings.views import ROLES
from holdspace.words import translator
from tests.ui import hands
from tests.ui import settings_samples as samples
from tests.ui.settings_opened import Open, open_, save, tab_to
from tests.ui.settings_samples import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


__all__ = ["open_"]


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


def test_what_counts_as_urgent_with_a_client_is_written_by_keyboard_alone(open_: Open) -> None:
    desk = Desk(samples.EMPTY)
    window = open_(desk)
    people = window.people
    tab_to(people.add_client)
    hands.key(Qt.Key.Key_Space)
    assert hands.focused() is people.client.name.field
    hands.write("ACME")
    hands.key(Qt.Key.Key_Tab)
    assert hands.focused() is people.client.urgent_here.lines
    hands.write("The board.")
    hands.key(Qt.Key.Key_Return)
    hands.write("Not invoices.")
    save()
    told = Client(name=Private("ACME"), urgent_here=Private("The board.\nNot invoices."))
    assert desk.adopted[-1].clients == (told,)
    assert people.list.rows.rows[-1].detail == "The board. Not invoices."
    assert not window.draft.changed
    people.go_to(("practitioner",))
    assert people.you.urgent_here.value() is None
    hands.write("Only the clinic.", people.you.urgent_here.lines)
    save()
    assert desk.adopted[-1].practitioner.urgent_here == Private("Only the clinic.")
    people.go_to(("clients", 0))
    people.list.setFocus()
    hands.key(Qt.Key.Key_Delete, people.list)
    people.go_to(("practitioner",))
    people.you.urgent_here.lines.selectAll()
    hands.key(Qt.Key.Key_Backspace, people.you.urgent_here.lines)
    save()
    assert desk.adopted[-1] == samples.EMPTY


def test_what_is_wrong_with_a_client_is_said_beside_its_field(open_: Open) -> None:
    desk = Desk(samples.URGENT)
    window = open_(desk)
    form = window.people.client
    window.people.press_add_client()
    hands.write("c2", form.name.field)
    hands.write("y" * 281, form.urgent_here.lines)
    save()
    assert not desk.adopted
    assert form.name.told == "▲ “c2” is there twice"
    assert form.urgent_here.told == "▲ Is longer than 280 characters"
    assert hands.focused() is form.name.field
    assert window.people.list.rows.rows[-1].mark == "wrong"


def test_what_is_chosen_stays_in_sight_when_something_is_said_below_the_list(open_: Open, qtbot: QtBot) -> None:
    window = open_(Desk(samples.URGENT))
    shown = window.people.list
    window.people.press_add_client()
    tall = shown.viewport().height()
    save()
    qtbot.waitUntil(lambda: shown.viewport().height() < tall)
    assert shown.viewport().rect().contains(shown.visualRect(shown.currentIndex()))
    shown.scrollToTop()
    window.resize(window.width(), window.height() - 10)
    qtbot.waitUntil(lambda: shown.viewport().height() < tall - 30)
    assert shown.verticalScrollBar().value() == 0, "whoever scrolled away stays where they are"


def test_of_a_name_that_is_too_long_for_its_field_the_beginning_shows(open_: Open) -> None:
    window = open_(Desk(samples.OVERFULL))
    window.people.go_to(("clients", 1, "name"))
    field = window.people.client.name.field
    assert field.cursorPosition() == len(field.text()), "whoever is sent there writes on"
    window.list.setFocus()
    window.people.load()
    assert field.cursorPosition() == 0
    field.setFocus()
    field.setCursorPosition(7)
    window.people.load()
    assert field.cursorPosition() != 0, "nothing moves to the front under who writes"
