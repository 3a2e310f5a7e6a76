"""A burst that outruns everybody: how quickly the keeper drains it, against a monitor in C that reads headers only.

Both are measured alone, taking turns, with the same senders and the same server, all of them in C: dunst would be what is
measured otherwise. The keeper serves the whole product with a session running. Drained, that is taken from the bus and on the
disk, is the last answer: `keeper/ledger` tells what was read one by one, the backlog what a flood brought (both are written
before the bytes are consumed). How much later all of that was read, and is in the spool for the app, is told beside it.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from statistics import median
from threading import Event
from typing import BinaryIO

from benchmarks.figure import Figure
from benchmarks.journal import calls, wait_until_kept
from benchmarks.native import built
from benchmarks.sender import Call, boottime
from tests.journeys.hands import Practitioner, practitioner
from tests.rig.desktop import Desktop

SENDERS = 4
LEAST = 0.9
"""Of what the C monitor drains a second."""
ANSWERS = b"\x05\x01u\x00"
"""The beginning of the header field that only answers have, as the server of `flood.c` writes it."""
LOOK_EVERY = 0.002
BOUND = 60.0
_HOMES = count(1)


def measure(desktop: Desktop, number: int, rounds: int) -> list[Figure]:
    """Ratios of the two rates, pair by pair; what was lost is judged by the senders' own counts, after the last round."""
    desktop.dunst.end()
    ratios, theirs, ours, read, lost = [], [], [], [], 0
    with built() as programs, _server(desktop, programs):
        for turn in range(rounds):
            theirs.append(number / _by_monitor(desktop, programs, number))
            took, later, missing = _by_keeper(desktop, programs, number, to_the_end=turn == rounds - 1)
            ours.append(number / took)
            read.append(number / (took + later))
            lost += missing
            ratios.append(theirs[-1] / ours[-1])
    drained, by_monitor, spooled = (f"{median(rates):.0f}" for rates in (ours, theirs, read))
    return [
        Figure(
            name=f"burst of {number} drained: time of a header-only C monitor's",
            values=ratios,
            unit="x",
            limit=1 / LEAST,
            note=f"{drained} against {by_monitor} a second; read and spooled {spooled} a second",
        ),
        Figure(name=f"burst of {number} drained: lost, by the senders' counts", values=[lost], limit=0),
    ]


def _by_monitor(desktop: Desktop, programs: Path, number: int) -> float:
    with _started([programs / "monitor", _path(desktop), str(number)]) as monitor:
        begun, _ = _flood(desktop, programs, number)
        return float(_line(monitor)) - begun


def _by_keeper(desktop: Desktop, programs: Path, number: int, *, to_the_end: bool) -> tuple[float, float, int]:
    """How long it took, and how much longer until all was read. `to_the_end`: also how many are missing in the journal
    once the app has kept what came.
    """
    with practitioner(desktop, f"k{next(_HOMES)}") as person:
        person.launch()
        person.ok("start", "--client", "C1", "--topic", "pricing talk", "--minutes", "600")
        person.until(lambda: _watched(person), what="the keeper to watch")
        answers = _Answers(person.home / "keeper")
        begun, wanted = _flood(desktop, programs, number)
        drained, read = answers.wait(number)
        if not to_the_end:
            return drained - begun, read - drained, 0
        wait_until_kept(person, wanted, bound=BOUND + number / 50)
        return drained - begun, read - drained, len(wanted - calls(person).keys())


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


class _Answers:
    """Counts the answers of which the keeper's files tell, as they grow."""

    def __init__(self, folder: Path) -> None:
        self._ledger = _Growing(folder / "ledger")
        self._backlog = _Growing(folder / "backlog.spool")

    def wait(self, number: int) -> tuple[float, float]:
        """The instants at which so many were durable, and read."""
        read = raw = before = 0
        rest = b""
        drained, pause, until = 0.0, Event(), boottime() + BOUND
        while read < number:
            if boottime() > until:
                raise AssertionError(f"{read} of {number} read, {raw} in the backlog")
            fresh = self._backlog.more()
            # Whole lines only: what is being written may be read in two halves.
            read += sum(line.startswith((b'["open"', b'["named"')) for line in self._ledger.lines())
            if self._backlog.anew:
                raw, before, rest = 0, read, b""  # what came before it is read; nothing of it is, yet
            raw += (rest + fresh).count(ANSWERS)
            rest = (rest + fresh)[1 - len(ANSWERS) :]
            if not drained and max(read, before + raw) >= number:
                drained = boottime()
            pause.wait(LOOK_EVERY)
        return drained, boottime()


class _Growing:
    """A file that another process appends to, removes, and begins anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None
        self._rest = b""
        self.anew = False
        """Whether the last look found another file than the one before."""

    def more(self) -> bytes:
        """What came to it since the last look."""
        self.anew = False
        if self._file is None or not os.fstat(self._file.fileno()).st_nlink:
            with suppress(FileNotFoundError):
                self._file = self._path.open("rb")
                self.anew = True
        return self._file.read() if self._file is not None else b""

    def lines(self) -> list[bytes]:
        """The whole lines that came to it since the last look."""
        whole, _, self._rest = (self._rest + self.more()).rpartition(b"\n")
        return whole.split(b"\n")


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
