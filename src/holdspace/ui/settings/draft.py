"""What is being edited: a copy of the settings in the shape of the file. It knows nothing of what is right or wrong."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdspace.ui.settings.views import Path, Tree


class Draft:
    """One tree that changes, and the one it began with. A key that is absent means the default, as in the file."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._saved: Tree = {}
        self._implied: Tree = {}
        self.tree: Tree = {}
        self.begin(settings)

    def begin(self, settings: Mapping[str, Any]) -> None:
        """These are the settings in force; nothing is changed yet."""
        self._saved = deepcopy(dict(settings))
        self._implied = {}
        self.tree = deepcopy(self._saved)

    def take(self, settings: Mapping[str, Any]) -> None:
        """Other settings (of a file) as the draft; what they are compared with stays."""
        self.tree = deepcopy(dict(settings))

    def imply(self, key: str, value: Any) -> None:
        """What an absent key of the top means, written out so that it can be edited; that alone is no change."""
        self.tree[key] = deepcopy(value)
        self._implied[key] = deepcopy(value)

    def settings(self) -> Tree:
        """The draft as it is checked, saved and written: what was only implied stays absent while nobody changed it."""
        return {
            key: value for key, value in self.tree.items() if key not in self._implied or value != self._implied[key]
        }

    @property
    def changed(self) -> bool:
        """Whether there is anything to save."""
        return self.settings() != self._saved

    def get(self, path: Path, default: Any = None) -> Any:
        """The value at a path; `default` where there is none."""
        found: Any = self.tree
        for part in path:
            if isinstance(found, dict):
                found = found.get(str(part))
            elif isinstance(found, list) and isinstance(part, int) and 0 <= part < len(found):
                found = found[part]
            else:
                return default
        return default if found is None else found

    def put(self, path: Path, value: Any) -> None:
        """Set the value at a path; None takes the key away. Tables on the way are made."""
        found: Any = self.tree
        for part in path[:-1]:
            found = found[part] if isinstance(part, int) else found.setdefault(part, {})
        if value is not None:
            found[path[-1]] = value
        else:
            found.pop(path[-1], None)

    def tables(self, key: str) -> list[Tree]:
        """The array of tables at a key of the top; what is no table in it is shown as an empty one."""
        found = self.tree.get(key)
        return [one if isinstance(one, dict) else {} for one in found] if isinstance(found, list) else []

    def add(self, key: str, table: Tree, at: int | None = None) -> int:
        """Put a table into the array at a key, at the end or before `at`; where it stands now."""
        tables = self.tree.setdefault(key, [])
        place = len(tables) if at is None else at
        tables.insert(place, table)
        return place

    def remove(self, key: str, at: int) -> None:
        """Take a table out of the array at a key; the last one takes the array with it."""
        del self.tree[key][at]
        if not self.tree[key] and key not in self._saved:
            del self.tree[key]

    def move(self, key: str, at: int, by: int) -> int:
        """Move a table of the array at a key up (-1) or down (1) within its bounds; where it stands now."""
        tables = self.tree[key]
        to = max(0, min(len(tables) - 1, at + by))
        tables.insert(to, tables.pop(at))
        return to
