"""Processes of the rig: each in a session of its own, heard in files, gone at the end; and waits that say what for."""

import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL, SIGTERM, Signals
from typing import TypeVar

from typing_extensions import override

T = TypeVar("T")
StrPath = str | Path

RUNNING: dict[int, str] = {}
"""Pids the rig itself keeps alive; the fixture that looks for forgotten processes leaves them alone."""


class NeverHappenedError(AssertionError):
    """A wait reached its bound."""


PATIENCE = 30.0
"""Seconds until something counts as never happening: what does happen takes its time on a busy machine."""


def wait_for(probe: Callable[[], T], *, bound: float = PATIENCE, what: str) -> T:
    """The first truthy answer of `probe`; NeverHappenedError naming `what` after `bound` seconds.

    Between two looks it rests 1 ms at first and up to 50 ms later, so that a quick thing is seen quickly; and twice as
    long as the look took where that is more, up to 200 ms, for whoever waits must not take the processor from what is
    waited for.
    """
    deadline = time.monotonic() + bound
    rest = 0.001
    pause = threading.Event()
    while True:
        begun = time.monotonic()
        answer = probe()
        if answer:
            return answer
        now = time.monotonic()
        if now > deadline:
            raise NeverHappenedError(f"waited {bound:g} s for {what}; last answer: {answer!r}")
        pause.wait(max(rest, min(2 * (now - begun), 0.2)))
        rest = min(rest * 1.5, 0.05)


