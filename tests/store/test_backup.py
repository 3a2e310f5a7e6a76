import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from holdspace.engine.ports import NotKept
from holdspace.store import backup
from holdspace.store.errors import Newer
from holdspace.store.opening import open_store
from tests.store.story import Story


def facts(path: Path) -> list[object]:
    store = open_store(path)
    try:
        return list(store.journal.facts())
    finally:
        store.close()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "copy.db"
    path.touch(0o600)
    return path


def told(story: Story) -> Story:
    story.with_people()
    story.start()
    story.answer(story.arrives("Pager"), "handled", "va1")
    return story


def test_a_copy_made_while_the_database_is_open_tells_the_same(story: Story, path: Path, target: Path) -> None:
    told(story)
    backup.copy(path, target)
    expected = list(story.store.journal.facts())
    assert backup.verify(target) == len(expected)
    story.end()
    assert facts(target) == expected, "it is the instant of the copy, whatever comes after"


def test_a_copy_is_one_file_and_reading_it_leaves_nothing_beside_it(story: Story, path: Path, target: Path) -> None:
    told(story)
    before = sorted(target.parent.iterdir())
    backup.copy(path, target)
    backup.verify(target)
    assert sorted(target.parent.iterdir()) == before


def test_a_copy_waits_for_nobody_who_is_writing(story: Story, path: Path, target: Path) -> None:
    told(story)
    with story.store.database.transaction() as connection:
        connection.execute("INSERT INTO meta(key, value) VALUES ('half', 'way')")
        backup.copy(path, target)
    assert backup.verify(target) > 0
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("SELECT 1 FROM meta WHERE key = 'half'").fetchone() is None


def test_a_copy_with_a_damaged_page_is_unsound(story: Story, path: Path, target: Path) -> None:
    told(story)
    backup.copy(path, target)
    raw = bytearray(target.read_bytes())
    for at in range(4096, len(raw), 4096):
        raw[at : at + 64] = b"\xff" * 64
    target.write_bytes(raw)
    with pytest.raises(backup.Unsound):
        backup.verify(target)


@pytest.mark.parametrize(
    "harm",
    [
        "DROP TRIGGER facts_stay; UPDATE facts SET body = '{' WHERE seq = 2",
        "DROP TRIGGER facts_stay; UPDATE facts SET at = 'never' WHERE seq = 2",
        "PRAGMA foreign_keys=OFF; DELETE FROM commands",
        "UPDATE snapshot SET body = '{}'; DELETE FROM policies",
        "DELETE FROM meta WHERE key = 'salt'",
        "UPDATE meta SET value = 'none' WHERE key = 'policy'",
        "DROP TABLE migrations",
    ],
)
def test_a_copy_whose_journal_cannot_be_read_is_unsound(story: Story, path: Path, target: Path, harm: str) -> None:
    told(story)
    backup.copy(path, target)
    with closing(sqlite3.connect(target)) as connection:
        connection.executescript(harm)
    with pytest.raises(backup.Unsound):
        backup.verify(target)


@pytest.mark.parametrize(
    "newer", ["INSERT INTO migrations(name) VALUES ('9999_later')", "UPDATE facts SET version = 99 WHERE seq = 1"]
)
def test_a_copy_of_what_a_newer_one_wrote_is_told_as_that(story: Story, path: Path, target: Path, newer: str) -> None:
    told(story)
    backup.copy(path, target)
    with closing(sqlite3.connect(target)) as connection:
        connection.executescript(f"DROP TRIGGER facts_stay; {newer}")
    with pytest.raises(Newer):
        backup.verify(target)


def test_a_damaged_database_is_not_copied(tmp_path: Path, target: Path) -> None:
    source = tmp_path / "holdspace.db"
    source.write_bytes(b"this is no database at all, but it is long enough to be looked at" * 100)
    with pytest.raises(NotKept, match="damaged"):
        backup.copy(source, target)
