"""A private session bus that can activate nothing but what we put in its folder."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.rig.processes import PATIENCE, Running, line_from, start, wait_for

NOWHERE = "unix:path=/nonexistent/bus"
"""For DBUS_SESSION_BUS_ADDRESS and DBUS_SYSTEM_BUS_ADDRESS where a test must not find the machine's own."""

DAEMON = DBusAddress("/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus")

_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
  <limit name="max_incoming_bytes">1000000000</limit>
  <limit name="max_outgoing_bytes">1000000000</limit>
  <limit name="max_message_size">1000000000</limit>
  <limit name="service_start_timeout">20000</limit>
  <limit name="auth_timeout">240000</limit>
  <limit name="max_completed_connections">100000</limit>
  <limit name="max_incomplete_connections">10000</limit>
  <limit name="max_connections_per_user">100000</limit>
  <limit name="max_pending_service_starts">10000</limit>
  <limit name="max_names_per_connection">50000</limit>
  <limit name="max_match_rules_per_connection">50000</limit>
  <limit name="max_replies_per_connection">50000</limit>
</busconfig>
"""

_NO_MONITORS = '  <deny send_interface="org.freedesktop.DBus.Monitoring"/>\n'


class RefusedError(AssertionError):
    """A D-Bus call was answered with an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bus:
    """`address` is what DBUS_SESSION_BUS_ADDRESS must say; `services` the folder of its activatable services."""

    address: str
    services: Path
    process: Running

    def connect(self) -> DBusConnection:
        """A connection of one's own; the caller closes it."""
        return open_dbus_connection(self.address)

    def call(self, to: DBusAddress, member: str, signature: str | None = None, body: Sequence[Any] = ()) -> Any:
        """The reply's body. RefusedError with name and text when the answer is an error."""
        with self.connect() as line:
            reply = line.send_and_get_reply(new_method_call(to, member, signature, tuple(body)), timeout=PATIENCE)
        if reply.header.message_type is MessageType.error:
            raise RefusedError(f"{to.bus_name}.{member}: {reply.body}")
        return reply.body

    def get(self, to: DBusAddress, name: str) -> Any:
        """One property of an interface."""
        with self.connect() as line:
            reply = line.send_and_get_reply(Properties(to).get(name), timeout=PATIENCE)
        if reply.header.message_type is MessageType.error:
            raise RefusedError(f"{to.interface}.{name}: {reply.body}")
        return reply.body[0][1]

    def set(self, to: DBusAddress, name: str, signature: str, value: Any) -> None:
        """Set one property of an interface."""
        with self.connect() as line:
            reply = line.send_and_get_reply(Properties(to).set(name, signature, value), timeout=PATIENCE)
        if reply.header.message_type is MessageType.error:
            raise RefusedError(f"{to.interface}.{name}: {reply.body}")

    def has_owner(self, name: str) -> bool:
        """Whether somebody owns `name` now; never activates anything."""
        return bool(self.call(DAEMON, "NameHasOwner", "s", [name])[0])

    def owner(self, name: str) -> str:
        """The unique name of who owns `name`; RefusedError if nobody does."""
        return str(self.call(DAEMON, "GetNameOwner", "s", [name])[0])

    def owner_pid(self, name: str) -> int:
        """The pid of who owns `name`."""
        return int(self.call(DAEMON, "GetConnectionUnixProcessID", "s", [name])[0])

    def names(self) -> list[str]:
        """All names on the bus."""
        return list(self.call(DAEMON, "ListNames")[0])

    def activatable(self) -> list[str]:
        """What a call could start by itself."""
        return [name for name in self.call(DAEMON, "ListActivatableNames")[0] if name != "org.freedesktop.DBus"]

    def wait_for_owner(self, name: str, *, bound: float = PATIENCE, by: Running | None = None) -> None:
        """Until somebody owns `name`; fails at once when `by`, who should, is gone."""
        with self.connect() as line:

            def owned() -> bool:
                if by is not None:
                    by.expect_alive()
                return bool(line.send_and_get_reply(new_method_call(DAEMON, "NameHasOwner", "s", (name,))).body[0])

            wait_for(owned, bound=bound, what=f"{name} to be owned")

    def refuse_monitors(self, refused: bool) -> None:
        """As a bus whose policy forbids to watch what passes over it; those that watch already go on."""
        config = self.services.parent / "bus.conf"
        allowed = config.read_text().replace(_NO_MONITORS, "")
        config.write_text(allowed.replace("  </policy>", f"{_NO_MONITORS}  </policy>") if refused else allowed)
        self.call(DAEMON, "ReloadConfig", "", ())

    def wait_until_free(self, name: str, *, bound: float = PATIENCE) -> None:
        """Until nobody owns `name`."""
        wait_for(lambda: not self.has_owner(name), bound=bound, what=f"{name} to be free")


@contextmanager
def private_bus(*, env: Mapping[str, str], folder: Path, services: Mapping[str, str] | None = None) -> Iterator[Bus]:
    """dbus-daemon while the block lasts. `services`: bus name -> command line that may be activated, else none."""
    folder.mkdir(parents=True, exist_ok=True)
    # pytest's own folders can be longer than a socket's path may be (107 bytes).
    sockets = Path(tempfile.mkdtemp(prefix="hs-bus-", dir="/tmp"))
    service_folder = folder / "services"
    service_folder.mkdir(exist_ok=True)
    for name, command in (services or {}).items():
        (service_folder / f"{name}.service").write_text(f"[D-BUS Service]\nName={name}\nExec={command}\n")
    config = folder / "bus.conf"
    config.write_text(_CONFIG.format(folder=sockets, services=service_folder))
    reading, writing = os.pipe()
    argv = ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", f"--print-address={writing}"]
    try:
        process = start(argv, env=env, folder=folder, pass_fds=[writing])
    except OSError:
        shutil.rmtree(sockets)
        raise
    finally:
        os.close(writing)
    try:
        yield Bus(address=line_from(reading, of=process), services=service_folder, process=process)
    finally:
        process.end()
        shutil.rmtree(sockets, ignore_errors=True)
