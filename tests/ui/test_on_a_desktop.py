"""The screen on a real X server with a window manager and a panel: focus, tray and keyboard as others see them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress

from tests.rig.desktop import Desktop, running_desktop
from tests.rig.panel import WATCHER, panel
from tests.rig.processes import wait_for
from tests.ui.on_a_desktop import SmallApp, small_app
from tests.ui.typist import Typist

pytestmark = [pytest.mark.x11, pytest.mark.dbus]


@pytest.fixture
def app(shared_desktop: Desktop) -> Iterator[SmallApp]:
    with small_app(shared_desktop) as running:
        yield running


@pytest.fixture
def typist(shared_desktop: Desktop) -> Iterator[Typist]:
    with Typist(shared_desktop.display) as one:
        yield one


def test_what_is_typed_goes_on_into_the_other_window(shared_desktop: Desktop, app: SmallApp, typist: Typist) -> None:
    """While the window appears, is clicked, grows a card and a strip, and is clicked there."""
    app.show("session")
    place = app.where("step")
    shared_desktop.xdotool("type", "a")
    typist.expect("a")
    shared_desktop.click(*place)
    app.expect("asked pause")
    shared_desktop.xdotool("type", "b")
    typist.expect("ab")
    app.show("card")
    place = app.where("card.back")
    shared_desktop.xdotool("type", "c")
    shared_desktop.click(*place)
    app.where("card.line")
    shared_desktop.xdotool("type", "d")
    typist.expect("abcd")
    app.show("strip")
    place = app.where("strip.title")
    shared_desktop.xdotool("type", "5")
    shared_desktop.click(*place)
    shared_desktop.xdotool("type", "e")
    typist.expect("abcd5e")
    app.show("session")
    app.show("free")
    app.where("counts")
    shared_desktop.xdotool("type", "f")
    typist.expect("abcd5ef")
    assert typist.lost_focus == 0


def test_a_place_read_while_the_frame_was_made_is_asked_again(shared_desktop: Desktop, app: SmallApp) -> None:
    """Qt reads (0, 0) then, and would keep it: clicks would miss and a drag would begin by a jump."""
    app.tell("settling 60000")
    app.show("session")
    with shared_desktop.screen() as screen:
        window = wait_for(lambda: screen.titled("Holdspace"), what="the window")[0]
        screen.tell_place(window, 0, 0)
    seen = app.where("step")
    assert window.x <= seen[0] < window.x + window.width
    assert window.y <= seen[1] < window.y + window.height


def corner(desktop: Desktop) -> tuple[int, int]:
    """The upper left of the window's card, as the X server has it; the desktop has no compositor, so no shadow."""
    with desktop.screen() as screen:
        window = wait_for(lambda: screen.titled("Holdspace"), what="the window")[0]
    return window.x, window.y


def test_the_card_stays_in_the_hand_that_drags_it_and_where_it_was_let_go(
    shared_desktop: Desktop, app: SmallApp
) -> None:
    """Also within the time in which a window manager puts a frame around it, and while news are rendered."""
    app.show("session")
    start = app.where("ring")
    x, y = corner(shared_desktop)
    shared_desktop.xdotool("mousemove", "--sync", str(start[0]), str(start[1]), "mousedown", "1")
    for step in range(1, 11):
        to = start[0] - 30 * step, start[1] + 20 * step
        shared_desktop.xdotool("mousemove", "--sync", str(to[0]), str(to[1]))
        app.show("session" if step % 2 else "card")
    there = x - 300, y + 200
    wait_for(lambda: corner(shared_desktop) == there, what="the card to follow")
    app.show("card")
    app.where("card.line")
    assert corner(shared_desktop) == there
    shared_desktop.xdotool("mouseup", "1")
    app.show("session")
    wait_for(lambda: app.home() == there, what="where it was let go to be its home")
    assert corner(shared_desktop) == there
    app.show("card")
    app.show("session")
    app.where("step")
    assert corner(shared_desktop) == there


def test_where_the_window_manager_moves_the_card_it_stays(shared_desktop: Desktop, app: SmallApp) -> None:
    app.show("session")
    before = app.home()
    assert corner(shared_desktop) == before
    with shared_desktop.screen() as screen:
        window = screen.titled("Holdspace")[0]
    there = before[0] - 400, before[1] + 250
    shared_desktop.xdotool("windowmove", str(window.id), str(there[0]), str(there[1]))
    wait_for(lambda: app.home() == there, what="the place to be taken for home")
    for name in ("card", "session", "strip", "session"):
        app.show(name)
        app.where("step")
    assert corner(shared_desktop) == there
    assert app.home() == there


def test_making_room_on_a_real_screen_is_no_move_by_hand(shared_desktop: Desktop, app: SmallApp) -> None:
    app.show("session")
    app.home()
    with shared_desktop.screen() as screen:
        window = screen.titled("Holdspace")[0]
    shared_desktop.xdotool("windowmove", str(window.id), "500", str(780 - window.height))
    low = (500, 780 - window.height)
    wait_for(lambda: app.home() == low, what="the place to be taken for home")
    app.show("card")
    wait_for(lambda: corner(shared_desktop)[1] < low[1], what="the card to make room")
    assert app.home() == low
    app.show("session")
    wait_for(lambda: corner(shared_desktop) == low, what="the card to go back")
    assert app.home() == low


