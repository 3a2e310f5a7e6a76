"""One decision is kept while the process is killed, or the disk fails, at each system call in turn."""

import subprocess
import sys
from pathlib import Path

import pytest

from holdspace.core import commands as c
from holdspace.store.opening import Store, open_store
from tests.faults.points import ALL
from tests.store import meddled
from tests.store.story import Story, tables_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

PROGRAM = "tests.store.one_keep"


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """A home in which a session runs and two people can be asked."""
    story = Story(tmp_path / "prepared" / "holdspace.db")
    story.with_people().start()
    story.store.close()
    return story.path.parent


def _kept(store: Store) -> list[int]:
    """Which of the two arrivals are in the journal. Whatever is there is there whole, and nothing else is."""
    read = store.database.connection.execute
    assert store.database.quick_check()
    state = store.journal.state()
    kept = [
        number
        for number in (1, 2)
        if store.journal.known(c.ReportInterruption(id="x", key=f"spool-{number}", origin="desktop")) is not None
    ]
    assert len(state.cases) == len(kept)
    arrived = {key for (key,) in read("SELECT id FROM interruptions")}
    assert arrived == set(state.cases) == {key for (key,) in read("SELECT id FROM cases")}
    assert read("SELECT count(*) FROM texts WHERE kind IN ('sender', 'text')").fetchone() == (2 * len(kept),)
    assert {letter.case for letter in store.outbox.due(10)} == arrived
    before = tables_of(store)
    store.journal.rebuild()
    assert tables_of(store) == before
    return kept


@pytest.mark.parametrize(
    ("call", "stride"), [("pwrite64", 1 if ALL else 17), ("fdatasync", 1), ("ftruncate", 1), ("unlink", 1)]
)
def test_killed_at_any_call_everything_of_a_decision_is_kept_or_nothing(prepared: Path, call: str, stride: int) -> None:
    """What the process said was kept is there after the kill; what is there is whole."""
    killed_after: set[int] = set()
    for number, home in meddled.homes(prepared, stride):
        told, ended = meddled.told(PROGRAM, home, f"{call}:signal=KILL:when={number}")
        store = open_store(home / "holdspace.db")
        kept = _kept(store)
        store.close()
        assert len(told) <= len(kept) <= len(told) + 1, f"{call} {number}: said {told}, kept {kept}"
        if ended:
            break
        killed_after.add(len(told))
    assert killed_after >= ({0, 1, 2} if call in ("pwrite64", "fdatasync") else {2})


@pytest.mark.parametrize(
    ("call", "error", "code", "stride"),
    [
        ("pwrite64", "ENOSPC", "disk_full", 1 if ALL else 25),
        ("pwrite64", "EIO", "io_error", 1 if ALL else 37),
        ("fdatasync", "EIO", "io_error", 1),
    ],
)
def test_a_disk_that_fails_at_any_call_is_told_and_the_next_decision_is_kept(
    prepared: Path, call: str, error: str, code: str, stride: int
) -> None:
    refused: set[str] = set()
    for number, home in meddled.homes(prepared, stride):
        told, ended = meddled.told(PROGRAM, home, f"{call}:error={error}:when={number}")
        assert ended
        said = [int(line[0]) for line in told if line.endswith(" kept")]
        store = open_store(home / "holdspace.db")
        assert _kept(store) == said, f"{call} {number}: said {told}"
        store.close()
        refused.update(line for line in told if not line.endswith(" kept"))
        if told == ["1 kept", "2 kept"] and f"2 {code}" in refused:
            break
    assert f"1 {code}" in refused
    assert {line.partition(" ")[2] for line in refused if line[0] != "0"} == {code}


def test_nothing_is_said_to_be_kept_before_the_disk_has_it(prepared: Path, tmp_path: Path) -> None:
    """Power loss is judged by the order of system calls: the log is synced after its last write, before the word."""
    source, trace = Path(__file__).parents[2], tmp_path / "trace"
    strace = ["strace", "-f", "-qq", "-y", "-o", str(trace), "-e", "trace=pwrite64,fdatasync,write"]
    subprocess.run(
        [*strace, sys.executable, "-m", "tests.store.one_keep", str(prepared / "holdspace.db"), "7"],
        cwd=source,
        env=meddled.environment(),
        capture_output=True,
        timeout=60,
        check=True,
    )
    unsynced, said = 0, 0
    for line in trace.read_text().splitlines():
        if " kept" in line:
            assert unsynced == 0
            said += 1
        elif "holdspace.db-wal>" in line:
            unsynced = 0 if "fdatasync" in line else unsynced + 1
    assert said == 2


@pytest.mark.parametrize(("call", "stride"), [("pwrite64", 29), ("openat", 2), ("fdatasync", 4)])
def test_a_database_that_cannot_be_made_for_want_of_room_is_told_and_made_at_the_next_try(
    tmp_path: Path, call: str, stride: int
) -> None:
    """No room at any of the calls with which the first database, its log and its index are made."""
    count = meddled.calls(PROGRAM, tmp_path, call, only=tmp_path / "holdspace.db")
    said = []
    for number in range(1, count + 1, 1 if ALL else stride):
        home = tmp_path / f"home-{number}"
        home.mkdir()
        database = home / "holdspace.db"
        told, ended = meddled.told(PROGRAM, home, f"{call}:error=ENOSPC:when={number}", only=database)
        assert ended
        written_ahead = database.read_bytes()[18:20] == b"\2\2" if database.exists() else False
        store = open_store(database)
        assert store.database.quick_check()
        (arrived,) = store.database.connection.execute("SELECT count(*) FROM interruptions").fetchone()
        store.close()
        kept = [line for line in told if line.endswith(" kept")]
        assert arrived == len(kept), f"{call} {number}: said {told}"
        assert not kept or written_ahead, f"{call} {number}: what was kept is in no log"
        assert {line.partition(" ")[2] for line in told} <= {"kept", "disk_full", "no_log", "io_error", "read_only"}
        said += told
    assert {"0 disk_full", "0 no_log", "0 io_error", "0 read_only"} & set(said), (
        "it failed at no call with which it is made"
    )
