"""What processes did that were waited for in vain: said in the failure, since by the time somebody reads it they are gone."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from signal import SIGABRT, SIGCONT

from tests.rig.processes import NeverHappenedError, Running, those_naming, wait_for

LINES = 60
"""So many of the last lines of each file."""


def last_look(home: Path, started: Sequence[Running]) -> str:
    """How each process of this home stands and where its threads are; what those of `started` said, and the logs.

    They end by it: Python tells where its threads are when it is aborted (PYTHONFAULTHANDLER, see `environment`).
    """
    found = those_naming(str(home))
    told = [f"{pid} {_stand(pid)}: {' '.join(words)}" for pid, words in found] or ["no process of this home runs"]
    for pid, _ in found:
        with suppress(ProcessLookupError):
            os.kill(pid, SIGABRT)
            os.kill(pid, SIGCONT)
    with suppress(NeverHappenedError):
        wait_for(lambda: not any(each.alive for each in started), bound=2, what="them to say where they are")
    told += [f"{each} ended with {each.popen.returncode}: {_end(each.said())}" for each in started]
    told += [f"{file.name}: {_end(file.read_text(errors='replace'))}" for file in sorted(home.glob("log/*"))]
    return "\n".join(told)


def _stand(pid: int) -> str:
    """Its state and, for each thread, where in the kernel it waits."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        waits = [file.read_text() for file in sorted(Path(f"/proc/{pid}/task").glob("*/wchan"))]
    except OSError:
        return "gone"
    return f"{state} {','.join(waits)}"


def _end(text: str) -> str:
    return "\n".join(text.splitlines()[-LINES:])
