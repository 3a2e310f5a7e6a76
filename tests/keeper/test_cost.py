"""What keeper and guard cost: memory together, and no wake-ups when nothing happens."""

import os
from pathlib import Path

import pytest

from tests.keeper.bench import Bench, send

pytestmark = [pytest.mark.dbus, pytest.mark.x11]


def rss_kb(pid: int) -> int:
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    return int(fields["VmRSS"].split()[0])


def switches(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if "ctxt_switches" in line)


def test_keeper_and_guard_stay_within_thirty_megabytes(bench: Bench) -> None:
    bench.start_session()
    with bench.bus.connect() as line:
        for number in range(200):
            send(line, f"n{number}", "text " * 200)
            bench.app.turn(0)
    bench.app.wait(lambda: len(bench.app.records()) == 200)
    together = rss_kb(bench.keeper.pid) + rss_kb(bench.guard_pid())
    print(f"keeper and guard after 200 notifications: {together} kB")
    assert "COVERAGE_PROCESS_CONFIG" in os.environ or together <= 30_000


def test_nobody_wakes_while_nothing_happens(bench: Bench) -> None:
    bench.start_session()
    bench.app.turn(0.2)
    guard = bench.guard_pid()
    before = switches(bench.keeper.pid), switches(guard)
    bench.app.turn(3.0)  # returns at once if the keeper says anything
    assert (switches(bench.keeper.pid), switches(guard)) == before
