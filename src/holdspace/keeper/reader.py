"""The reader of the monitor's stream: peek, frame, spool, fsync, and only then consume.

The bytes stay in the kernel's socket until what they say is durable, and the guard holds a duplicate of that socket: a
keeper that is killed at any instant loses nothing, and the next one reads the same bytes again; the keys keep it from
keeping them twice.

A large message is never waited for (see `messages`) and is consumed in pieces. A keeper that was killed in the midst of
that leaves the next one out of step; it looks for the next plausible header.

In a flood whole messages are taken as they are, by the lengths that their headers tell, and read later (see `backlog`).
"""

from __future__ import annotations

import fcntl
import socket
import sys
import termios
import time
from collections.abc import Callable

from jeepney import DBusAddress, Message, MessageFlag, new_method_call

from holdspace.keeper import framing
from holdspace.keeper.bus import DAEMON, NoBusError, authenticated_socket
from holdspace.keeper.framing import Header
from holdspace.keeper.messages import LARGE, Messages
from holdspace.keeper.sandbox import in_sandbox

WINDOW = 256 * 1024
STALL = 1.0
RULES = (
    "type='method_call',interface='org.freedesktop.Notifications',member='Notify'",
    "type='method_call',interface='org.freedesktop.Notifications',member='CloseNotification'",
    "type='method_call',interface='org.gtk.Notifications'",
    "type='method_call',interface='org.freedesktop.impl.portal.Notification'",
    "type='method_call',interface='org.freedesktop.portal.Notification',member='AddNotification'",
    "type='method_return',sender='org.freedesktop.Notifications'",
    "type='error'",
    "type='signal',interface='org.freedesktop.Notifications'",
)
_MONITORING = DBusAddress(
    "/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus.Monitoring"
)


