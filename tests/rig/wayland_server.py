"""What the notification servers under Wayland have in common: their popups are no windows that could be asked for."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from typing_extensions import override

from tests.rig.bus import Bus
from tests.rig.notification_server import NotificationServer
from tests.rig.processes import wait_for
from tests.rig.sway import picture

_FRAME = re.compile(r"\.frame\(new id wl_callback@(\d+)\)")
_LAYER_GONE = re.compile(r"zwlr_layer_surface_v1@\d+\.destroy\(\)")
_LAYER_ASKED_FOR = "get_layer_surface("
_SIZE_ASKED_FOR = ".set_size("


class WaylandServer(NotificationServer):
    """Popups are seen by pictures of the screen; their coming by what the server itself says to the compositor."""

    window_class = ""

    def __init__(self, *, env: Mapping[str, str], bus: Bus, folder: Path) -> None:
        super().__init__(env={**env, "WAYLAND_DEBUG": "client"}, bus=bus, folder=folder)

    @override
    def visible(self) -> int:
        """How many bands across the screen hold anything: popups lie one below the other; without a gap they are one."""
        drawn = picture(self.env, self.folder / "screen.ppm").drawn()
        return sum(now and not above for above, now in pairwise([False, *drawn]))

    @override
    @contextmanager
    def watched(self) -> Iterator[Callable[[], int]]:
        before = self._layers()
        yield lambda: self._layers() - before

    def wait_until_drawn(self) -> None:
        """Until the compositor has shown all that the server drew and wants to know shown, and it draws no more."""

        def shown() -> bool:
            told = self._told()
            _, sized, since = told.rpartition(_SIZE_ASKED_FOR)
            if sized and not _FRAME.search(since) and not _LAYER_GONE.search(since):
                return False  # it draws when the compositor has told it the size, that of a popup more as well
            if any(f"delete_id({frame[1]})" not in told[frame.end() :] for frame in _FRAME.finditer(told)):
                return False
            self.information()  # what it heard last it says before it acts on it: it had its turn
            return self._told() == told

        wait_for(shown, what=f"{self.title} to have drawn")

    def _told(self) -> str:
        return self.process.err.read_text(errors="replace")

    def _layers(self) -> int:
        return sum(log.read_text(errors="replace").count(_LAYER_ASKED_FOR) for log in self.folder.glob("*.err"))
