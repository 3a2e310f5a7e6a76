"""strace on a process of Holdspace: to count system calls, to kill at one of them, to make some of them fail."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGCONT

from tests.rig.desktop import Desktop
from tests.rig.processes import Running, start, wait_for

HOOK = Path(__file__).with_name("hook")
DURABLE = ("fdatasync", "fsync")
NAMES = ("rename", "renameat", "renameat2", "unlink", "unlinkat")
SENDS = ("sendto", "sendmsg")
CALLS = DURABLE + NAMES + SENDS
"""Where a process is killed: when something of it becomes durable, gets another name, or is told to others."""
_KILLED = "+++ killed by SIGKILL +++"
_CALL = re.compile(r"^(?:\d+ +)?(?:\d+\.\d+ +)?(\w+)\(")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The instant at which a process enters one of its system calls for the `number`-th time."""

    call: str
    number: int

    @property
    def kill(self) -> tuple[str, ...]:
        return (f"trace={self.call}", f"inject={self.call}:signal=KILL:when={self.number}")

    def reached(self, log: Path) -> bool:
        """Whether the process was killed there, as the log of `kill` tells.

        It was not when it made fewer of these calls this time. Anything else would be an injection that does not work.
        """
        calls = counted(log)[self.call]
        if _KILLED in log.read_text(errors="replace"):
            assert calls == self.number, f"killed at {self.call} number {calls}, not {self.number}"
            return True
        assert calls < self.number, f"{self.call} was entered {calls} times, and nothing was killed at {self.number}"
        return False


@dataclass(frozen=True, slots=True)
class StoppedProcess:
    """A process that will stop before its first step; `env` is what the app is to be started with."""

    role: str
    flag: Path

    @property
    def env(self) -> dict[str, str]:
        before = os.environ.get("PYTHONPATH")
        path = os.pathsep.join([str(HOOK), *filter(None, [before])])
        return {"PYTHONPATH": path, "HOLDSPACE_FAULT_ROLE": self.role, "HOLDSPACE_FAULT_FLAG": str(self.flag)}

    def pid(self) -> int:
        """Once it stands still."""

        def look() -> int:
            if not self.flag.exists() or not (said := self.flag.read_text()).endswith("\n"):
                return 0
            return int(said) if _field(int(said), "State").startswith("T") else 0

        return wait_for(look, bound=30, what=f"the {self.role} to stop at its beginning")


@contextmanager
def stopped(desktop: Desktop, role: str) -> Iterator[StoppedProcess]:
    """Of the next app that is started with its `env`: the app, the keeper or the guard."""
    flag = desktop.folder / f"held-{role}"
    flag.unlink(missing_ok=True)
    yield StoppedProcess(role, flag)


@contextmanager
def traced(
    desktop: Desktop, pid: int, *expressions: str, paths: Sequence[Path] = (), threads: bool = False
) -> Iterator[Path]:
    """strace with these -e on one process while the block lasts; the log.

    On its first thread alone, or with `threads` on all of them and on children. With `paths` only calls on these files count. A process that stood still goes on once strace is there.
    """
    desktop.folder.mkdir(parents=True, exist_ok=True)
    log = desktop.folder / f"strace-{pid}"
    words = ["strace", "-q", "-y", "-ttt", "-s", "4096", "-o", str(log), "-p", str(pid)]
    for expression in expressions:
        words += ["-e", expression]
    if threads:
        words.append("-f")
    for path in paths:
        words += ["-P", str(path)]
    tracer = start(words, env=desktop.env, folder=desktop.folder, name="strace")
    try:
        attach(tracer, pid)
        yield log
    finally:
        tracer.end()


def attach(tracer: Running, pid: int) -> None:
    """Until it is traced; then it may go on."""

    def there() -> bool:
        tracer.expect_alive()
        return _field(pid, "TracerPid") != "0"

    wait_for(there, what=f"strace to be on {pid}")
    os.kill(pid, SIGCONT)


def gone(pid: int) -> bool:
    """Whether the process has ended, be it that nobody has asked for its status yet."""
    return _field(pid, "State").startswith("Z") or not _field(pid, "State")


def state(pid: int) -> str:
    """What the kernel calls it in one letter: "t" while strace holds it, "T" for stopped."""
    return _field(pid, "State")[:1]


def counted(log: Path) -> Counter[str]:
    """How often each system call stands in a log."""
    found = (_CALL.match(line) for line in log.read_text(errors="replace").splitlines())
    return Counter(match.group(1) for match in found if match)


def _field(pid: int, name: str) -> str:
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return ""
