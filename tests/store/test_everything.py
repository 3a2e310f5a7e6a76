import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from holdspace.engine.ports import NotKept
from holdspace.store.database import open_database
from holdspace.store.everything import MACHINERY, TEXTS, Everything
from holdspace.store.migrations import shipped
from holdspace.words import LANGUAGES, translator
from holdspace.words_tables import COLUMNS, TABLES
from tests.store.story import POLICY, Story


@contextmanager
def everything(path: Path) -> Iterator[Everything]:
    found = Everything(path)
    try:
        yield found
    finally:
        found.close()


def told(story: Story) -> str:
    story.with_people()
    story.start()
    case = story.arrives("Pager")
    story.answer(case, "pass_up", "va1", note="no idea")
    story.answer(case, "pass_up", "va1")
    story.arrives("Player")
    return case


def test_texts_stand_in_the_place_of_their_ids_and_moments_are_times(story: Story, path: Path) -> None:
    told(story)
    with everything(path) as found:
        (session,) = found.rows("sessions")
        pager, player = found.rows("interruptions")
    assert (session["client"], session["topic"]) == ("Client One", "pricing talk")
    assert session["started"] == "2026-03-02T09:01:40.000000Z"
    assert (pager["sender"], pager["text"]) == ("Sam Sender", "the words of the message")
    assert player["outcome"] == "dismissed"


def test_a_case_is_told_with_the_answers_that_did_not_count(story: Story, path: Path) -> None:
    case = told(story)
    with everything(path) as found:
        line = list(found.rows("timeline", ("case_id", case)))
    assert [row["kind"] for row in line if row["answer"]] == ["answered", "refused"]
    assert [row["why"] for row in line if row["kind"] == "refused"] == ["not_asked"]
    (answered,) = (row for row in line if row["kind"] == "answered")
    assert (answered["choice"], answered["note"]) == ("pass_up", "no idea")


def test_a_text_that_is_gone_leaves_nothing_not_even_its_id(story: Story, path: Path) -> None:
    told(story)
    with story.store.database.transaction() as connection:
        connection.execute("DELETE FROM texts")
    with everything(path) as found:
        for table, columns in TEXTS.items():
            for row in found.rows(table):
                assert [row[column] for column in columns] == [None] * len(columns)


def test_what_a_later_version_adds_is_told_too(story: Story, path: Path) -> None:
    told(story)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "ALTER TABLE timeline ADD COLUMN weather TEXT; UPDATE timeline SET weather = 'rain';"
            "CREATE TABLE plans(id TEXT, text TEXT); INSERT INTO plans SELECT 'p', id FROM texts WHERE body = 'no idea'"
        )
    with everything(path) as found:
        assert {row["weather"] for row in found.rows("timeline")} == {"rain"}
        assert list(found.rows("plans")) == [{"id": "p", "text": "no idea"}]


def test_it_is_one_instant_and_holds_nobody_up(story: Story, path: Path) -> None:
    told(story)
    with everything(path) as found:
        before = list(found.rows("interruptions"))
        story.arrives("Pager")
        story.store.database.empty_log()
        assert list(found.rows("interruptions")) == before


def test_each_policy_is_there_and_the_one_in_force_is_named(story: Story, path: Path) -> None:
    told(story)
    with everything(path) as found:
        assert found.policy() == POLICY
        assert [policy for _, policy in found.policies()] == [POLICY]


def test_an_empty_database_has_all_tables_and_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "holdspace.db"
    open_database(path).close()
    with everything(path) as found:
        assert set(found.tables()) == set(TABLES)
        assert [row for table in found.tables() for row in found.rows(table)] == []
        assert found.policy() is None


def test_what_is_no_database_is_told_as_damaged(tmp_path: Path) -> None:
    (tmp_path / "no.db").write_bytes(b"nothing that SQLite knows " * 200)
    with pytest.raises(NotKept, match="damaged"):
        Everything(tmp_path / "no.db")


def test_the_columns_with_texts_are_those_that_the_schema_says() -> None:
    """In the migrations such a column says so: "-- a text"."""
    found: dict[str, tuple[str, ...]] = {}
    for script in shipped().values():
        made = re.findall(r"CREATE TABLE (\w+)\((.*?)\n\)", script, re.DOTALL)
        added = re.findall(r"ALTER TABLE (\w+) ADD COLUMN ([^\n]*)", script)
        for name, body in (*made, *added):
            columns = tuple(re.findall(r"^\s*(\w+) TEXT[^\n]*-- a text$", body, re.MULTILINE))
            if columns and name not in MACHINERY:
                found[name] = (*found.get(name, ()), *columns)
    assert found == TEXTS
    assert "client" in found["sessions"]


def test_each_table_and_each_column_is_described(tmp_path: Path) -> None:
    """Who adds a column says in words_tables what it means."""
    path = tmp_path / "holdspace.db"
    open_database(path).close()
    with everything(path) as found:
        there = {(table, column) for table in found.tables() for column in found.columns(table)}
    assert [table for table, _ in there if table not in TABLES] == []
    assert sorted(f"{t}.{c}" for t, c in there if c not in COLUMNS and f"{t}.{c}" not in COLUMNS) == []
    known = {column for _, column in there} | {f"{table}.{column}" for table, column in there}
    assert sorted(COLUMNS.keys() - known) == [], "nothing has this name any more"


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_descriptions_are_there_in_every_language(language: str) -> None:
    words = translator(language)
    assert [msgid for msgid in (*TABLES.values(), *COLUMNS.values()) if words.t(msgid) == msgid] == []
