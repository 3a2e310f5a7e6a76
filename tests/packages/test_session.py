"""Everything that is handed out, each in a bare Debian 12 of its own."""

from pathlib import Path

import pytest

from tests.packages.bare_root import BareRoot
from tests.packages.installed import KINDS, SYSTEM, Installed
from tests.packages.started import OBEYED, Started, on_a_desktop, on_a_screen
from tests.rig.processes import wait_for


@pytest.mark.parametrize("kind", KINDS)
def test_with_only_what_it_is_said_to_need_it_shows_its_window_and_on_a_desktop_it_holds_a_session(
    kind: str, bare: BareRoot, short_tmp: Path, own_home: Path
) -> None:
    installed = KINDS[kind](bare)
    if installed.own_python:
        assert not (bare.folder / "usr/bin/python3").exists()
        assert installed.libraries_not_found() == []
    with on_a_screen(bare, short_tmp / "log", own_home) as app:
        _shows_its_window(app)
        app.quits()
    bare.install("dbus", "dunst")
    with on_a_desktop(bare, short_tmp / "log", own_home) as app:
        _holds_a_session(app, installed)
        app.quits()


def _shows_its_window(app: Started) -> None:
    """Nobody is there who could silence anything: the session is held all the same, in its window, and that is told."""
    app.tell("start", "--minutes", "50")
    wait_for(app.titles, what="the window")
    assert app.titles() == {"Holdspace"}
    wait_for(lambda: app.status()["coverage"]["why"] == "no_bus", bound=OBEYED, what="the reason to be told")
    told = app.status()
    assert told["session"]["state"] == "running"
    assert not told["coverage"]["silent"]
    app.tell("end")


def _holds_a_session(app: Started, installed: Installed) -> None:
    """The desktop is silent and given back, and what was logged and what arrived is in the digest."""
    assert not app.dunst_is_paused()
    app.tell("start", "--client", "C1", "--minutes", "50")
    wait_for(lambda: app.status()["quiet"]["engaged"], bound=OBEYED, what="the desktop to be silent")
    assert app.dunst_is_paused()
    _loads_its_own(installed)
    app.tell("log", "courier at the door", "--source", "door")
    app.notify("Mail", "Figures of the quarter")
    app.tell("end")
    wait_for(lambda: not app.dunst_is_paused(), bound=30, what="the desktop to be given back")
    digest = app.tell("digest")
    assert "courier at the door" in digest
    assert "Figures of the quarter" in digest


def _loads_its_own(installed: Installed) -> None:
    """Where it brings a Python, only that one is loaded; all else is the root's."""
    loaded = installed.loaded()
    assert len(loaded) == 3, "app, keeper and guard"
    theirs = SYSTEM if installed.own_python else "/usr/lib/"
    for libraries in loaded.values():
        assert [path for path in libraries if not path.startswith((f"{installed.place}/", theirs))] == []
        if installed.own_python:
            assert any(path.startswith(f"{installed.place}/_internal/libpython3") for path in libraries)
