"""Each desktop by itself: it starts, shows popups, and is silent by its own do-not-disturb. Holdspace has no part in it."""

from collections.abc import Callable

from tests.desktops.shell import DesktopShell
from tests.rig.processes import wait_for

SaysSo = Callable[[str], None]


def test_it_shows_a_popup(shell: DesktopShell) -> None:
    with shell.watched() as came:
        shell.send(1)  # what pops up has popped up when it returns: the tests of silence build on that
        assert shell.visible() == 1
        assert came() == 1


def test_its_own_do_not_disturb_hides_popups(shell: DesktopShell) -> None:
    shell.user_sets("on")
    shell.send(3)
    assert shell.visible() == 0


def test_whether_a_critical_one_shows_in_spite_of_do_not_disturb_is_as_it_was_measured(
    shell: DesktopShell, measured: SaysSo
) -> None:
    shell.user_sets("on")
    shell.send(1, urgency=2)
    if shell.shows_critical:
        wait_for(shell.visible, what="the critical popup")
    shell.send(1)  # behind it: what was to show has shown
    assert shell.visible() == (1 if shell.shows_critical else 0)
    measured("shows" if shell.shows_critical else "hidden")


def test_each_setting_is_read_as_it_was_set(shell: DesktopShell) -> None:
    for value in shell.settings:
        shell.user_sets(value)
        assert shell.setting() == value


def test_killed_and_started_again_it_still_has_the_users_setting(shell: DesktopShell) -> None:
    shell.user_sets("on")
    before = shell.information()
    shell.restart(crash=True)
    assert shell.information() == before
    assert shell.setting() == "on"
    shell.send(1)
    assert shell.visible() == 0
    shell.user_sets("off")
    shell.forget()
    shell.send(1)
    wait_for(shell.visible, what="the popup")


def test_what_it_held_floods_or_not_as_it_was_measured_when_do_not_disturb_ends(
    shell: DesktopShell, measured: SaysSo
) -> None:
    shell.user_sets("on")
    shell.send(5)
    shell.user_sets("off")
    shell.settle()
    shown = shell.visible()
    assert bool(shown) == shell.floods
    measured(f"{shown} of 5 pop up at once")
