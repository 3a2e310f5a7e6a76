"""What the journal says of arrivals, read through a connection of its own that cannot write."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from threading import Event, Thread
from typing import Self

from benchmarks.sender import Call, boottime
from tests.journeys.hands import Practitioner
from tests.rig.processes import wait_for

LOOK_EVERY = 0.002


def call_of(key: str) -> Call | None:
    """The call that an arrival's key names (bus/sender/serial/kind); None where it names none."""
    parts = key.split("/")
    return (parts[1], int(parts[2])) if len(parts) >= 3 and parts[2].isdigit() else None


def calls(person: Practitioner) -> Counter[Call]:
    """How often each call became an interruption."""
    with person.database() as line:
        rows = line.execute("SELECT key FROM interruptions").fetchall()
    line.close()
    return Counter(call for (key,) in rows if (call := call_of(key)) is not None)


def wait_until_kept(person: Practitioner, wanted: set[Call], *, bound: float) -> float:
    """Until every call is in the journal; the instant (CLOCK_BOOTTIME) at which that was seen."""
    line = person.database()
    count = "SELECT count(*) FROM interruptions WHERE key != ''"
    try:
        wait_for(
            lambda: line.execute(count).fetchone()[0] >= len(wanted), bound=bound, what=f"{len(wanted)} in the journal"
        )
        wait_for(lambda: wanted <= calls(person).keys(), bound=5, what="all calls of the ledger in the journal")
    finally:
        line.close()
    return boottime()


class JournalEye:
    """Looks every 2 ms whether an interruption became durable, and notes when it saw it.

    What another connection can read is committed, and a commit of the app is on the disk (WAL, synchronous=FULL).
    """

    def __init__(self, person: Practitioner) -> None:
        self._path = person.home / "holdspace.db"
        self._stop = Event()
        self._thread = Thread(target=self._look)
        self.seen: dict[Call, float] = {}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def wait(self, wanted: set[Call], *, bound: float = 30.0) -> None:
        """Until all of them were seen."""
        wait_for(lambda: wanted <= self.seen.keys(), bound=bound, what=f"{len(wanted)} verdicts")

    def _look(self) -> None:
        line = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, isolation_level=None)
        last, version = 0, -1
        while not self._stop.is_set():
            (now,) = line.execute("PRAGMA data_version").fetchone()
            if now != version:
                version = now
                rows = line.execute("SELECT seq, key FROM interruptions WHERE seq > ? ORDER BY seq", (last,)).fetchall()
                at = boottime()
                for seq, key in rows:
                    last = seq
                    if (call := call_of(key)) is not None:
                        self.seen[call] = at
            self._stop.wait(LOOK_EVERY)
        line.close()


def lateness(person: Practitioner, since: float, until: float) -> list[float]:
    """Of the steps that came due between two instants unanswered: seconds from due to the moment of what passed them.

    That moment is the clock as the engine's turn read it; the commit follows within the same turn.
    """
    line = person.database()
    rows = line.execute("SELECT case_id, kind, at, due, why FROM timeline ORDER BY rowid").fetchall()
    line.close()
    waiting: dict[str, float] = {}
    late = []
    for case, kind, at, due, why in rows:
        if kind == "asked":
            waiting[case] = _ticks(due)
        elif kind == "passed" and why == "no_answer":
            expected = waiting.pop(case)
            if since <= expected <= until:
                late.append(_ticks(at) - expected)
    return late


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[round(share * (len(ordered) - 1))]


def _ticks(moment: str) -> float:
    """The middle part of a moment as it is stored: seconds of CLOCK_BOOTTIME."""
    return float(moment.split(" ")[1])
