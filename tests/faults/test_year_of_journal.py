"""A year of journal at the start: what is read then does not grow with it, and the app weighs no more."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import year
from benchmarks.processes import resident
from holdspace.store import copies
from holdspace.store.opening import open_store
from tests.faults.points import ALL, PATIENCE
from tests.journeys.hands import practitioner
from tests.rig.desktop import Desktop

FACTS = year.YEAR if ALL else 4_000
STEPS = 1.5
"""A start with a year behind it may take so many times the database's steps of one with a session behind it."""
MEBIBYTES = 10.0

_FORGETTING = """
import sys
from datetime import timedelta
from pathlib import Path
from holdspace.adapters.clock import SystemClock
from holdspace.store.opening import open_store

def most():
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1])

store = open_store(Path(sys.argv[1]))
before = most()
forgotten = store.forgetting.expire(SystemClock().now().after(timedelta(days=30)))
print(forgotten.texts, most() - before)
"""
"""A process of its own that deletes what is past its days; how much, and how many KiB it came to hold more meanwhile."""

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


_OF_EACH = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "


def weigh_forgetting(path: Path, many: int) -> float:
    """MiB that deleting texts takes in memory at most: with so many facts and texts that stay, of a kilobyte each, and a copy."""
    year.write(path, 1)
    store = open_store(path)
    connection = store.database.connection
    connection.execute("INSERT INTO commands(id) VALUES ('padding')")
    connection.execute(
        _OF_EACH + "INSERT INTO facts(id, command, at, type, version, body)"
        " SELECT i, 'padding', '', 'Refused', 1, hex(randomblob(500)) FROM n",
        (many,),
    )
    connection.execute(
        _OF_EACH + "INSERT INTO texts(id, kind, body) SELECT i, 'sender', hex(randomblob(500)) FROM n", (many,)
    )
    copies.make(path, connection, "0002_later")
    store.close()
    ran = subprocess.run([sys.executable, "-c", _FORGETTING, path], capture_output=True, text=True, check=True)
    texts, kibibytes = map(int, ran.stdout.split())
    assert texts > 0
    return kibibytes / 1024


def test_forgetting_takes_no_more_memory_with_a_longer_journal(tmp_path: Path) -> None:
    few = weigh_forgetting(tmp_path / "few" / "holdspace.db", 1)
    many = weigh_forgetting(tmp_path / "many" / "holdspace.db", 20_000)
    print(f"{few:.1f} -> {many:.1f} MiB")
    assert many - few <= MEBIBYTES


@pytest.mark.journey
def test_the_app_with_a_year_behind_it_weighs_as_much_as_a_new_one(shared_desktop: Desktop) -> None:
    """Also in the run that reads all of it, as after an update, and that deletes what is past its days."""
    weights = {}
    for name, facts in (("young", 1), ("old", FACTS)):
        with practitioner(shared_desktop, name) as person:
            year.write(person.home / "holdspace.db", facts)
            year.forget_snapshot(person.home / "holdspace.db")
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
