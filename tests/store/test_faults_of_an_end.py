"""A policy is edited and the session ends while the process is killed, or the disk fails, at each system call in turn.

The end gives everything its outcome in one transaction or nothing has ended; open cases go by the policy of their opening.
"""

from pathlib import Path

import pytest

from holdspace.core import commands as c
from holdspace.private import Private
from tests.faults.points import ALL
from tests.store import meddled
from tests.store.one_end import EDITED
from tests.store.story import POLICY, Story, tables_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

PROGRAM = "tests.store.one_end"
CASES, LOGS = 4, 2
"""One is asked about, one is held by somebody, one put off, and one shown to the practitioner; two were logged."""


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """A home in which a session runs and much is open."""
    story = Story(tmp_path / "prepared" / "holdspace.db")
    story.with_people().start()
    keys = [story.arrives("Tickets", sender=f"Sender {number}") for number in range(CASES - 1)]
    story.answer(keys[0], "ack", "va1")
    story.answer(keys[1], "snooze", "va1")
    story.arrives("Phone", sender="School")
    for number in range(LOGS):
        story.do(c.LogInterruption(id=story.new_id(), text=Private(f"at the door {number}")))
    story.store.close()
    return story.path.parent


def _kept(home: Path) -> list[int]:
    """Which of the two are in the journal, and that each is there whole; then the session goes on to its end."""
    story = Story(home / "holdspace.db", seed=8)
    read = story.store.database.connection.execute
    assert story.store.database.quick_check()
    edited, ended = story.engine.policy == EDITED, story.session is None
    assert edited or story.engine.policy == POLICY
    assert all(case.policy == POLICY for case in story.engine.state.cases.values()), "that of its opening"
    assert {len(story.engine.state.cases), len(story.engine.state.loose)} == ({0} if ended else {CASES, LOGS})
    settled, deferred = (CASES + LOGS, CASES) if ended else (0, 0)
    assert read("SELECT count(*) FROM interruptions WHERE outcome IS NOT NULL").fetchone() == (settled,)
    assert read("SELECT count(*) FROM facts WHERE type = 'InterruptionSettled'").fetchone() == (settled,)
    assert read("SELECT count(*) FROM cases WHERE phase = 'closed' AND why = 'session_end'").fetchone() == (deferred,)
    assert read("SELECT count(*) FROM pins").fetchone() == (deferred,), "what is deferred has its note"
    assert read("SELECT count(*) FROM outbox WHERE status = 'draft'").fetchone() == (deferred,)
    assert (read("SELECT ended FROM sessions").fetchone() != (None,)) == ended
    assert bool(read("SELECT count(*) FROM outbox WHERE status = 'pending'").fetchone()[0]) == (not ended)
    before = tables_of(story.store)
    story.store.journal.rebuild()
    assert tables_of(story.store) == before
    if not ended:
        story.pass_time(180)
        asked = {case.asked for case in story.engine.state.cases.values() if case.phase == "waiting"}
        assert ("ex1",) in asked, "the next step of the policy under which it was opened"
        story.end()
        assert not story.engine.state.cases
        assert read("SELECT count(*) FROM interruptions WHERE outcome IS NULL").fetchone() == (0,)
    story.store.close()
    return [number for number, there in ((1, edited), (2, ended)) if there]


@pytest.mark.parametrize(("call", "stride"), [("pwrite64", 1 if ALL else 17), ("fdatasync", 1)])
def test_killed_at_any_call_the_session_has_ended_whole_or_goes_on(prepared: Path, call: str, stride: int) -> None:
    killed_after: set[int] = set()
    for number, home in meddled.homes(prepared, stride):
        told, done = meddled.told(PROGRAM, home, f"{call}:signal=KILL:when={number}")
        kept = _kept(home)
        assert kept == [1, 2][: len(kept)], "in their order"
        assert len(told) <= len(kept) <= len(told) + 1, f"{call} {number}: said {told}, kept {kept}"
        if done:
            break
        killed_after.add(len(told))
    assert killed_after >= {0, 1}, "before the policy was kept, and before the end was"


def test_a_disk_that_is_full_at_any_write_is_told_and_the_session_goes_on_or_has_ended_whole(prepared: Path) -> None:
    refused: set[str] = set()
    for number, home in meddled.homes(prepared, 1 if ALL else 13):
        told, done = meddled.told(PROGRAM, home, f"pwrite64:error=ENOSPC:when={number}")
        assert done
        assert _kept(home) == [int(line[0]) for line in told if line.endswith(" kept")], f"{number}: said {told}"
        refused.update(line for line in told if not line.endswith(" kept"))
        if told == ["1 kept", "2 kept"] and "2 disk_full" in refused:
            break
    assert "1 disk_full" in refused
    assert {line.partition(" ")[2] for line in refused if line[0] != "0"} == {"disk_full"}
