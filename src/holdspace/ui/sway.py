"""sway gives the focus to each new window, also to one that refuses it; it is asked not to do so with ours.

For this run of sway: nothing is written down. https://github.com/swaywm/sway (sway.5: no_focus; sway-ipc.7: the message)
"""

from __future__ import annotations

import json
import logging
import socket
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

log = logging.getLogger(__name__)

_MAGIC = b"i3-ipc"
_RUN_COMMAND = 0
_HEAD = struct.Struct("<II")
_PATIENCE = 2.0  # at a log-in everything is busy; asked too late, sway would take the focus all day
_LARGEST = 64 * 1024


def refuse_the_focus(environ: Mapping[str, str], app_id: str, name: str) -> bool:
    """Before the first window: those of `app_id` (native) and of the class `name` (XWayland). False where sway did not
    take it, or none runs.
    """
    path = environ.get("SWAYSOCK", "")
    if not path:
        return False
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(_PATIENCE)
            line.connect(path)
            taken = [_run(line, f'no_focus [{key}="{value}"]') for key, value in (("app_id", app_id), ("class", name))]
    except (OSError, ValueError) as error:
        log.warning("sway cannot be asked to leave the focus where it is: %s", type(error).__name__)
        return False
    return all(taken)


def _run(line: socket.socket, command: str) -> bool:
    """Whether sway took it. Raises OSError, ValueError."""
    raw = command.encode()
    line.sendall(_MAGIC + _HEAD.pack(len(raw), _RUN_COMMAND) + raw)
    head = _exactly(line, len(_MAGIC) + _HEAD.size)
    length, _ = _HEAD.unpack(head[len(_MAGIC) :])
    if head[: len(_MAGIC)] != _MAGIC or length > _LARGEST:
        raise ValueError("no answer of sway's")
    answers = json.loads(_exactly(line, length))
    return isinstance(answers, list) and all(isinstance(each, dict) and each.get("success") is True for each in answers)


def _exactly(line: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = line.recv(size - len(data))
        if not more:
            raise ValueError("sway hung up")
        data += more
    return data
