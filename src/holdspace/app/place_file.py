"""Where the floating window was put last: a small file, of no consequence when it is gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from holdspace.ui.card_window import Place

if TYPE_CHECKING:
    from pathlib import Path


class PlaceFile:
    """Reads at start, writes when the window was moved."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Place | None:
        """None where there is no file, or none that makes sense."""
        try:
            raw = json.loads(self._path.read_text())
            return Place(x=int(raw["x"]), y=int(raw["y"]), size="S" if raw["size"] == "S" else "M")
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, place: Place) -> None:
        """A place that cannot be written is only forgotten: the journal tells of a full disk soon enough."""
        new = self._path.with_suffix(".new")
        try:
            new.write_text(json.dumps({"x": place.x, "y": place.y, "size": place.size}))
            new.replace(self._path)
        except OSError:
            new.unlink(missing_ok=True)
