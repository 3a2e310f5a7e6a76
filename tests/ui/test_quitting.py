"""Quitting by the menu: nothing is lost and nobody is left without silence by one press."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from holdspace.ui.shell import Shell
from tests.ui import samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdspace.ui.session_window import SessionWindow
    from tests.ui.samples import Asked, Ticks


@pytest.fixture
def shell(qapp: QApplication, asked: Asked, ticks: Ticks) -> Iterator[Shell]:
    made = Shell(qapp, asked.gestures, ticks)
    yield made
    made.close()


def window(shell: Shell) -> SessionWindow:
    assert shell._session is not None
    return shell._session


def test_without_a_session_quit_quits(shell: Shell, asked: Asked) -> None:
    shell.render(samples.free())
    shell.menus.window.quit.trigger()
    assert asked.names() == ["quit"]


def test_in_a_session_it_is_asked_in_the_window_and_in_no_popup(shell: Shell, asked: Asked) -> None:
    shell.render(samples.screen())
    shell.hide_window()
    shell.menus.window.quit.trigger()
    assert asked.calls == []
    assert window(shell).isVisible()
    assert window(shell).leaving.isVisible()
    assert QApplication.activeModalWidget() is None
    window(shell).leaving.quit.click()
    assert asked.names() == ["quit"]


def test_a_second_press_of_the_menus_quit_quits(shell: Shell, asked: Asked) -> None:
    shell.render(samples.screen())
    shell.press_quit()
    shell.press_quit()
    assert asked.names() == ["quit"]


def test_who_stays_is_asked_again_the_next_time(shell: Shell, asked: Asked) -> None:
    shell.render(samples.screen())
    shell.smaller()
    shell.press_quit()
    assert window(shell).size_now == "M"
    window(shell).leaving.stay.click()
    assert window(shell).leaving.isHidden()
    assert window(shell).size_now == "S"
    shell.press_quit()
    assert asked.calls == []


def test_what_arrives_meanwhile_leaves_the_question_and_another_session_takes_it_away(shell: Shell) -> None:
    shell.render(samples.screen())
    shell.press_quit()
    shell.render(samples.screen(held=5))
    assert window(shell).leaving.isVisible()
    assert window(shell).leaving.note.text()
    shell.render(samples.free())
    shell.render(samples.screen(session=samples.session(id="s2")))
    assert window(shell).leaving.isHidden()


@pytest.mark.parametrize("in_session", [False, True])
def test_settings_that_are_not_saved_are_asked_about_before(shell: Shell, asked: Asked, in_session: bool) -> None:
    shell.render(samples.free())
    shell.open_settings()
    settings = shell._sheets.settings
    assert settings is not None
    settings.draft.put(("practitioner", "name"), "Other")
    if in_session:
        shell.render(samples.screen())
        shell.press_quit()
        assert not settings.isVisible()
    shell.press_quit()
    assert "quit" not in asked.names()
    assert settings.isVisible()
    assert settings.question.isVisible()
    settings.question.drop.click()
    assert asked.names()[-1] == "quit"
