"""What is spooled for the app, as JSON. The shapes are `wire.shapes`' Seen and Named; a test holds this to them."""

from __future__ import annotations

from json.encoder import encode_basestring as quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from holdspace.keeper.arrival import Arrival


class Seen:
    """Something that arrived. It is completed while its batch is read: the pid, and the answer that names it."""

    __slots__ = ("arrival", "kind", "notification", "reason", "sender", "server", "size", "stamp")

    def __init__(self, kind: str, arrival: Arrival, sender: str, server: str, size: int, stamp: str) -> None:
        """`sender` is its unique name on the bus, `stamp` JSON already: a whole batch has the same."""
        self.kind = kind
        self.arrival = arrival
        self.sender = sender
        self.server = server
        self.size = size
        self.stamp = stamp
        self.notification: int | None = None
        self.reason = 0

    @property
    def wants_pid(self) -> bool:
        """Whether the bus should be asked whose it is."""
        return self.arrival.pid is None and self.kind == "notify"

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
            f'"desktop_entry": {quoted(said.desktop_entry)}, "pid": {pid}, "server": {quoted(self.server)}, '
            f'"notification": {notification}, "replaces": {said.replaces}, "reason": {self.reason}, '
            f'"size": {self.size}, "cut": {"true" if said.cut else "false"}}}}}'
        ).encode("utf-8", "replace")


class Named:
    """The server's number for something that was spooled before."""

    __slots__ = ("notification", "of", "server")

    def __init__(self, of: str, notification: int, server: str) -> None:
        self.of = of
        self.notification = notification
        self.server = server

    def told(self, key: str) -> bytes:
        """The record under its key."""
        return (
            f'{{"tell": "named", "key": {quoted(key)}, "of": {quoted(self.of)}, '
            f'"notification": {self.notification}, "server": {quoted(self.server)}}}'
        ).encode("utf-8", "replace")
