"""A journal that is damaged: it is not touched, the way back is told, and a sound copy or a fresh start is taken."""

import resource
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from holdspace.engine.ports import NotKept
from holdspace.store import copies
from holdspace.store.errors import Damaged
from holdspace.store.opening import open_store
from tests.store.story import Story


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _overwrite_the_head(path: Path) -> None:
    path.write_bytes(b"this was a database once" + path.read_bytes()[24:])


def _overwrite_the_schema(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 3000 + path.read_bytes()[3100:])


@pytest.mark.parametrize("spoil", [_cut, _overwrite_the_head, _overwrite_the_schema])
def test_a_damaged_file_is_not_touched_and_the_way_back_is_told(story: Story, spoil: Callable[[Path], None]) -> None:
    story.start()
    copies.make(story.path, story.store.database.connection, "0002_later")
    story.store.close()
    spoil(story.path)
    before = story.path.read_bytes()
    with pytest.raises(Damaged) as told:
        open_store(story.path)
    assert (told.value.path, told.value.copy) == (story.path, copies.newest(story.path))
    assert told.value.copy
    assert story.path.read_bytes() == before
    kept = copies.restore(story.path)
    assert kept == story.path.with_name("holdspace.damaged-001.db")
    assert kept.read_bytes() == before
    story.store = open_store(story.path)
    assert story.store.records.last_session()
    assert story.store.journal.state() == story.engine.state


def test_after_a_fresh_start_the_damaged_file_is_kept_beside(story: Story) -> None:
    story.start()
    for number in (1, 2):
        story.store.close()
        _overwrite_the_head(story.path)
        before = story.path.read_bytes()
        kept = copies.set_aside(story.path)
        assert kept.name == f"holdspace.damaged-00{number}.db"
        assert kept.read_bytes() == before
        story.store = open_store(story.path)
        assert story.store.records.last_session() is None
    assert len(copies.kept_aside(story.path)) == 2


def test_the_log_of_a_damaged_file_goes_with_it(story: Story) -> None:
    story.start()
    shutil.copytree(story.path.parent, story.path.parent.parent / "killed")
    killed = story.path.parent.parent / "killed" / "holdspace.db"
    assert killed.with_name("holdspace.db-wal").stat().st_size > 0
    kept = copies.set_aside(killed)
    assert sorted(file.name for file in killed.parent.iterdir()) == [
        kept.name,
        f"{kept.name}-shm",
        f"{kept.name}-wal",
    ]


def test_without_a_copy_nothing_is_restored_and_nothing_moved(path: Path) -> None:
    open_store(path).close()
    assert copies.restore(path) is None
    assert path.exists()


def test_a_restore_that_fails_leaves_the_damaged_file_where_it_was(story: Story) -> None:
    story.start()
    copies.make(story.path, story.store.database.connection, "0002_later")
    story.store.close()
    _overwrite_the_head(story.path)
    before = story.path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, hard))
    try:
        with pytest.raises(NotKept, match="disk_full"):
            copies.restore(story.path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert story.path.read_bytes() == before
    assert copies.kept_aside(story.path) == ()
    copies.restore(story.path)
    story.store = open_store(story.path)
    assert story.store.journal.state() == story.engine.state


def test_what_is_not_there_cannot_be_set_aside(path: Path) -> None:
    with pytest.raises(NotKept, match="io_error"):
        copies.set_aside(path)


def test_a_journal_that_cannot_be_read_at_the_start_is_damage(story: Story) -> None:
    story.start()
    story.store.database.connection.execute("DROP TRIGGER facts_stay")
    story.store.database.connection.execute("UPDATE facts SET body = '{\"session\": 3}'")
    with pytest.raises(Damaged):
        story.store.journal.state()


def test_a_policy_that_is_missing_is_damage(story: Story) -> None:
    story.with_people()
    story.store.database.connection.execute("DELETE FROM policies")
    store = story.reopen_store_only()
    with pytest.raises(Damaged):
        store.journal.policy()


def test_a_quick_look_tells_a_sound_file_from_a_damaged_one(story: Story) -> None:
    story.start()
    for _ in range(30):
        story.arrives("Chat", text="long words " * 200)
    assert story.store.database.quick_check()
    story.store.close()
    whole = story.path.read_bytes()
    middle = len(whole) // 2
    story.path.write_bytes(whole[:middle] + b"\xa5" * 8192 + whole[middle + 8192 :])
    story.store = open_store(story.path)
    assert not story.store.database.quick_check()


def test_a_file_that_is_no_database_any_more_is_not_sound(story: Story) -> None:
    story.start()
    story.store.database.empty_log()
    with story.path.open("r+b") as file:
        file.write(b"\xff" * 3000)
    assert not story.store.database.quick_check()


def test_a_journal_that_cannot_be_asked_for_another_reason_is_not_called_damaged(story: Story) -> None:
    story.store.database.connection.execute("DROP TABLE snapshot")
    with pytest.raises(NotKept, match="io_error"):
        story.store.journal.state()


def test_the_quick_look_may_be_taken_from_another_thread(story: Story) -> None:
    told: list[bool] = []
    thread = threading.Thread(target=lambda: told.append(story.store.database.quick_check()))
    thread.start()
    thread.join(10)
    assert told == [True]
