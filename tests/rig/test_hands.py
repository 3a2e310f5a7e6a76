import sys
from pathlib import Path

import pytest

from tests.rig.bus import private_bus
from tests.rig.desktop import Desktop
from tests.rig.environment import environment
from tests.rig.notepad import notepad
from tests.rig.processes import wait_for
from tests.rig.tray import items, wait_for_item

_TRAY = """
import sys
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

application = QApplication([])
pixmap = QPixmap(22, 22)
pixmap.fill("teal")
icon = QSystemTrayIcon(QIcon(pixmap))
icon.setToolTip("A thing in the tray")
menu = QMenu()
say = lambda word: print(word, flush=True)
menu.addAction("&Start", lambda: say("start"))
menu.addSeparator()
menu.addAction("Not now").setEnabled(False)
menu.addMenu("More").addAction("Leave", application.quit)
icon.setContextMenu(menu)
icon.activated.connect(lambda reason: say(reason.name))
icon.show()
sys.exit(application.exec())
"""


def test_an_icon_in_the_tray_is_found_clicked_and_asked_for_its_menu(shared_desktop: Desktop) -> None:
    wait_for(lambda: not items(shared_desktop.bus), what="the tray to be empty of what others left")
    with shared_desktop.program(sys.executable, "-c", _TRAY, name="tray") as running:
        item = wait_for_item(shared_desktop.bus)
        assert "A thing in the tray" in item.tooltip()
        assert item.picture()
        item.click()
        wait_for(lambda: "Trigger" in running.said(), what="the click")
        assert [entry.label for entry in item.menu()] == ["Start", "Not now", "More", "Leave"]
        item.press("Start")
        wait_for(lambda: "start" in running.said(), what="the menu's first line")
        with pytest.raises(LookupError, match="Not now"):
            item.press("Not now")
        item.press("Leave")
        assert running.wait() == 0
    wait_for(lambda: not items(shared_desktop.bus), what="the tray to be empty")


def test_a_notepad_has_the_focus_and_keeps_what_is_typed(shared_desktop: Desktop) -> None:
    with notepad(shared_desktop.display) as pad, shared_desktop.screen() as screen:
        shared_desktop.xdotool("type", "--delay", "1", "Hello 7")
        wait_for(lambda: pad.typed() == "Hello 7", what="the typed words")
        assert [window.id for window in screen.titled("Notes of somebody else")] == [pad.id]


def test_a_window_that_takes_the_focus_is_seen_to_take_the_keys(shared_desktop: Desktop) -> None:
    with notepad(shared_desktop.display) as pad, notepad(shared_desktop.display, "A thief") as thief:
        shared_desktop.xdotool("type", "--delay", "1", "abc")
        wait_for(lambda: thief.typed() == "abc", what="the keys at the thief")
        assert pad.typed() == ""


def test_a_picture_of_the_screen_shows_what_is_on_it(shared_desktop: Desktop, tmp_path: Path) -> None:
    empty = shared_desktop.screenshot(tmp_path / "empty.png").read_bytes()
    with notepad(shared_desktop.display):
        assert shared_desktop.screenshot(tmp_path / "window.png").read_bytes() != empty


@pytest.mark.dbus
def test_a_bus_starts_however_long_the_path_of_its_folder_is(own_home: Path, tmp_path: Path) -> None:
    with private_bus(env=environment(own_home), folder=tmp_path / ("long" * 30)) as bus:
        assert bus.activatable() == []
