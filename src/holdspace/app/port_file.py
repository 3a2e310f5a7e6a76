"""The answer page's port is remembered, so that open pages find their way back after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.app.small_file import write_small

if TYPE_CHECKING:
    from pathlib import Path

LOWEST, HIGHEST = 1024, 65535


class PortFile:
    """A small file, of no consequence when it is gone: then the page gets a free port."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> int:
        """The port, or 0 for any."""
        try:
            port = int(self._path.read_text())
        except (OSError, ValueError):
            return 0
        return port if LOWEST <= port <= HIGHEST else 0

    def keep(self, port: int) -> None:
        """A port that cannot be written is only forgotten."""
        write_small(self._path, f"{port}\n")
