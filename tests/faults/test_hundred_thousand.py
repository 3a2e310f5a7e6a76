"""Notifications in numbers from four programs at once, while a session runs: a hundred thousand where everything is asked for."""

import threading
import time
from collections.abc import Sequence
from contextlib import closing

import pytest

from benchmarks.processes import resident
from benchmarks.sender import Ledger, sender
from holdspace.cli.client import Connection, new_id
from holdspace.wire.paths import Paths
from tests.faults.conftest import Begin
from tests.faults.points import ALL, PATIENCE
from tests.faults.session import BACK, Held
from tests.rig.bus import Bus

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(max(PATIENCE, 400))]

SENDERS, EACH = 4, 25_000 if ALL else 120
SHOWN = 200 if ALL else 40
"""So many each program leaves with the server, as chats and players do. dunst 1.9 goes through all that wait for each that comes:
it alone, with nobody watching, took the first 46,000 in two minutes, and the last of them at 130 a second.
"""
TEN_MINUTES = 600.0
"""In which all of them are in the journal."""
ANSWER_SECONDS = 1.0 if ALL else 3.0
APP_MIB, KEEPER_MIB = 60.0, 30.0
"""More than this much more memory than before would grow with what arrives."""


def sending(bus: Bus, name: str, ledgers: list[Ledger]) -> threading.Thread:
    """A program that sends EACH of them, one after the other's answer, and shows its newest."""

    def send() -> None:
        with sender(bus) as program:
            program.burst([f"{name} {number}" for number in range(EACH)], app=name, shown=SHOWN)
            ledgers.append(program.ledger)

    thread = threading.Thread(target=send)
    thread.start()
    return thread


def slowest_answer(held: Held, senders: Sequence[threading.Thread], count: int) -> float:
    """Ask for the status all the time until they are through and all is kept; how long the slowest answer took."""
    slowest, socket = 0.0, Paths(held.person.home).socket
    until = time.monotonic() + (TEN_MINUTES if ALL else BACK + count / 30)
    pause = threading.Event()
    while not pause.wait(0.1):
        busy = any(thread.is_alive() for thread in senders)
        before = time.monotonic()
        with Connection(socket, 10 * ANSWER_SECONDS) as line:
            told = line.ask({"id": new_id(), "verb": "status", "args": {}})["result"]
        slowest = max(slowest, time.monotonic() - before)
        assert told["quiet"]["engaged"]
        if not busy and told["held"] == count:
            return slowest
        assert time.monotonic() < until, f"{told['held']} of {count} held"
    raise AssertionError("never set")


def test_none_is_lost_none_comes_twice_and_the_app_stays_at_hand(begin: Begin) -> None:
    with begin() as held:
        person = held.person
        held.begin()
        app, keepers = person.app_pid, person.keeper_pids
        before = resident([app]), resident(keepers)
        ledgers: list[Ledger] = []
        senders = [sending(person.desktop.bus, f"program{number}", ledgers) for number in range(SENDERS)]
        slowest = slowest_answer(held, senders, SENDERS * EACH)
        for thread in senders:
            thread.join()
        after = resident([app]), resident(keepers)
        assert (person.app_pid, person.keeper_pids) == (app, keepers)
        taken = {f"{name}/{serial}" for ledger in ledgers for name, serial in ledger.taken}
        assert len(taken) == SENDERS * EACH
        with closing(person.database()) as journal:
            keys = [key for (key,) in journal.execute("SELECT key FROM interruptions")]
        assert len(keys) == len(set(keys)) == len(taken)
        assert {"/".join(key.split("/")[1:3]) for key in keys} == taken
        began = time.monotonic()
        rows = held.digest()["interruptions"]
        opened = time.monotonic() - began
        assert len({row["sender"] for row in rows}) == len(rows) == len(taken)
        print(
            f"status at most {slowest:.2f} s; app {before[0]:.0f} -> {after[0]:.0f} MiB,"
            f" keeper and guard {before[1]:.0f} -> {after[1]:.0f} MiB; digest after {opened:.2f} s"
        )
        assert slowest <= ANSWER_SECONDS
        assert after[0] - before[0] <= APP_MIB
        assert after[1] - before[1] <= KEEPER_MIB
        held.end(at_once=True)  # that all is kept was seen above, without a look at each text
        assert person.json("digest")["gaps"] == []