@dataclass(slots=True, kw_only=True, repr=False)
class Running:
    """One started process; `out` and `err` are files that hold what it said."""

    name: str
    popen: subprocess.Popen[bytes]
    out: Path
    err: Path

    @override
    def __repr__(self) -> str:
        return f"<{self.name} {self.pid}>"

    @property
    def pid(self) -> int:
        return self.popen.pid

    @property
    def alive(self) -> bool:
        return self.popen.poll() is None

    def said(self) -> str:
        """All it wrote so far, stdout first."""
        return self.out.read_text(errors="replace") + self.err.read_text(errors="replace")

    def expect_alive(self) -> None:
        """An AssertionError with its last words if it is gone."""
        if not self.alive:
            raise AssertionError(f"{self.name} ended with {self.popen.returncode}: {self.said()[-2000:]}")

    def signal(self, number: Signals) -> None:
        """To this process alone, not to its children."""
        self.popen.send_signal(number)

    def wait(self, *, bound: float = PATIENCE) -> int:
        """Its exit status; NeverHappenedError after `bound` seconds."""
        try:
            return self.popen.wait(bound)
        except subprocess.TimeoutExpired:
            raise NeverHappenedError(f"{self.name} still runs after {bound:g} s: {self.said()[-2000:]}") from None

    def kill(self) -> None:
        """SIGKILL to it and to all in its session's process group, and reap."""
        self._end(SIGKILL)

    def end(self, *, bound: float = 3.0) -> int:
        """SIGTERM, then SIGKILL after `bound` seconds; the exit status."""
        if self.alive:
            self._signal_group(SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.popen.wait(bound)
        self._end(SIGKILL)
        return int(self.popen.returncode)

    def _end(self, number: Signals) -> None:
        self._signal_group(number)
        self.popen.wait(10)
        RUNNING.pop(self.pid, None)

    def _signal_group(self, number: Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number)


def start(
    argv: Sequence[StrPath],
    *,
    env: Mapping[str, str],
    folder: Path,
    name: str = "",
    pass_fds: Sequence[int] = (),
    stdin: bytes | None = None,
    dies_with_us: bool = True,
) -> Running:
    """Start `argv` in a process group of its own. Whoever calls it ends it; `started` does so by itself.

    `dies_with_us`: the kernel kills it when this process dies, so that an aborted run leaves nothing behind.
    """
    words = [str(word) for word in argv]
    name = name or Path(words[0]).name
    folder.mkdir(parents=True, exist_ok=True)
    setpriv = shutil.which("setpriv")
    if dies_with_us and setpriv:
        words = [setpriv, "--pdeathsig", "KILL", "--", *words]
    stem = f"{name}-{time.monotonic_ns()}"
    out, err = folder / f"{stem}.out", folder / f"{stem}.err"
    with out.open("wb") as to_out, err.open("wb") as to_err:
        popen = subprocess.Popen(
            words,
            env=dict(env),
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=to_out,
            stderr=to_err,
            cwd=folder,
            pass_fds=tuple(pass_fds),
            # Not a session of its own: the programs of a desktop share one, and the kernel (sched_autogroup) gives each
            # session a share of the cores, so that one with a single busy program would wait a hundred milliseconds.
            process_group=0,
        )
    if stdin is not None and popen.stdin is not None:
        with popen.stdin as pipe, suppress(BrokenPipeError):
            pipe.write(stdin)
        popen.stdin = None
    RUNNING[popen.pid] = name
    return Running(name=name, popen=popen, out=out, err=err)


@contextmanager
def started(
    argv: Sequence[StrPath],
    *,
    env: Mapping[str, str],
    folder: Path,
    name: str = "",
    pass_fds: Sequence[int] = (),
    stdin: bytes | None = None,
) -> Iterator[Running]:
    """`argv` while the block lasts; at its end TERM, then KILL for the whole process group."""
    running = start(argv, env=env, folder=folder, name=name, pass_fds=pass_fds, stdin=stdin)
    try:
        yield running
    finally:
        running.end()


def run(
    argv: Sequence[StrPath], *, env: Mapping[str, str], bound: float = PATIENCE, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run to the end and give back status, stdout, stderr as text; NeverHappenedError beyond `bound` seconds."""
    words = [str(word) for word in argv]
    try:
        return subprocess.run(
            words, env=dict(env), input=stdin, capture_output=True, text=True, timeout=bound, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise NeverHappenedError(f"{words[0]} still runs after {bound:g} s; it said {late.stdout!r}") from None


def line_from(descriptor: int, *, bound: float = PATIENCE, of: Running) -> str:
    """The first line that `of` writes into a pipe given to it; closes the pipe's reading end."""
    words = b""
    os.set_blocking(descriptor, False)

    def whole() -> bool:
        nonlocal words
        with suppress(BlockingIOError):
            words += os.read(descriptor, 4096)
        if not words:
            of.expect_alive()
        return b"\n" in words

    try:
        wait_for(whole, bound=bound, what=f"{of.name} to say that it is ready")
    finally:
        os.close(descriptor)
    return words.split(b"\n", 1)[0].decode()


def those_naming(text: str, *, where: Sequence[str] = ("cmdline",)) -> list[tuple[int, list[str]]]:
    """Every other process of ours whose command line holds `text` (a folder no one else has), oldest first: its words.

    `/tmp/h2` is not in `/tmp/h25`. `where`: other files of /proc/PID that may hold it.
    """
    wanted, own = re.compile(re.escape(os.fsencode(text)) + rb"(?![\w-])"), os.getpid()
    found = []
    # Hundreds are looked at again and again: no Path is made, and only the few that count are decoded.
    for pid in (int(name) for name in os.listdir("/proc") if name.isdigit()):  # noqa: PTH208
        for name in where:
            with suppress(OSError), open(f"/proc/{pid}/{name}", "rb", buffering=0) as file:  # noqa: PTH123
                line = file.read()
                if wanted.search(line) and pid != own and os.fstat(file.fileno()).st_uid == os.geteuid():
                    found.append((pid, line.decode(errors="replace").split("\0")[:-1]))
                    break
    return sorted(found, key=lambda one: (_began(one[0]), one[0]))  # numbers begin again at 32768


def _began(pid: int) -> int:
    """When it was started, in the kernel's ticks; 0 for one that is gone."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19])
    except OSError:
        return 0


def kill_those_naming(text: str) -> None:
    """Kill every process of ours whose command line or environment holds `text` (a folder no one else has); wait until gone."""

    def pids() -> list[int]:
        return [pid for pid, _ in those_naming(text, where=("cmdline", "environ"))]

    def none_left() -> bool:
        for pid in pids():
            with suppress(ProcessLookupError):
                os.kill(pid, SIGKILL)
        return not pids()

    wait_for(none_left, what=f"all processes of {text} to be gone")
