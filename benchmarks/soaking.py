"""A soak: a week of sessions, notifications, cases and answers, on clocks that are moved on by faketime.

Within a session the clocks jump by twenty seconds at a time, which is no gap; between sessions and at night by hours, as
when a lid is closed. What happens at each jump is real. At the same hour of each day, with nothing running, it is looked
what the app holds.
"""

import json
import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.assistant import Assistant, assistant
from benchmarks.figure import Figure
from benchmarks.processes import resident, threads
from benchmarks.sender import Sender, sender
from holdspace.cli.client import Connection, new_id
from holdspace.wire.paths import Paths
from tests.faults.clocks import library
from tests.journeys.hands import Practitioner, practitioner
from tests.rig.desktop import Desktop
from tests.rig.processes import NeverHappenedError, wait_for

JUMP = 20
HOUR = 3600
MEBIBYTES = 3.0
LOOKS = 12
GROWN = 15.0
"""Seconds after which what is more than before counts as having grown."""
COUNTED = ("timers", "tasks", "threads", "descriptors")
SETTINGS = """
schema = 1
[practitioner]
name = "Rita"
[[responders]]
id = "va1"
name = "Ana"
role = "assistant"
sees = "text"
[[steps]]
role = "assistant"
wait_seconds = {{ normal = 60, urgent = 40, emergency = 40 }}
[[rules]]
name = "outage"
match = {{ app = "Pager" }}
verdict = "ask"
urgency = "urgent"
[[rules]]
name = "school"
match = {{ sender = "School office" }}
verdict = "let_through"
reason = "The school only writes when it matters"
until = {until}
[preferences]
release_after_seconds = 0
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the app held at one look."""

    mebibytes: float
    counts: dict[str, int]
    open: tuple[str, ...]
    """What each of the descriptors is, as /proc tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Soaked:
    """A look a day, and what happened in all."""

    looks: list[Look]
    notifications: int
    answers: int
    sessions: int


class Clocks:
    """All clocks of the app, the keeper and the guard."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._on = 0
        self.move(0)

    def move(self, seconds: int) -> None:
        """On by so many seconds, whole at once."""
        self._on += seconds
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"+{self._on}\n")
        fresh.rename(self._file)


def measure(desktop: Desktop, days: int) -> list[Figure]:
    """Memory and counts of the last day against those of the second: the first one warms up."""
    done = soak(desktop, days=days, sessions=3, jumps=60)
    warm, last = done.looks[1], done.looks[-1]
    told = f"{done.sessions} sessions, {done.notifications} notifications, {done.answers} answers"
    every = " ".join(f"{look.mebibytes:.0f}" for look in done.looks)
    return [
        Figure(
            name=f"soak of {days} days: more memory than on the second",
            values=[last.mebibytes - warm.mebibytes],
            unit="MiB",
            limit=MEBIBYTES,
            note=f"{told}; each day {every} MiB",
        ),
        *(
            Figure(
                name=f"soak of {days} days: more {what} than on the second",
                values=[last.counts[what] - warm.counts[what]],
                limit=0,
                note=f"{last.counts[what]}",
            )
            for what in COUNTED
        ),
    ]


def soak(desktop: Desktop, *, days: int, sessions: int, jumps: int) -> Soaked:
    """Days with so many sessions, each so many jumps long."""
    looks: list[Look] = []
    notifications = answers = 0
    insight = Path(desktop.folder) / "insight.sock"
    insight.unlink(missing_ok=True)
    with practitioner(desktop, "soak") as person:
        clocks = _launch(person, insight)
        with assistant(person.link("va1")) as helper, sender(desktop.bus) as program:
            for _ in range(days):
                for _ in range(sessions):
                    sent, said = _session(person, helper, program, clocks, jumps, notifications)
                    notifications += sent
                    answers += said
                    clocks.move(HOUR)
                _awake(person)
                looks.append(_look(person, insight, looks[0].counts if looks else None))
                clocks.move(24 * HOUR - sessions * (HOUR + jumps * JUMP))
                _awake(person)
    return Soaked(looks=looks, notifications=notifications, answers=answers, sessions=days * sessions)


