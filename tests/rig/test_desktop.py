import os
import shutil
from pathlib import Path

import pytest

from tests.journeys.hands import practitioner
from tests.rig import popups
from tests.rig.desktop import Desktop
from tests.rig.kept_desktop import KeptDesktop
from tests.rig.panel import WATCHER
from tests.rig.processes import wait_for


def test_a_notification_pops_up(shared_desktop: Desktop) -> None:
    number = shared_desktop.notify("Tea is ready", "in the kitchen", app="Kettle")
    popup = popups.wait_until_mapped(shared_desktop.display)
    assert popup.override_redirect
    assert shared_desktop.dunst.displayed() == 1
    shared_desktop.dunst.close(number)
    popups.wait_until_none(shared_desktop.display)


def test_a_paused_dunst_maps_no_popup_at_any_instant(shared_desktop: Desktop) -> None:
    server = shared_desktop.dunst
    server.set_paused(True)
    with popups.watched(shared_desktop.display) as watch:
        number = shared_desktop.notify("Not now", urgency="critical")
        wait_for(lambda: server.waiting() == 1, what="dunst to hold it")
        assert server.paused()
        assert watch.mapped() == 0
        server.set_paused(False)
        popups.wait_until_mapped(shared_desktop.display)
        assert watch.mapped() == 1
    server.close(number)
    popups.wait_until_none(shared_desktop.display)


def test_what_was_closed_is_in_the_history(shared_desktop: Desktop) -> None:
    server = shared_desktop.dunst
    number = shared_desktop.notify("Remember me", "body", app="Diary")
    wait_for(server.displayed, what="dunst to show it")  # only what it shows is closed, and it answers before that
    server.close_all()
    # How many there are says nothing: on a desktop that many tests share the history may be full.
    wait_for(lambda: [one["id"] for one in server.entries()[:1]] == [number], what="it to be the newest in the history")
    newest = server.entries()[0]
    assert (newest["summary"], newest["appname"]) == ("Remember me", "Diary")


def test_a_restarted_dunst_has_forgotten_its_pause(shared_desktop: Desktop) -> None:
    server = shared_desktop.dunst
    first = server.pid
    server.set_paused(True)
    server.restart(crash=True)
    assert server.pid != first
    assert not server.paused()


def test_the_panel_owns_the_watcher_and_nothing_else_can_be_activated(shared_desktop: Desktop) -> None:
    bus = shared_desktop.bus
    assert shared_desktop.panel is not None
    # The tray is a plugin in a process of its own, in the process group of the panel.
    assert os.getpgid(bus.owner_pid(WATCHER)) == shared_desktop.panel.pid
    assert bus.activatable() == ["org.xfce.Xfconf"]


def test_the_screen_knows_its_windows_and_the_window_manager(shared_desktop: Desktop) -> None:
    with shared_desktop.screen() as screen:
        assert screen.window_manager() is not None
        # The panel owns the watcher before it shows itself.
        panels = wait_for(lambda: screen.windows("xfce4-panel"), what="the panel on the screen")
        assert [window.title for window in panels] == ["xfce4-panel"]


def test_a_screenshot_is_a_picture_of_the_whole_screen(shared_desktop: Desktop, tmp_path: Path) -> None:
    picture = shared_desktop.screenshot(tmp_path / "screen.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) == 1280
    assert int.from_bytes(picture[20:24]) == 800


def test_a_program_on_the_desktop_has_a_home_of_its_own_and_no_system_bus(shared_desktop: Desktop) -> None:
    assert shared_desktop.env["HOME"].startswith("/tmp/hs-")
    assert "nonexistent" in shared_desktop.env["DBUS_SYSTEM_BUS_ADDRESS"]
    assert shutil.which("notify-send", path=shared_desktop.env["PATH"])


def test_a_wait_says_what_it_waited_for() -> None:
    with pytest.raises(AssertionError, match=r"waited 0\.05 s for the moon"):
        wait_for(lambda: False, bound=0.05, what="the moon")


def test_a_program_that_ends_early_tells_its_last_words(shared_desktop: Desktop) -> None:
    with shared_desktop.program("sh", "-c", "echo alas >&2; exit 3") as running:
        assert running.wait() == 3
        with pytest.raises(AssertionError, match=r"sh ended with 3: alas"):
            running.expect_alive()


def test_the_desktop_that_is_kept_is_another_one_only_where_a_part_of_it_is_gone() -> None:
    kept = KeptDesktop()
    try:
        first = kept.take()
        first.notify("what a test forgot to close")
        assert kept.take() is first
        assert first.dunst.displayed() == 0
        assert first.window_manager is not None
        first.window_manager.kill()
        second = kept.take()
        assert second.whole()
        assert not first.bus.process.alive
    finally:
        kept.end()
    assert not second.bus.process.alive


def test_nothing_of_somebody_who_left_lies_in_the_way_of_the_next(shared_desktop: Desktop) -> None:
    with practitioner(shared_desktop) as first:
        first.home.write_text("a file where the folder should be")
    with practitioner(shared_desktop) as second:
        assert first.home != second.home
    assert not first.home.exists()
