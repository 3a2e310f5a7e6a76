from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typing_extensions import override
from Xlib import XK, X, display
from Xlib.protocol.rq import Event

from holdspace.adapters.hotkey.choose import open_hotkeys
from holdspace.adapters.hotkey.keys import KeysFitness
from holdspace.adapters.hotkey.off import NoHotkeys
from holdspace.adapters.hotkey.x11 import X11Hotkeys
from tests.rig.environment import environment, with_display
from tests.rig.processes import run, wait_for
from tests.rig.xserver import XServer


class Loop:
    """Whoever watches the connection for us: it can be asked to look, and knows whether it was told to stop."""

    def __init__(self) -> None:
        self.read: Callable[[], None] | None = None
        self.pressed: list[str] = []

    def watch(self, fd: int, read: Callable[[], None]) -> Callable[[], None]:
        assert fd >= 0
        self.read = read

        def stop() -> None:
            self.read = None

        return stop

    def until(self, wanted: list[str]) -> None:
        def arrived() -> bool:
            if self.read is not None:
                self.read()
            return self.pressed == wanted

        wait_for(arrived, what=f"{wanted}, of which came {self.pressed}")


@pytest.fixture
def loop() -> Loop:
    return Loop()


@pytest.fixture
def press(x: XServer, own_home: Path) -> Callable[..., None]:
    def key(*words: str) -> None:
        done = run(["xdotool", *words], env=with_display(environment(own_home), x.display))
        assert done.returncode == 0, done.stderr

    return key


@pytest.fixture
def keys(x: XServer, loop: Loop) -> Iterator[X11Hotkeys]:
    made = X11Hotkeys(x.display, loop.watch, loop.pressed.append)
    yield made
    made.close()


def test_each_key_calls_with_its_name(keys: X11Hotkeys, loop: Loop, press: Callable[..., None]) -> None:
    for sign in (
        "i",
        "p",
        "m",
        "n",
        "w",
        "space",
        "equal",
        "minus",
    ):  # the plus of this layout is the equals sign's key
        press("key", f"ctrl+alt+{sign}")
    loop.until(["log", "pin", "mark", "note", "where", "pause", "larger", "smaller"])
    assert keys.fitness() == KeysFitness(works=True)


def test_a_sign_that_stands_above_another_is_pressed_with_shift_or_without(
    keys: X11Hotkeys, loop: Loop, press: Callable[..., None]
) -> None:
    press("key", "ctrl+alt+shift+equal", "key", "ctrl+alt+equal", "key", "ctrl+alt+shift+i", "key", "ctrl+alt+minus")
    loop.until(["larger", "larger", "smaller"])
    keys.want_digits(True)
    press("key", "ctrl+alt+shift+equal", "key", "ctrl+alt+shift+1", "key", "ctrl+alt+1")
    loop.until(["larger", "larger", "smaller", "larger", "1"])


def test_locks_do_not_matter(keys: X11Hotkeys, loop: Loop, press: Callable[..., None]) -> None:
    press("key", "Caps_Lock")
    press("key", "ctrl+alt+i")
    press("key", "Num_Lock")
    press("key", "ctrl+alt+i")
    press("key", "Caps_Lock")
    press("key", "ctrl+alt+i")
    loop.until(["log", "log", "log"])


def test_digits_are_held_only_while_they_are_wanted(keys: X11Hotkeys, loop: Loop, press: Callable[..., None]) -> None:
    press("key", "ctrl+alt+1", "key", "ctrl+alt+i")
    loop.until(["log"])
    keys.want_digits(True)
    press("key", "ctrl+alt+1", "key", "ctrl+alt+8")
    loop.until(["log", "1", "8"])
    keys.want_digits(False)
    press("key", "ctrl+alt+1", "key", "ctrl+alt+i")
    loop.until(["log", "1", "8", "log"])


def test_plain_digits_and_letters_are_never_seen(keys: X11Hotkeys, loop: Loop, press: Callable[..., None]) -> None:
    keys.want_digits(True)
    press("type", "123ipw")
    press("key", "ctrl+alt+i")
    loop.until(["log"])


