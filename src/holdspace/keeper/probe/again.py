"""python -m holdspace.keeper.probe.again [--home DIR] --not-of NAME [--held-by drill]: shows again what was not shown.

A process beside a self-test or a drill, where the server drops what comes while it is silent. It watches until its input
ends, then waits until the desktop is given back, and sends what nobody was shown once more: whoever began it may have been
killed. Where a session has taken the desktop over from a self-test, it is sent into that session, which holds it.
Nothing of it is written down. NAME: who of the bus, or which application, is not another program.

Says "ready" once it watches (or why it cannot, and ends); at its end, how many were sent. "forget" on its input: they are
in a session already.
"""

from __future__ import annotations

import os
import select
import struct
import sys
import time
from typing import TYPE_CHECKING, Any, Literal

from jeepney import DBusAddress, Message

from holdspace.keeper import framing
from holdspace.keeper.bus import DAEMON, Bus, BusGoneError, CallError, NoBusError
from holdspace.keeper.files import read_object
from holdspace.keeper.framing import Header, parse_header
from holdspace.keeper.log import Log, reason
from holdspace.keeper.probe.unshown import LOSES, MONITORING, NOTIFY, Server, Unshown
from holdspace.keeper.quiet import DriverError
from holdspace.keeper.quiet.known import choose
from holdspace.keeper.quiet.server import NAME, PATH
from holdspace.keeper.reader import MonitorError, open_monitor
from holdspace.wire.paths import Paths
from holdspace.wire.standing import note_open

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from holdspace.keeper.quiet import QuietDriver

PATIENCE = 600.0
"""Seconds that it waits for the desktop to be given back, once whoever began it has ended."""
_LOOK_EVERY = 0.1
Until = Literal["forget", "given_back", "in_a_session", "still_silent"]
_LARGEST = 8 * 1024 * 1024
_AT_ONCE = 256 * 1024


class Ear:
    """What the monitor's socket brings, message by message."""

    def __init__(self, sock: socket.socket, unshown: Unshown) -> None:
        self._sock = sock
        self._unshown = unshown
        self._in = bytearray()
        self._to_skip = 0
        self.gone = False

    def fileno(self) -> int:
        """For select."""
        return self._sock.fileno()

    def hear(self) -> None:
        """All that is there."""
        while not self.gone:
            try:
                data = self._sock.recv(_AT_ONCE)
            except BlockingIOError:
                return
            except OSError:
                data = b""
            self.gone = not data
            self._in += data
            self._split()

    def _split(self) -> None:
        while True:
            gone = min(self._to_skip, len(self._in))
            del self._in[:gone]
            self._to_skip -= gone
            header = parse_header(self._in, 0, len(self._in))
            if not isinstance(header, Header):
                self.gone = self.gone or header is False
                return
            if header.length > _LARGEST:
                self._unshown.beyond += header.kind == framing.METHOD_CALL
                self._to_skip = header.length
                continue
            if len(self._in) < header.length:
                return
            raw = bytes(self._in[: header.length])
            del self._in[: header.length]
            self._unshown.feed(header, raw)


