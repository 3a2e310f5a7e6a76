"""The reader of the monitor's stream: peek, frame, spool, fsync, and only then consume.

The bytes stay in the kernel's socket until what they say is durable, and the guard holds a duplicate of that socket: a
keeper that is killed at any instant loses nothing, and the next one reads the same bytes again; the keys keep it from
keeping them twice.

A message larger than LARGE is never waited for: the kernel may hold less than it. What its beginning says is kept, and
it is consumed in pieces. A keeper that was killed in the midst of that leaves the next one out of step; it looks for the
next plausible header.
"""

from __future__ import annotations

import fcntl
import socket
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterable

from jeepney import DBusAddress, Message, MessageFlag, new_method_call

from holdspace.keeper import framing
from holdspace.keeper.bus import DAEMON, NoBusError, authenticated_socket
from holdspace.keeper.framing import Header
from holdspace.keeper.heads import Heads
from holdspace.keeper.pairing import Pairing

WINDOW = 256 * 1024
LARGE = 96 * 1024
STALL = 1.0
RULES = (
    "type='method_call',interface='org.freedesktop.Notifications',member='Notify'",
    "type='method_call',interface='org.gtk.Notifications'",
    "type='method_return',sender='org.freedesktop.Notifications'",
    "type='error'",
    "type='signal',interface='org.freedesktop.Notifications'",
)
_MONITORING = DBusAddress(
    "/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus.Monitoring"
)


class MonitorError(Exception):
    """No monitor: `code` is no_bus or monitor_refused."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def open_monitor(timeout: float = 5.0) -> socket.socket:
    """A socket on which everything that the rules name arrives; from now on nothing may be sent on it.

    Nothing behind the bus's own answer has been consumed. Raises MonitorError.
    """
    try:
        sock = authenticated_socket(timeout)
    except NoBusError as error:
        raise MonitorError("no_bus") from error
    try:
        _ask(sock, 1, new_method_call(DAEMON, "Hello"))
        _ask(sock, 2, new_method_call(_MONITORING, "BecomeMonitor", "asu", (list(RULES), 0)))
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
        pairing: Pairing,
        keep: Callable[[list[tuple[str, bytes]]], None],
        find_pids: Callable[[Iterable[str]], dict[str, int]],
    ) -> None:
        """`keep` makes records durable and raises when it cannot: then nothing is consumed."""
        self._sock = sock
        self._pairing = pairing
        self._heads = Heads()
        self._keep = keep
        self._find_pids = find_pids
        self._buffer = bytearray(WINDOW)
        self._to_skip = 0
        self._waiting_for = 0
        self._framed: tuple[list[tuple[str, bytes]], int, int] | None = None
        self._out_of_step = False
        self.stalled_at: float | None = None
        self.resyncs = 0
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
            consumed, skip = self._frame(end)
            if consumed == 0 and not skip:
                self._wait_for_more(end)
                return False
            self._framed = (self._records(), consumed, skip)
        records, consumed, skip = self._framed
        self._keep(records)
        self._framed = None
        self._consume(consumed)
        self._to_skip = skip
        self.stalled_at = None
        return True

    def give_up_waiting(self) -> None:
        """The rest of the message at the head does not come: take what is there of it, as of a large one."""
        self.stalled_at = None
        end = self._peek()
        if end <= 0 or self._framed is not None:
            return
        header = framing.parse_header(self._buffer, 0, end)
        if isinstance(header, Header) and header.length > end:
            self._feed(self._buffer, header, end)
            self._framed = (self._records(), 0, header.length)
        elif header is None and self._out_of_step:
            self._framed = ([], 1, 0)  # what looked like a beginning was none

    def _frame(self, end: int) -> tuple[int, int]:
        """How many bytes are understood, and how many of a large message are to be skipped from there on."""
        at = 0
        view = bytes(memoryview(self._buffer)[:end])
        while at < end:
            header = self._heads.parse(view, at, end)
            if header is None:
                break
            if header is False:
                self._out_of_step = True
                self.resyncs += 1
                at = framing.next_header(view, at + 1, end, LARGE)
                continue
            if not isinstance(header, Header):
                break
            if at + header.length <= end:
                self._out_of_step = False
                length = header.length
                self._feed(view, header, at + length)
                at += length
                continue
            if header.length <= LARGE or at or end < LARGE:
                break  # once it stands at the head, as much of it as possible is there
            self._feed(view, header, end)
            return at, header.length
        return at, 0

    def _feed(self, raw: bytes | bytearray, header: Header, end: int) -> None:
        """A message that breaks a reader must not break the watch: it is counted, and the next one is read."""
        try:
            self._pairing.feed(raw, header, end)
        except (ValueError, TypeError, LookupError, ArithmeticError, struct.error, RecursionError):
            self._pairing.skipped += 1

    def _wait_for_more(self, end: int) -> None:
        if end != self._waiting_for or self.stalled_at is None:
            self._waiting_for = end
            self.stalled_at = time.monotonic() + STALL

    def _records(self) -> list[tuple[str, bytes]]:
        unknown = self._pairing.senders_without_pid()
        if unknown:
            self._pairing.know_pids(self._find_pids(unknown))
        return self._pairing.take()

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
            raise MonitorError("monitor_refused")


def _exactly(sock: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = sock.recv(size - len(data))
        if not more:
            raise MonitorError("monitor_refused")
        data += more
    return data
