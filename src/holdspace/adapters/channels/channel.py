"""What the courier asks of a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from holdspace.adapters.channels.letter import Letter


class Undeliverable(Exception):
    """The channel gives up on a letter. `code` says why, without private text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotYet(Exception):
    """The channel can neither bring the letter nor give it up now: it stays pending, and is tried in the next round."""


class Channel(Protocol):
    """One way to a responder. Called on the main thread, so it must not wait for the world."""

    def deliver(self, letter: Letter) -> None:
        """Bring the letter. Returns when it arrived; raises Undeliverable when it will not, NotYet while it may.

        What the world refuses (OSError and the like) is the channel's to tell as one of the two; all else is a fault.
        """
        ...
