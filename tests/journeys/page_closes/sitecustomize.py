"""An app that loads this closes its answer page, as a crash of its server would, when somebody writes to a named pipe."""

import os
import socket
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


# The app is the first to load this; what it starts finds the word gone.
_told_by = os.environ.pop("CLOSE_THE_PAGE", "")
if _told_by:
    Thread(target=_close_when_told, args=(_told_by,), daemon=True).start()
