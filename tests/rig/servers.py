"""A notification server that is none we know: it owns the name, says its own name and what it can do, and takes all."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from jeepney import HeaderFields, MessageType, new_error, new_method_call, new_method_return
from jeepney.io.blocking import open_dbus_connection

from tests.rig.bus import DAEMON, Bus
from tests.rig.desktop import Desktop
from tests.rig.notification_server import NAME
from tests.rig.processes import Running

_REPLACE_EXISTING = 2
# Wherever the tests lie: the folder is not on the path of a program that they start.
_SERVE = f"""
import json, sys
sys.path.insert(0, {str(Path(__file__).resolve().parents[2])!r})
from tests.rig.servers import serve
serve(sys.argv[1], json.loads(sys.argv[2]))
"""


@contextmanager
def another_server(desktop: Desktop, name: str, capabilities: Sequence[str]) -> Iterator[Running]:
    """Such a server on this desktop while the block lasts. Nobody else may own the name."""
    words = (sys.executable, "-P", "-c", _SERVE, name, json.dumps(list(capabilities)))
    with desktop.program(*words, name="another-server") as running:
        desktop.bus.wait_for_owner(NAME, by=running)
        yield running
    _free(desktop.bus)


def _free(bus: Bus) -> None:
    if bus.process.alive:
        bus.wait_until_free(NAME)


def serve(name: str, capabilities: Sequence[str]) -> None:
    """Until the bus is gone."""
    answers = {
        "GetServerInformation": ("ssss", (name, "Somebody", "1.0", "1.2")),
        "GetCapabilities": ("as", (list(capabilities),)),
        "CloseNotification": (None, ()),
    }
    given = 0
    with open_dbus_connection("SESSION") as line:
        line.send_and_get_reply(new_method_call(DAEMON, "RequestName", "su", (NAME, _REPLACE_EXISTING)))
        while True:
            message = line.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            member = message.header.fields.get(HeaderFields.member)
            if member == "Notify":
                given += 1
                line.send(new_method_return(message, "u", (int(message.body[1]) or given,)))
            elif member in answers:
                line.send(new_method_return(message, *answers[member]))
            else:
                line.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
