"""What a letter tells whoever brings it: whom to ask about which case, as it was at which revision, on which channel."""

from __future__ import annotations

from typing import Protocol


class Letter(Protocol):
    """A letter of the outbox, read only."""

    @property
    def id(self) -> str: ...
    @property
    def case(self) -> str: ...
    @property
    def rev(self) -> int: ...
    @property
    def responder(self) -> str: ...
    @property
    def channel(self) -> str: ...
