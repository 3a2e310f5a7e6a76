"""mako's settings may be edited while it is silent: what was switched on is switched off all the same."""

from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress

from holdspace.keeper.bus import CallError
from holdspace.keeper.note import Note
from holdspace.keeper.quiet.known import choose
from holdspace.keeper.silence import Silence
from holdspace.wire.paths import Paths

AWAY, USUAL = "[mode=away]\ninvisible=1\n", "[mode=do-not-disturb]\ninvisible=1\n"


class MakoBus:
    """A mako 1.7 that keeps the modes it read when it started."""

    name, guid = ":1.7", "guid"

    def __init__(self) -> None:
        self.runs = 1
        self.modes = ["default"]
        self.cookies: dict[str, int] = {}

    def restart(self) -> None:
        self.runs += 1
        self.modes = ["default"]

    def match(self, rule: str) -> None:
        """It never tells anything."""

    def owner(self, _: str) -> str:
        return f":1.{self.runs}"

    def pid_of(self, _: str) -> None:
        return None

    def call(self, _to: DBusAddress, member: str, _signature: Any = None, body: Any = (), **_: Any) -> tuple[Any, ...]:
        if member == "GetServerInformation":
            return ("mako", "emersion", "1.7.1", "1.2")
        if member == "ListModes":
            return (list(self.modes),)
        if member == "SetModes":
            self.modes = body[0]
            return ()
        raise CallError("org.freedesktop.DBus.Error.UnknownInterface")


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    found = Paths(tmp_path / "home")
    found.ensure()
    return found


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "mako" / "config"
    file.parent.mkdir()
    file.write_text(AWAY)
    return file


@pytest.mark.parametrize("later", ["", USUAL, USUAL + AWAY])
def test_the_mode_that_was_switched_on_is_switched_off_whatever_the_settings_say_by_then(
    later: str, config: Path, paths: Paths
) -> None:
    bus: Any = MakoBus()
    first = Silence(bus, Note(paths), lambda *_, **__: None, choose)
    first.hold()
    assert bus.modes == ["default", "away"]
    config.write_text(later)
    heir = Silence(bus, Note(paths), lambda *_, **__: None, choose)
    heir.hold()
    assert heir.why in {None, "needs_mode"}
    assert first.give_back(lambda: None, "not_wanted")
    assert bus.modes == ["default"]


def test_a_mako_that_starts_anew_with_another_mode_is_silent_and_no_longer_so_afterwards(
    config: Path, paths: Paths
) -> None:
    bus: Any = MakoBus()
    Silence(bus, Note(paths), lambda *_, **__: None, choose).hold()
    config.write_text(USUAL)
    bus.restart()
    heir = Silence(bus, Note(paths), lambda *_, **__: None, choose)
    heir.hold()
    assert bus.modes == ["default", "do-not-disturb"]
    assert heir.give_back(lambda: None, "not_wanted")
    assert bus.modes == ["default"]