class MonitorError(Exception):
    """No monitor: `code` is no_bus, monitor_refused or sandboxed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def open_monitor(timeout: float = 5.0, besides: tuple[str, ...] = ()) -> socket.socket:
    """A socket on which everything that the rules name arrives, and those `besides`; from now on nothing may be sent on it.

    Nothing behind the bus's own answer has been consumed. Raises MonitorError.
    """
    try:
        sock = authenticated_socket(timeout)
    except NoBusError as error:
        raise MonitorError("no_bus") from error
    try:
        _ask(sock, 1, new_method_call(DAEMON, "Hello"))
        _ask(sock, 2, new_method_call(_MONITORING, "BecomeMonitor", "asu", ([*RULES, *besides], 0)))
    except OSError as error:
        sock.close()
        raise MonitorError("no_bus") from error
    except MonitorError:
        sock.close()
        raise
    sock.setblocking(False)
    return sock


class Reader:
    """Reads one monitor socket into a spool."""

    def __init__(
        self,
        sock: socket.socket,
        messages: Messages,
        keep: Callable[[list[tuple[str, bytes]]], None],
    ) -> None:
        """`keep` makes records durable and raises when it cannot: then nothing is consumed."""
        self._sock = sock
        self._messages = messages
        self._keep = keep
        self._buffer = bytearray(WINDOW)
        self._to_skip = 0
        self._waiting_for = 0
        self._framed: tuple[list[tuple[str, bytes]], int, int] | None = None
        self._in_step = False
        """Whether a whole message was read: who read before may have been killed in the midst of a large one."""
        self.stalled_at: float | None = None
        self.gone = False

    def fileno(self) -> int:
        """For epoll, edge-triggered: unconsumed bytes of half a message would wake a level for ever."""
        return self._sock.fileno()

    def close(self) -> None:
        """Stop watching; the guard's duplicate stays."""
        self._sock.close()
        self.gone = True

    def waiting(self) -> int:
        """How many bytes are there to be read."""
        answer = fcntl.ioctl(self._sock, termios.FIONREAD, bytes(4))
        return int.from_bytes(answer, sys.byteorder)

    def turn(self) -> bool:
        """One batch; True when there may be more at once. Raises what `keep` raises: nothing is consumed then."""
        if self._framed is None:
            if self._to_skip:
                return self._skip()
            end = self._peek()
            if end <= 0:
                return False
            consumed, skip = self._messages.read(bytes(memoryview(self._buffer)[:end]))
            if consumed == 0 and not skip:
                self._wait_for_more(end)
                return False
            self._framed = (self._messages.pairing.take(), consumed, skip)
        records, consumed, skip = self._framed
        self._keep(records)
        self._framed = None
        self._consume(consumed)
        self._to_skip = skip
        self._in_step = not self._messages.out_of_step
        self.stalled_at = None
        return True

    def take(self, keep_raw: Callable[[bytes], None]) -> int | None:
        """The whole messages that are there, unread: how many; None where only `turn` can go on.

        `keep_raw` makes them durable and raises when it cannot: nothing is consumed then.
        """
        if self._framed is not None or self._to_skip or not self._in_step:
            return None
        end = self._peek()
        if end <= 0:
            return 0
        size, count = framing.whole(self._buffer, end, LARGE)
        if size < 0:
            return None
        if count == 0:
            self._wait_for_more(end)
            return 0
        keep_raw(bytes(memoryview(self._buffer)[:size]))
        self._consume(size)
        self.stalled_at = None
        return count

    def give_up_waiting(self) -> None:
        """The rest of the message at the head does not come: take what is there of it, as of a large one."""
        self.stalled_at = None
        end = self._peek()
        if end <= 0 or self._framed is not None:
            return
        header = framing.parse_header(self._buffer, 0, end)
        if isinstance(header, Header) and header.length > end:
            self._messages.feed(self._buffer, header, end)
            self._framed = (self._messages.pairing.take(), 0, header.length)
        elif header is None and self._messages.out_of_step:
            self._framed = ([], 1, 0)  # what looked like a beginning was none

    def _wait_for_more(self, end: int) -> None:
        if end != self._waiting_for or self.stalled_at is None:
            self._waiting_for = end
            self.stalled_at = time.monotonic() + STALL

    def _peek(self) -> int:
        try:
            end = self._sock.recv_into(self._buffer, WINDOW, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return 0
        except OSError:
            end = 0
            self.gone = True
        if end == 0:
            self.gone = True
        return end

    def _consume(self, size: int) -> None:
        while size > 0:
            got = self._sock.recv_into(self._buffer, size, socket.MSG_DONTWAIT)
            if got == 0:
                self.gone = True
                return
            size -= got

    def _skip(self) -> bool:
        try:
            got = self._sock.recv_into(self._buffer, min(self._to_skip, WINDOW), socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            got = 0
        if got == 0:
            self.gone = True
            return False
        self._to_skip -= got
        return True


def _ask(sock: socket.socket, serial: int, message: Message) -> None:
    """Send and read exactly up to the answer: one message at a time, header first."""
    message.header.flags = MessageFlag.no_auto_start
    sock.sendall(message.serialise(serial=serial))
    while True:
        raw = _exactly(sock, framing.SMALLEST)
        fields = int.from_bytes(raw[12:16], "little" if raw[:1] == b"l" else "big")
        body = int.from_bytes(raw[4:8], "little" if raw[:1] == b"l" else "big")
        raw += _exactly(sock, fields + (-fields) % 8 + body)
        header = framing.parse_header(raw, 0, len(raw))
        if not isinstance(header, Header):
            raise MonitorError("monitor_refused")
        if header.reply_serial == serial and header.kind == framing.METHOD_RETURN:
            return
        if header.reply_serial == serial and header.kind == framing.ERROR:
            raise MonitorError("sandboxed" if in_sandbox() else "monitor_refused")


def _exactly(sock: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = sock.recv(size - len(data))
        if not more:
            raise MonitorError("monitor_refused")
        data += more
    return data
