"""Facts: what has happened, past tense. The journal of facts is the truth; everything else is made from it.

Facts hold ids of texts, never the texts; `person` is a salted hash. A fact's moment is in its envelope,
except where the thing itself happened at another time (`at`).
"""

from __future__ import annotations

from dataclasses import field

from holdspace.core.case_facts import (
    AnswerRefused,
    AssistantInformed,
    BreakGlassRefused,
    BreakGlassUsed,
    CallerRepeated,
    CardAnswered,
    CardNotSeen,
    CardWaits,
    CaseAcked,
    CaseAnswered,
    CaseClosed,
    CaseHandedBack,
    CaseOpened,
    CaseSnoozed,
    DeadlineMissing,
    EmergencyStands,
    LeaseLapsed,
    LetterDelivered,
    LetterFailed,
    PractitionerAsked,
    StepAsked,
    StepPassed,
    StepQueued,
    StepSkipped,
    UrgencyRaised,
    WindowRestarted,
)
from holdspace.core.commands import Evidence
from holdspace.core.interruption import Live, Origin, Outcome, Source, Urgency
from holdspace.core.moment import Moment
from holdspace.core.policy import Policy, VerdictKind
from holdspace.core.session import EndWhy, SessionKind
from holdspace.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted:
    session: str
    kind: SessionKind
    client: str | None
    person: str | None
    topic: str | None
    minutes: int
    rehearsal: bool = False


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
class EndExplained:
    """What broke a session that has ended. What is said last counts; it goes with the end when that is taken back."""

    session: str
    why: EndWhy


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEndTakenBack:
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapNoticed:
    """Nobody looked at the clock for this long (sleep, an app that stood still or was not running): open windows start anew."""

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
    """A newer text of the same matter: its sender replaced it, or a line was written to what was logged.

    The earlier texts stay beside it.
    """

    interruption: str
    key: str
    text: str | None
    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptionSorted:
    interruption: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptionTakenBack:
    """Its sender took back what has its outcome already: that stays, and this is told with it."""

    interruption: str


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
class NoteBegun:
    """The session has a note from here on. Its text is written over as it grows, without further facts."""

    session: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryLow:
    """A power manager says so in this interruption."""

    interruption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryLowOver:
    """It was taken back, put away, or something calmer was said in its place."""

    interruption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLetStand:
    """The last act can no longer be taken back, and this was said: the next undo looks at the one before."""

    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyAdopted:
    """Other settings hold. Those with an `act` can be taken back by that id, to what held `before`."""

    policy: Policy
    act: str | None = None
    before: Policy | None = None
    takes_back: str | None = None
    """The act that this undoes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A command that could not be done, and why. Nothing else happened."""

    code: str
    params: dict[str, str | int] = field(default_factory=dict)


CaseFact = (
    CaseOpened
    | CallerRepeated
    | BreakGlassUsed
    | BreakGlassRefused
    | AssistantInformed
    | UrgencyRaised
    | StepSkipped
    | StepAsked
    | StepQueued
    | LeaseLapsed
    | StepPassed
    | WindowRestarted
    | CaseAcked
    | CaseSnoozed
    | EmergencyStands
    | PractitionerAsked
    | CardWaits
    | CardNotSeen
    | DeadlineMissing
    | CaseHandedBack
    | CardAnswered
    | CaseAnswered
    | AnswerRefused
    | CaseClosed
    | LetterDelivered
    | LetterFailed
)
"""Whatever may happen to one case, which it names."""

Fact = (
    SessionStarted
    | SessionPaused
    | SessionResumed
    | SessionExtended
    | SessionEnded
    | EndExplained
    | SessionEndTakenBack
    | GapNoticed
    | SessionConfirmed
    | WatchGap
    | QuietChanged
    | InterruptionArrived
    | InterruptionRevised
    | InterruptionSorted
    | InterruptionTakenBack
    | NotificationKnown
    | InterruptionSettled
    | CaseFact
    | ResponderCame
    | ResponderLeft
    | PinMade
    | PinTakenBack
    | FollowUpCameDue
    | PinCompleted
    | MarkSet
    | MarkTakenBack
    | NoteBegun
    | ActLetStand
    | BatteryLow
    | BatteryLowOver
    | PolicyAdopted
    | Refused
)
