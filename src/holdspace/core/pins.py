"""A deferral note (pin): a matter or thought kept for later, with a promise that cannot be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from holdspace.core.moment import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """An open promise: when its follow-up is due, and whether it was already brought up."""

    id: str
    due: Moment
    interruption: str | None = None
    brought_up: bool = False
    person: str | None = None
    made: Moment | None = None
