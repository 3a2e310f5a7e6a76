"""Damage that was found while the database was in use: noted beside it, so that the next start looks before it opens.

Only at a start can a file be exchanged; and only there are the ways on offered.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from holdspace.store.errors import not_kept

if TYPE_CHECKING:
    from pathlib import Path


def raise_against(database: Path) -> None:
    """Note it. Raises NotKept."""
    try:
        os.close(os.open(_note(database), os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise not_kept(error) from error


def stands_against(database: Path) -> bool:
    return _note(database).exists()


def clear(database: Path) -> None:
    """Raises OSError."""
    _note(database).unlink(missing_ok=True)


def _note(database: Path) -> Path:
    return database.with_name(database.name + ".suspect")
