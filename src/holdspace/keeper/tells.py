"""What is spooled for the app, as JSON. The shapes are `wire.shapes`' Seen and Named; a test holds this to them."""

from __future__ import annotations

from json.encoder import encode_basestring as quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from holdspace.keeper.arrival import Arrival
    from holdspace.keeper.process import Process


class Seen:
    """Something that arrived. It is completed while its batch is read: who sent it, and the answer that names it.

    `by_sender`: what was closed, its own sender took back. `vouched`: a portal says which application it is of.
    """

    __slots__ = (
        "arrival", "by_sender", "kind", "notification", "reason", "sender", "server", "size", "stamp", "vouched",
    )  # fmt: skip

    def __init__(self, kind: str, arrival: Arrival, sender: str, server: str, size: int, stamp: str) -> None:
        """`sender` is its unique name on the bus ("": not known), `stamp` JSON already: a whole batch has the same."""
        self.kind = kind
        self.arrival = arrival
        self.sender = sender
        self.server = server
        self.size = size
        self.stamp = stamp
        self.notification: int | None = None
        self.reason = 0
        self.by_sender = False
        self.vouched = False

    def is_of(self, process: Process) -> None:
        """What the bus and the system say of its sender: more than its own word, less than a portal's that knows for whom it
        speaks. Who speaks for others by trade is believed. Nothing they say of one that is gone already.
        """
        said = self.arrival
        if process.pid is not None:
            said.pid, said.program = process.pid, process.program
            believed = said.desktop_entry and (self.vouched or process.speaks_for_others)
            if process.entry and not believed:
                said.desktop_entry = process.entry

    def told(self, key: str) -> bytes:
        """The record under its key."""
        said = self.arrival
        pid = "null" if said.pid is None else said.pid
        notification = "null" if self.notification is None else self.notification
        # By hand: in a flood `json.dumps` would be a third of all that the keeper does.
        return (
            f'{{"tell": "seen", "key": {quoted(key)}, "record": {{"kind": "{self.kind}", "stamp": {self.stamp}, '
            f'"app": {quoted(said.app)}, "sender": {quoted(said.sender)}, "text": {quoted(said.text)}, '
            f'"urgency": {said.urgency}, "category": {quoted(said.category)}, '
            f'"desktop_entry": {quoted(said.desktop_entry)}, "program": {quoted(said.program)}, '
            f'"web": {quoted(said.web)}, "pid": {pid}, "server": {quoted(self.server)}, '
            f'"notification": {notification}, "replaces": {said.replaces}, "reason": {self.reason}, '
            f'"by_sender": {"true" if self.by_sender else "false"}, '
            f'"size": {self.size}, "cut": {"true" if said.cut else "false"}}}}}'
        ).encode("utf-8", "replace")


class Named:
    """The server's number for something that was spooled before, and which one it has taken the place of (0: of none)."""

    __slots__ = ("instead", "notification", "of", "server")

    def __init__(self, of: str, notification: int, server: str, instead: tuple[str, int] = ("", 0)) -> None:
        self.of = of
        self.notification = notification
        self.server = server
        self.instead = instead

    def told(self, key: str) -> bytes:
        """The record under its key."""
        return (
            f'{{"tell": "named", "key": {quoted(key)}, "of": {quoted(self.of)}, '
            f'"notification": {self.notification}, "server": {quoted(self.server)}, '
            f'"replaces": {self.instead[1]}, "replaces_of": {quoted(self.instead[0])}}}'
        ).encode("utf-8", "replace")
