"""A year of work in a journal, made by the engine itself: sessions with what arrives in them, written as the app writes."""

from pathlib import Path

from benchmarks.usual import arrival, id_of
from holdspace.adapters.clock import SystemClock
from holdspace.core import commands as c
from holdspace.core.interruption import Live
from holdspace.core.moment import Moment
from holdspace.core.state import State
from holdspace.engine.engine import Engine
from holdspace.private import Private
from holdspace.store.opening import Store, open_store
from tests.fakes import FakeClock

YEAR = 125_000
"""Facts: five hundred a working day."""
A_SESSION = 32
"""Arrivals in a session; each becomes three facts."""


def write(path: Path, facts: int, *, open_session: bool = False) -> int:
    """At least so many facts at `path`; how many there are. `open_session`: the last one was not ended, as in a crash.

    The last session ended a while ago, on this machine's clock: nothing in it waits for anything.
    """
    store = open_store(path)
    try:
        store.database.connection.execute("PRAGMA synchronous=OFF")  # only while it is made
        now = SystemClock().now()
        clock = FakeClock(start=now.utc)
        clock.pass_by(-(facts / 90 + 3) * 3600.0)
        engine = Engine(store.journal, clock)
        number = 0
        while _count(store) < facts:
            number = _session(engine, clock, number)
        if open_session:
            _begin(engine, number)
            _arrivals(engine, number)
        store.database.connection.execute("PRAGMA synchronous=FULL")
        return _count(store)
    finally:
        store.close()


def _session(engine: Engine, clock: FakeClock, number: int) -> int:
    _begin(engine, number)
    clock.pass_by(3000)
    number = _arrivals(engine, number)
    engine.submit(c.EndSession(id=id_of(f"end {number}")))
    _work_off(engine)
    clock.pass_by(600)
    return number


def _begin(engine: Engine, number: int) -> None:
    client = Private(f"client {number % 40}")
    engine.submit(c.StartSession(id=id_of(f"start {number}"), client=client, topic=Private("pricing talk"), minutes=50))


def _arrivals(engine: Engine, before: int) -> int:
    last = before + A_SESSION
    for number in range(before + 1, last + 1):
        live = Live(server=":1.2", notification=number)
        engine.submit(arrival(number, "a body of usual length, as programs send it", live))
    _work_off(engine)
    return last


def _work_off(engine: Engine) -> None:
    while engine.turn():
        pass


def _count(store: Store) -> int:
    (count,) = store.database.connection.execute("SELECT count(*) FROM facts").fetchone()
    return int(count)


def forget_snapshot(path: Path) -> None:
    """As after an update that reads snapshots in another form."""
    store = open_store(path)
    store.database.connection.execute("DELETE FROM snapshot")
    store.close()


def state(path: Path) -> tuple[State, Moment | None]:
    """What a start finds."""
    store = open_store(path)
    try:
        return store.journal.state(), store.journal.last_moment()
    finally:
        store.close()