def test_a_key_that_another_program_has_is_told_and_the_others_serve(
    x: XServer, loop: Loop, press: Callable[..., None]
) -> None:
    other = display.Display(x.display)
    code = other.keysym_to_keycode(XK.XK_p)
    other.screen().root.grab_key(code, X.ControlMask | X.Mod1Mask, False, X.GrabModeAsync, X.GrabModeAsync)
    other.sync()
    keys = X11Hotkeys(x.display, loop.watch, loop.pressed.append)
    try:
        assert keys.fitness() == KeysFitness(works=True, why="some_taken", troubles=(("pin", "taken"),))
        press("key", "ctrl+alt+i")
        loop.until(["log"])
        other.screen().root.ungrab_key(code, X.ControlMask | X.Mod1Mask)
        other.sync()
        keys.want_digits(True)
        assert keys.fitness() == KeysFitness(works=True)
        press("key", "ctrl+alt+p")
        loop.until(["log", "pin"])
    finally:
        keys.close()
        other.close()


def test_another_layout_moves_the_key(
    keys: X11Hotkeys, loop: Loop, press: Callable[..., None], x: XServer, own_home: Path
) -> None:
    def where() -> int:
        link = display.Display(x.display)
        try:
            return int(link.keysym_to_keycode(XK.XK_i))
        finally:
            link.close()

    before = where()
    done = run(["setxkbmap", "us", "-variant", "dvorak"], env=with_display(environment(own_home), x.display))
    assert done.returncode == 0, done.stderr
    wait_for(lambda: where() != before, what="the layout to change")
    assert loop.read is not None

    def held_anew() -> bool:
        if loop.read is not None:
            loop.read()
        return where() in keys._held

    wait_for(held_anew, what="the key to be held anew")
    assert keys._held[where()] == "log"
    assert before not in keys._held or keys._held[before] != "log"
    press("key", "ctrl+alt+i")
    loop.until(["log"])


def test_a_key_held_down_calls_once(x: XServer, loop: Loop, press: Callable[..., None]) -> None:
    class Counting(X11Hotkeys):
        presses = 0

        @override
        def _take(self, event: Event) -> None:
            Counting.presses += event.type == X.KeyPress
            super()._take(event)

    keys = Counting(x.display, loop.watch, loop.pressed.append)
    try:
        press("keydown", "ctrl", "keydown", "alt", "keydown", "i")

        def repeated() -> bool:
            keys.read()
            return Counting.presses >= 4

        wait_for(repeated, what="the server to repeat the key")
        press("keyup", "i", "keyup", "alt", "keyup", "ctrl")
        press("key", "ctrl+alt+w")
        loop.until(["log", "where"])
    finally:
        keys.close()


def test_closing_frees_the_keys(x: XServer, loop: Loop) -> None:
    first = X11Hotkeys(x.display, loop.watch, loop.pressed.append)
    first.close()
    first.close()
    assert loop.read is None
    second = X11Hotkeys(x.display, loop.watch, loop.pressed.append)
    assert second.fitness() == KeysFitness(works=True)
    second.close()


def test_a_server_that_goes_away_is_told(keys: X11Hotkeys, x: XServer, loop: Loop) -> None:
    x.process.kill()

    def lost() -> bool:
        if loop.read is not None:
            loop.read()
        return keys.fitness().why == "connection_lost"

    wait_for(lost, what="the lost connection to be noticed")
    assert not keys.fitness().works
    assert loop.read is None
    keys.want_digits(True)


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("environ", "why"),
    [
        ({}, "no_display"),
        ({"DISPLAY": ":1", "WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ({"DISPLAY": ":1", "XDG_SESSION_TYPE": "wayland"}, "wayland"),
        ({"DISPLAY": ":641"}, "cannot_connect"),
    ],
)
def test_where_there_are_no_keys_the_absent_driver_says_why(environ: dict[str, str], why: str, loop: Loop) -> None:
    keys = open_hotkeys(environ, loop.watch, loop.pressed.append)
    assert isinstance(keys, NoHotkeys)
    keys.want_digits(True)
    assert keys.fitness() == KeysFitness(works=False, why=why)  # type: ignore[arg-type]
    keys.close()
    assert loop.read is None
