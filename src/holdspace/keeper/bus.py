"""One connection to the session bus, for calls and signals: one a job, and nobody else's messages are ever dropped."""

from __future__ import annotations

import errno
import os
import select
import socket
import struct
import time
from collections import deque
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageFlag, MessageType, new_method_call, new_signal
from jeepney.auth import AuthenticationError, Authenticator
from jeepney.bus import get_connectable_addresses

from holdspace.keeper import framing

DAEMON = DBusAddress("/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus")
_DO_NOT_QUEUE = 4
_INCOMING = 4 * 1024 * 1024
_LARGEST = 1024 * 1024
_READS = 32  # at a time: somebody who floods this connection must not keep us from everything else


class NoBusError(Exception):
    """There is no session bus here, or it does not let us in."""


class BusGoneError(Exception):
    """The connection ended."""


class CallError(Exception):
    """A call was answered with an error, or not in time. `name` is the D-Bus error's, or "timeout"."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def session_address() -> str:
    """The socket of the session bus. Raises NoBusError."""
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if address:
        try:
            return str(next(get_connectable_addresses(address)))
        except (ValueError, RuntimeError, StopIteration) as error:
            raise NoBusError("no usable address") from error
    usual = os.path.join(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}", "bus")
    if os.path.exists(usual):
        return usual
    raise NoBusError("no session bus")


def authenticated_socket(timeout: float = 5.0) -> socket.socket:
    """A socket that may speak D-Bus; nothing of the stream has been read. Raises NoBusError."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
    try:
        sock.settimeout(timeout)
        sock.connect(session_address())
        auth = Authenticator(inc_null_byte=True)
        for line in auth:
            sock.sendall(line)
            if auth.authenticated:
                break
            auth.feed(sock.recv(1024))
        if b"BEGIN" not in line:
            sock.sendall(b"BEGIN\r\n")
    except (OSError, AuthenticationError, NoBusError) as error:
        sock.close()
        raise NoBusError(type(error).__name__) from error
    return sock


