"""What every driver of the desktop's do-not-disturb must do, told through the silence that uses it.

A driver's own test file subclasses QuietContract and gives it a `world`: the real server, or the hand-written fake.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import pytest

from holdspace.keeper.ledger import Ledger
from holdspace.keeper.note import Note
from holdspace.keeper.quiet import Before, Previous, QuietDriver
from holdspace.keeper.silence import Silence
from holdspace.wire.paths import Paths
from tests.matrix import ROW

Says = Callable[[str, object], None]


class World(Protocol):
    """A notification server and its user."""

    previous_values: tuple[Previous, ...]
    keeps_setting: bool  # whether the setting outlives the server

    @property
    def bus(self) -> Any: ...
    def choose(self, bus: Any) -> QuietDriver: ...
    def user_sets(self, value: Previous) -> None: ...
    def setting(self) -> Previous: ...
    def send(self, count: int) -> list[int]: ...
    def visible(self) -> int: ...
    def holds(self, ids: list[int]) -> bool | None: ...
    def server(self) -> str: ...
    def restart_server(self) -> None: ...
    def pump(self, silence: Silence) -> bool: ...


def died(silence: Silence) -> None:
    """What the kernel does at the end of a process that held it: its locks are free."""
    for claim in silence._claims.values():
        if claim._fd >= 0:
            os.close(claim._fd)
            claim._fd = -1
    if silence.file is not None:
        silence.file.close()


class QuietContract:
    """Subclass it as Test... and define the fixture `world`."""

    @pytest.fixture
    def paths(self, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
        if not os.environ.get("XDG_CONFIG_HOME", "").startswith(str(tmp_path)):  # a world may have one of its own
            monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
        found = Paths(tmp_path / "home")
        found.ensure()
        return found

    def silence(self, world: World, paths: Paths) -> Silence:
        return Silence(world.bus, Note(paths), lambda *_, **__: None, world.choose)

    def held_by_a_dead_one(self, world: World, paths: Paths) -> None:
        dead = self.silence(world, paths)
        dead.hold()
        died(dead)

    def ledger(self, world: World, paths: Paths, ids: list[int]) -> Ledger:
        ledger = Ledger(paths.keeper_dir / "ledger")
        for ident in ids:
            ledger.called(":1.99", ident, f"key {ident}", "App", "")
            ledger.named(":1.99", ident, world.server(), ident)
        return ledger

    def test_each_earlier_setting_comes_back_exactly(self, world: World, paths: Paths) -> None:
        for previous in world.previous_values:
            world.user_sets(previous)
            silence = self.silence(world, paths)
            silence.hold()
            assert silence.engaged
            assert silence.previous == previous
            assert world.setting() == "on"
            assert silence.give_back(lambda: self.ledger(world, paths, []), "not_wanted")
            assert world.setting() == previous
            assert not Note(paths).is_open

    def test_engaging_is_verified_by_reading_back(self, world: World, paths: Paths, record_property: Says) -> None:
        silence = self.silence(world, paths)
        silence.hold()
        assert world.setting() == "on"
        on = world.choose(world.bus).is_on()
        if on is None:
            record_property(ROW, "engaging is set and said to be not verifiable")
        assert on in {True, None}
        assert silence.evidence == ("read_back" if on else "not_verifiable")

    def test_the_note_is_durable_before_the_first_change(self, world: World, paths: Paths) -> None:
        world.user_sets("off")
        seen: list[tuple[bool, Previous]] = []
        driver_type: Any = type(world.choose(world.bus))
        engage = driver_type.engage

        def watched(driver: Any) -> None:
            seen.append((Note(paths).is_open, world.setting()))
            engage(driver)

        driver_type.engage = watched
        try:
            self.silence(world, paths).hold()
        finally:
            driver_type.engage = engage
        assert seen == [(True, "off")]

    def test_nothing_pops_up_while_it_is_engaged(self, world: World, paths: Paths) -> None:
        silence = self.silence(world, paths)
        silence.hold()
        world.send(3)
        assert world.visible() == 0

    def test_what_this_silence_held_does_not_flood_on_release(self, world: World, paths: Paths) -> None:
        silence = self.silence(world, paths)
        silence.hold()
        ids = world.send(5)
        silence.give_back(lambda: self.ledger(world, paths, ids), "not_wanted")
        assert world.visible() == 0

    def test_on_before_with_five_waiting_is_on_with_the_same_five_after(
        self, world: World, paths: Paths, record_property: Says
    ) -> None:
        """By their numbers, where the server keeps what comes and it can be told what."""
        world.user_sets("on")
        before = world.send(5)
        silence = self.silence(world, paths)
        silence.hold()
        during = world.send(2)
        silence.give_back(lambda: self.ledger(world, paths, before + during), "not_wanted")
        assert world.setting() == "on"
        assert world.visible() == 0
        same = world.holds(before + during)
        if same is None:
            record_property(ROW, "on before with five sent is on after and none of them pops up")
        assert same is not False, "the user's own do-not-disturb: nothing is drained"

    def test_a_change_by_the_user_stands(self, world: World, paths: Paths) -> None:
        world.user_sets("on")
        silence = self.silence(world, paths)
        silence.hold()
        world.user_sets("off")
        assert world.pump(silence)
        assert (silence.engaged, silence.why) == (False, "changed_by_user")
        silence.hold()
        assert world.setting() == "off"
        silence.give_back(lambda: self.ledger(world, paths, []), "not_wanted")
        assert world.setting() == "off"
        assert not Note(paths).is_open

    def test_a_change_by_the_user_while_nobody_watched_stands(self, world: World, paths: Paths) -> None:
        self.held_by_a_dead_one(world, paths)
        world.user_sets("off")
        heir = self.silence(world, paths)
        heir.hold()
        assert (heir.engaged, heir.why) == (False, "changed_by_user")
        assert world.setting() == "off"

    def test_our_own_change_is_not_taken_for_the_users(self, world: World, paths: Paths) -> None:
        world.user_sets("off")
        silence = self.silence(world, paths)
        silence.hold()
        world.pump(silence)
        assert silence.engaged

    def test_a_restarted_server_is_silent_again(self, world: World, paths: Paths) -> None:
        world.user_sets("off")
        silence = self.silence(world, paths)
        silence.hold()
        world.restart_server()
        assert world.pump(silence)
        assert silence.engaged
        assert world.setting() == "on"
        assert silence.previous == "off"
        silence.give_back(lambda: self.ledger(world, paths, []), "not_wanted")
        assert world.setting() == "off"

    def test_an_open_note_is_adopted_and_never_overwritten(self, world: World, paths: Paths) -> None:
        world.user_sets("off")
        self.held_by_a_dead_one(world, paths)
        first, second = self.silence(world, paths), self.silence(world, paths)
        first.hold()
        assert (first.engaged, first.previous) == (True, "off")  # it is on now: a new snapshot would say "on"
        died(first)
        second.hold()
        assert (second.engaged, second.previous) == (True, "off")
        second.give_back(lambda: self.ledger(world, paths, []), "repaired")
        assert world.setting() == "off"

    def test_a_note_that_was_written_before_a_kill_is_engaged_or_given_back(self, world: World, paths: Paths) -> None:
        world.user_sets("off")
        driver = world.choose(world.bus)
        Note(paths).open(driver.name, driver.snapshot(), driver.store, "guid")
        heir = self.silence(world, paths)
        heir.hold()
        assert heir.engaged
        heir.give_back(lambda: self.ledger(world, paths, []), "repaired")
        assert world.setting() == "off"

    def test_giving_back_after_the_server_restarted_unseen_undoes_only_what_is_left(
        self, world: World, paths: Paths
    ) -> None:
        world.user_sets("off")
        self.held_by_a_dead_one(world, paths)
        world.restart_server()
        expected: Previous = "off" if world.keeps_setting else world.setting()
        assert self.silence(world, paths).give_back(lambda: self.ledger(world, paths, []), "repaired")
        assert world.setting() == expected
        assert not Note(paths).is_open

    def test_release_and_engage_are_idempotent(self, world: World, paths: Paths) -> None:
        world.user_sets("off")
        driver = world.choose(world.bus)
        for _ in range(2):
            driver.engage()
            assert driver.is_on() in {True, None}
        for _ in range(2):
            driver.release(Before("off"))
            assert world.setting() == "off"
