"""Makes records out of framed messages: pairs calls with replies, leaves out doubles, our own, and what is none.

- The reply that names a notification is known by (destination, reply serial) == (sender, serial) of the call.
- A Notify sent by the owner of org.freedesktop.Notifications is a copy (GNOME's helper sends each call on): left out.
- NotificationClosed counts once for each (server, id), and may come before the reply. Taken back is only what its own sender
  closes: servers give the same reason for whoever does it.
- What a portal asks of its backend is the event, and what the backend then asks of the server its copy (`portals`).
- Notifications that an application names itself (GNOME's, and those of a portal) are known by application and name; where no
  portal vouches for the application, by the connection as well.
- A call to another object path is answered with an error by every server and shown by none: left out.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from holdspace.keeper import framing
from holdspace.keeper.arrival import GTK_SIGNATURE, IDENT, PORTAL_SIGNATURE, Arrival, read_app, read_gtk, read_notify
from holdspace.keeper.circumstances import Circumstances
from holdspace.keeper.closing import Closing
from holdspace.keeper.framing import Header
from holdspace.keeper.ledger import NOTHING, Ledger
from holdspace.keeper.portals import BACKEND, FRONTEND, place_of
from holdspace.keeper.portals import NAME as PORTALS_NAME
from holdspace.keeper.process import Process
from holdspace.keeper.tells import Named, Seen
from holdspace.keeper.values import BeyondError, Values

INTERFACE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
GTK = "org.gtk.Notifications"
_CLOSED_BY_CALL = 3
_ONE = 1
"""The number of a notification that its application names: the place is in the name of its server."""

_little = struct.Struct("<I").unpack_from
_big = struct.Struct(">I").unpack_from

Buffer = bytes | bytearray | memoryview


Who = Callable[[Iterable[str]], Mapping[str, Process]]
Owner = Callable[[str], str]
_NAMES = 4
"""As many are asked about in a batch; a desktop has one or two backends."""


class Pairing:
    """Feed it messages in the order of the stream; `take` gives what is to be spooled.

    `now` are the circumstances of what is fed, `known` the keys of what a keeper before this one spooled. `who` tells whose
    the connections are, `owner_of` which one has a name ("": nobody); without them they stay unknown.
    """

    def __init__(
        self, guid: str, ledger: Ledger, known: set[str], who: Who | None = None, owner_of: Owner | None = None
    ) -> None:
        self._ledger = ledger
        self._who = who
        self._owner_of = owner_of
        self._owners: dict[str, str] = {}
        self._guid = guid
        self._fresh: dict[str, Seen | Named] = {}
        self._unnamed_closes: set[tuple[str, int]] = set()
        self.now = Circumstances(guid)
        self.known = known
        self.closing = Closing()
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
        if names == (framing.METHOD_CALL, INTERFACE, "CloseNotification") and header.signature == "u":
            return self._closing
        if names == (framing.METHOD_CALL, GTK, "AddNotification"):
            return self._add_notification
        if names == (framing.METHOD_CALL, BACKEND, "AddNotification"):
            return self._passed_on
        if names == (framing.METHOD_CALL, FRONTEND, "AddNotification"):
            return self._asked
        if names in {
            (framing.METHOD_CALL, GTK, "RemoveNotification"),
            (framing.METHOD_CALL, BACKEND, "RemoveNotification"),
        }:
            return self._removing if header.signature == "ss" else _nothing
        if names == (framing.SIGNAL, INTERFACE, "NotificationClosed") and header.signature == "uu":
            return self._closed
        if header.kind == framing.METHOD_RETURN and header.signature == "u":
            return self._named
        return self._failed if header.kind == framing.ERROR else _nothing

    def take(self) -> list[tuple[str, bytes]]:
        """What is new since the last time, as spool records. Call `Ledger.write` after they are durable.

        Whose they are is asked now: a moment later they are gone. Raises what `who` raises.
        """
        if self._who is not None:
            told = [
                tell
                for key, tell in self._fresh.items()
                if isinstance(tell, Seen) and tell.kind == "notify" and tell.sender and key.startswith(self._guid)
            ]
            found = self._who(dict.fromkeys([tell.sender for tell in told])) if told else {}
            for tell in told:
                process = found.get(tell.sender)
                if process is not None:
                    tell.is_of(process)
        made = [(key, tell.told(key)) for key, tell in self._fresh.items()]
        self._fresh.clear()
        self._owners.clear()
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
        serial, replaces = header.serial, arrival.replaces
        self.closing.saw(sender, serial, arrival)
        instead = (owner, replaces) if replaces else NOTHING
        if self._ledger.portals.waits:
            of = self._copy(sender, serial, arrival)
            if of:
                self._ledger.called(sender, serial, of, arrival.app, arrival.category, instead)
                return
        key = self._key(sender, serial, "notify")
        self._ledger.called(sender, serial, key, arrival.app, arrival.category, instead)
        self._add(key, self._seen("notify", arrival, header, owner))

    def _add_notification(self, buffer: Buffer, header: Header, end: int) -> None:
        owner, sender = self.now.owner, header.sender
        if sender in self.now.excluded or (owner and sender == owner):
            return
        arrival = read_gtk(buffer, header, end) if header.signature == GTK_SIGNATURE else None
        if arrival is None:
            self.skipped += 1
            return
        if not self._copy(sender, header.serial, arrival):
            self._add(
                self._key(sender, header.serial, "notify"), self._in_its_place(arrival, header, sender, by=sender)
            )

    def _asked(self, buffer: Buffer, header: Header, end: int) -> None:
        """An application asks the portal: only who it is counts, the event is what the portal passes on."""
        arrival = read_gtk(buffer, header, end) if header.signature == PORTAL_SIGNATURE else None
        if arrival is not None:
            self._ledger.portals.asked(header.sender, arrival, self.now)

    def _passed_on(self, buffer: Buffer, header: Header, end: int) -> None:
        """A portal asks its backend. Who only plays one speaks for itself, as to GNOME's shell, and no copy is waited for."""
        if not self._is_portal(header.sender):
            self._add_notification(buffer, header, end)
            return
        arrival = read_gtk(buffer, header, end) if header.signature == GTK_SIGNATURE else None
        if arrival is None:
            self.skipped += 1
            return
        portals, key = self._ledger.portals, self._key(header.sender, header.serial, "notify")
        application = portals.asker(arrival, self.now)
        if arrival.sender or arrival.text:  # one so large that neither could be read is known again by nothing
            self._ledger.note(portals.passed_on(key, header.sender, header.destination, arrival, self.now))
        if application not in self.now.excluded:
            tell = self._in_its_place(arrival, header, application)
            tell.vouched = True
            self._add(key, tell)

    def _copy(self, sender: str, serial: int, arrival: Arrival) -> str:
        """The key of what a portal asked for, if this is only how its backend does it."""
        of, line = self._ledger.portals.copy_of(sender, serial, arrival, self.now, self._owner)
        if line is not None:
            self._ledger.note(line)
        return of

    def _owner(self, name: str) -> str:
        """Whose it is now. What came by another bus came from nobody on this one."""
        if self._owner_of is None or self.now.guid != self._guid:
            return ""
        if name not in self._owners:
            if len(self._owners) >= _NAMES:
                return ""
            self._owners[name] = self._owner_of(name)
        return self._owners[name]

    def _is_portal(self, sender: str) -> bool:
        # Its name is told by another connection than what it does, and may be told later.
        return sender == self.now.portal or sender == self._owner(PORTALS_NAME)

    def _in_its_place(self, arrival: Arrival, header: Header, sender: str, by: str = "") -> Seen:
        """What an application names itself takes the place of what it named so before. `sender`: its connection.

        `by`: the connection that says which application it is, where that is nobody's word but its own.
        """
        tell = self._seen("notify", arrival, header, _place(arrival.app, arrival.name, by))
        tell.sender = sender
        tell.notification = _ONE
        arrival.replaces = _ONE if (tell.server, _ONE) in self._ledger.open else 0
        self._ledger.opened(header.sender, header.serial, tell.server, _ONE, arrival.app)
        return tell

    def _seen(self, kind: str, arrival: Arrival, header: Header, server: str) -> Seen:
        return Seen(kind, arrival, header.sender, server, header.length, self.now.seen())

    def _named(self, buffer: Buffer, header: Header, end: int) -> None:
        if header.body + 4 > end:
            return
        (ident,) = (_little if header.little else _big)(buffer, header.body)
        sender, serial, server = header.destination, header.reply_serial, header.sender
        self.closing.named(sender, serial, server, ident)
        found = self._ledger.named(sender, serial, server, ident)
        if found is None:
            return  # the answer to something else
        of, instead = found
        if (server, ident) in self._unnamed_closes:
            self._unnamed_closes.discard((server, ident))
            self._ledger.closed(server, ident)
        same_batch = self._fresh.get(of)
        # What is told a second time is passed over, number and all; what its application named is known by that already.
        if isinstance(same_batch, Seen) and not self.now.again and same_batch.notification is None:
            same_batch.notification, same_batch.server = ident, server
            return
        self._add(self._key(sender, serial, "named"), Named(of, ident, server, instead))

    def _failed(self, _buffer: Buffer, header: Header, _end: int) -> None:
        sender, serial = header.destination, header.reply_serial
        self._ledger.failed(sender, serial)
        if self._ledger.portals.waits:
            self._ledger.note(self._ledger.portals.failed(self._key(sender, serial, "notify")))

    def _closing(self, buffer: Buffer, header: Header, end: int) -> None:
        """Somebody calls CloseNotification: taken back is what they sent themselves, whatever the server makes of it."""
        sender, server = header.sender, self.now.owner
        if sender in self.now.excluded or sender == server or header.body + 4 > end:
            return
        if header.destination.startswith(":"):
            server = header.destination
        (ident,) = (_little if header.little else _big)(buffer, header.body)
        if self._ledger.taken_back(sender, server, ident):
            self._taken_back(header, server, ident)

    def _removing(self, buffer: Buffer, header: Header, end: int) -> None:
        """An application takes back what it named."""
        sender = header.sender
        if sender in self.now.excluded or (self.now.owner and sender == self.now.owner):
            return
        values = Values(buffer, header.body, end, little=header.little)
        app, (name, _, _) = read_app(values), values.text(IDENT)
        place = _place(app, name, "" if header.interface == BACKEND and self._is_portal(sender) else sender)
        if self._ledger.taken_back(sender, place, _ONE):
            self._taken_back(header, place, _ONE)

    def _taken_back(self, header: Header, server: str, ident: int) -> None:
        tell = self._seen("closed", Arrival(), header, server)
        tell.notification, tell.reason, tell.by_sender = ident, _CLOSED_BY_CALL, True
        self._add(self._key(header.sender, header.serial, "closed"), tell)

    def _closed(self, buffer: Buffer, header: Header, end: int) -> None:
        values = Values(buffer, header.body, end, little=header.little)
        try:
            ident, reason = int(values.number("u")), int(values.number("u"))
        except BeyondError:
            return
        which = (header.sender, ident)
        if self._ledger.closed(*which, reason):
            pass
        elif self._ledger.was_closed(*which):
            return
        elif self._ledger.waits and which not in self._unnamed_closes and header.sender == self.now.owner:
            self._unnamed_closes.add(which)  # closed before it was named
            if len(self._unnamed_closes) > 1024:
                self._unnamed_closes.clear()
        else:
            return  # arrived before we watched, or no server's word at all
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


def _place(app: str, name: bytes, by: str) -> str:
    return f"app/{by}/{place_of(app, name)}" if by else f"app/{place_of(app, name)}"


def _nothing(_buffer: Buffer, _header: Header, _end: int) -> None:
    """Nothing that concerns us."""
