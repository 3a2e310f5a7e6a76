"""Ids by derivation: whoever decides again decides the same."""

from __future__ import annotations

from uuid import UUID, uuid5


def derived(command: str, number: int) -> str:
    """The n-th id that follows from a command's id (RFC 9562, version 5)."""
    return str(uuid5(UUID(command), str(number)))
