"""What the ledger knows of one case, by the facts that were told of it and by nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdspace.core.escalation import Reached
    from holdspace.core.interruption import Urgency
    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy


@dataclass(slots=True, kw_only=True)
class Known:
    """`steps` were asked in this leg; `gone_by` is the last one that was passed over with nobody on duty.

    `tried` are all whom the present step asked, `anybody` whether any step ever did; `glass` says that an entry of the
    break-glass list let it through. `queued` is the step whose turn it waits for in a storm, `turn` when that is.
    """

    policy: Policy
    urgency: Urgency
    caller: tuple[str, ...] | None
    called_at: Moment
    first: str | None
    leg: int = 1
    steps: list[int] = field(default_factory=list)
    gone_by: int = -1
    at: int = -1
    queued: int | None = None
    turn: Moment | None = None
    asked: tuple[str, ...] = ()
    alone: bool = False
    tried: set[str] = field(default_factory=set)
    anybody: bool = False
    snoozed: bool = False
    snoozes: int = 0
    lapses: int = 0
    lapsed_by: str | None = None
    holder: str | None = None
    stands: str | None = None
    shown: bool = False
    reached: Reached | None = None
    card: bool = False
    glass: bool = False

    @property
    def step(self) -> int:
        return self.steps[-1] if self.steps else -1

    def goes_on(self) -> None:
        """Whoever was asked is asked no longer."""
        self.asked, self.alone, self.holder, self.snoozed = (), False, None, False
        self.queued, self.turn = None, None

    def said_to_stand(self, by: str) -> None:
        """Who said it first decides who is asked; who repeats it adds their reasons."""
        if self.stands is None:
            self.stands, self.urgency, self.shown = by, "emergency", False

    def stands_for_practitioner(self) -> bool:
        """Whether it was an assistant who said so first."""
        person = self.policy.responder(self.stands or "")
        return person is not None and person.role == "assistant"

    def next_leg(self) -> None:
        self.goes_on()
        self.leg += 1
        self.steps, self.gone_by, self.at, self.tried = [], -1, -1, set()
        self.stands, self.shown, self.reached, self.card, self.glass = None, False, None, False, False
        self.snoozes = self.lapses = 0
