"""Keeper, guard and both are killed at random instants while the silence is engaged and released: 200 a server in full.

On a server that keeps its setting in memory, one of xfconf, one of dconf. What was before is there again, every time. How
long engaging and releasing take is measured first, of that server and in the same run; the instants fall into that time,
or more or less of it as those before them struck or came too late. It goes on until enough fell in the midst of both.
"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

import pytest

from tests.faults.points import ALL
from tests.keeper.bench import Bench
from tests.keeper.test_kills import repair
from tests.rig.dunst import Dunst
from tests.rig.each_server import kinds
from tests.rig.mate_notification_daemon import MateNotificationDaemon
from tests.rig.notification_server import Setting
from tests.rig.processes import PATIENCE, wait_for
from tests.rig.xfce4_notifyd import Xfce4Notifyd

Phase = Literal["engage", "release"]
PHASES: tuple[Phase, ...] = ("engage", "release")

SEEDS = 20 if ALL else 1
KILLS = 10 if ALL else 2
"""A seed at least; in full they make 200 on each server."""
IN_THE_MIDST = 4 if ALL else 1
"""So many of a seed fall in the midst of engaging, and so many of releasing."""
BOUND = 20 * KILLS
"""So many without enough of them in the midst: the instants are drawn from the wrong time."""
BEFORE_THE_NOTE = 0.25
"""Of the kills while it is engaged so many are drawn from the time before there is a note."""
LESS, MORE = 0.5, 1.5
"""Of the time from which one was drawn that came too late, or struck, for the next: what was measured may have been a
moment in which the machine had much else to do."""
MEASURED = 3 if ALL else 1


class Took(NamedTuple):
    """Seconds: from the app's word to the note, from there until the keeper says that it is silent; and to the note's end."""

    to_note: float
    to_silence: float
    to_release: float


class Struck(NamedTuple):
    """Who was killed when, and how it stood then: the note, and what the keeper had said."""

    phase: Phase
    who: str
    note_open: bool
    said_silent: bool

    @property
    def in_the_midst(self) -> bool:
        """The note is open: and it was not yet said to be silent, or was to be so no longer."""
        return self.note_open and (self.phase == "release" or not self.said_silent)


def seconds_until(bench: Bench, true: Callable[[], object]) -> float:
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < PATIENCE, f"told: {bench.app.told[-4:]}"
        bench.app.turn(0.0005)
    return time.monotonic() - began


def measured(bench: Bench) -> Took:
    """Nobody is killed: how long it takes here and now."""
    bench.start_keeper()
    bench.app.wait_connected()
    bench.app.want()
    to_note = seconds_until(bench, bench.paths.note.exists)
    to_silence = seconds_until(bench, lambda: bench.app.quiet.get("engaged"))
    bench.app.want(None)
    to_release = seconds_until(bench, lambda: not bench.paths.note.exists())
    bench.wait_gone()
    forget(bench)
    return Took(to_note, to_silence, to_release)


def forget(bench: Bench) -> None:
    bench.app.hang_up()
    bench.app.told.clear()


def frozen(pids: Sequence[int]) -> None:
    """All of them stand still, or are gone: so it stands at the instant."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
    wait_for(lambda: all(state(pid) in "TZ" for pid in pids), what="them to stand still")


def state(pid: int) -> str:
    """As the kernel's letter: T stopped, Z ended, as is who is gone altogether."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "Z"


def killed(bench: Bench, phase: Phase, took: Took, chance: random.Random) -> Struck:
    """Engage or release, and at an instant of it kill one or both."""
    who = chance.choice(("keeper", "guard", "both"))
    bench.start_keeper()
    bench.app.wait_connected()
    guard = wait_for(bench.guard_pid, what="the guard")
    bench.app.want(lease_seconds=1)
    if phase == "release":
        bench.app.wait(lambda: any(told["engaged"] for told in bench.app.tells("quiet")), what="the silence")
        bench.app.want(None)
        bench.app.pass_time(chance.random() * took.to_release)
    elif chance.random() < BEFORE_THE_NOTE:
        bench.app.pass_time(chance.random() * took.to_note)
    else:
        seconds_until(bench, bench.paths.note.exists)
        bench.app.pass_time(chance.random() * took.to_silence)
    pids = {"keeper": bench.keeper.pid, "guard": guard}
    frozen(list(pids.values()))
    bench.app.turn(0)
    struck = Struck(phase, who, bench.paths.note.exists(), bool(bench.app.quiet.get("engaged")))
    for sent, names in ((signal.SIGKILL, pids if who == "both" else (who,)), (signal.SIGCONT, pids)):
        for name in names:
            with suppress(ProcessLookupError):  # it had ended
                os.kill(pids[name], sent)
    return struck


def drawn_anew(took: Took, struck: Struck) -> Took:
    """From how much time the next one is drawn."""
    if struck.phase == "release":
        return took._replace(to_release=took.to_release * (MORE if struck.note_open else LESS))
    if not struck.note_open:
        return took
    return took._replace(to_silence=took.to_silence * (LESS if struck.said_silent else MORE))


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
    forget(bench)


def given_back(bench: Bench) -> bool:
    """Nothing is left, or the repair gave it back; False while a guard that had no name yet still ends."""
    return repair(bench) in {"nothing_left", "given_back"}


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("on_each", kinds([Dunst, Xfce4Notifyd, MateNotificationDaemon]), indirect=True)
@pytest.mark.timeout(900)
def test_killed_while_it_is_engaged_or_released_what_was_before_is_there_again(on_each: Bench, seed: int) -> None:
    chance = random.Random(seed)
    all_took = [measured(on_each) for _ in range(MEASURED)]
    took = Took(*(sorted(each)[len(each) // 2] for each in zip(*all_took, strict=True)))
    done: list[Struck] = []
    midst: Counter[Phase] = Counter()
    while len(done) < KILLS or any(midst[phase] < IN_THE_MIDST for phase in PHASES):
        assert len(done) < BOUND, f"{midst} of {done}; drawn from {took}"
        found: Setting = chance.choice(on_each.server.settings)
        on_each.server.user_sets(found)
        lacking = [phase for phase in PHASES if midst[phase] < IN_THE_MIDST]
        done.append(killed(on_each, chance.choice(lacking or PHASES), took, chance))
        midst[done[-1].phase] += done[-1].in_the_midst
        took = drawn_anew(took, done[-1])
        until_nobody_holds(on_each)
        wait_for(lambda: given_back(on_each), what="nobody to hold it")
        assert on_each.server.setting() == found, f"{len(done)}: {done[-1]}"
        assert repair(on_each) == "nothing_left"
    struck = ", ".join(f"{phase} {sum(each.phase == phase for each in done)} ({midst[phase]})" for phase in PHASES)
    print(f"\nTALLY {on_each.server.title} {seed}: {took}; killed, in the midst of it: {struck}; restored each time")
