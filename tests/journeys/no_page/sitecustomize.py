"""An app that loads this, and what it starts, cannot serve an answer page: no socket of the internet may be listened at."""

import os
import socket

_bind = socket.socket.bind


def _refuses(self: socket.socket, address: object) -> None:
    if self.family == socket.AF_INET:
        raise OSError(os.strerror(13))
    _bind(self, address)  # type: ignore[arg-type]


socket.socket.bind = _refuses  # type: ignore[method-assign, assignment]
