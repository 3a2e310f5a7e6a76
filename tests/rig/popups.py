"""Popups as the X server knows them: what is mapped now, and what was mapped at any instant of a block."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.rig.processes import PATIENCE, wait_for
from tests.rig.screen import Screen, Window

DUNST = "Dunst"


def mapped(display: str, wm_class: str = DUNST) -> list[Window]:
    """The popup windows of `wm_class` that can be seen now. dunst draws all its notifications into one window."""
    with Screen(display) as screen:
        return screen.windows(wm_class)


def wait_until_mapped(display: str, wm_class: str = DUNST, *, bound: float = PATIENCE) -> Window:
    """The first popup that shows within `bound` seconds."""
    with Screen(display) as screen:
        return wait_for(lambda: screen.windows(wm_class), bound=bound, what=f"a popup of {wm_class}")[0]


def wait_until_none(display: str, wm_class: str = DUNST, *, bound: float = PATIENCE) -> None:
    """Until no popup of `wm_class` can be seen."""
    with Screen(display) as screen:
        wait_for(lambda: not screen.windows(wm_class), bound=bound, what=f"no popup of {wm_class}")


@dataclass(slots=True)
class Watch:
    """Which windows were mapped since the watch began, were it for a millisecond."""

    screen: Screen
    _seen: list[tuple[str, str]] = field(default_factory=list)

    def mapped(self, wm_class: str = DUNST) -> int:
        """How often a window of `wm_class` was mapped so far."""
        for window in self.screen.mapped_since():
            self._seen.append(self.screen.wm_class(window) or ("", f"gone:{window:#x}"))
        return sum(wm_class.casefold() in {part.casefold() for part in pair} for pair in self._seen)

    def all(self) -> list[tuple[str, str]]:
        """(instance, class) of each mapping so far; ("", "gone:...") where the window no longer exists."""
        self.mapped()
        return list(self._seen)


@contextmanager
def watched(display: str) -> Iterator[Watch]:
    """Remember every mapping on `display` while the block lasts."""
    with Screen(display) as screen:
        screen.watch_mappings()
        yield Watch(screen)
