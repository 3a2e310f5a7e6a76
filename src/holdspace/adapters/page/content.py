"""What the page shows to one responder: made outside of the adapter from state and records, already cut to what they may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from holdspace.core.escalation import Choice
    from holdspace.core.interruption import Urgency
    from holdspace.private import Private


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One line of the case's story so far: who (a name), what (a choice or reason code), the note that went up.

    `times`: how often in a row, the first time at `at`.
    """

    by: str
    choice: str
    note: Private | None
    at: str
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCard:
    """One case as one responder may see it. Lengths are seconds from now; only the desk's clock decides."""

    case: str
    rev: int
    leg: int
    urgency: Urgency
    sender: Private | None
    app: str
    arrived: str
    text: Private | None
    """None when this responder sees only who, app and time."""
    phase: Literal["waiting", "acked", "snoozed", "with_practitioner"]
    yours: bool
    """Whether this responder's answer counts now."""
    holder: str
    """The name of who has it, else empty."""
    holder_is_you: bool
    answer_in_seconds: float | None
    choices: tuple[Choice, ...]
    standing: bool
    not_seen_yet: bool
    instruction: str
    """Code of the practitioner's canned instruction when handed back, else empty."""
    story: tuple[Said, ...]
    next_role: str
    """Who is asked when nobody answers: assistant, executive, practitioner, others (of the same step), again (the same
    people), or empty (kept for later)."""
    calls: int = 1
    """How often its sender wrote or called about it so far."""
    bundle: str = ""
    """What has the same bundle was asked at one moment, in a storm, and is shown as one card; empty: by itself."""
    informed: bool = False
    """It went straight to the practitioner: this responder only knows of it."""
    rule: str = ""
    """The name of the rule that let it through, if it is known."""
    snooze_minutes: tuple[int, ...] = ()
    """How long "ask me again" may wait; the first is the usual time."""
    until: str = ""
    """Time of day, in the responder's zone, at which what `next_role` says happens; empty when nothing will by itself."""
    holder_since: str = ""
    """Time of day, in the responder's zone, since when its holder has it."""
    urgent_here: Private | None = None
    """What counts as urgent in this session, in the practitioner's words, for whoever can answer; None: nothing to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """Everything on one responder's page."""

    responder: str
    name: str
    language: str
    practitioner: str
    in_session: bool
    back_at: str
    """Time of day in the responder's zone when the session is planned to end; empty without a session."""
    cards: tuple[CaseCard, ...]
    """Open cases that this responder was asked about; theirs first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer as it came in over the page: checked for shape and bounds, not yet judged."""

    nonce: str
    case: str
    rev: int
    choice: Choice
    note: Private | None
    what_is_lost: Private | None
    why_only_you: Private | None
    minutes: int | None = None
    """How long "ask me again" is to wait; None: the usual time."""
    device: str = ""
    """Which of the responder's paired browsers it came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of an answer. `accepted` or a refusal code; `holder`/`outcome` say who was first and what it became.

    `holder` is empty when it was the one who answers. `repeated`: they said the same before, and that counts.
    """

    accepted: bool
    code: str = ""
    holder: str = ""
    outcome: str = ""
    repeated: bool = False


class Desk(Protocol):
    """What the page asks of the app. Called on the I/O thread; implementations cross to the main thread and back."""

    async def answer(self, responder: str, answer: Answer) -> Verdict:
        """Judge and keep an answer. Raises TimeoutError when the app does not answer within its bound."""
        ...

    def presence(self, responder: str, *, present: bool) -> None:
        """A responder opened a page, or has had none open for the grace time."""
        ...
