"""What the notification servers under Wayland have in common: their popups are no windows that could be asked for."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from typing_extensions import override

from tests.rig.bus import Bus
from tests.rig.notification_server import NotificationServer
from tests.rig.sway import picture

_LAYER_ASKED_FOR = "get_layer_surface("


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

    def _layers(self) -> int:
        return sum(log.read_text(errors="replace").count(_LAYER_ASKED_FOR) for log in self.folder.glob("*.err"))
