"""Which windows count as popups, asked of a real X server."""

import os
from collections.abc import Iterator

import pytest
from Xlib import X, Xatom
from Xlib.display import Display

from holdspace.keeper.popups import Popups, kind_of_desktop, open_display
from tests.rig.xserver import XServer

OURS = 0
"""No process: only what says of itself that it is a notification counts."""


@pytest.fixture
def display(x: XServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Display]:
    monkeypatch.setenv("DISPLAY", x.display)
    found = open_display()
    assert found is not None
    yield found
    found.close()


@pytest.fixture
def program(x: XServer) -> Iterator[Display]:
    """Another program's connection."""
    found = Display(x.display)
    yield found
    found.close()


def pop_up(program: Display, *types: str, gone: bool = False) -> None:
    window = program.screen().root.create_window(0, 0, 9, 9, 0, X.CopyFromParent, override_redirect=True)
    if types:
        atoms = [program.get_atom(f"_NET_WM_WINDOW_TYPE_{name}") for name in types]
        window.change_property(program.get_atom("_NET_WM_WINDOW_TYPE"), Xatom.ATOM, 32, atoms)
    window.map()
    if gone:
        window.destroy()
    program.sync()


@pytest.mark.parametrize(
    ("types", "counts"),
    [
        (("NOTIFICATION",), 1),
        (("NOTIFICATION", "UTILITY"), 1),
        (("TOOLTIP",), 0),
        (("NORMAL",), 0),
        ((), 0),
    ],
)
def test_a_window_counts_that_says_it_is_a_notification(
    display: Display, program: Display, types: tuple[str, ...], counts: int
) -> None:
    popups = Popups(display, OURS)
    pop_up(program, *types)
    assert popups.count() == counts
    assert popups.count() == 0, "each counts once"


def test_what_was_there_before_and_what_is_gone_does_not_count(display: Display, program: Display) -> None:
    pop_up(program, "NOTIFICATION")
    popups = Popups(display, OURS)
    pop_up(program, "NOTIFICATION", gone=True)
    assert popups.count() == 0


def test_of_the_server_itself_a_window_without_a_type_counts(display: Display, program: Display) -> None:
    popups = Popups(display, os.getpid())  # both connections are this process's
    pop_up(program)
    pop_up(program, "TOOLTIP")
    pop_up(program, "DOCK")
    assert popups.count() == 1


def test_a_desktop_of_wayland_is_not_asked_by_its_x_server(monkeypatch: pytest.MonkeyPatch, x: XServer) -> None:
    assert kind_of_desktop() == "none"
    monkeypatch.setenv("DISPLAY", x.display)
    assert kind_of_desktop() == "x11"
    for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.setenv(name, "wayland")
        assert kind_of_desktop() == "wayland"
        assert open_display() is None
        monkeypatch.delenv(name)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # python-xlib leaves its sockets open
def test_without_an_x_server_there_is_nothing_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":9876")
    assert open_display() is None
