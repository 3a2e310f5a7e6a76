"""How many are held, and how many came, is told from an index alone: each picture of a window asks for it, also in a flood."""

from pathlib import Path

from benchmarks import year
from holdspace.store.opening import open_store


def test_counting_the_held_reads_no_row_of_them(tmp_path: Path) -> None:
    path = tmp_path / "holdspace.db"
    year.write(path, 1, open_session=True)
    store = open_store(path)
    said: list[str] = []
    store.database.connection.set_trace_callback(said.append)
    session = store.journal.state().session
    assert session is not None
    assert store.records.held_count(session.id) == year.A_SESSION
    (question,) = [line for line in said if "count(*)" in line]
    plan = " ".join(str(row[3]) for row in store.database.connection.execute(f"EXPLAIN QUERY PLAN {question}"))
    assert "COVERING INDEX held_of_a_session" in plan
    store.close()


def test_counting_what_arrived_reads_no_row_of_it(tmp_path: Path) -> None:
    path = tmp_path / "holdspace.db"
    year.write(path, 1, open_session=True)
    store = open_store(path)
    said: list[str] = []
    store.database.connection.set_trace_callback(said.append)
    session = store.journal.state().session
    assert session is not None
    assert store.records.arrived_count(session.id) == year.A_SESSION
    (question,) = [line for line in said if "count(*)" in line]
    plan = " ".join(str(row[3]) for row in store.database.connection.execute(f"EXPLAIN QUERY PLAN {question}"))
    assert "COVERING INDEX arrived_in_a_session" in plan
    store.close()
