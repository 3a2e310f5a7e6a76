import os
import resource
import shutil
import sqlite3
import stat
import tempfile
import threading
import warnings
from pathlib import Path

import pytest

from holdspace.core import commands as c
from holdspace.engine.ports import NotKept
from holdspace.private import Private
from holdspace.store import copies, database
from holdspace.store.database import open_database
from holdspace.store.errors import Newer, not_kept
from holdspace.store.migrations import applied, shipped
from holdspace.store.opening import open_store
from tests.store.story import Story

NOBODY = 65534
LATER = {**shipped(), "9001_later": "CREATE TABLE later(one TEXT);"}


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folder_and_files_are_for_this_user_only(story: Story) -> None:
    old = os.umask(0)
    try:
        story.start()
        modes = {file.name: _mode(file) for file in story.path.parent.iterdir()}
    finally:
        os.umask(old)
    assert _mode(story.path.parent) == 0o700
    assert set(modes) == {"holdspace.db", "holdspace.db-wal", "holdspace.db-shm"}
    assert set(modes.values()) == {0o600}


def test_a_file_that_others_could_read_is_closed_to_them(story: Story) -> None:
    story.store.close()
    story.path.chmod(0o644)
    story.store = open_store(story.path)
    assert _mode(story.path) == 0o600


def test_what_returned_is_on_the_disk_and_what_is_deleted_is_overwritten(story: Story) -> None:
    asked = {name: story.store.database.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS}
    assert asked == SETTINGS


SETTINGS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "temp_store": 2}


def test_only_the_thread_that_opened_it_may_write(story: Story) -> None:
    raised: list[BaseException] = []

    def write() -> None:
        try:
            story.store.database.connection.execute("DELETE FROM gaps")
        except sqlite3.ProgrammingError as error:
            raised.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    thread.join(10)
    assert raised


def test_a_second_connection_reads_and_cannot_write(story: Story) -> None:
    story.start()
    reader = story.store.database.reader()
    assert reader.execute("SELECT count(*) FROM sessions").fetchone() == (1,)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("DELETE FROM sessions")
    reader.close()


def _fail_half_way(story: Story) -> None:
    with story.store.database.transaction() as connection:
        connection.execute("INSERT INTO meta(key, value) VALUES ('half', 'x')")
        raise ZeroDivisionError


def test_a_failure_within_a_transaction_leaves_nothing_of_it(story: Story) -> None:
    with pytest.raises(ZeroDivisionError):
        _fail_half_way(story)
    assert story.store.database.connection.execute("SELECT 1 FROM meta WHERE key = 'half'").fetchone() is None


# ------------------------------------------------------------------------------------------ migrations and newer ones


def test_each_migration_is_recorded_by_name_and_run_once(path: Path) -> None:
    open_database(path, LATER).close()
    again = open_database(path, LATER)
    assert applied(again.connection) == set(LATER)
    again.close()


def test_a_new_database_needs_no_copy(path: Path) -> None:
    open_database(path).close()
    assert copies.newest(path) is None


def test_before_a_migration_a_copy_is_made_that_holds_everything(story: Story) -> None:
    session = story.start()
    story.store.close()
    open_database(story.path, LATER).close()
    (copy,) = copies.all_of(story.path)
    assert copy.name == "holdspace.before-9001_later.db"
    assert (_mode(copy), _mode(copy.parent)) == (0o600, 0o700)
    shutil.copy(copy, story.path.parent / "look.db")
    store = open_store(story.path.parent / "look.db")
    last = store.records.last_session()
    assert last
    assert last.id == session
    store.close()


def test_a_migration_that_fails_changes_nothing(story: Story) -> None:
    story.start()
    before = story.tables()
    story.store.close()
    broken = {**shipped(), "9001_broken": "CREATE TABLE half(one TEXT); INSERT INTO nowhere VALUES (1);"}
    with pytest.raises(NotKept, match="io_error"):
        open_database(story.path, broken)
    story.store = open_store(story.path)
    assert story.tables() == before
    assert applied(story.store.database.connection) == set(shipped())


