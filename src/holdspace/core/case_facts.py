"""Facts of cases: what was asked, answered, passed on and closed, and the letters of it. `facts` has them all."""

from __future__ import annotations

from typing import Literal

from holdspace.core.escalation import AskedWhy, CardChoice, Choice, Instruction, PassedWhy, Reached
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
    caller: str | None = None
    prev: str | None = None
    """The caller's last case before this one."""
    first: str | None = None
    """Who answered that one: within their step they are asked first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerRepeated:
    """Somebody about whom is being asked writes again: one case, more pressing, with an earlier deadline.

    `window_seconds` is how long a window of it lasts from now on; None in journals from before that was told.
    """

    case: str
    interruption: str
    urgency: Urgency
    due: Moment | None
    window_seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlassUsed:
    """An entry of the break-glass list let a case through."""

    case: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlassRefused:
    """An entry that matched let nothing through, and why; people are asked instead, as in an emergency."""

    case: str
    rule: str
    why: Literal["too_often", "cues_spent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantInformed:
    """Whoever of the assistants is on duty sees what reached the practitioner without them; they have nothing to press."""

    case: str
    responders: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyRaised:
    """A newer text of what is being asked about is judged more urgent, which brings its deadline closer.

    Without `window_seconds`, as in journals from before that was told, only the urgency changed.
    """

    case: str
    urgency: Urgency
    due: Moment | None = None
    window_seconds: float | None = None


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
    why: AskedWhy = "next"
    alone: bool = False
    bundle: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepQueued:
    """In a storm: the step is asked when its turn comes, together with the others that wait."""

    case: str
    step: int
    due: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseLapsed:
    """Who had it said nothing more: the same step is asked once more."""

    case: str
    by: str


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
    """Somebody has it, for now: until `due` unless they say more. `holder` is from whom they took it, if they did."""

    case: str
    by: str
    window_seconds: float
    due: Moment
    holder: str | None = None


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
    joins: bool = False
    """A card is open already: this one is counted on it, and is no cue of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWaits:
    """The practitioner was cued a moment ago: this card comes when they may be cued again, or joins one that comes before."""

    case: str
    why: Reached
    due: Moment


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
    """An answer counted. `answer` is its nonce; `note` goes up with the case.

    `device` and `channel` say through what it came, `rev` which revision of the case it was given to.
    """

    answer: str
    case: str
    by: str
    choice: Choice
    note: str | None
    device: str = ""
    channel: str = ""
    rev: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRefused:
    """An answer changed nothing, and why: closed, not_asked, off_duty, stale, reasons_missing, ..."""

    answer: str
    case: str
    by: str
    choice: str
    why: str
    holder: str | None
    device: str = ""
    channel: str = ""
    rev: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMissing:
    """An open case had nothing that would move it on. That is a mistake of ours; it gets a deadline and is told."""

    case: str
    due: Moment


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
