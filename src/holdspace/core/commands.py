"""Commands: what may be asked of the core. Each carries its id; everything that follows has ids derived from it.

Texts come in as `Private`: cleaned, bounded, plain. What is not given is None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from holdspace.core.escalation import CardChoice, Choice, Instruction
    from holdspace.core.interruption import Live, Origin, Source, Urgency
    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy
    from holdspace.core.session import EndWhy, SessionKind
    from holdspace.private import Private

Evidence = Literal["read_back", "no_popup", "not_verifiable", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSession:
    """`rehearsal`: a drill's, which is kept in a journal of its own and told in no digest."""

    id: str
    kind: SessionKind = "session"
    client: Private | None = None
    topic: Private | None = None
    minutes: int | None = None
    rehearsal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseSession:
    """Step out. `last_point` is the client's last point, taken at the moment of leaving."""

    id: str
    last_point: Private | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeSession:
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendSession:
    id: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSession:
    """`why`: what broke it. Where no session runs, it is said of the one that ended last."""

    id: str
    why: EndWhy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainEnd:
    """What broke the session that ended last, which must be this one."""

    id: str
    session: str
    why: EndWhy


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmSession:
    """After a gap: yes, still in session."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """Undo the last act: a log, pin or mark, an end, or what was settled in the digest. Or the one that is named."""

    id: str
    act: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogInterruption:
    """Logged by hand. The interruption's id is the command's."""

    id: str
    source: Source = "unsorted"
    sender: Private | None = None
    text: Private | None = None
    at: Moment | None = None  # when it was really logged, if the app was down then


@dataclass(frozen=True, slots=True, kw_only=True)
class SortInterruption:
    """Say afterwards where a logged interruption came from (the strip)."""

    id: str
    interruption: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteInterruption:
    """Write a line to an interruption that was just logged. Where that is settled already the line is a log of its own."""

    id: str
    interruption: str
    text: Private


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePin:
    """Keep a matter or thought for later. `interruption` links what is deferred. The pin's id is the command's."""

    id: str
    text: Private | None = None
    sender: Private | None = None
    by: Moment | None = None
    interruption: str | None = None
    at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletePin:
    """The promise is kept."""

    id: str
    pin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMark:
    """Set a place mark. The mark's id is the command's."""

    id: str
    topic: Private | None = None
    last_point: Private | None = None
    next_step: Private | None = None
    at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackMark:
    """Take back one mark of the session, whatever was done since."""

    id: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNote:
    """The session's own note as it reads now, whole. It may be empty."""

    id: str
    session: str
    text: Private


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInterruption:
    """Something arrived. `key` is the arrival's own (spool) key; the interruption's id is the command's."""

    id: str
    key: str
    origin: Origin
    source: Source = "message"
    app: str = ""
    category: str = ""
    sender: Private | None = None
    text: Private | None = None
    level: Urgency = "normal"
    live: Live | None = None
    replaces: Live | None = None
    battery_low: bool = False
    """A power manager calls it critical."""
    at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLive:
    """The id that the server gave to a notification became known, and which one that was to take the place of."""

    id: str
    key: str
    interruption: str
    live: Live
    replaces: Live | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportClosed:
    """A notification was closed. Only its sender's own closing withdraws what it said.

    `expired`: its time was over, and nothing is better for that.
    """

    id: str
    key: str
    live: Live
    by_sender: bool
    expired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCase:
    """What a responder says. `id` is the answer's nonce: the same answer twice is one answer.

    `rev` is the revision of the case that they saw.
    """

    id: str
    case: str
    by: str
    rev: int
    choice: Choice
    device: str = ""
    channel: str = ""
    minutes: int | None = None
    """How long "ask me again" waits; None: the usual time."""
    note: Private | None = None
    what_is_lost: Private | None = None
    why_only_you: Private | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReplay:
    """The same answer (by its nonce) came once more. It changed nothing; that it came is on record."""

    id: str
    answer: AnswerCase


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCard:
    """What the practitioner says on the break-through card."""

    id: str
    case: str
    choice: CardChoice
    instruction: Instruction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPresence:
    """A responder came within reach of a channel, or left it."""

    id: str
    responder: str
    present: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDelivery:
    """The courier's word on a letter: it arrived, or the channel gave up."""

    id: str
    letter: str
    case: str
    responder: str
    rev: int
    delivered: bool
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuiet:
    """What the keeper says of the desktop's silence."""

    id: str
    engaged: bool
    driver: str = ""
    evidence: Evidence = "none"
    why: str = ""
    lease_until: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWatchGap:
    """Nobody watched between these moments."""

    id: str
    since: Moment
    until: Moment
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptPolicy:
    """Other settings hold from now on. `as_act`: undo takes them back, as long as none were adopted after them."""

    id: str
    policy: Policy
    as_act: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Time has passed. `gap` (seconds) is how long nobody looked at the clock, beyond what was meant."""

    id: str
    gap: float = 0.0


Command = (
    StartSession
    | PauseSession
    | ResumeSession
    | ExtendSession
    | EndSession
    | ExplainEnd
    | ConfirmSession
    | TakeBack
    | LogInterruption
    | SortInterruption
    | NoteInterruption
    | MakePin
    | CompletePin
    | SetMark
    | TakeBackMark
    | WriteNote
    | ReportInterruption
    | ReportLive
    | ReportClosed
    | AnswerCase
    | ReportReplay
    | AnswerCard
    | ReportPresence
    | ReportDelivery
    | ReportQuiet
    | ReportWatchGap
    | AdoptPolicy
    | Tick
)
