"""A virtual X server of our own, on a display number nobody else has."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.rig.processes import Running, line_from, start


@dataclass(frozen=True, slots=True, kw_only=True)
class XServer:
    """`display` is what DISPLAY must say, e.g. ":7"."""

    display: str
    process: Running


@contextmanager
def xserver(
    *, env: Mapping[str, str], folder: Path, size: tuple[int, int] = (1280, 800), dpi: int = 96, repeats: bool = True
) -> Iterator[XServer]:
    """Xvfb while the block lasts; it answers when the block begins. `repeats`: a key that is held down, as a real one does."""
    reading, writing = os.pipe()
    argv = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        f"{size[0]}x{size[1]}x24",
        "-dpi",
        str(dpi),
        "-nolisten",
        "tcp",
        "-noreset",
        *(() if repeats else ("-r",)),
    ]
    try:
        process = start(argv, env=env, folder=folder, pass_fds=[writing])
    finally:
        os.close(writing)
    try:
        number = line_from(reading, of=process)
        yield XServer(display=f":{number}", process=process)
    finally:
        process.end()
