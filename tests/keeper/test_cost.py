"""What keeper and guard cost with each server: memory together, and no wake-ups when nothing happens."""

import os
from pathlib import Path

from tests.keeper.bench import Bench, send
from tests.rig.processes import wait_for

MOST_OF_A_RENEWAL = 30
"""Waits of both together; 11 were seen with each server, once 15, most of them the guard's for the note to be on the disk."""


def rss_kb(pid: int) -> int:
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    return int(fields["VmRSS"].split()[0])


def switches(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if "ctxt_switches" in line)


def test_keeper_and_guard_stay_within_thirty_megabytes(on_each: Bench) -> None:
    on_each.start_session()
    with on_each.bus.connect() as line:
        for number in range(200):
            send(line, f"n{number}", "text " * 200)
            on_each.app.turn(0)
    on_each.app.wait(lambda: len(on_each.app.records()) == 200)
    together = rss_kb(on_each.keeper.pid) + rss_kb(on_each.guard_pid())
    print(f"keeper and guard after 200 notifications: {together} kB")
    assert "COVERAGE_PROCESS_CONFIG" in os.environ or together <= 30_000


def waits(pid: int) -> int:
    """How often it stopped by itself until there was something to go on with: also for the disk."""
    (line,) = (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("voluntary"))
    return int(line.split()[1])


def test_nobody_wakes_while_nothing_happens(on_each: Bench) -> None:
    """The app here says nothing; a session's renews the lease each minute, and that is all that wakes them."""
    on_each.start_session()
    guard = on_each.guard_pid()
    before = (0, 0)

    def at_rest() -> bool:
        nonlocal before
        on_each.app.turn(0.5)
        earlier, before = before, (switches(on_each.keeper.pid), switches(guard))
        asks = Path(f"/proc/{guard}/task/{guard}/children").read_text()  # a process of its own, and it waits for that
        return before == earlier and not asks

    wait_for(at_rest, what="both to have done what the start brought: settings tell of our own change too")
    on_each.app.turn(3.0)  # returns at once if the keeper says anything
    assert (switches(on_each.keeper.pid), switches(guard)) == before
    waited = waits(on_each.keeper.pid), waits(guard)
    on_each.app.want()
    wait_for(lambda: at_rest() and waits(guard) > waited[1], what="both to have done what renewing the lease brings")
    keeper, its_guard = waits(on_each.keeper.pid) - waited[0], waits(guard) - waited[1]
    print(f"renewing the lease: the keeper waited {keeper} times, the guard {its_guard}")
    assert keeper + its_guard <= MOST_OF_A_RENEWAL
