"""What the kernel says of processes: resident memory, context switches of all threads, processor time."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

MEBIBYTE = 1024 * 1024
_SWITCHES = ("voluntary_ctxt_switches", "nonvoluntary_ctxt_switches")


def resident(pids: Iterable[int]) -> float:
    """MiB of VmRSS, summed; a page that two of them share counts twice."""
    kilobytes = 0
    for pid in pids:
        kilobytes += int(_status(Path(f"/proc/{pid}/status"))["VmRSS"].split()[0])
    return kilobytes * 1024 / MEBIBYTE


def switches(pids: Iterable[int]) -> dict[int, int]:
    """Voluntary and involuntary context switches so far, by thread id, of every thread of these processes."""
    found = {}
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):
                status = _status(task / "status")
                found[int(task.name)] = sum(int(status[name]) for name in _SWITCHES)
    return found


def switched(before: dict[int, int], after: dict[int, int]) -> int:
    """How many switches lie between two looks; a thread that began meanwhile counts from nought."""
    return sum(count - before.get(thread, 0) for thread, count in after.items())


def threads(pid: int) -> int:
    """How many threads a process has now."""
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


def _status(path: Path) -> dict[str, str]:
    lines = (line.partition(":") for line in path.read_text().splitlines())
    return {name: value.strip() for name, _, value in lines}
