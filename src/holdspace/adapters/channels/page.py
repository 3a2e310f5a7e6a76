"""The answer page as a channel: the case is on the page already, so a letter arrives where a page is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.adapters.channels.channel import Undeliverable

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.adapters.channels.letter import Letter


class PageChannel:
    """`connected` says whether a responder has a page open, or had one until a moment ago (`AnswerPage.connected`)."""

    def __init__(self, connected: Callable[[str], bool]) -> None:
        self._connected = connected

    def deliver(self, letter: Letter) -> None:
        if not self._connected(letter.responder):
            raise Undeliverable("no_open_page")
