"""The notes of sessions on their way to the store: what could not be kept is tried again, in its latest words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.app.bus import PASSING, TRY_AGAIN_MS, new_id
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.engine.ports import NotKept

if TYPE_CHECKING:
    from holdspace.app.house import House
    from holdspace.engine.ports import Kept
    from holdspace.private import Private


class Notes:
    """`write` keeps a note whole, each time; only its newest words wait, however long the disk is full."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._unkept: dict[str, Private] = {}
        self._retry = house.loop.timer(self._try)

    def write(self, session: str, text: Private) -> None:
        """The note of this session as it reads now."""
        self._unkept[session] = text
        self._try()

    def stop(self) -> None:
        self._retry.stop()

    def _try(self) -> None:
        for session, text in tuple(self._unkept.items()):
            self._send(session, text)

    def _send(self, session: str, text: Private) -> None:
        def told(kept: Kept | NotKept) -> None:
            if isinstance(kept, NotKept):
                if kept.code in PASSING:
                    self._retry.start(TRY_AGAIN_MS)
                return
            if self._unkept.get(session) is text:
                del self._unkept[session]
            self._house.mended(*PASSING)  # a text that is written over leaves no fact by which this would be known
            for fact in kept.facts:
                if isinstance(fact, f.Refused):
                    self._house.refuse(fact.code)

        self._house.bus.do(c.WriteNote(id=new_id(), session=session, text=text), told)
