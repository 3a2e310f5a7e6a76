"""State: only what a decision needs, no text. `holdspace.core.apply` is the one way in which it changes."""

from __future__ import annotations

from dataclasses import field
from typing import Literal, TypeVar

from immutables import Map

from holdspace.core.escalation import Case
from holdspace.core.interruption import Loose, Sent
from holdspace.core.moment import Moment, earliest
from holdspace.core.pins import Pin
from holdspace.core.session import Session
from holdspace.frozen import dataclass

T = TypeVar("T")

ACTS_KEPT = 20
"""How many of the last acts can be taken back, one at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that `undo` takes back."""

    kind: Literal["log", "pin", "mark", "end"]
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """What was last heard of the desktop's silence."""

    engaged: bool = False
    driver: str = ""
    evidence: str = "none"
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything that decisions rest on. `salt` keys the hashes of persons and comes from the store."""

    salt: bytes = b""
    session: Session | None = None
    ended: Session | None = None
    ended_at: Moment | None = None
    cases: Map[str, Case] = field(default_factory=Map)
    loose: Map[str, Loose] = field(default_factory=Map)
    live: Map[tuple[str, int], str] = field(default_factory=Map)
    sent: Map[str, Sent] = field(default_factory=Map)
    pins: Map[str, Pin] = field(default_factory=Map)
    present: frozenset[str] = frozenset()
    acts: tuple[Act, ...] = ()
    quiet: Quiet = field(default_factory=Quiet)


def in_order(known: Map[str, T]) -> tuple[T, ...]:
    """The values by their ids. A Map's own order is another one in each process, and a decision must not be."""
    return tuple(known[key] for key in sorted(known))


def next_due(state: State, now: Moment) -> Moment | None:
    """The earliest moment at which a Tick would change anything."""
    dues = [case.due for case in state.cases.values() if case.due]
    if state.session is None:
        dues.extend(pin.due for pin in state.pins.values() if not pin.brought_up)
        dues.extend(log.due for log in state.loose.values())
    return earliest(dues, now)
