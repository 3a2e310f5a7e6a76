"""One connection's lines: the wire's reader, its first-line rule, and what a peer that breaks the protocol is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdspace import __version__
from holdspace.wire import protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class WireLines:
    """Implements ui.line_codec.Lines with the wire's protocol."""

    too_many: Mapping[str, Any] = {"refused": "busy"}

    def __init__(self) -> None:
        self._reader = protocol.LineReader()
        self._greeted = False
        self.refusal: Mapping[str, Any] | None = None

    def encode(self, message: Mapping[str, Any]) -> bytes:
        return protocol.encode(message)

    def feed(self, data: bytes) -> Iterator[dict[str, Any]]:
        """The first message is the hello, checked, with the welcome's text under "welcome"."""
        try:
            for message in self._reader.feed(data):
                if self._greeted:
                    yield message
                else:
                    hello = protocol.read_hello(message)
                    self._greeted = True
                    yield {"hello": hello["role"], "welcome": protocol.welcome(__version__)}
        except protocol.ProtocolError as error:
            self.refusal = {"refused": "version" if error.code == "version" else "protocol"}
