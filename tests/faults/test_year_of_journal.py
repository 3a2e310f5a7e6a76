"""A year of journal at the start: what is read then does not grow with it, and the app weighs no more."""

import json
from pathlib import Path

import pytest

from benchmarks import year
from benchmarks.processes import resident
from holdspace.store.opening import open_store
from tests.faults.points import ALL, PATIENCE
from tests.journeys.hands import practitioner
from tests.rig.desktop import Desktop

FACTS = year.YEAR if ALL else 4_000
STEPS = 1.5
"""A start with a year behind it may take so many times the database's steps of one with a session behind it."""
MEBIBYTES = 10.0

pytestmark = pytest.mark.timeout(max(PATIENCE, 300))


def steps(path: Path) -> int:
    """SQLite's own steps (of its virtual machine, in tens) until a start has its state and its policy."""
    counted = 0

    def step() -> int:
        nonlocal counted
        counted += 1
        return 0

    store = open_store(path)
    store.database.connection.set_progress_handler(step, 10)
    try:
        store.journal.state()
        store.journal.policy()
        store.journal.last_moment()
    finally:
        store.close()
    return counted


@pytest.mark.parametrize("killed", [False, True], ids=["ended well", "killed in a session"])
def test_a_start_reads_no_more_with_a_year_behind_it(tmp_path: Path, killed: bool) -> None:
    young, old = tmp_path / "young" / "holdspace.db", tmp_path / "old" / "holdspace.db"
    few, many = year.write(young, 1, open_session=killed), year.write(old, FACTS, open_session=killed)
    assert many > 15 * few
    assert 0 < steps(old) <= STEPS * steps(young)


def test_without_its_snapshot_the_year_is_read_and_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "holdspace.db"
    year.write(path, FACTS, open_session=True)
    before = year.state(path)
    few = steps(path)
    year.forget_snapshot(path)
    assert year.state(path) == before
    assert steps(path) > 10 * few, "nothing was counted"


@pytest.mark.journey
def test_the_app_with_a_year_behind_it_weighs_as_much_as_a_new_one(shared_desktop: Desktop) -> None:
    weights = {}
    for name, facts in (("young", 1), ("old", FACTS)):
        with practitioner(shared_desktop, name) as person:
            year.write(person.home / "holdspace.db", facts)
            person.launch()
            person.ok("start", "--minutes", "50")
            person.ok("log", "at the door")
            person.ok("end")
            rows = json.loads(person.ok("digest", "--json"))["interruptions"]
            assert len(rows) == 1, "only the last session is told"
            weights[name] = resident([person.app_pid])
            person.ok("quit")
    print(f"{FACTS} facts: {weights['young']:.0f} -> {weights['old']:.0f} MiB")
    assert weights["old"] - weights["young"] <= MEBIBYTES
