"""Where the floating window was put last: a small file, of no consequence when it is gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from holdspace.app.small_file import write_small
from holdspace.ui.place import Place

if TYPE_CHECKING:
    from pathlib import Path

    from holdspace.ui.place import Size

FARTHEST = 100_000
"""Pixels from the desktop's corner: beyond that is no screen."""
_SIZES: dict[str, Size] = {"S": "S", "L": "L"}


class PlaceFile:
    """Reads at start, writes when the window was moved."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Place | None:
        """None where there is no file, or none that makes sense."""
        try:
            raw = json.loads(self._path.read_text())
            place = Place(x=int(raw["x"]), y=int(raw["y"]), size=_SIZES.get(raw["size"], "M"))
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return None
        return place if max(abs(place.x), abs(place.y)) <= FARTHEST else None

    def keep(self, place: Place) -> None:
        """A place that cannot be written is only forgotten."""
        write_small(self._path, json.dumps({"x": place.x, "y": place.y, "size": place.size}))