def test_the_card_is_answered_by_a_click(shared_desktop: Desktop, app: SmallApp) -> None:
    app.show("card")
    shared_desktop.click(*app.where("card.step_out"))
    app.expect("asked answer_card c1 step_out None")


@pytest.mark.parametrize(("key", "asked"), [("Return", True), ("Escape", False)])
def test_the_line_takes_the_focus_and_gives_it_back(
    shared_desktop: Desktop, app: SmallApp, typist: Typist, key: str, asked: bool
) -> None:
    app.show("session")
    shared_desktop.xdotool("type", "a")
    typist.expect("a")
    app.tell("open pin")
    app.expect("opened pin")
    app.where("keep")
    wait_for(lambda: not typist.has_focus(), what="the line to have the focus")
    shared_desktop.xdotool("type", "call back")
    shared_desktop.xdotool("key", key)
    if asked:
        app.expect("asked pin call back None")
    wait_for(typist.has_focus, what="the focus to be given back")
    shared_desktop.xdotool("type", "b")
    typist.expect("ab")
    assert ("asked pin" in app.said()) is asked


def test_without_a_window_manager_the_focus_is_given_back_too(short_tmp: Path) -> None:
    with (
        running_desktop(
            folder=short_tmp / "d", with_server=False, with_panel=False, with_window_manager=False
        ) as desktop,
        Typist(desktop.display, managed=False) as typist,
        small_app(desktop) as app,
    ):
        app.show("session")
        app.tell("open pin")
        app.where("keep")
        wait_for(lambda: not typist.has_focus(), what="the line to have the focus")
        desktop.xdotool("key", "Escape")
        wait_for(typist.has_focus, what="the focus to be given back")
        desktop.xdotool("type", "b")
        typist.expect("b")


def test_the_form_takes_the_keyboard_when_it_is_opened(shared_desktop: Desktop, app: SmallApp, typist: Typist) -> None:
    app.show("free")
    app.tell("open window")
    app.where("client")
    wait_for(lambda: not typist.has_focus(), what="the form to have the focus")
    shared_desktop.xdotool("type", "c1")
    shared_desktop.xdotool("key", "Tab")
    shared_desktop.xdotool("type", "talk")
    shared_desktop.xdotool("key", "Return")
    app.expect("asked start session c1 talk 50")
    app.show("session")
    wait_for(typist.has_focus, what="the focus to go back when the session starts")


def test_no_window_tells_a_name_in_its_title(shared_desktop: Desktop, app: SmallApp) -> None:
    app.show("card")
    app.where("card.line")
    app.tell("open pin")
    app.where("keep")
    with shared_desktop.screen() as screen:
        ours = [window.title for window in screen.windows() if "small_app" in "".join(window.wm_class)]
    assert ours
    assert set(ours) == {"Holdspace"}


# -- the tray -------------------------------------------------------------------------------------------------------
ITEMS = DBusAddress("/StatusNotifierWatcher", bus_name=WATCHER, interface=WATCHER)


def items(desktop: Desktop) -> list[str]:
    return [item for item in desktop.bus.get(ITEMS, "RegisteredStatusNotifierItems") if "StatusNotifierItem" in item]


def address(item: str) -> DBusAddress:
    name, _, path = item.partition("/")
    return DBusAddress(f"/{path}", bus_name=name, interface="org.kde.StatusNotifierItem")


def test_a_click_on_the_tray_opens_the_window(shared_desktop: Desktop, app: SmallApp) -> None:
    app.show("free")
    item = address(wait_for(lambda: items(shared_desktop), what="the icon in the tray")[0])
    tip: Any = shared_desktop.bus.get(item, "ToolTip")
    assert tip[2] == "Holdspace"
    shared_desktop.bus.call(item, "Activate", "ii", (0, 0))
    shared_desktop.click(*app.where("start"))
    app.expect("asked start session None None 50")


def test_a_panel_that_comes_late_gets_the_icon(short_tmp: Path) -> None:
    with running_desktop(folder=short_tmp / "d", with_server=False) as desktop:
        assert desktop.panel is not None
        desktop.panel.end()
        desktop.bus.wait_until_free(WATCHER)
        with small_app(desktop) as app:
            app.show("free")
            app.tell("tray")
            app.expect("tray no")
            with panel(env=desktop.env, bus=desktop.bus, folder=desktop.folder):
                first = wait_for(lambda: items(desktop), what="the icon in the late panel")
                assert len(first) == 1
                app.tell("tray")
                app.expect("tray yes")
            desktop.bus.wait_until_free(WATCHER)
            with panel(env=desktop.env, bus=desktop.bus, folder=desktop.folder):
                again = wait_for(lambda: items(desktop), what="the icon in the panel that came again")
                assert len(again) == 1
                desktop.bus.call(address(items(desktop)[0]), "Activate", "ii", (0, 0))
                app.where("start")


def test_without_a_tray_the_window_is_there_with_the_menu_and_takes_no_focus(short_tmp: Path) -> None:
    with (
        running_desktop(folder=short_tmp / "d", with_server=False, with_panel=False) as desktop,
        Typist(desktop.display) as typist,
        small_app(desktop) as app,
    ):
        app.show("free")
        app.where("start")
        assert typist.has_focus()
        desktop.click(*app.where("more"))
        with desktop.screen() as screen:
            wait_for(
                lambda: [window for window in screen.windows() if window.override_redirect], what="the menu to be seen"
            )
        desktop.xdotool("key", "Escape")
