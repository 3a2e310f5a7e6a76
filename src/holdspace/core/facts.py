"""Facts: what has happened, past tense. The journal of facts is the truth; everything else is made from it.

Facts hold ids of texts, never the texts; `person` is a salted hash. A fact's moment is in its envelope,
except where the thing itself happened at another time (`at`).
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from holdspace.core.commands import Evidence
from holdspace.core.escalation import CardChoice, Choice, Instruction, PassedWhy, Reached
from holdspace.core.interruption import Live, Origin, Outcome, Source, Urgency
from holdspace.core.moment import Moment
from holdspace.core.policy import Policy, VerdictKind
from holdspace.core.session import SessionKind
from holdspace.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted:
    session: str
    kind: SessionKind
    client: str | None
    person: str | None
    topic: str | None
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPaused:
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionResumed:
    session: str
    away_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionExtended:
    session: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded:
    session: str
    elapsed_seconds: float
    away_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEndTakenBack:
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapNoticed:
    """Nobody looked at the clock for this long (sleep, a jump, the app not running): open windows start anew."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionConfirmed:
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchGap:
    """Nobody watched what arrived between these moments; what came then could not be seen."""

    session: str | None
    since: Moment
    until: Moment
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietChanged:
    engaged: bool
    driver: str
    evidence: Evidence
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptionArrived:
    """One matter arrived and was judged. `rule` names the rule that matched, if one did."""

    interruption: str
    session: str | None
    key: str
    origin: Origin
    source: Source
    app: str
    category: str
    level: Urgency
    sender: str | None
    person: str | None
    text: str | None
    verdict: VerdictKind
    rule: str
    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptionRevised:
    """The sender replaced a notification by a newer text; it stays one matter."""

    interruption: str
    key: str
    text: str | None
    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptionSorted:
    interruption: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationKnown:
    """Which notification of the server an interruption is."""

    interruption: str
    live: Live


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptionSettled:
    """The one outcome of an interruption that never became a case, or whose case closed."""

    interruption: str
    outcome: Outcome
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    case: str
    session: str | None
    person: str | None
    urgency: Urgency
    policy: Policy  # the journal keeps each policy once, by its hash


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSkipped:
    case: str
    step: int
    why: Literal["nobody_on_duty"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAsked:
    case: str
    step: int
    responders: tuple[str, ...]
    window_seconds: float
    due: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPassed:
    case: str
    step: int
    why: PassedWhy
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRestarted:
    """After a gap: the open window gets its whole length once more."""

    case: str
    due: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAcked:
    """Somebody has it, for now: until `due` unless they say more."""

    case: str
    by: str
    window_seconds: float
    due: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSnoozed:
    case: str
    by: str
    due: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyStands:
    """A responder says with both reasons that only the practitioner can handle it."""

    case: str
    by: str
    what_is_lost: str
    why_only_you: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PractitionerAsked:
    case: str
    why: Reached
    due: Moment
    """When the responders are told that it was not seen yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardNotSeen:
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHandedBack:
    case: str
    instruction: Instruction


@dataclass(frozen=True, slots=True, kw_only=True)
class CardAnswered:
    case: str
    choice: CardChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAnswered:
    """An answer counted. `answer` is its nonce; `note` goes up with the case."""

    answer: str
    case: str
    by: str
    choice: Choice
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRefused:
    """An answer changed nothing, and why: closed, not_asked, off_duty, stale, reasons_missing, ..."""

    answer: str
    case: str
    by: str
    choice: str
    why: str
    holder: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed:
    """Outcome and reason; the interruption is settled with it."""

    case: str
    outcome: Outcome
    why: str
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDelivered:
    letter: str
    case: str
    responder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFailed:
    """`rev` is the revision of the case that the letter spoke of: a failure counts only while it is the case's."""

    letter: str
    case: str
    responder: str
    why: str
    rev: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponderCame:
    responder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponderLeft:
    responder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PinMade:
    """A deferral note. `promised`: the practitioner named the time; `by_hand`: they made it, so they can take it back."""

    pin: str
    session: str | None
    interruption: str | None
    sender: str | None
    person: str | None
    text: str | None
    due: Moment
    promised: bool
    by_hand: bool
    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class PinTakenBack:
    pin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpCameDue:
    pin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PinCompleted:
    pin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSet:
    mark: str
    session: str | None
    topic: str | None
    last_point: str | None
    next_step: str | None
    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkTakenBack:
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyAdopted:
    policy: Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A command that could not be done, and why. Nothing else happened."""

    code: str
    params: dict[str, str | int] = field(default_factory=dict)


Fact = (
    SessionStarted
    | SessionPaused
    | SessionResumed
    | SessionExtended
    | SessionEnded
    | SessionEndTakenBack
    | GapNoticed
    | SessionConfirmed
    | WatchGap
    | QuietChanged
    | InterruptionArrived
    | InterruptionRevised
    | InterruptionSorted
    | NotificationKnown
    | InterruptionSettled
    | CaseOpened
    | StepSkipped
    | StepAsked
    | StepPassed
    | WindowRestarted
    | CaseAcked
    | CaseSnoozed
    | EmergencyStands
    | PractitionerAsked
    | CardNotSeen
    | CaseHandedBack
    | CardAnswered
    | CaseAnswered
    | AnswerRefused
    | CaseClosed
    | LetterDelivered
    | LetterFailed
    | ResponderCame
    | ResponderLeft
    | PinMade
    | PinTakenBack
    | FollowUpCameDue
    | PinCompleted
    | MarkSet
    | MarkTakenBack
    | PolicyAdopted
    | Refused
)
