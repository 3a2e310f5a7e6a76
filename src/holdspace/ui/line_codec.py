"""What the local server needs of a line protocol: given from outside, as the wire is not a room of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Lines(Protocol):
    """One connection's reader and writer."""

    too_many: Mapping[str, Any]
    """What to tell a peer for whom there is no room."""

    def encode(self, message: Mapping[str, Any]) -> bytes: ...

    def feed(self, data: bytes) -> Iterator[dict[str, Any]]:
        """The messages that `data` completes; ends early at a bad line."""
        ...

    @property
    def refusal(self) -> Mapping[str, Any] | None:
        """What to tell a peer that broke the protocol before it is cut off; None while all is well."""
        ...
