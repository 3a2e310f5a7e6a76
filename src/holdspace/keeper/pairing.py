"""Makes records out of framed messages: pairs calls with replies, leaves out doubles, our own, and what is none.

- The reply that names a notification is known by (destination, reply serial) == (sender, serial) of the call.
- A Notify sent by the owner of org.freedesktop.Notifications is a copy (GNOME's helper sends each call on): left out.
- NotificationClosed counts once for each (server, id), and may come before the reply.
- A call to another object path is answered with an error by every server and shown by none: left out.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from holdspace.keeper import framing
from holdspace.keeper.arrival import Arrival, read_gtk, read_notify
from holdspace.keeper.circumstances import Circumstances
from holdspace.keeper.framing import Header
from holdspace.keeper.ledger import Ledger
from holdspace.keeper.tells import Named, Seen
from holdspace.keeper.values import BeyondError, Values
from holdspace.wire.stamp import stamp

INTERFACE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
GTK = "org.gtk.Notifications"
_CLOSED_BY_CALL = 3

_little = struct.Struct("<I").unpack_from
_big = struct.Struct(">I").unpack_from

Buffer = bytes | bytearray | memoryview


class Pairing:
    """Feed it messages in the order of the stream; `take` gives what is to be spooled.

    `now` are the circumstances of what is fed, `known` the keys of what a keeper before this one spooled.
    """

    def __init__(self, guid: str, ledger: Ledger, known: set[str]) -> None:
        self._ledger = ledger
        self._fresh: dict[str, Seen | Named] = {}
        self._unnamed_closes: set[tuple[str, int]] = set()
        self.now = Circumstances(guid)
        self.known = known
        self.skipped = 0
        self.doubles = 0

    def feed(self, buffer: Buffer, header: Header, end: int) -> None:
        """One message, of which the bytes up to `end` are there."""
        if header.route is None:
            header.route = self._route(header)
        header.route(buffer, header, end)

    def _route(self, header: Header) -> Callable[[Buffer, Header, int], None]:
        """Who reads a message of such a header: by nothing that differs from one message to the next."""
        names = (header.kind, header.interface, header.member)
        if names == (framing.METHOD_CALL, INTERFACE, "Notify") and header.path == PATH:
            return self._notify
        if names == (framing.METHOD_CALL, GTK, "AddNotification"):
            return self._add_notification
        if names == (framing.SIGNAL, INTERFACE, "NotificationClosed") and header.signature == "uu":
            return self._closed
        if header.kind == framing.METHOD_RETURN and header.signature == "u":
            return self._named
        return self._failed if header.kind == framing.ERROR else _nothing

    def senders_without_pid(self) -> list[str]:
        """Who should be asked for at once, before they are gone."""
        return list({tell.sender: None for tell in self._fresh.values() if isinstance(tell, Seen) and tell.wants_pid})

    def know_pids(self, pids: dict[str, int]) -> None:
        """What the bus answered."""
        for tell in self._fresh.values():
            if isinstance(tell, Seen) and tell.wants_pid:
                tell.arrival.pid = pids.get(tell.sender)

    def take(self) -> list[tuple[str, bytes]]:
        """What is new since the last time, as spool records. Call `Ledger.write` after they are durable."""
        made = [(key, tell.told(key)) for key, tell in self._fresh.items()]
        self._fresh.clear()
        self.now.stamp = ""
        return made

    @contextmanager
    def as_of(self, then: Circumstances) -> Iterator[None]:
        """What is fed meanwhile came under these circumstances."""
        now, self.now = self.now, then
        try:
            yield
        finally:
            self.now = now

    def _notify(self, buffer: Buffer, header: Header, end: int) -> None:
        owner, sender = self.now.owner, header.sender
        if sender in self.now.excluded or (owner and sender == owner):
            return
        arrival = read_notify(buffer, header, end)
        if arrival is None:
            self.skipped += 1
            return
        key = self._key(header.sender, header.serial, "notify")
        self._ledger.called(header.sender, header.serial, key, arrival.app, arrival.category)
        self._add(key, self._seen("notify", arrival, header, owner))

    def _add_notification(self, buffer: Buffer, header: Header, end: int) -> None:
        owner, sender = self.now.owner, header.sender
        if sender in self.now.excluded or (owner and sender == owner):
            return
        arrival = read_gtk(buffer, header, end)
        if arrival is None:
            self.skipped += 1
            return
        self._add(self._key(header.sender, header.serial, "notify"), self._seen("notify", arrival, header, owner))

    def _seen(self, kind: str, arrival: Arrival, header: Header, server: str) -> Seen:
        if not self.now.stamp:  # what is read at once was seen at once
            self.now.stamp = json.dumps(stamp())
        return Seen(kind, arrival, header.sender, server, header.length, self.now.stamp)

    def _named(self, buffer: Buffer, header: Header, end: int) -> None:
        if header.body + 4 > end:
            return
        (ident,) = (_little if header.little else _big)(buffer, header.body)
        sender, serial, server = header.destination, header.reply_serial, header.sender
        of = self._ledger.named(sender, serial, server, ident)
        if of is None:
            return  # the answer to something else
        if (server, ident) in self._unnamed_closes:
            self._unnamed_closes.discard((server, ident))
            self._ledger.closed(server, ident)
        same_batch = self._fresh.get(of)
        if (
            isinstance(same_batch, Seen) and not self.now.again
        ):  # what is told a second time is passed over, number and all
            same_batch.notification, same_batch.server = ident, server
            return
        self._add(self._key(sender, serial, "named"), Named(of, ident, server))

    def _failed(self, _buffer: Buffer, header: Header, _end: int) -> None:
        self._ledger.failed(header.destination, header.reply_serial)

    def _closed(self, buffer: Buffer, header: Header, end: int) -> None:
        values = Values(buffer, header.body, end, little=header.little)
        try:
            ident, reason = int(values.number("u")), int(values.number("u"))
        except BeyondError:
            return
        which = (header.sender, ident)
        if which in self._ledger.open:
            self._ledger.closed(*which)
        elif self._ledger.waits and which not in self._unnamed_closes and header.sender == self.now.owner:
            self._unnamed_closes.add(which)  # closed before it was named
            if len(self._unnamed_closes) > 1024:
                self._unnamed_closes.clear()
        else:
            return  # arrived before we watched, closed twice, or no server's word at all
        if self.now.draining and reason == _CLOSED_BY_CALL:
            return  # we did that ourselves; nobody took it back
        key = self._key(header.sender, header.serial, "closed")
        tell = self._seen("closed", Arrival(), header, header.sender)
        tell.notification, tell.reason = ident, reason
        self._add(key, tell)

    def _add(self, key: str, tell: Seen | Named) -> None:
        if key in self.known:
            self.doubles += 1  # spooled by a keeper that was killed before it consumed the bytes
            return
        self._fresh[key] = tell

    def _key(self, sender: str, serial: int, kind: str) -> str:
        return f"{self.now.guid}/{sender}/{serial}/{kind}"


def _nothing(_buffer: Buffer, _header: Header, _end: int) -> None:
    """Nothing that concerns us."""
