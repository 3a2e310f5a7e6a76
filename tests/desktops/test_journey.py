"""A session on this desktop with real senders: keeper and guard as they run, and the shell judged by itself."""

import time
from collections.abc import Callable

import pytest

from holdspace.keeper.bus import Bus
from holdspace.keeper.quiet.known import choose
from tests.desktops.senders import g_notification, notify_send
from tests.desktops.shell import DesktopShell
from tests.keeper.bench import Bench
from tests.rig.notification_server import NAME
from tests.rig.processes import wait_for

SaysSo = Callable[[str], None]


def arrived(bench: Bench) -> list[str]:
    """The first line of each that was seen."""
    return [record["sender"] for record in bench.app.records()]


def ended(bench: Bench) -> None:
    """The session is over, and everything that was seen is told."""
    bench.app.want(None)
    assert bench.wait_gone() == 0


def is_silent(shell: DesktopShell) -> bool:
    """A popup that anybody sends now does not show."""
    shell.send(1)
    return shell.visible() == 0


def test_a_session_is_silent_and_what_was_before_comes_back(
    shell: DesktopShell, bench: Bench, measured: SaysSo
) -> None:
    before = shell.setting()
    bench.start_keeper()
    bench.app.wait_connected()
    begun = time.monotonic()
    bench.app.want()
    bench.app.wait_quiet(engaged=True)
    took = time.monotonic() - begun
    assert bench.app.quiet["evidence"] == "read_back"
    assert is_silent(shell)
    ended(bench)
    assert shell.setting() == before
    assert not is_silent(shell)
    measured(f"silent and read back after {took * 1000:.0f} ms")


def test_what_notify_send_says_is_seen_once_and_not_shown(shell: DesktopShell, bench: Bench) -> None:
    bench.start_session()
    with shell.watched() as came:
        notify_send(shell, "courier at the door")
        bench.app.wait(lambda: "courier at the door" in arrived(bench))
        shell.settle()
        assert came() == 0
    ended(bench)
    assert arrived(bench) == ["courier at the door"]


def test_what_a_gtk_application_says_is_seen_once_and_not_shown(shell: DesktopShell, bench: Bench) -> None:
    bench.start_session()
    with shell.watched() as came:
        g_notification(shell, "the kettle boils")
        bench.app.wait(lambda: "the kettle boils" in arrived(bench))
        shell.settle()
        assert came() == 0
    ended(bench)
    assert arrived(bench) == ["the kettle boils"]


def test_whether_critical_ones_show_is_told_as_it_is(shell: DesktopShell, bench: Bench, measured: SaysSo) -> None:
    bench.start_session()
    with shell.watched() as came:
        notify_send(shell, "flood in the cellar", urgency="critical")
        bench.app.wait(lambda: "flood in the cellar" in arrived(bench))
        if shell.shows_critical:
            wait_for(came, what="the critical popup")
        shell.settle()
        shown = came() > 0
    assert shown == shell.shows_critical
    line = bus_of(shell)
    try:
        assert choose(line).critical == ("shown" if shown else "hidden")
    finally:
        line.close()
    ended(bench)
    measured("shows" if shown else "hidden")


def test_what_was_held_does_not_flood_when_the_session_ends(shell: DesktopShell, bench: Bench) -> None:
    bench.start_session()
    shell.send(5)
    bench.app.wait(lambda: len(arrived(bench)) == 5)
    with shell.watched() as came:
        ended(bench)
        shell.settle()
        assert came() == 0
    assert not is_silent(shell)


def test_the_shell_killed_and_started_again_is_silent_again(
    shell: DesktopShell, bench: Bench, measured: SaysSo
) -> None:
    before = shell.setting()
    bench.start_session()
    bench.app.told.clear()
    shell.kill()
    bench.app.wait_quiet(engaged=False, why="no_server")
    shell.begin()
    bench.app.wait(lambda: shell.bus.has_owner(NAME), bound=90, what="the notifications' name")
    owned = time.monotonic()
    bench.app.wait_quiet(engaged=True)
    took = time.monotonic() - owned
    shell.await_ready()
    assert is_silent(shell)
    ended(bench)
    assert shell.setting() == before
    measured(f"{took * 1000:.0f} ms after it owns its name")


def test_a_killed_keeper_is_replaced_by_one_that_goes_on_with_the_same_silence(
    shell: DesktopShell, bench: Bench
) -> None:
    before = shell.setting()
    bench.start_session()
    shell.send(3)
    with shell.watched() as came:
        bench.keeper.kill()
        bench.app.wait(lambda: not bench.app.connected)
        bench.start_session()
        shell.settle()
        assert came() == 0
    assert is_silent(shell)
    ended(bench)
    assert shell.setting() == before


def test_a_killed_guard_is_replaced_and_what_was_before_comes_back(
    shell: DesktopShell, bench: Bench, measured: SaysSo
) -> None:
    before = shell.setting()
    bench.start_session()
    shell.send(3)
    first = bench.guard_pid()
    with shell.watched() as came:
        bench.kill_guard()
        wait_for(lambda: bench.guard_pid() not in {0, first}, what="another guard")
        bench.app.told.clear()
        bench.app.want()
        bench.app.wait_quiet(engaged=True)
        shell.settle()
        measured(f"{came()} of 3 that were held pop up meanwhile")
    shell.clear()
    assert is_silent(shell)
    ended(bench)
    assert shell.setting() == before


def test_after_keeper_and_guard_were_killed_the_next_one_adopts(shell: DesktopShell, bench: Bench) -> None:
    before = shell.setting()
    bench.start_session()
    bench.kill_both()
    bench.start_session()
    assert is_silent(shell)
    ended(bench)
    assert shell.setting() == before
    assert not is_silent(shell)


def test_with_nobody_to_renew_it_the_silence_is_given_back(shell: DesktopShell, bench: Bench) -> None:
    before = shell.setting()
    bench.start_session(lease_seconds=1)
    bench.keeper.kill()
    wait_for(lambda: not (bench.paths.keeper_dir / "note.json").exists(), what="the note to be closed")
    assert shell.setting() == before
    assert not is_silent(shell)


def test_what_the_user_switches_off_meanwhile_stays_off(shell: DesktopShell, bench: Bench) -> None:
    bench.start_session()
    shell.user_sets("off")
    bench.app.wait_quiet(engaged=False, why="changed_by_user")
    assert not is_silent(shell)
    ended(bench)
    assert shell.setting() == "off"


def test_a_session_within_the_users_own_do_not_disturb_leaves_it_on(shell: DesktopShell, bench: Bench) -> None:
    shell.user_sets("on")
    bench.start_session()
    shell.send(2)
    with shell.watched() as came:
        ended(bench)
        shell.settle()
        assert came() == 0
    assert shell.setting() == "on"


def bus_of(shell: DesktopShell) -> Bus:
    """A connection as the keeper has one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBUS_SESSION_BUS_ADDRESS", shell.bus.address)
        return Bus()
