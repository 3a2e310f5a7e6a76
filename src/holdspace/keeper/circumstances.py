"""Under which circumstances messages came: kept with them where they are read later."""

from __future__ import annotations

import json
from typing import Self

from holdspace.wire.stamp import stamp


class Circumstances:
    """`guid` of the bus, `owner` of the notification server's name ("": nobody), `portal`: who had the portal's name last ("": nobody
    as far as is known), `excluded`: whose messages do not count,
    `draining`: whether what we held is being closed, `stamp`: when, as JSON ("": when the first of them is read), `again`:
    whether a keeper that was killed may have told of them before.
    """

    __slots__ = ("again", "draining", "excluded", "guid", "owner", "portal", "stamp")

    def __init__(self, guid: str) -> None:
        self.guid = guid
        self.owner = ""
        self.portal = ""
        self.excluded: set[str] = set()
        self.draining = False
        self.stamp = ""
        self.again = False

    def seen(self) -> str:
        """When, as JSON: what is read at once was seen at once."""
        if not self.stamp:
            self.stamp = json.dumps(stamp())
        return self.stamp

    def milliseconds(self) -> int:
        """When, since boot, by a clock that only goes forward and that every process has in common."""
        ticks: float = json.loads(self.seen())["ticks"]
        return round(ticks * 1000)

    def told(self) -> bytes:
        """As of now, for `of`: one line."""
        return json.dumps([self.guid, self.owner, sorted(self.excluded), self.draining, stamp(), self.portal]).encode()

    @classmethod
    def of(cls, told: bytes, *, again: bool) -> Self:
        """What `told` said. Raises ValueError, TypeError."""
        guid, owner, excluded, draining, seen, *more = json.loads(told)  # an earlier version told no portal
        then = cls(str(guid))
        then.owner, then.excluded, then.draining = str(owner), set(excluded), bool(draining)
        then.stamp, then.again = json.dumps(seen), again
        then.portal = str(more[0]) if more else ""
        return then
