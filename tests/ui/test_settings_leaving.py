"""Leaving the settings window: closing, undo, other settings meanwhile, files in and out. Nothing that was written is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui import hands
from tests.ui import settings_samples as samples
from tests.ui.settings_opened import WORDS, Open, open_, save
from tests.ui.settings_samples import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from holdspace.core.policy import Policy

__all__ = ["open_"]


def test_closing_with_changes_asks_in_place_and_loses_nothing(open_: Open) -> None:
    desk = Desk()
    window = open_(desk)
    window.go_to_page(window.preferences)
    window.preferences.planned.field.setFocus()
    hands.key(Qt.Key.Key_Down)
    hands.key(Qt.Key.Key_Escape)
    assert window.isVisible()
    assert window.question.isVisible()
    assert hands.focused() is window.question.save
    assert QApplication.activeModalWidget() is None
    hands.key(Qt.Key.Key_Escape)
    assert not window.question.isVisible(), "Esc keeps editing"
    window.close()
    window.question.save.click()
    assert desk.adopted[-1].preferences.planned_minutes == 45
    assert not window.isVisible()


def test_saving_by_key_answers_the_question(open_: Open) -> None:
    desk = Desk()
    window = open_(desk)
    window.draft.put(("practitioner", "name"), "Other")
    window.close()
    assert window.question.isVisible()
    save()
    assert desk.adopted[-1].practitioner.name == "Other"
    assert not window.isVisible()
    window.open_at(WORDS)
    assert window.question.isHidden(), "nothing is asked any more"
    assert not window.foot.save.isHidden()


def test_discarded_changes_are_gone_and_the_window_with_them(open_: Open) -> None:
    desk = Desk()
    window = open_(desk)
    window.draft.put(("practitioner", "name"), "Other")
    window.close()
    window.question.drop.click()
    assert not window.isVisible()
    assert desk.adopted == []
    window.open_at(WORDS)
    assert window.people.you.name.field.text() == "Rita Sousa"


def test_a_window_put_away_by_a_session_keeps_what_was_not_saved(open_: Open) -> None:
    window = open_(Desk())
    window.people.you.name.take_focus()
    hands.write("!", window.people.you.name.field)
    window.hide()
    window.open_at(WORDS)
    assert window.people.you.name.field.text() == "Rita Sousa!"
    assert window.draft.changed


def test_undo_goes_back_to_what_is_in_force(open_: Open) -> None:
    window = open_(Desk())
    window.people.go_to(("responders", 1))
    window.people.press_remove()
    assert len(window.draft.tables("responders")) == 2
    window.foot.undo.click()
    assert len(window.draft.tables("responders")) == 3
    assert not window.draft.changed


def test_other_settings_that_were_taken_meanwhile_are_shown_or_asked_about(open_: Open) -> None:
    desk = Desk()
    window = open_(desk)
    desk.engine.policy = replace(samples.POLICY, practitioner=replace(samples.POLICY.practitioner, name="Nova"))
    window.refresh()
    assert window.people.you.name.field.text() == "Nova"
    window.draft.put(("preferences", "planned_minutes"), 30)
    desk.engine.policy = samples.POLICY
    window.refresh()
    assert "Other settings were taken meanwhile" in window.foot.news.text()
    save()
    assert desk.adopted == [], "nobody's settings are overwritten by mistake"
    assert window.question.isVisible()
    window.question.save.click()
    assert desk.adopted[-1].preferences.planned_minutes == 30


def test_what_cannot_be_kept_is_said_and_stays_in_the_window(open_: Open) -> None:
    desk = Desk()
    desk.refuse = "disk_full"
    window = open_(desk)
    window.draft.put(("practitioner", "name"), "Other")
    save()
    assert "the disk is full" in window.foot.news.text()
    assert window.draft.changed


@pytest.mark.parametrize("policy", [samples.POLICY, samples.EMPTY, samples.many(5, 20)], ids=["some", "none", "many"])
def test_settings_go_out_into_a_file_and_come_in_the_same(open_: Open, tmp_path: Path, policy: Policy) -> None:
    file = tmp_path / "holdspace.toml"
    out = open_(Desk(policy))
    out.files.write(str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    desk = Desk(samples.EMPTY if policy is not samples.EMPTY else samples.POLICY)
    window = open_(desk)
    window.files.take(str(file))
    assert desk.adopted == [], "nothing holds until it is saved"
    save()
    assert desk.adopted == [policy]


def test_a_file_with_faults_is_not_taken_and_each_is_told_with_its_line(open_: Open, tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text('schema = 1\n\n[gate]\ndefault = "shout"\nloud = true\n')
    window = open_(Desk())
    window.files.take(str(file))
    news = window.foot.news.text()
    assert "Line 4, gate.default: must be one of: hold, ask, noise" in news
    assert "Line 5, gate.loud" in news
    assert not window.draft.changed
    file.write_text("schema = \n")
    window.files.take(str(file))
    assert "is not TOML" in window.foot.news.text()


def test_the_dialog_for_files_blocks_nothing(open_: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_(Desk())
    window.foot.export.click()
    dialog = window.files.dialog
    assert dialog is not None
    assert dialog.isVisible()
    dialog.fileSelected.emit(str(tmp_path / "x.toml"))
    dialog.close()
    assert (tmp_path / "x.toml").exists()
    assert str(tmp_path) in window.foot.news.text()


def test_a_file_that_cannot_be_written_is_told(open_: Open, tmp_path: Path) -> None:
    window = open_(Desk())
    window.files.write(str(tmp_path / "no" / "folder.toml"))
    assert "cannot be written" in window.foot.news.text()


def test_only_who_is_in_the_settings_can_be_invited(open_: Open, qtbot: QtBot) -> None:
    window = open_(Desk())
    window.people.go_to(("responders", 0))
    with qtbot.waitSignal(window.link_wanted) as wanted:
        window.people.responder.link.click()
    assert wanted.args == ["va1"]
    window.people.press_add_person()
    assert not window.people.responder.link.isEnabled()
    assert "Save first" in window.people.responder.link_note.text()
