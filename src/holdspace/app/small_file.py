"""A small file of no consequence: it is there whole or not at all, and where it cannot be written it is only forgotten."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_small(path: Path, text: str) -> None:
    """Replace the file. Raises nothing: the journal tells of a full or read-only disk soon enough."""
    new = path.with_suffix(".new")
    try:
        new.write_text(text)
        new.replace(path)
    except OSError:
        with suppress(OSError):
            new.unlink(missing_ok=True)
