"""Whoever opens the start window is told what a session would find here: it is looked for then, and not in a session."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from holdspace.ui.shell import Shell
from tests.ui import samples
from tests.ui.samples import Asked


def test_opening_the_start_window_looks_and_opening_a_sessions_does_not(shell: Shell, asked: Asked) -> None:
    shell.render(samples.free())
    assert asked.names() == []
    shell.open_window()
    assert asked.names() == ["foresee"]
    shell.render(samples.screen())
    shell.open_window()
    assert asked.names() == ["foresee"]


def test_what_was_found_stands_beside_the_start_button(shell: Shell) -> None:
    shell.render(samples.free())
    shell.open_window()
    window = shell._start_window()
    assert window.status.text() == "Ready"
    shell.render(samples.free(quiet="unready", quiet_why="no_driver", battery_low=True))
    assert window.status.text() == "Not ready"
    assert "would not be silent" in window.coverage.text()
    assert (window.trouble.text(), window.trouble.isVisible()) == ("The battery is low.", True)


@pytest.mark.parametrize(
    ("stands", "said"), [("muted", "The microphone is muted."), ("none", "No microphone was found."), ("", "")]
)
def test_a_microphone_that_would_hear_nothing_is_one_quiet_line_beside_ready(
    shell: Shell, stands: str, said: str
) -> None:
    shell.render(samples.free(microphone=stands))
    shell.open_window()
    window = shell._start_window()
    assert (window.microphone.text(), window.microphone.isVisible()) == (said, bool(said))
    assert window.microphone.ink == "ink2"
    assert window.status.text() == "Ready"


def test_coming_back_to_the_start_window_looks_again(shell: Shell, asked: Asked, qtbot: QtBot) -> None:
    shell.render(samples.free())
    shell.open_window()
    window = shell._start_window()
    qtbot.waitUntil(window.isActiveWindow)
    assert asked.names() == ["foresee"]
    mixer = QWidget()
    qtbot.addWidget(mixer)
    mixer.show()
    mixer.activateWindow()
    qtbot.waitUntil(mixer.isActiveWindow)
    assert asked.names() == ["foresee"]
    window.activateWindow()
    qtbot.waitUntil(lambda: asked.names() == ["foresee"] * 2)
    QApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))
    assert asked.names() == ["foresee"] * 2, "it was there all the time"
