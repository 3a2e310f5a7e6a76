"""The socket that the page listens on: 127.0.0.1 only."""

from __future__ import annotations

import errno
import socket

HOST = "127.0.0.1"


def listen(port: int) -> socket.socket:
    """A listening socket on this port, or on a free one when it is 0 or taken. Raises OSError when there is none."""
    try:
        return _listen(port)
    except OSError as taken:
        if port == 0 or taken.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        return _listen(0)


def _listen(port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows: REUSEADDR would let another program listen here too
            found.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((HOST, port))
        found.listen(64)
        found.setblocking(False)
    except OSError:
        found.close()
        raise
    return found
