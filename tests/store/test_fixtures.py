"""A database of every released version must still open, and tell what it told then."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from holdspace import __version__
from holdspace.core import facts as f
from holdspace.core.policy import Policy
from holdspace.core.state import State
from holdspace.store import copies
from holdspace.store.migrations import shipped
from holdspace.store.opening import Store, open_store
from holdspace.store.values import made
from tests.store.story import Story, tables_of
from tests.store.write_fixture import FIXTURES, tell

VERSIONS = sorted(file.stem for file in FIXTURES.glob("*.sql"))


def _opened(version: str, path: Path) -> Store:
    path.parent.mkdir(parents=True)
    connection = sqlite3.connect(path)
    connection.executescript((FIXTURES / f"{version}.sql").read_text("utf-8"))
    connection.close()
    return open_store(path)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_database_of_that_version_opens_and_tells_the_same(version: str, path: Path) -> None:
    store = _opened(version, path)
    told = json.loads((FIXTURES / f"{version}.json").read_text("utf-8"))
    state: State = made(State, told["state"])
    policy: Policy = made(Policy, told["policy"])
    assert replace(store.journal.state(), salt=b"") == state
    assert store.journal.policy() == policy
    store.database.connection.execute("DELETE FROM snapshot")
    assert replace(store.journal.state(), salt=b"") == state
    last = store.records.last_session()
    assert last
    assert len(store.records.digest_rows(last.id)) == 2
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
    assert kinds == {kind.__name__ for kind in get_args(f.Fact)}
    store.close()


def test_the_story_of_the_fixture_can_still_be_told(story: Story) -> None:
    tell(story)
    assert story.reopen().journal.state().cases
