from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from holdspace.ui.asking_window import AskingWindow
from holdspace.ui.shell import Shell
from holdspace.ui.theme import LIGHT
from holdspace.words import translator
from tests.ui import samples
from tests.ui.samples import Asked, Ticks


@pytest.mark.parametrize(("tabs", "about"), [(0, "people"), (1, "everything"), (2, "nothing")])
def test_the_usual_answer_has_the_focus_and_the_keyboard_is_enough(
    qtbot: QtBot, asked: Asked, tabs: int, about: str
) -> None:
    window = AskingWindow(asked.gestures)
    qtbot.addWidget(window)
    window.apply_theme(LIGHT)
    window.ask("Ana", translator("en"))
    window.open_focused()
    qtbot.waitUntil(window.answers[0].hasFocus)
    for _ in range(tabs):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert asked.calls == [("ask_about", (about,))]
    assert not window.isVisible()


@pytest.mark.parametrize("asks_nobody", [True, False])
def test_an_invitation_asks_what_should_go_there_only_while_nothing_goes_anywhere(
    qapp: QApplication, asked: Asked, ticks: Ticks, asks_nobody: bool
) -> None:
    shell = Shell(qapp, asked.gestures, ticks)
    try:
        shell.render(replace(samples.free(), asks_nobody=asks_nobody))
        shell.invited("va1")
        open_ones = [one for one in qapp.topLevelWidgets() if isinstance(one, AskingWindow) and one.isVisible()]
        assert bool(open_ones) is asks_nobody
    finally:
        shell.close()