def main(argv: list[str]) -> int:
    """The exit status: 0 nothing is left, 1 it could not be watched or sent, 2 wrong usage."""
    options = dict(zip(argv[::2], argv[1::2], strict=False))
    if len(argv) % 2 or not {"--not-of"} <= options.keys() <= {"--home", "--not-of", "--held-by"}:
        sys.stderr.write(__doc__)
        return 2
    paths = Paths(options.get("--home"))
    log = Log(paths.keeper_log, "again").note
    lease = _lease(paths)
    try:
        bus = Bus()
        driver = choose(bus)
        sock = open_monitor(besides=(f"type='method_call',interface='{MONITORING}'", *driver.rules))
        silent = driver.is_on() is True  # a drill may begin before a session has given back
        unshown = Unshown(_server(driver), options["--not-of"], silent=silent)
        ear = Ear(sock, unshown)
    except MonitorError as error:
        return _cannot(error.code)
    except NoBusError:
        return _cannot("no_bus")
    except (DriverError, CallError, BusGoneError):
        return _cannot("server_failed")
    _say("ready")
    by_drill = options.get("--held-by") == "drill"
    came = _watched(paths, ear, lambda: not by_drill and _session_watches(paths, lease))
    if came == "forget":
        return 0
    ear.hear()
    if ear.gone:
        log("not_shown_again", reason="monitor_lost")  # what came since was not seen
    left = unshown.left(before_the_keeper=came == "in_a_session")
    if came == "still_silent":
        log("not_shown_again", reason=came, of=len(left))
        return 1
    sent = _send(bus, left, log)
    if left or unshown.beyond:
        log("shown_again", sent=sent, of=len(left), beyond=unshown.beyond)
    _say(str(sent))
    return 0 if sent == len(left) else 1


def _watched(paths: Paths, ear: Ear, session_watches: Callable[[], bool]) -> Until:
    """Until it is time, and why it is: nothing is to be sent, it may be, or the desktop is silent beyond all patience."""
    said, over_at = b"", None
    while True:
        inputs: list[Any] = [ear] if not ear.gone else []
        if over_at is None:
            inputs.append(sys.stdin)
        ready, _, _ = select.select(inputs, [], [], None if over_at is None else _LOOK_EVERY)
        if ear in ready:
            ear.hear()
        if sys.stdin in ready:
            more = os.read(sys.stdin.fileno(), 64)
            said += more
            over_at = None if more else time.monotonic()
        if over_at is None:
            continue
        if said.startswith(b"forget"):
            return "forget"
        if not note_open(paths):
            return "given_back"
        if session_watches():
            return "in_a_session"
        if time.monotonic() - over_at > PATIENCE:
            return "still_silent"


def _session_watches(paths: Paths, before: dict[str, Any] | None) -> bool:
    """Whether a keeper has said since for which session it renews the lease: it watches by then."""
    lease = _lease(paths)
    return lease is not None and lease != before and isinstance(lease.get("session"), str)


def _lease(paths: Paths) -> dict[str, Any] | None:
    return read_object(paths.lease)


def _cannot(why: str) -> int:
    _say(why)
    return 1


def _say(what: str) -> None:
    try:
        sys.stdout.write(f"{what}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever began it has ended: nobody listens


def _server(driver: QuietDriver) -> Server:
    def told(message: Message) -> bool | None:
        said = driver.told(message)
        return is_on() if said is False else said  # some say only that it changed

    def is_on() -> bool:
        try:
            return driver.is_on() is True
        except (DriverError, BusGoneError):
            return True  # it hangs: rather shown twice than not at all

    return Server(LOSES.get(driver.name, "all"), driver.critical == "shown", told, is_on)


def _send(bus: Bus, left: list[tuple[Any, ...]], log: Any) -> int:
    """To whoever serves now, started anew where it has ended since, as their senders would. How many were taken."""
    sent = 0
    try:
        if left and not bus.owner(NAME):
            bus.call(DAEMON, "StartServiceByName", "su", (NAME, 0), timeout=5.0)
        to = DBusAddress(PATH, bus_name=bus.owner(NAME) or NAME, interface=NAME)
        for body in left:
            sent += _sent(bus, to, body, log)
    except (CallError, BusGoneError) as error:
        log("not_shown_again", reason=reason(error))
    return sent


def _sent(bus: Bus, to: DBusAddress, body: tuple[Any, ...], log: Any) -> bool:
    """Whether it was taken. One that cannot be said again, or is refused, keeps nothing from the others. Raises BusGoneError."""
    try:
        bus.call(to, "Notify", NOTIFY, body, timeout=5.0)
    except (CallError, TypeError, ValueError, LookupError, AttributeError, struct.error) as error:
        log("not_shown_again", reason=reason(error))
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
