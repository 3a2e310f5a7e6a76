"""Loaded by the app of a soak: tells, on a socket of its own, how many timers, tasks and descriptors it has.

Nothing is collected or touched for it: one thread more looks.
"""

import os
import sys

_SOCKET = os.environ.get("HOLDSPACE_INSIGHT", "")
_IS_APP = "holdspace.app" in sys.orig_argv or ("holdspace" in sys.orig_argv and sys.orig_argv[-2:-1] == ["--home"])


def _counts() -> dict[str, int]:
    import gc

    core, loops = sys.modules.get("PySide6.QtCore"), sys.modules.get("asyncio")
    every = gc.get_objects()
    timers = [one for one in every if core is not None and type(one) is core.QTimer]
    tasks = [one for one in every if loops is not None and isinstance(one, loops.Task)]
    return {
        "timers": len(timers),
        "tasks": sum(not task.done() for task in tasks),
        "descriptors": sum(1 for _ in os.scandir("/proc/self/fd")),
        "objects": len(every),
    }


def _serve() -> None:
    import json
    import socket

    door = socket.socket(socket.AF_UNIX)
    door.bind(_SOCKET)
    door.listen(1)
    while True:
        asker, _ = door.accept()
        with asker:
            asker.sendall(json.dumps(_counts()).encode())


if _SOCKET and _IS_APP:
    import threading

    threading.Thread(target=_serve, daemon=True, name="insight").start()
