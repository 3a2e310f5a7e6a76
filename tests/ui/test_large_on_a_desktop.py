"""The large window on a real X server: the note takes the keyboard when it is asked to, and gives it back."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from Xlib import X, display

from tests.rig.desktop import Desktop, running_desktop
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


def enlarge(app: SmallApp) -> tuple[int, int]:
    """From M to L; where the note is."""
    app.show("large")
    app.tell("size larger")
    app.expect("sized larger")
    return app.where("large.note")


def lent(desktop: Desktop) -> None:
    """Until the note has the keyboard: a request that is still under way could take it from whoever is clicked next."""
    with desktop.screen() as screen:

        def ours() -> bool:
            return screen.focused() in {window.id for window in screen.titled("Holdspace")}

        wait_for(ours, what="the note to have the keyboard")


def writes(app: SmallApp, text: str) -> None:
    """Until the note is kept as this."""
    wait_for(lambda: app.said().rstrip().endswith(f"asked write s1 {text}"), what=f"{text!r} to be kept")


def test_growing_and_shrinking_takes_no_focus(shared_desktop: Desktop, app: SmallApp, typist: Typist) -> None:
    enlarge(app)
    shared_desktop.xdotool("type", "a")
    typist.expect("a")
    shared_desktop.click(*app.where("smaller_button"))
    shared_desktop.click(*app.where("larger_button"))
    app.where("large.note")
    shared_desktop.xdotool("type", "b")
    typist.expect("ab")
    app.show("large-card")
    app.where("card.line")
    shared_desktop.xdotool("type", "c")
    typist.expect("abc")
    assert typist.lost_focus == 0


@pytest.mark.parametrize("key", ["Return", "Escape"])
def test_a_click_into_the_note_lends_it_the_keyboard_until_enter_or_esc(
    shared_desktop: Desktop, app: SmallApp, typist: Typist, key: str
) -> None:
    place = enlarge(app)
    shared_desktop.xdotool("type", "a")
    typist.expect("a")
    shared_desktop.click(*place)
    lent(shared_desktop)
    shared_desktop.xdotool("key", "ctrl+a")
    shared_desktop.xdotool("type", "they fear")
    writes(app, "they fear")
    shared_desktop.xdotool("key", key)
    wait_for(typist.has_focus, what="the keyboard to be given back")
    shared_desktop.xdotool("type", "b")
    typist.expect("ab")
    shared_desktop.click(*app.where("step"))
    app.expect("asked pause")
    shared_desktop.xdotool("type", "c")
    typist.expect("abc")


def test_a_key_opens_the_note_from_any_size(shared_desktop: Desktop, app: SmallApp, typist: Typist) -> None:
    app.show("session")
    app.where("step")
    app.tell("size smaller")
    app.expect("sized smaller")
    app.tell("open note")
    app.where("large.note")
    lent(shared_desktop)
    shared_desktop.xdotool("type", "one")
    shared_desktop.xdotool("key", "shift+Return")
    shared_desktop.xdotool("type", "two")
    writes(app, "one\ntwo")
    shared_desktop.xdotool("key", "Escape")
    wait_for(typist.has_focus, what="the keyboard to be given back")


def test_a_click_beside_the_note_gives_the_keyboard_back(
    shared_desktop: Desktop, app: SmallApp, typist: Typist
) -> None:
    shared_desktop.click(*enlarge(app))
    lent(shared_desktop)
    shared_desktop.click(*app.where("step"))
    app.expect("asked pause")
    wait_for(typist.has_focus, what="the keyboard to be given back")
    shared_desktop.xdotool("type", "a")
    typist.expect("a")


def test_who_goes_elsewhere_stays_there(shared_desktop: Desktop, app: SmallApp, typist: Typist) -> None:
    """A click into another program: it keeps the keyboard, and the note's window refuses it again."""
    place = enlarge(app)
    with Typist(shared_desktop.display, x=420) as other:
        shared_desktop.click(*place)
        lent(shared_desktop)
        shared_desktop.click(200, 540)
        wait_for(typist.has_focus, what="the program that was clicked to have the keyboard")
        shared_desktop.click(*app.where("step"))
        app.expect("asked pause")
        shared_desktop.xdotool("type", "a")
        typist.expect("a")
        assert other.typed() == ""


