"""Keeper, guard and both are killed at random instants while the silence is engaged and released: 200 a server in full.

On a server that keeps its setting in memory, one of xfconf, one of dconf. What was before is there again, every time.
"""

import os
import random
import signal

import pytest

from tests.faults.points import ALL
from tests.keeper.bench import Bench
from tests.keeper.test_kills import repair
from tests.rig.dunst import Dunst
from tests.rig.each_server import kinds
from tests.rig.mate_notification_daemon import MateNotificationDaemon
from tests.rig.notification_server import Setting
from tests.rig.processes import wait_for
from tests.rig.xfce4_notifyd import Xfce4Notifyd

SEEDS = 20 if ALL else 1
KILLS = 10 if ALL else 3
"""A seed; in full they make 200 on each server."""
ENGAGING = 0.3
"""Seconds: more than a keeper takes from its start until the silence is verified."""
RELEASING = 0.15
"""Seconds: more than giving back takes."""


def killed(bench: Bench, chance: random.Random) -> str:
    """Engage or release, and at an instant of it kill one or both; what was done."""
    phase, who = chance.choice(("engage", "release")), chance.choice(("keeper", "guard", "both"))
    if phase == "engage":
        bench.app.quiet.clear()
        bench.start_keeper()
        bench.app.wait_connected()
        bench.app.want(lease_seconds=1)
        bench.app.pass_time(chance.random() * ENGAGING)
    else:
        bench.start_session(lease_seconds=1)
        bench.app.want(None)
        bench.app.pass_time(chance.random() * RELEASING)
    guard = bench.guard_pid()
    doomed = {"keeper": [bench.keeper.pid], "guard": [guard], "both": [guard, bench.keeper.pid]}[who]
    for pid in doomed:
        if pid and (pid != bench.keeper.pid or bench.keeper.alive):
            os.kill(pid, signal.SIGKILL)
    return f"{phase}, {who}"


def until_nobody_holds(bench: Bench) -> None:
    """Whoever is left ends by itself: nobody renews the lease."""

    def nobody() -> bool:
        bench.app.turn(0)
        return not bench.keeper.alive and bench.guard_pid() == 0

    if bench.keeper.alive:
        bench.app.turn(0.05)
        if bench.app.connected:
            bench.app.want(None)
    wait_for(nobody, what="keeper and guard to end")
    bench.app.hang_up()
    bench.app.told.clear()


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("on_each", kinds([Dunst, Xfce4Notifyd, MateNotificationDaemon]), indirect=True)
@pytest.mark.timeout(300)
def test_killed_while_it_is_engaged_or_released_what_was_before_is_there_again(on_each: Bench, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(KILLS):
        found: Setting = chance.choice(on_each.server.settings)
        on_each.server.user_sets(found)
        done = killed(on_each, chance)
        until_nobody_holds(on_each)
        # A guard that had no name yet when it was looked for ends by itself.
        wait_for(lambda: repair(on_each) in {"nothing_left", "given_back"}, what="nobody to hold it")
        assert on_each.server.setting() == found, f"{number}: {done}"
        assert repair(on_each) == "nothing_left"