class Bus:
    """Calls wait for their own answer; what else comes in meanwhile is kept for `messages`."""

    def __init__(self, timeout: float = 5.0) -> None:
        """Connect and say hello. Raises NoBusError."""
        self._serial = 0
        self._in = bytearray()
        self._to_skip = 0
        self._others: deque[Message] = deque()
        self._answers: dict[int, Message] = {}
        self._awaited: set[int] = set()
        self.cookies: dict[str, int] = {}
        """What servers keep for this connection, and give up with it: server -> cookie."""
        self._unanswered: dict[str, int] = {}
        """What was asked by `call_once` and is not answered yet: its name -> serial of the call."""
        self._late = False
        self._sock = authenticated_socket(timeout)
        self._sock.setblocking(False)
        try:
            self.name = str(self.call(DAEMON, "Hello")[0])
            self.guid = str(self.call(DAEMON, "GetId")[0])
        except (CallError, BusGoneError) as error:
            self.close()
            raise NoBusError("no hello") from error

    def fileno(self) -> int:
        """For poll."""
        return self._sock.fileno()

    def close(self) -> None:
        """End the connection; names and cookies go with it."""
        self._sock.close()

    def own(self, name: str) -> bool:
        """Own a well-known name without queueing; False when somebody else does."""
        return self.call(DAEMON, "RequestName", "su", (name, _DO_NOT_QUEUE))[0] in {1, 4}

    def match(self, rule: str) -> None:
        """Be told of what matches."""
        self.call(DAEMON, "AddMatch", "s", (rule,))

    def owner(self, name: str) -> str:
        """The unique name of who owns `name`, "" for nobody. Activates nothing."""
        try:
            return str(self.call(DAEMON, "GetNameOwner", "s", (name,))[0])
        except CallError:
            return ""

    def pid_of(self, name: str) -> int | None:
        """The process that owns `name`; None when the bus does not say."""
        try:
            found = self.call(DAEMON, "GetConnectionUnixProcessID", "s", (name,))[0]
        except CallError:
            return None
        return found if isinstance(found, int) else None

    def call(
        self,
        to: DBusAddress,
        member: str,
        signature: str | None = None,
        body: tuple[Any, ...] = (),
        timeout: float = 2.0,
    ) -> tuple[Any, ...]:
        """One call, its answer's body. Never activates a service. Raises CallError, BusGoneError."""
        return self.answer(self.ask(to, member, signature, body), time.monotonic() + timeout)

    def call_once(
        self, name: str, to: DBusAddress, member: str, signature: str | None, body: tuple[Any, ...], timeout: float
    ) -> tuple[Any, ...]:
        """As `call`; but what was not answered in time is not asked again under this name, nor waited for again, until it is.

        `has_answered` tells when to come back. Raises CallError, BusGoneError.
        """
        serial = self._unanswered.pop(name, None)
        if serial is None:
            serial = self.ask(to, member, signature, body)
        else:
            self._read()
            timeout = 0.0
        try:
            return self.answer(serial, time.monotonic() + timeout, late=True)
        except CallError as error:
            if error.name == "timeout":
                self._unanswered[name] = serial
            raise

    def has_answered(self) -> bool:
        """Whether an answer came, since this was asked last, for which `call_once` did not wait any longer."""
        came, self._late = self._late, False
        return came

    def ask(self, to: DBusAddress, member: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> int:
        """Send a call without waiting; `answer` fetches what came of it."""
        message = new_method_call(to, member, signature, body)
        message.header.flags = MessageFlag.no_auto_start
        self._serial += 1
        self._awaited.add(self._serial)
        self._send(message.serialise(serial=self._serial))
        return self._serial

    def signal(self, to: str, interface: str, member: str) -> None:
        """Send a signal without a body to one connection. Raises BusGoneError."""
        message = new_signal(DBusAddress("/", interface=interface), member)
        message.header.fields[HeaderFields.destination] = to
        self._serial += 1
        self._send(message.serialise(serial=self._serial))

    def post(self, to: DBusAddress, member: str, signature: str, body: tuple[Any, ...]) -> None:
        """Send a call that nobody is to answer. Raises BusGoneError."""
        message = new_method_call(to, member, signature, body)
        message.header.flags = MessageFlag.no_auto_start | MessageFlag.no_reply_expected
        self._serial += 1
        self._send(message.serialise(serial=self._serial))

    def answer(self, serial: int, deadline: float, *, late: bool = False) -> tuple[Any, ...]:
        """The answer of a call that was asked, by `deadline` (monotonic). Raises CallError, BusGoneError.

        `late`: where it did not come in time it may be asked for again.
        """
        while serial not in self._answers:
            left = deadline - time.monotonic()
            if left <= 0 or not self._wait(select.POLLIN, left):
                self._read()  # what is here counts, however late we are: on a busy machine the wait may be ours
                if serial in self._answers:
                    break
                if not late:
                    self._awaited.discard(serial)
                raise CallError("timeout")
            self._read()
        self._awaited.discard(serial)
        message = self._answers.pop(serial)
        if message.header.message_type is MessageType.error:
            raise CallError(str(message.header.fields.get(HeaderFields.error_name, "error")))
        return tuple(message.body)

    def messages(self) -> list[Message]:
        """The signals that have come in, without waiting. Raises BusGoneError."""
        self._read()
        found = list(self._others)
        self._others.clear()
        return found

    @property
    def has_messages(self) -> bool:
        """Whether some came in while a call waited: poll does not tell of those."""
        return bool(self._others)

    def _send(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            try:
                view = view[self._sock.send(view, socket.MSG_NOSIGNAL) :]
            except BlockingIOError:
                if not self._wait(select.POLLOUT, 2.0):
                    raise BusGoneError("the bus does not read") from None
                self._read()
            except OSError as error:
                raise BusGoneError("send") from error

    def _wait(self, events: int, seconds: float) -> bool:
        poll = select.poll()
        poll.register(self._sock, events)
        return bool(poll.poll(max(1, int(seconds * 1000))))

    def _read(self) -> None:
        for _ in range(_READS):
            try:
                data = self._sock.recv(64 * 1024)
            except BlockingIOError:
                break
            except OSError as error:
                raise BusGoneError(errno.errorcode.get(error.errno or 0, "recv")) from error
            if not data:
                raise BusGoneError("closed")
            self._in += data
            self._split()
            if len(self._in) > _INCOMING:
                raise BusGoneError("flooded")

    def _split(self) -> None:
        while True:
            gone = min(self._to_skip, len(self._in))
            del self._in[:gone]
            self._to_skip -= gone
            header = framing.parse_header(self._in, 0, len(self._in))
            if header is False:
                raise BusGoneError("out of step")
            if not isinstance(header, framing.Header):
                return
            if header.length > _LARGEST:
                self._to_skip = header.length  # nothing that we ask for is so long
                continue
            if len(self._in) < header.length:
                return
            raw = bytes(self._in[: header.length])
            del self._in[: header.length]
            self._sort(raw, header)

    def _sort(self, raw: bytes, header: framing.Header) -> None:
        wanted = header.kind in {framing.METHOD_RETURN, framing.ERROR} and header.reply_serial in self._awaited
        if not wanted and header.kind != framing.SIGNAL:
            return  # nobody has business calling us
        try:
            message = Message.from_buffer(raw)
        except (ValueError, KeyError, IndexError, struct.error, RecursionError):
            return  # said by somebody who sends what we never asked for
        if wanted:
            # The first counts: mako 1.7 sends an error behind its answers, and a bus may hand on both.
            self._answers.setdefault(header.reply_serial, message)
            self._late = self._late or header.reply_serial in self._unanswered.values()
        else:
            self._others.append(message)


def sender_of(message: Message) -> str:
    """The unique name (or the bus itself) that sent a message; the bus vouches for it."""
    return str(message.header.fields.get(HeaderFields.sender, ""))


def owner_rule(name: str) -> str:
    """The match rule for what `new_owner` understands."""
    bus = DAEMON.bus_name
    return f"type='signal',sender='{bus}',interface='{bus}',member='NameOwnerChanged',arg0='{name}'"


def new_owner(message: Message) -> tuple[str, str] | None:
    """A name and whose it is from now on ("": nobody's), as the bus itself tells; None for any other message."""
    bus = str(DAEMON.bus_name)
    if sender_of(message) != bus or not is_signal(message, bus, "NameOwnerChanged"):
        return None
    name, _, owner = message.body
    return str(name), str(owner)


def is_signal(message: Message, interface: str, member: str) -> bool:
    """Whether it is this signal."""
    fields = message.header.fields
    return (
        message.header.message_type is MessageType.signal
        and fields.get(HeaderFields.interface) == interface
        and fields.get(HeaderFields.member) == member
    )
