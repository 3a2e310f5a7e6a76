"""Where the floating card is, and how large it is wanted."""

from __future__ import annotations

from typing import Literal

from holdspace.frozen import dataclass

Size = Literal["S", "M", "L"]
"""The ring; the ring with topic, buttons and counts; and with note, marks and gate line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the card's upper left corner is on the desktop, in Qt's pixels, and how large the card is wanted."""

    x: int
    y: int
    size: Size = "M"