def _launch(person: Practitioner, insight: Path) -> Clocks:
    folder = Path(__file__).with_name("insight")
    file = person.desktop.folder / "soak.clock"
    clocks = Clocks(file)
    person.launch(
        LD_PRELOAD=str(library()),
        FAKETIME_TIMESTAMP_FILE=str(file),
        FAKETIME_NO_CACHE="1",
        HOLDSPACE_INSIGHT=str(insight),
        PYTHONPATH=os.pathsep.join((str(folder), os.environ.get("PYTHONPATH", ""))),
    )
    settings = person.desktop.home / "settings.toml"
    until = datetime.now(UTC).date() + timedelta(days=80)
    settings.write_text(SETTINGS.format(until=until))
    person.ok("settings", "import", str(settings))
    return clocks


def _session(
    person: Practitioner, helper: Assistant, program: Sender, clocks: Clocks, jumps: int, number: int
) -> tuple[int, int]:
    """One session; how many notifications came, and how many the assistant answered."""
    sent = answered = 0
    person.ok(
        "start", "--client", f"C{number % 7}", "--topic", "pricing talk", "--minutes", str(jumps * JUMP // 60 + 1)
    )
    person.until_silent()
    for jump in range(jumps):
        clocks.move(JUMP)
        name = f"somebody {number + jump}"
        match jump % 6:
            case 0 | 3:
                program.send(name, app="Chat")
            case 1:
                program.send(name, app="Pager")
                program.collect(1)
                choice = ("handled", "defer", "ack")[jump // 6 % 3]
                assert helper.answer(name, choice)["accepted"]
                answered += 1
            case 2:
                program.send(name, app="Pager")  # nobody answers: it comes due and is kept for later
            case 4:
                program.send("School office" if jump == 4 else name)
            case _:
                _ask(person, "pin", text="call back", sender="C2")
        if jump % 6 not in {1, 5}:
            program.collect(1)
        sent += jump % 6 != 5
        _awake(person)
    person.ok("end")
    clocks.move(5)
    person.until_status(lambda told: told["session"] is None and not told["quiet"]["engaged"], what="the end")
    person.until(lambda: not person.keeper_pids, what="keeper and guard to leave")
    return sent, answered


def _awake(person: Practitioner) -> None:
    """The app looks at its clocks: whoever asks wakes it."""
    _ask(person, "status")


def _ask(person: Practitioner, verb: str, **args: str) -> None:
    with Connection(Paths(person.home).socket, 30.0) as line:
        line.ask({"id": new_id(), "verb": verb, "args": args})


def _look(person: Practitioner, insight: Path, first: dict[str, int] | None) -> Look:
    """What stays: the least of what is counted once the counts stand still, and are no more than on the first day.

    What is under way (whoever asked hangs up, a self-test begins) may be counted any number of times in a row, on a busy
    machine for seconds. What has grown for good is still there at the end of the patience.
    """
    seen: list[dict[str, int]] = []

    def least() -> dict[str, int]:
        return {name: min(counts[name] for counts in seen) for name in COUNTED}

    def still() -> bool:
        _awake(person)
        if _children(person.app_pid):  # a look at the desktop, of a process that has a pipe and a descriptor of its own
            return False
        now = {**_counts(insight), "threads": threads(person.app_pid)}
        seen.append({name: now[name] for name in COUNTED})
        settled = len(seen) >= LOOKS and seen[-1] == seen[-2] == seen[-3]
        return settled and all(number <= (first or least())[name] for name, number in least().items())

    wait_for(lambda: not _children(person.app_pid), what="the app to wait for no other process")
    with suppress(NeverHappenedError):
        wait_for(still, bound=GROWN, what="the counts to stand still")
    return Look(mebibytes=resident([person.app_pid]), counts=least(), open=_open(person.app_pid))


def _children(pid: int) -> bool:
    """Whether the app runs another process, which its main thread starts; not one that has ended and is not asked about."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        with suppress(OSError):  # gone meanwhile
            if Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z":
                return True
    return False


def _open(pid: int) -> tuple[str, ...]:
    found = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            found.append(str(link.readlink()))
    return tuple(sorted(found))


def _counts(insight: Path) -> dict[str, int]:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(insight))
        found: dict[str, int] = json.loads(b"".join(iter(lambda: line.recv(4096), b"")))
    return found
