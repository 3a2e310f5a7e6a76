"""Clocks that go as a test says, for the processes of a session."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.session import Held


def library() -> Path:
    """Of Debian's faketime, the one for programs with threads: under the other one waiting for a thread may never end."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    assert found, "faketime is missing: ./dev test installs it"
    return found[0]


@contextmanager
def another_clock(held: Held, *, all_clocks: bool) -> Iterator[tuple[Path, dict[str, str]]]:
    """A file that says how the clock goes, and what a program's environment must hold to go by it."""
    file = held.person.desktop.folder / f"clock-{held.person.home.name}"
    file.write_text("+0\n")
    yield (
        file,
        {
            "LD_PRELOAD": str(library()),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
            **({} if all_clocks else {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}),
        },
    )
