"""Who wrote in the last days and is known under one name only: candidates for "one person, several names"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.core.people import handle
from holdspace.core.preview import LOOKED_BACK
from holdspace.engine.ports import NotKept

if TYPE_CHECKING:
    from holdspace.app.house import House
    from holdspace.private import Private

NEWEST = 500
"""So much of what arrived is looked at."""
MOST = 50


def senders(house: House) -> tuple[Private, ...]:
    """The newest first, each once however it was written; none while a session runs: a client may be looking."""
    if house.engine.state.session is not None:
        return ()
    known = house.engine.policy.handles
    found: dict[str, Private] = {}
    try:
        for sender in house.store.past.senders(house.store.past.ids(house.clock.now(), LOOKED_BACK, NEWEST)):
            key = handle(sender.reveal())
            if key and key not in known:
                found.setdefault(key, sender)
    except NotKept as error:
        house.failed(error.code)
    return tuple(found.values())[:MOST]
