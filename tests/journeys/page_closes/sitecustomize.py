"""An app that loads this closes its answer page, as a crash of its server would, when somebody writes to a named pipe."""

import os
import socket
import sys
from pathlib import Path
from threading import Thread


def _close_when_told(pipe: str) -> None:
    """Wait for a writer; then end every connection of the internet that this process has, and what it listens at."""
    Path(pipe).read_bytes()
    for file in tuple(Path("/proc/self/fd").iterdir()):
        try:
            found = socket.socket(fileno=os.dup(int(file.name)))
        except OSError:
            continue  # no socket, or gone by now
        with found:
            if found.family == socket.AF_INET:
                try:
                    found.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # closed by the other side already


app = "holdspace.app" in sys.orig_argv or sys.orig_argv[-2:-1] == ["--home"]
if app and "holdspace.keeper" not in sys.orig_argv:
    Thread(target=_close_when_told, args=(os.environ["CLOSE_THE_PAGE"],), daemon=True).start()
