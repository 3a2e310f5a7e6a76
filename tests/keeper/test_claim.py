"""One Holdspace at a time for a setting that all buses of a user share."""

import json
import os
import signal
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from typing_extensions import override

from holdspace.keeper.claim import Claim
from holdspace.keeper.note import Note
from holdspace.keeper.quiet import Before
from holdspace.keeper.silence import Silence
from holdspace.wire.paths import Paths
from tests.contracts.fake_quiet import FakeDriver, FakeWorld, recorder
from tests.contracts.quiet_contract import died
from tests.keeper.test_note import files_no_larger_than
from tests.rig.processes import wait_for


class SharedDriver(FakeDriver):
    """Its setting is the user's, whatever bus they are on."""

    shared = True


class SharedWorld(FakeWorld):
    @override
    def choose(self, bus: object) -> SharedDriver:
        return SharedDriver(self)


@pytest.fixture
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Paths, Paths]:
    """Two of one user."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    found = Paths(tmp_path / "one"), Paths(tmp_path / "other")
    for paths in found:
        paths.ensure()
    return found


@pytest.fixture
def world() -> SharedWorld:
    return SharedWorld()


def silence(world: SharedWorld, paths: Paths) -> Silence:
    _, log = recorder()
    return Silence(world.bus, Note(paths), log, world.choose)  # type: ignore[arg-type]


def test_the_second_of_two_neither_silences_nor_gives_back(world: SharedWorld, homes: tuple[Paths, Paths]) -> None:
    first, second = silence(world, homes[0]), silence(world, homes[1])
    first.hold()
    second.hold()
    assert (second.engaged, second.why) == (False, "another_holdspace")
    assert second.give_back(lambda: None, "not_wanted")
    assert world.setting() == "on"
    assert first.give_back(lambda: None, "not_wanted")
    assert world.setting() == "unset"


def test_the_second_is_silent_once_the_first_has_given_back(world: SharedWorld, homes: tuple[Paths, Paths]) -> None:
    first, second = silence(world, homes[0]), silence(world, homes[1])
    world.user_sets("off")
    first.hold()
    second.hold()
    first.give_back(lambda: None, "not_wanted")
    assert second.retry_at is not None
    second.retry()
    assert (second.engaged, second.previous) == (True, "off")
    second.give_back(lambda: None, "not_wanted")
    assert world.setting() == "off"


def killed(world: SharedWorld, paths: Paths) -> None:
    """A silence whose process died: the note is open, and its lock is free."""
    dead = silence(world, paths)
    dead.hold()
    died(dead)


def test_what_a_dead_one_found_is_what_the_next_one_gives_back(world: SharedWorld, homes: tuple[Paths, Paths]) -> None:
    world.user_sets("off")
    killed(world, homes[0])
    heir = silence(world, homes[1])
    heir.hold()
    assert (heir.engaged, heir.previous) == (True, "off")
    heir.give_back(lambda: None, "not_wanted")
    assert world.setting() == "off"


def test_a_dead_one_that_comes_back_leaves_to_the_next_one_what_that_took_over(
    world: SharedWorld, homes: tuple[Paths, Paths]
) -> None:
    world.user_sets("off")
    killed(world, homes[0])
    heir = silence(world, homes[1])
    heir.hold()
    assert silence(world, homes[0]).give_back(lambda: None, "repaired")
    assert world.setting() == "on"
    assert not Note(homes[0]).is_open
    heir.give_back(lambda: None, "not_wanted")
    assert world.setting() == "off"


def test_what_a_second_dead_one_took_over_is_still_given_back_when_the_first_one_comes_back_before_it(
    world: SharedWorld, homes: tuple[Paths, Paths]
) -> None:
    world.user_sets("off")
    for paths in homes:
        killed(world, paths)
    for paths in homes:
        assert silence(world, paths).give_back(lambda: None, "repaired")
    assert world.setting() == "off"


def test_a_dead_one_whose_silence_was_given_back_by_another_does_not_undo_what_the_user_sets_now(
    world: SharedWorld, homes: tuple[Paths, Paths]
) -> None:
    killed(world, homes[0])
    heir = silence(world, homes[1])
    heir.hold()
    heir.give_back(lambda: None, "not_wanted")
    world.user_sets("on")
    assert silence(world, homes[0]).give_back(lambda: None, "repaired")
    assert world.setting() == "on"


def test_a_dead_one_gives_back_itself_where_nobody_took_over(world: SharedWorld, homes: tuple[Paths, Paths]) -> None:
    world.user_sets("off")
    killed(world, homes[0])
    assert silence(world, homes[0]).give_back(lambda: None, "repaired")
    assert world.setting() == "off"


def torn(path: Path) -> None:
    path.write_text('{"note": "/so')


def gone(path: Path) -> None:
    path.unlink()


def another_thing(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [torn, gone, another_thing])
def test_where_the_claim_was_damaged_the_note_stands_for_itself(
    world: SharedWorld, homes: tuple[Paths, Paths], damage: Callable[[Path], None]
) -> None:
    world.user_sets("off")
    killed(world, homes[0])
    damage(homes[0].claim("fake"))
    assert silence(world, homes[0]).give_back(lambda: None, "repaired")
    assert world.setting() == "off"


def test_a_damaged_claim_leaves_nothing_behind(homes: tuple[Paths, Paths]) -> None:
    claim = Claim(homes[0], "fake")
    assert claim.take()
    claim.write(Before("off"))
    torn(homes[0].claim("fake"))
    assert claim.left_behind() is None


def test_a_dead_one_whose_home_was_moved_gives_back_itself(
    world: SharedWorld, homes: tuple[Paths, Paths], tmp_path: Path
) -> None:
    world.user_sets("off")
    killed(world, homes[0])
    homes[0].data.rename(tmp_path / "moved")
    assert silence(world, Paths(tmp_path / "moved")).give_back(lambda: None, "repaired")
    assert world.setting() == "off"


def test_what_the_user_undid_after_a_death_is_no_longer_what_the_next_one_gives_back(
    world: SharedWorld, homes: tuple[Paths, Paths]
) -> None:
    killed(world, homes[0])
    world.user_sets("off")
    heir = silence(world, homes[1])
    heir.hold()
    heir.give_back(lambda: None, "not_wanted")
    assert world.setting() == "off"


def no_room(paths: Paths) -> AbstractContextManager[None]:
    """Not for what is there now, but for its beginning."""
    return files_no_larger_than(paths.claim("fake").stat().st_size - 10)


def test_a_claim_that_finds_no_room_leaves_what_was_there(homes: tuple[Paths, Paths]) -> None:
    claim = Claim(homes[0], "fake")
    assert claim.take()
    claim.write(Before("off"))
    with no_room(homes[0]), pytest.raises(OSError, match="File too large"):
        claim.write(Before("on", "something else"))
    assert claim.ours
    assert json.loads(homes[0].claim("fake").read_text())["previous"] == "off"


def test_a_claim_that_says_already_what_it_is_to_say_needs_no_room(homes: tuple[Paths, Paths]) -> None:
    claim = Claim(homes[0], "fake")
    assert claim.take()
    claim.write(Before("off"))
    with no_room(homes[0]):
        claim.write(Before("off"))


def test_one_that_dies_while_it_takes_over_does_not_take_along_what_was_before(
    world: SharedWorld, homes: tuple[Paths, Paths], tmp_path: Path
) -> None:
    """Else the third one would find the silence of the first, and bring that back in the end."""
    world.user_sets("off")
    killed(world, homes[0])
    second = Claim(homes[1], "fake")
    assert second.take()
    with no_room(homes[0]), pytest.raises(OSError, match="File too large"):
        second.write(Before("off"))
    os.close(second._fd)
    third = Paths(tmp_path / "third")
    third.ensure()
    heir = silence(world, third)
    heir.hold()
    assert (heir.engaged, heir.previous) == (True, "off")
    heir.give_back(lambda: None, "not_wanted")
    assert world.setting() == "off"


def writes_for_ever(claim: Claim, texts: tuple[str, ...]) -> int:
    """A child that does nothing else, until it is killed or nobody is left to kill it; its pid."""
    parent, child = os.getpid(), os.fork()
    while child == 0 and os.getppid() == parent:
        for text in texts:
            claim.write(Before("off", text))
    if child == 0:
        os._exit(0)
    return child


def another_than(inode: int, file: Path) -> bool:
    return file.stat().st_ino != inode


def test_a_claim_is_whole_at_whatever_instant_its_writer_is_killed(homes: tuple[Paths, Paths]) -> None:
    claim, file = Claim(homes[0], "fake"), homes[0].claim("fake")
    assert claim.take()
    texts = ("x" * 3000, "y" * 3000)
    claim.write(Before("off", texts[0]))
    for _ in range(30):
        before = file.stat().st_ino
        writer = writes_for_ever(claim, texts)
        try:
            wait_for(partial(another_than, before, file), what="it to be written")
        finally:
            os.kill(writer, signal.SIGKILL)
            os.waitpid(writer, 0)
        assert json.loads(file.read_text())["detail"] in texts


def test_a_claim_is_given_up_before_the_note_is_closed(world: SharedWorld, homes: tuple[Paths, Paths]) -> None:
    """Or one that died in between would undo, at its repair, what the user has set by then."""
    first = silence(world, homes[0])
    first.hold()
    note = first._note
    seen: list[bool] = []
    close = note.close

    def closing() -> None:
        seen.append(Claim(homes[1], "fake").take())
        close()

    note.close = closing  # type: ignore[method-assign]
    assert first.give_back(lambda: None, "not_wanted")
    assert seen == [True]


def test_what_is_claimed_for_a_note_that_is_gone_is_nobodys(homes: tuple[Paths, Paths]) -> None:
    dead = Claim(homes[0], "fake")
    dead.take()
    dead.write(Before("off"))  # and no note was ever written
    first = Claim(homes[1], "fake")
    os.close(dead._fd)
    assert first.take()
    assert first.left_behind() is None


def test_a_lock_that_a_dying_process_of_ours_still_holds_is_not_taken_for_another_ones(
    world: SharedWorld, homes: tuple[Paths, Paths], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its socket is gone before its locks are: whoever repairs just then must not leave the desktop silent."""
    monkeypatch.setattr("holdspace.keeper.silence.DYING", 0.1)
    dying = silence(world, homes[0])
    dying.hold()
    assert silence(world, homes[0]).give_back(lambda: None, "repaired")
    assert world.setting() == "unset"
    died(dying)


def test_a_lock_of_another_one_that_has_not_said_so_yet_is_waited_for(
    world: SharedWorld, homes: tuple[Paths, Paths], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdspace.keeper.silence.DYING", 30.0)
    world.user_sets("off")
    killed(world, homes[0])
    heir = Claim(homes[1], "fake")
    assert heir.take()
    threading.Timer(0.1, heir.write, [Before("off")]).start()
    Note(homes[1]).open("fake", Before("off"), "stored per user", "guid")
    assert silence(world, homes[0]).give_back(lambda: None, "repaired")
    assert world.setting() == "on"
    heir.drop()
