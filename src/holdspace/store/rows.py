"""What the records answer: frozen rows, with texts resolved. A text is None when there was none, or it is gone by now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from holdspace.core.escalation import Phase
    from holdspace.core.interruption import Origin, Outcome, Source, Urgency
    from holdspace.core.moment import Moment
    from holdspace.core.policy import VerdictKind
    from holdspace.core.session import SessionKind
    from holdspace.private import Private


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One session. `away_seconds` counts finished pauses; the lengths are final once it is ended."""

    id: str
    kind: SessionKind
    client: Private | None
    topic: Private | None
    planned_minutes: int
    started: Moment
    state: Literal["running", "paused", "ended"]
    ended: Moment | None
    elapsed_seconds: float | None
    away_seconds: float
    note: Private | None
    ended_why: str = ""
    """What broke it, a code; empty where nothing was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRow:
    """One interruption and what became of it; `outcome` is None while that is open."""

    id: str
    at: Moment
    origin: Origin
    source: Source
    app: str
    level: Urgency
    verdict: VerdictKind
    rule: str
    sender: Private | None
    person: str | None
    text: Private | None
    """All its texts, a line each: the newest first; what was logged by hand as it was written."""
    outcome: Outcome | None
    why: str
    by: str
    pinned: bool
    taken_back: bool = False
    """Its sender took it back after it had its outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """Nobody watched from `since` until `until`."""

    since: Moment
    until: Moment
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRow:
    """An open promise. Sender and texts are the interruption's where the pin has none of its own."""

    id: str
    at: Moment
    due: Moment
    text: Private | None
    sender: Private | None
    interruption: str | None
    brought_up: bool
    promised: bool
    draft: bool
    """Whether an acknowledgement is to be drafted for the sender."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One thing that happened to a case. `kind` is a code; what a kind has no use for is empty."""

    kind: str
    at: Moment
    step: int | None
    responders: tuple[str, ...]
    by: str
    choice: str
    why: str
    note: Private | None
    what_is_lost: Private | None
    why_only_you: Private | None
    instruction: str
    holder: str
    due: Moment | None
    outcome: str
    rev: int | None
    """The revision of the case that an answer was given to."""
    rule: str
    times: int = 1
    """How often in a row, the first time at `at`: told of what a sender can do without end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case as it stands, with the interruption that it is about; its texts a line each, the newest first."""

    id: str
    session: str | None
    sender: Private | None
    app: str
    text: Private | None
    arrived: Moment
    came: int
    """Its place among everything that came: several may have arrived at one moment."""
    urgency: Urgency
    phase: Phase
    step: int
    rev: int
    rule: str
    responders: tuple[str, ...]
    """Who has it: the holder, or those who are asked now."""
    due: Moment | None
    outcome: Outcome | None
    why: str
    by: str
    timeline: tuple[TimelineRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """A place mark that was not taken back."""

    id: str
    at: Moment
    topic: Private | None
    last_point: Private | None
    next_step: Private | None
