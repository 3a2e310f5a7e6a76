"""A burst that outruns everybody: how quickly the keeper drains it, against a monitor in C that reads headers only.

Both are measured alone, taking turns, with the same senders and the same server, all of them in C: dunst would be what is
measured otherwise. The keeper serves the whole product with a session running. Drained: the last answer is paired, spooled
and on the disk (`keeper/ledger` is written after the spool's fsync and before the bytes are consumed).
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Event

from benchmarks.figure import Figure
from benchmarks.journal import calls, wait_until_kept
from benchmarks.native import built
from benchmarks.sender import Call, boottime
from tests.journeys.hands import Practitioner, practitioner
from tests.rig.desktop import Desktop

SENDERS = 4
LEAST = 0.9
"""Of what the C monitor drains a second."""
LOOK_EVERY = 0.002
BOUND = 60.0
_HOMES = count(1)


def measure(desktop: Desktop, number: int, rounds: int) -> list[Figure]:
    """Ratios of the two rates, pair by pair; what was lost is judged by the senders' own counts, after the last round."""
    desktop.dunst.end()
    ratios, theirs, ours, lost = [], [], [], 0
    with built() as programs, _server(desktop, programs):
        for turn in range(rounds):
            theirs.append(number / _by_monitor(desktop, programs, number))
            took, missing = _by_keeper(desktop, programs, number, to_the_end=turn == rounds - 1)
            ours.append(number / took)
            lost += missing
            ratios.append(theirs[-1] / ours[-1])
    told = f"{sorted(ours)[rounds // 2]:.0f} against {sorted(theirs)[rounds // 2]:.0f} a second"
    return [
        Figure(
            name=f"burst of {number} drained: time of a header-only C monitor's",
            values=ratios,
            unit="x",
            limit=1 / LEAST,
            note=told,
        ),
        Figure(name=f"burst of {number} drained: lost, by the senders' counts", values=[lost], limit=0),
    ]


def _by_monitor(desktop: Desktop, programs: Path, number: int) -> float:
    with _started([programs / "monitor", _path(desktop), str(number)]) as monitor:
        begun, _ = _flood(desktop, programs, number)
        return float(_line(monitor)) - begun


def _by_keeper(desktop: Desktop, programs: Path, number: int, *, to_the_end: bool) -> tuple[float, int]:
    """How long it took. `to_the_end`: also how many are missing in the journal once the app has kept what came."""
    with practitioner(desktop, f"k{next(_HOMES)}") as person:
        person.launch()
        person.ok("start", "--client", "C1", "--topic", "pricing talk", "--minutes", "600")
        ledger = person.home / "keeper" / "ledger"
        person.until(lambda: _watched(person), what="the keeper to watch")
        begun, wanted = _flood(desktop, programs, number)
        took = _until_named(ledger, number) - begun
        if not to_the_end:
            return took, 0
        wait_until_kept(person, wanted, bound=BOUND + number / 50)
        return took, len(wanted - calls(person).keys())


def _watched(person: Practitioner) -> bool:
    """Nobody can silence this server, but it is watched once the session runs."""
    status = person.try_status()
    return status is not None and status["session"] is not None and bool(status["quiet"]["driver"])


def _flood(desktop: Desktop, programs: Path, number: int) -> tuple[float, set[Call]]:
    """All senders at once: the instant of the first call, and every call that was answered."""
    each = number // SENDERS
    senders = [
        subprocess.Popen(
            [programs / "flood", _path(desktop), "send", str(each), f"sender {part}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for part in range(SENDERS)
    ]
    for sender in senders:
        assert _line(sender) == "ready"
    told = []
    for sender in senders:
        assert sender.stdin is not None
        sender.stdin.write("go\n")
        sender.stdin.flush()
    for sender in senders:
        told.append(_line(sender).split())
        sender.communicate(timeout=BOUND)
    answered = {(name, serial) for name, _, _, taken in told for serial in range(2, int(taken) + 2)}
    assert len(answered) == each * SENDERS, "a sender was not answered"
    return min(float(begun) for _, begun, _, _ in told), answered


def _until_named(ledger: Path, number: int) -> float:
    """The instant at which the last call was paired with its answer and durable."""
    named, rest, pause, until = 0, b"", Event(), boottime() + BOUND
    with ledger.open("rb") as file:
        while True:
            lines, _, rest = (rest + file.read()).rpartition(b"\n")
            # Whole lines only: what is being written may be read in two halves.
            named += lines.count(b'["open"') + lines.count(b'["named"')
            if named >= number:
                return boottime()
            if boottime() > until:
                raise AssertionError(f"{named} of {number} drained")
            pause.wait(LOOK_EVERY)


@contextmanager
def _server(desktop: Desktop, programs: Path) -> Iterator[None]:
    with _started([programs / "flood", _path(desktop), "serve"]):
        yield


@contextmanager
def _started(argv: list[str | Path]) -> Iterator["subprocess.Popen[str]"]:
    """A program that has said that it is ready."""
    program = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    try:
        assert _line(program) == "ready"
        yield program
    finally:
        program.kill()
        program.communicate()


def _line(program: "subprocess.Popen[str]") -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


def _path(desktop: Desktop) -> str:
    return desktop.bus.address.partition("path=")[2].partition(",")[0]
