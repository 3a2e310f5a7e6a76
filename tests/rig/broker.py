"""dbus-broker as the session bus: the bus of Fedora and Arch, without the systemd that starts it there.

Its launcher wants systemd; the broker itself only wants a controller, which hands it a listening socket and the policy. That
is what this is, for as long as the bus lives. What is said to it: dbus-broker(1), and the policy as its launcher of version 33
sends it. It activates nothing.
"""

import os
import shutil
import socket
import tempfile
from array import array
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, Parser, new_method_call

from tests.rig.bus import Bus
from tests.rig.processes import start
from tests.rig.unpacked import program

_BROKER = DBusAddress("/org/bus1/DBus/Broker", bus_name="org.bus1", interface="org.bus1.DBus.Broker")
_BATCH = "bta(btbs)a(btssssuutt)a(btssssuutt)"
_POLICY = f"(a(u({_BATCH}))a(buu({_BATCH}))a(ss)bs)"
_ANYBODY = 2**32 - 1
_MANY_FDS = 2**64 - 1


@contextmanager
def private_broker(*, env: Mapping[str, str], folder: Path, max_bytes: int | None = None) -> Iterator[Bus]:
    """dbus-broker while the block lasts. `max_bytes`: how much it may hold for one user, else as much as it does by itself."""
    folder.mkdir(parents=True, exist_ok=True)
    sockets = Path(tempfile.mkdtemp(prefix="hs-broker-", dir="/tmp"))
    path = sockets / "bus"
    ours, theirs = socket.socketpair()
    argv = [program("usr/bin/dbus-broker"), "--controller", str(theirs.fileno()), "--machine-id", "0" * 31 + "1"]
    argv += ["--max-bytes", str(max_bytes)] if max_bytes is not None else []
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK) as door, ours, theirs:
        door.bind(str(path))
        door.listen(128)
        process = start(argv, env=env, folder=folder, pass_fds=[theirs.fileno()])
        theirs.close()
        try:
            _listen(ours, door)
            yield Bus(address=f"unix:path={path}", services=folder, process=process)
        finally:
            process.end()
            shutil.rmtree(sockets, ignore_errors=True)


def _listen(controller: socket.socket, door: socket.socket) -> None:
    """Be its controller: everybody may connect, own, send and receive."""
    controller.settimeout(10)
    user = str(os.getuid()).encode().hex().encode()
    controller.sendall(b"\0AUTH EXTERNAL " + user + b"\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n")
    answer = b""
    while answer.count(b"\r\n") < 2:
        answer += controller.recv(1000)
    call = new_method_call(_BROKER, "AddListener", "ohv", ("/org/bus1/DBus/Listener/0", door.fileno(), _policy()))
    del call.header.fields[HeaderFields.destination]
    fds = array("i")
    raw = call.serialise(serial=1, fds=fds)
    controller.sendmsg([raw], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
    parser, reply = Parser(), None
    while reply is None:
        parser.add_data(controller.recv(4096))
        reply = parser.get_next_message()
    assert reply.header.message_type is MessageType.method_return, reply.header.fields


def _policy() -> tuple[str, tuple[Any, ...]]:
    messages = [(True, 1, "", "", "", "", 0, 0, 0, _MANY_FDS)]
    everything = (True, 1, [(True, 1, True, "")], messages, messages)
    return _POLICY, ([(_ANYBODY, everything)], [], [], False, "unconfined")
