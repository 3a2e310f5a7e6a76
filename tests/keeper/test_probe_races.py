"""What happens at the same moment as a self-test looks, and is told of a little later."""

from pathlib import Path
from typing import Any

import pytest

from holdspace.keeper.note import Note
from holdspace.keeper.probe.act import Asked, SelfTest
from holdspace.keeper.silence import Silence
from holdspace.wire.paths import Paths
from tests.contracts.fake_quiet import FakeWorld


class UserShows:
    """Eyes before which the user ends the silence, so that something shows."""

    def __init__(self, world: FakeWorld) -> None:
        self._world = world

    def shows(self, _urgency: int) -> bool:
        self._world.user_sets("off")
        return True


class Told:
    """A door that hears what the bus tells."""

    def __init__(self, world: FakeWorld, silence: Silence) -> None:
        self._world, self._silence = world, silence

    def look(self) -> None:
        self._world.pump(self._silence)


def test_what_shows_because_the_user_ended_the_silence_is_not_held_against_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    paths = Paths(tmp_path / "home")
    paths.ensure()
    world = FakeWorld()
    silence = Silence(world.bus, Note(paths), lambda *_, **__: None, world.choose)  # type: ignore[arg-type]
    eyes: Any = UserShows(world)
    door: Any = Told(world, silence)
    outcome, _ = SelfTest(paths, Asked(by_hand=True))._in_silence(door, silence, eyes)
    assert outcome == "changed_by_user"
    assert world.setting() == "off"