@contextmanager
def key_held_down(app: SmallApp, display_name: str) -> Iterator[None]:
    """One of the whole desktop, of some program: while it is down the X server tells the window that it lost the keyboard."""
    with closing(display.Display(display_name)) as x:
        x.screen().root.grab_keyboard(True, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime)
        x.sync()
        app.until_active("no")
        yield
        x.ungrab_keyboard(X.CurrentTime)
        x.sync()


def test_a_key_of_the_whole_desktop_that_is_held_down_takes_nothing_from_the_note(
    shared_desktop: Desktop, app: SmallApp, typist: Typist
) -> None:
    shared_desktop.click(*enlarge(app))
    lent(shared_desktop)
    shared_desktop.xdotool("key", "ctrl+a")
    shared_desktop.xdotool("type", "one ")
    writes(app, "one")
    with key_held_down(app, shared_desktop.display):
        pass
    app.until_active("yes")
    shared_desktop.xdotool("type", "two")
    writes(app, "one two")
    shared_desktop.xdotool("key", "Escape")
    wait_for(typist.has_focus, what="the keyboard to be given back")


def test_who_goes_elsewhere_while_such_a_key_is_down_stays_there(
    shared_desktop: Desktop, app: SmallApp, typist: Typist
) -> None:
    shared_desktop.click(*enlarge(app))
    lent(shared_desktop)
    with key_held_down(app, shared_desktop.display):
        typist.take_focus()
        wait_for(typist.has_focus, what="the other program to have the keyboard")
    wait_for(lambda: app.note_is_lent() == "no", what="the note to have let go")
    shared_desktop.click(*app.where("step"))
    app.expect("asked pause")
    shared_desktop.xdotool("type", "a")
    typist.expect("a")


def test_a_mark_is_set_and_taken_back_by_a_click(shared_desktop: Desktop, app: SmallApp, typist: Typist) -> None:
    enlarge(app)
    shared_desktop.click(*app.where("large.set_mark"))
    app.where("keep")
    wait_for(lambda: not typist.has_focus(), what="the line to have the keyboard")
    shared_desktop.xdotool("type", "price")
    shared_desktop.xdotool("key", "Return")
    app.expect("asked mark price None None")
    wait_for(typist.has_focus, what="the keyboard to be given back")


def test_from_the_note_to_a_line_and_back_the_keyboard_goes_to_whoever_had_it_first(
    shared_desktop: Desktop, app: SmallApp, typist: Typist
) -> None:
    shared_desktop.click(*enlarge(app))
    lent(shared_desktop)
    shared_desktop.xdotool("type", "x")
    app.expect("asked write s1")
    with shared_desktop.screen() as screen:
        note = screen.focused()
        app.tell("open pin")
        app.where("keep")

        def line_has_it() -> bool:
            return screen.focused() in {window.id for window in screen.titled("Holdspace")} - {note}

        wait_for(line_has_it, what="the line to have the keyboard")
    shared_desktop.xdotool("type", "call back")
    shared_desktop.xdotool("key", "Return")
    app.expect("asked pin call back None")
    wait_for(typist.has_focus, what="the keyboard to be given back")
    shared_desktop.xdotool("type", "a")
    typist.expect("a")


def test_without_a_window_manager_the_keyboard_is_lent_and_given_back_too() -> None:
    with (
        running_desktop(with_server=False, with_panel=False, with_window_manager=False) as desktop,
        Typist(desktop.display, managed=False) as typist,
        small_app(desktop) as app,
    ):
        desktop.click(*enlarge(app))
        lent(desktop)
        desktop.xdotool("key", "ctrl+a")
        desktop.xdotool("type", "alone")
        writes(app, "alone")
        desktop.xdotool("key", "Escape")
        wait_for(typist.has_focus, what="the keyboard to be given back")
        desktop.xdotool("type", "a")
        typist.expect("a")
