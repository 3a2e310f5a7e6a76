"""How many are held, and how many came, is told from an index alone: each picture of a window asks for it, also in a flood."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import year
from holdspace.store.opening import open_store
from holdspace.store.records import Records


@pytest.mark.parametrize(
    ("count", "index"),
    [
        (Records.held_count, "held_of_a_session"),
        (Records.arrived_count, "arrived_in_a_session"),
        (Records.self_count, "by_myself"),
        (Records.self_undone_count, "by_myself"),
    ],
)
def test_counting_reads_no_row(tmp_path: Path, count: Callable[[Records, str], int], index: str) -> None:
    path = tmp_path / "holdspace.db"
    year.write(path, 1, open_session=True)
    store = open_store(path)
    said: list[str] = []
    store.database.connection.set_trace_callback(said.append)
    session = store.journal.state().session
    assert session is not None
    assert count(store.records, session.id) == (0 if index == "by_myself" else year.A_SESSION)
    (question,) = [line for line in said if "count(*)" in line]
    plan = " ".join(str(row[3]) for row in store.database.connection.execute(f"EXPLAIN QUERY PLAN {question}"))
    assert f"COVERING INDEX {index}" in plan
    store.close()
