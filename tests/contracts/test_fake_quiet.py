"""The fake keeps the contract, so what is tested with it is tested with something true."""

import pytest

from holdspace.keeper.note import Note
from holdspace.keeper.silence import Silence
from holdspace.wire.paths import Paths
from tests.contracts.fake_quiet import FakeWorld, recorder
from tests.contracts.quiet_contract import QuietContract


class TestFakeQuiet(QuietContract):
    @pytest.fixture
    def world(self) -> FakeWorld:
        return FakeWorld()

    def test_a_server_that_refuses_is_tried_again_and_said(self, world: FakeWorld, paths: Paths) -> None:
        codes, log = recorder()
        silence = Silence(world.bus, Note(paths), log, world.choose)  # type: ignore[arg-type]
        world.refuses = True
        silence.hold()
        assert (silence.engaged, silence.why) == (False, "server_failed")
        assert silence.retry_at is not None
        world.refuses = False
        silence.retry()
        assert silence.engaged
        assert codes == ["engage_failed", "engaged"]

    def test_without_a_note_nothing_is_changed(self, world: FakeWorld, paths: Paths) -> None:
        codes, log = recorder()
        note = Note(paths)
        paths.keeper_dir.rename(paths.keeper_dir.with_name("elsewhere"))
        silence = Silence(world.bus, note, log, world.choose)  # type: ignore[arg-type]
        silence.hold()
        assert world.setting() == "unset"
        assert silence.why == "note_failed"
        assert codes == ["note_failed"]
