"""Whoever opens the start window is told what a session would find here: it is looked for then, and not in a session."""

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
