"""The settings window's health and silence: whatever rows come, looked at anew, and never over what somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from holdspace.health import HealthRow
from holdspace.words_health import PARTS
from tests.ui import hands
from tests.ui import settings_samples as samples
from tests.ui.settings_opened import Open, choose, open_, save
from tests.ui.settings_samples import Desk

if TYPE_CHECKING:
    from holdspace.ui.settings.health_page import HealthPage
    from holdspace.ui.settings.silence_page import SilencePage


__all__ = ["open_"]


def test_health_shows_whatever_rows_come_with_reason_and_remedy(open_: Open) -> None:
    window = open_(Desk())
    window.go_to_page(window.health)
    names = [panel.accessibleName() for panel in window.health.panels.made]
    assert len(names) == len(samples.HEALTH)
    assert names[0] == "Silence (dunst), works · last verified 2026-11-22 14:03"
    assert names[3].startswith("Watching, does not work · the keeper is not running, ")


def test_health_shows_that_it_goes_on_below_and_the_keys_go_there(open_: Open) -> None:
    window = open_(Desk())
    choose(window, 5)
    form, panels = window.health.form, window.health.panels.made
    bar = form.verticalScrollBar()
    assert bar.isVisible()
    shown = [panel for panel in panels if panel.geometry().bottom() <= form.viewport().height()]
    assert 8 <= len(shown) < len(panels)
    window.go_to_page(window.health)
    assert not form.ring.isVisible()
    form.setFocus()
    assert form.ring.isVisible()
    hands.key(Qt.Key.Key_End, form)
    for _ in range(len(panels)):
        hands.key(Qt.Key.Key_PageDown, form)
    assert bar.value() == bar.maximum() >= panels[-1].geometry().bottom() - form.viewport().height()


def test_no_row_of_health_shows_a_bare_code(open_: Open) -> None:
    window = open_(Desk())
    window.go_to_page(window.health)
    told = {panel.row.part: panel.standing.text() for panel in window.health.panels.made}
    assert told["hotkeys"] == "needs setting up · some keys belong to another program: Ctrl+Alt+M Ctrl+Alt+N"
    for row in samples.HEALTH:
        assert not row.reason or f"· {row.reason.replace('_', ' ')}" not in told[row.part].partition(" · last")[0]
    assert set(told) == set(PARTS) - {"app"}


def test_health_and_silence_are_looked_at_anew_whenever_they_are_opened_and_after_saving(open_: Open) -> None:
    desk = Desk()
    window = open_(desk)
    assert desk.looks == [], "nobody reads them yet"
    desk.rows = (HealthRow(part="silence", driver="dunst", state="off", reason="not_wanted"),)

    def names(page: HealthPage | SilencePage) -> list[str]:
        return [panel.accessibleName() for panel in page.panels.made]

    for number, page in ((5, window.health), (4, window.silence)):
        choose(window, number)
        assert window.page is page
        desk.looks[:-1] = []  # Silence lies on the way to Health
        assert names(page) == ["Silence (dunst), off · no session runs"], "what is known at once"
        desk.rows = samples.HEALTH[:1]
        desk.looks.pop()()
        assert names(page) == ["Silence (dunst), works · last verified 2026-11-22 14:03"]
        desk.rows = (HealthRow(part="silence", driver="dunst", state="off", reason="not_wanted"),)
    window.silence.drain.tick.click()
    save()
    assert len(desk.looks) == 1
    assert names(window.silence) == ["Silence (dunst), off · no session runs"]


def test_a_look_that_comes_back_while_somebody_types_leaves_their_words_and_cursor(open_: Open) -> None:
    desk = Desk()
    window = open_(desk)
    choose(window, 4)
    field = window.silence.release.field
    field.setFocus()
    hands.key(Qt.Key.Key_2, field)
    hands.key(Qt.Key.Key_4, field)
    field.setSelection(0, 1)
    before = (field.text(), field.cursorPosition(), field.selectedText())
    desk.rows = samples.HEALTH[:1]
    desk.looks.pop()()
    assert len(window.silence.panels.made) == 1
    assert (field.text(), field.cursorPosition(), field.selectedText()) == before
    assert field.hasFocus()


def test_a_look_that_comes_back_when_the_window_is_closed_changes_nothing(open_: Open) -> None:
    desk = Desk()
    window = open_(desk)
    choose(window, 5)
    before = window.health.panels.made
    window.close()
    desk.rows = ()
    for told in desk.looks:
        told()
    assert window.health.panels.made == before


def test_the_silence_is_checked_by_a_button_which_says_what_comes_and_what_came(open_: Open) -> None:
    desk = Desk()
    window = open_(desk)
    choose(window, 4)
    page = window.silence
    assert not page.tested.isVisible()
    page.test.click()
    page.test.click()
    assert len(desk.tests) == 1
    assert page.tested.text().startswith("For some seconds the desktop is silent.")
    desk.looks.clear()
    desk.tests.pop()("tested", "popup_seen")
    assert page.tested.text() == "A notification showed though the desktop was silent."
    assert len(desk.looks) == 1, "the rows are looked at anew"
    page.test.click()
    desk.tests.pop()("no_server", "")
    assert page.tested.text() == "The self-test could not be made: no notification server is running."


def test_what_draws_its_own_popups_is_named_where_the_silence_is_settled(open_: Open) -> None:
    window = open_(Desk())
    choose(window, 4)
    assert window.silence.gaps.text().endswith("such as Zoom and Teams. Silence them there, or close them.")