def test_a_database_with_a_migration_of_a_newer_holdspace_does_not_open(path: Path) -> None:
    open_database(path, LATER).close()
    before = path.read_bytes()
    with pytest.raises(Newer, match="9001_later"):
        open_store(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(("kind", "version"), [("SomethingLater", 1), ("SessionStarted", 3)])
def test_a_journal_with_a_fact_of_a_newer_holdspace_does_not_open(path: Path, kind: str, version: int) -> None:
    store = open_store(path)
    store.database.connection.execute("INSERT INTO kinds VALUES (?, ?)", (kind, version))
    store.close()
    with pytest.raises(Newer, match=f"{kind} {version}"):
        open_store(path)


# -------------------------------------------------------------------------------------------------------- damage


# -------------------------------------------------------------------------------------- disks that are full or read-only


@pytest.mark.parametrize(("free", "code"), [(1_000_000, "no_log"), (0, "disk_full")])
def test_a_database_that_can_have_no_durable_log_is_not_used_and_the_reason_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, code: str
) -> None:
    """A database in memory can have none, as on some network shares."""

    class Room:
        f_bavail, f_frsize = free, 1

    monkeypatch.setattr(database, "connect", lambda _: sqlite3.connect(":memory:"))
    monkeypatch.setattr(os, "statvfs", lambda _: Room)
    with pytest.raises(NotKept) as refused:
        open_store(tmp_path / "holdspace.db")
    assert refused.value.code == code


def test_a_full_disk_is_told_and_the_next_decision_is_kept(story: Story) -> None:
    """The file may not grow: the same error as a full disk, without one."""
    story.start()
    before, tables = story.engine.state, story.tables()
    wal = story.path.with_name(story.path.name + "-wal").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (wal, hard))
    try:
        answer = story.told(c.LogInterruption(id=story.new_id(), text=Private("lost?")))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert isinstance(answer, NotKept)
    assert answer.code in ("disk_full", "io_error")
    assert story.engine.state == before
    assert story.tables() == tables
    story.do(c.LogInterruption(id=story.new_id(), text=Private("kept")))
    assert story.reopen_store_only().journal.state() == story.engine.state


@pytest.mark.parametrize("existing", [True, False])
def test_a_read_only_folder_is_told(existing: bool) -> None:
    """Root may write anywhere, so the folder is opened by somebody who is not root."""
    folder = Path(tempfile.mkdtemp(prefix="holdspace-read-only-"))
    path = folder / "home" / "holdspace.db"
    try:
        path.parent.mkdir()
        if existing:
            open_store(path).close()
            path.chmod(0o400)
        path.parent.chmod(0o500)
        if os.getuid() == 0:
            for part in (folder, path.parent, path):
                if part.exists():
                    os.chown(part, NOBODY, NOBODY)
        assert _told_by_an_ordinary_user(path) == "NotKept read_only"
    finally:
        path.parent.chmod(0o700)
        shutil.rmtree(folder)


def _told_by_an_ordinary_user(path: Path) -> str:
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Threads of the test run may live on in the parent; the child only opens a file and ends.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        told = "opened"
        try:
            if os.getuid() == 0:
                os.setuid(NOBODY)
            store = open_store(path)
            with store.database.transaction() as connection:
                connection.execute("DELETE FROM gaps")
        except Exception as error:  # noqa: BLE001 - whatever it is, the parent is told and judges it
            told = f"{type(error).__name__} {error}"
        finally:
            os.write(writing, told.encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return told


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, ""), "disk_full"),
        (OSError(30, ""), "read_only"),
        (OSError(5, ""), "io_error"),
        (OSError(), "io_error"),
        (sqlite3.ProgrammingError(), "io_error"),
    ],
)
def test_every_error_has_a_code(error: OSError | sqlite3.Error, code: str) -> None:
    assert not_kept(error).code == code


def test_a_database_that_another_holds_is_busy(story: Story) -> None:
    other = sqlite3.connect(story.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotKept, match="busy"):
        story.store.journal.heartbeat(story.clock.now())
    other.execute("ROLLBACK")
    other.close()
    story.store.journal.heartbeat(story.clock.now())
