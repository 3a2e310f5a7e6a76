"""A database of every released version must still open, and tell what it told then.

Besides the one of this version there are two of steps on the way to it, each for what the other does not show:
`0.1.0-first` knows the first migration only, so each later one meets rows that it has to change (texts written over
before there were revisions, answers without a device); `0.1.0-third` has the facts of the whole escalation in their first
version (`CallerRepeated`), and asks for the last migrations alone. A step for which each break of a migration or of a
fact's default fails one of these too is not kept.
"""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from holdspace import __version__
from holdspace.core import facts as f
from holdspace.core.policy import Policy
from holdspace.core.state import State
from holdspace.store import copies
from holdspace.store.migrations import shipped
from holdspace.store.opening import Store, open_store
from holdspace.store.values import made, plain
from tests.store.story import Story, tables_of
from tests.store.write_fixture import FIXTURES, NEVER, tell

VERSIONS = sorted(file.stem for file in FIXTURES.glob("*.sql"))


def _opened(version: str, path: Path) -> Store:
    path.parent.mkdir(parents=True)
    connection = sqlite3.connect(path)
    connection.executescript((FIXTURES / f"{version}.sql").read_text("utf-8"))
    connection.close()
    return open_store(path)


def _as_told_then(state: State, then: Any) -> Any:
    """The state in plain words, without what a later version knows besides."""
    return _only(plain(replace(state, salt=b"")), then)


def _only(now: Any, then: Any) -> Any:
    if isinstance(now, dict) and isinstance(then, dict):
        return {key: _only(value, then[key]) for key, value in now.items() if key in then}
    if isinstance(now, list) and isinstance(then, list) and len(now) == len(then):
        return [_only(value, earlier) for value, earlier in zip(sorted_pairs(now), sorted_pairs(then), strict=True)]
    return now


def sorted_pairs(values: list[Any]) -> list[Any]:
    """A Map's pairs stand in the order of a process."""
    pairs = all(isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) for value in values)
    return sorted(values, key=lambda pair: str(pair[0])) if pairs else values


@pytest.mark.parametrize("version", VERSIONS)
def test_a_database_of_that_version_opens_and_tells_the_same(version: str, path: Path) -> None:
    store = _opened(version, path)
    told = json.loads((FIXTURES / f"{version}.json").read_text("utf-8"))
    policy: Policy = made(Policy, told["policy"])
    assert _as_told_then(store.journal.state(), told["state"]) == _only(told["state"], told["state"])
    assert store.journal.policy() == policy
    store.database.connection.execute("DELETE FROM snapshot")
    assert _as_told_then(store.journal.state(), told["state"]) == _only(told["state"], told["state"])
    last = store.records.last_session()
    assert last
    assert len(store.records.digest_rows(last.id)) >= 2
    store.close()


def test_texts_that_were_written_over_before_there_were_revisions_are_told_again(path: Path) -> None:
    store = _opened("0.1.0-first", path)
    rows = store.database.connection.execute("SELECT id FROM sessions ORDER BY seq").fetchall()
    texts = [row.text.reveal() for row in store.records.digest_rows(rows[0][0]) if row.text]
    assert "second\nfirst" in texts
    made = [f"{path.stem}.before-{name}.db" for name in list(shipped())[1:]]
    assert sorted(copy.name for copy in copies.all_of(path)) == made
    store.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_tables_of_that_version_are_those_of_its_facts(version: str, path: Path) -> None:
    store = _opened(version, path)
    before = tables_of(store)
    store.journal.rebuild()
    assert tables_of(store) == before
    store.close()


def test_every_kind_of_fact_is_in_the_fixture_of_this_version(path: Path) -> None:
    assert __version__ in VERSIONS
    store = _opened(__version__, path)
    kinds = {kind for (kind,) in store.database.connection.execute("SELECT type FROM kinds")}
    assert kinds == {kind.__name__ for kind in get_args(f.Fact)} - NEVER
    store.close()


def test_the_story_of_the_fixture_can_still_be_told(story: Story) -> None:
    tell(story)
    assert story.reopen().journal.state().cases
