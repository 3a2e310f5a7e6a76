"""State: only what a decision needs, no text. `holdspace.core.apply` is the one way in which it changes."""

from __future__ import annotations

from dataclasses import field
from typing import Literal, TypeVar

from immutables import Map

from holdspace.core.escalation import Case
from holdspace.core.interruption import Loose, Sent
from holdspace.core.moment import Moment, earliest
from holdspace.core.pins import Pin
from holdspace.core.policy import Policy
from holdspace.core.session import Session
from holdspace.frozen import dataclass

T = TypeVar("T")

SERVED_KEPT = 50
"""So many callers of a session are known again."""
ACTS_KEPT = 20
"""How many of the last acts can be taken back, one at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that `undo` takes back."""

    kind: Literal["log", "pin", "mark", "end", "settled"]
    id: str
    before: Policy | None = None
    """Of what was settled: what undo brings back. None once other settings were adopted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """What was last heard of the desktop's silence."""

    engaged: bool = False
    driver: str = ""
    evidence: str = "none"
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The last case of a caller in this session, and who answered it."""

    caller: str
    case: str
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """When a role was last asked about something of one urgency, and the bundle of that, if it was in a storm."""

    at: Moment
    bundle: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """How often the practitioner was cued in this session, and when last. What joins an open card is no cue."""

    count: int = 0
    last: Moment | None = None


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
    served: tuple[Served, ...] = ()
    turns: Map[str, str] = field(default_factory=Map)
    """Of each role whose steps ask one at a time: who was asked last."""
    opened: tuple[Moment, ...] = ()
    """When the last few cases were opened: so a storm is known."""
    asking: Map[str, Asking] = field(default_factory=Map)
    glass: Map[str, Moment] = field(default_factory=Map)
    """When each entry of the break-glass list was last used, by its name."""
    cues: Cues = field(default_factory=Cues)
    quiet: Quiet = field(default_factory=Quiet)
    battery: frozenset[str] = frozenset()
    """In which interruptions a power manager calls the battery low; what was taken back or put away is not among them."""


def in_order(known: Map[str, T]) -> tuple[T, ...]:
    """The values by their ids. A Map's own order is another one in each process, and a decision must not be."""
    return tuple(known[key] for key in sorted(known))


def next_due(state: State, now: Moment) -> Moment | None:
    """The earliest moment at which a Tick would change anything."""
    dues = [case.due for case in state.cases.values() if case.due]
    if state.session is None:
        dues.extend(pin.due.at_its_hour(now) for pin in state.pins.values() if not pin.brought_up)
        dues.extend(log.due for log in state.loose.values())
    return earliest(dues, now)
