"""The fake keeps the contract, so what is tested with it is tested with something true."""

from typing import Any

import pytest
from typing_extensions import override

from holdspace.keeper.note import Note
from holdspace.keeper.quiet import Before, DriverError, QuietDriver
from holdspace.keeper.silence import Silence
from holdspace.wire.paths import Paths
from tests.contracts.fake_quiet import FakeDriver, FakeWorld, recorder
from tests.contracts.quiet_contract import QuietContract


def with_a_stubborn_one(world: FakeWorld, note: Note, code: str) -> Silence:
    """What another server was before stands in the note too, and its driver fails with this code whenever it is made."""
    note.open("stubborn", Before("off"), "elsewhere", "guid")
    _, log = recorder()

    def by_name(name: str, _: Any) -> QuietDriver | None:
        if name != "stubborn":
            return None
        raise DriverError(code)

    return Silence(world.bus, note, log, world.choose, by_name)  # type: ignore[arg-type]


class TestFakeQuiet(QuietContract):
    @pytest.fixture
    def world(self) -> FakeWorld:
        return FakeWorld()

    def test_a_server_that_refuses_is_tried_again_and_said(self, world: FakeWorld, paths: Paths) -> None:
        codes, log = recorder()
        silence = Silence(world.bus, Note(paths), log, world.choose)  # type: ignore[arg-type]
        world.refuses = "refused"
        silence.hold()
        assert (silence.engaged, silence.why) == (False, "server_failed")
        assert silence.retry_at is not None
        world.refuses = ""
        silence.retry()
        assert silence.engaged
        assert codes == ["engage_failed", "engaged"]

    def test_a_server_that_ends_while_it_is_asked_is_no_failure_where_the_next_can_be_silenced(
        self, world: FakeWorld, paths: Paths
    ) -> None:
        asked: list[bool] = []

        def gone_at_first(bus: Any) -> QuietDriver:
            asked.append(True)
            if len(asked) == 1:
                raise DriverError("gone")
            return world.choose(bus)

        codes, log = recorder()
        silence = Silence(world.bus, Note(paths), log, gone_at_first)  # type: ignore[arg-type]
        silence.hold()
        assert (silence.engaged, codes, silence.retry_at) == (True, ["engaged"], None)

    def test_servers_that_end_one_after_the_other_are_tried_again_later(self, world: FakeWorld, paths: Paths) -> None:
        silence = self.silence(world, paths)
        world.refuses = "gone"
        silence.hold()
        assert (silence.engaged, silence.why) == (False, "server_failed")
        assert silence.retry_at is not None

    def test_without_a_note_nothing_is_changed(self, world: FakeWorld, paths: Paths) -> None:
        codes, log = recorder()
        note = Note(paths)
        paths.keeper_dir.rename(paths.keeper_dir.with_name("elsewhere"))
        silence = Silence(world.bus, note, log, world.choose)  # type: ignore[arg-type]
        silence.hold()
        assert world.setting() == "unset"
        assert silence.why == "note_failed"
        assert codes == ["note_failed"]

    def test_what_no_second_attempt_mends_is_not_tried_again(self, world: FakeWorld, paths: Paths) -> None:
        silence = self.silence(world, paths)
        world.refuses = "locked"
        silence.hold()
        assert (silence.engaged, silence.why, silence.retry_at) == (False, "locked", None)

    def test_a_setting_that_outlives_its_server_is_given_back_without_it(self, world: FakeWorld, paths: Paths) -> None:
        self.silence(world, paths).hold()
        _, log = recorder()

        def nobody(_: Any) -> QuietDriver:
            raise DriverError("timeout")

        heir = Silence(world.bus, Note(paths), log, nobody, lambda *_: FakeDriver(world))  # type: ignore[arg-type]
        assert heir.give_back(lambda: None, "repaired")
        assert world.setting() == "unset"

    def test_what_the_user_switched_off_while_nobody_watched_is_not_switched_on_again(
        self, world: FakeWorld, paths: Paths
    ) -> None:
        world.user_sets("on")
        self.silence(world, paths).hold()
        world.user_sets("off")
        assert self.silence(world, paths).give_back(lambda: None, "repaired")
        assert world.setting() == "off"

    def test_what_was_given_back_is_not_given_back_again_because_another_one_fails(
        self, world: FakeWorld, paths: Paths
    ) -> None:
        self.silence(world, paths).hold()
        note = Note(paths)
        silence = with_a_stubborn_one(world, note, "gone")
        assert not silence.give_back(lambda: None, "not_wanted")
        assert world.setting() == "unset"
        world.user_sets("on")
        silence.retry()
        assert world.setting() == "on"
        assert silence.owing == "not_wanted"

    def test_however_many_say_that_something_changed_it_is_read_back_once(self, world: FakeWorld, paths: Paths) -> None:
        looks: list[bool | None] = []

        class Counted(FakeDriver):
            @override
            def is_on(self) -> bool | None:
                looks.append(super().is_on())
                return looks[-1]

        silence = Silence(world.bus, Note(paths), lambda *_, **__: None, lambda _: Counted(world))  # type: ignore[arg-type]
        silence.hold()
        world.pump(silence)
        looks.clear()
        for _ in range(1000):
            world.bus.tell(world.server(), "org.example.Fake", "Changed", "b", (False,))
        assert not world.pump(silence)
        assert looks == [True]
        world.user_sets("off")
        assert world.pump(silence)
        assert silence.why == "changed_by_user"

    def test_where_the_server_does_not_tell_the_users_change_is_seen_when_looked_for(
        self, world: FakeWorld, paths: Paths
    ) -> None:
        class Mute(FakeDriver):
            tells = False

        silence = Silence(world.bus, Note(paths), lambda *_, **__: None, lambda _: Mute(world))  # type: ignore[arg-type]
        silence.hold()
        assert not silence.look()
        world.value = "off"
        assert silence.look()
        assert (silence.engaged, silence.why) == (False, "changed_by_user")

    def test_a_server_that_dies_between_the_note_and_the_change_is_silent_when_it_is_back(
        self, world: FakeWorld, paths: Paths
    ) -> None:
        class Dying(FakeDriver):
            @override
            def engage(self) -> None:
                raise DriverError("gone")

        silence = Silence(world.bus, Note(paths), lambda *_, **__: None, lambda _: Dying(world))  # type: ignore[arg-type]
        world.user_sets("off")
        silence.hold()
        assert (silence.engaged, Note(paths).is_open) == (False, True)
        silence._choose = world.choose
        world.restart_server()
        world.pump(silence)
        assert (silence.engaged, silence.previous) == (True, "off")
        silence.give_back(lambda: None, "not_wanted")
        assert world.setting() == "off"

    def test_another_server_in_its_place_is_silenced_too_and_both_are_given_back(
        self, world: FakeWorld, paths: Paths
    ) -> None:
        class Other(FakeDriver):
            name = "other"

        next_one = FakeWorld()
        next_one.value = "on"
        silence = self.silence(world, paths)
        world.user_sets("off")
        silence.hold()
        silence._choose = lambda _: Other(next_one)
        world.restart_server()
        world.pump(silence)
        assert (silence.engaged, silence.previous) == (True, "on")
        silence._choose = world.choose
        assert silence.give_back(lambda: None, "not_wanted")
        assert (world.setting(), next_one.setting()) == ("off", "on")

    def test_the_users_change_stands_when_a_server_that_keeps_it_in_memory_starts_anew_twice(
        self, world: FakeWorld, paths: Paths
    ) -> None:
        class InMemory(FakeDriver):
            @property
            @override
            def store(self) -> str:  # type: ignore[override]
                return self.server

        silence = Silence(world.bus, Note(paths), lambda *_, **__: None, lambda _: InMemory(world))  # type: ignore[arg-type]
        silence.hold()
        world.user_sets("off")
        world.pump(silence)
        assert silence.why == "changed_by_user"
        for _ in range(2):
            world.restart_server()
            world.pump(silence)
            assert (world.setting(), silence.engaged, silence.why) == ("off", False, "changed_by_user")
        silence.hold()
        assert (world.setting(), silence.why) == ("off", "changed_by_user")

    def test_one_that_cannot_be_given_back_does_not_keep_the_others_from_it(
        self, world: FakeWorld, paths: Paths
    ) -> None:
        note = Note(paths)
        silence = with_a_stubborn_one(world, note, "no_setting")
        silence.hold()
        assert (silence.engaged, list(note.entries)) == (True, ["stubborn", "fake"])
        assert not silence.give_back(lambda: None, "not_wanted")
        assert world.setting() == "unset"
        assert list(Note(paths).entries) == ["stubborn"]

    def test_where_a_file_cannot_be_watched_it_is_silent_and_looked_at_now_and_then(
        self, world: FakeWorld, paths: Paths
    ) -> None:
        class InAFile(FakeDriver):
            file = str(paths.home) + "/no folder/file"

        silence = Silence(world.bus, Note(paths), lambda *_, **__: None, lambda _: InAFile(world))  # type: ignore[arg-type]
        silence.hold()
        assert (silence.engaged, silence.why) == (True, None)
        world.value = "off"
        assert silence.look()
        assert silence.why == "changed_by_user"

    def test_what_no_second_attempt_gives_back_stays_noted_and_keeps_nobody(
        self, world: FakeWorld, paths: Paths
    ) -> None:
        """Locked meanwhile: the guard may end, and the next start or repair tries again."""

        class Locked(FakeDriver):
            @override
            def release(self, before: Before) -> None:
                raise DriverError("locked")

        self.silence(world, paths).hold()
        silence = Silence(world.bus, Note(paths), lambda *_, **__: None, lambda _: Locked(world))  # type: ignore[arg-type]
        assert not silence.give_back(lambda: None, "not_wanted")
        assert (silence.owing, silence.retry_at, Note(paths).is_open) == (None, None, True)
        assert self.silence(world, paths).give_back(lambda: None, "repaired")
        assert world.setting() == "unset"
