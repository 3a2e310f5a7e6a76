"""Whether this process was put into a sandbox that stands between it and the session bus.

In a Flatpak the bus is behind a proxy that lets nobody watch it, and other processes are out of sight; a Snap is held off by
the bus's own policy. It is asked only once the bus has refused: a snap's variables reach whatever is started from it, and a
Flatpak may be given the whole bus.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

_FLATPAK = "/.flatpak-info"


def in_sandbox(marker: str = _FLATPAK, environ: Mapping[str, str] = os.environ) -> bool:
    """`marker`: the file that Flatpak puts into each of its roots."""
    return os.path.exists(marker) or bool(environ.get("SNAP") and environ.get("SNAP_NAME"))
