"""Facts of cases: what was asked, answered, passed on and closed, and the letters of it. `facts` has them all."""

from __future__ import annotations

from typing import Literal

from holdspace.core.escalation import CardChoice, Choice, Instruction, PassedWhy, Reached
from holdspace.core.interruption import Outcome, Urgency
from holdspace.core.moment import Moment
from holdspace.core.policy import Policy
from holdspace.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    case: str
    session: str | None
    person: str | None
    urgency: Urgency
    policy: Policy  # the journal keeps each policy once, by its hash


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyRaised:
    """A newer text of what is being asked about is judged more urgent. Who is asked, and until when, stays."""

    case: str
    urgency: Urgency


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
