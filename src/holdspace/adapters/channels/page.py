"""The answer page as a channel: the case is on the page already, so a letter arrives where a page is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.adapters.channels.channel import NotYet, Undeliverable

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.adapters.channels.letter import Letter


class PageChannel:
    """`connected` says whether a responder has a page open, or had one until a moment ago (`AnswerPage.connected`).

    `expected` says whether they had one when the app ended, and their browser still has time to find the page again:
    who is asked in between is not passed over.
    """

    def __init__(self, connected: Callable[[str], bool], expected: Callable[[str], bool]) -> None:
        self._connected = connected
        self._expected = expected

    def deliver(self, letter: Letter) -> None:
        if self._connected(letter.responder):
            return
        if self._expected(letter.responder):
            raise NotYet
        raise Undeliverable("no_open_page")
