"""A case: an interruption that is being asked about, and the words that its answers use."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from holdspace.core.people import within_duty
from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from holdspace.core.interruption import Urgency
    from holdspace.core.moment import Moment
    from holdspace.core.people import Responder
    from holdspace.core.policy import Policy

Choice = Literal["ack", "handled", "defer", "pass_up", "need_me", "snooze", "dismiss"]
CardChoice = Literal["step_out", "pin", "hand_back"]
Instruction = Literal["handle_it", "say_later", "take_message"]
Reached = Literal["need_me", "break_glass", "nobody_answered"]
PassedWhy = Literal["no_answer", "passed_up", "off_duty", "lease_lapsed", "undeliverable", "emergency_stands"]
Phase = Literal["waiting", "acked", "snoozed", "closed"]

PRACTITIONER = "practitioner"
UNSEEN_AFTER = timedelta(seconds=60)
SNOOZE = timedelta(minutes=5)
SNOOZES_A_STEP = 2
LEGS = 3
"""How often a case may go round: at first, and after the practitioner handed it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a decision needs to know of an open case. `policy` is a snapshot: later edits do not touch it.

    `asked` are the responders whose answer counts now (or the practitioner); `due` is when a Tick moves on.
    `shown` tells that the executive was asked about the emergency that stands.
    `undelivered` names a responder once for each letter to them that failed since they were asked.
    """

    id: str
    session: str | None
    person: str | None
    urgency: Urgency
    policy: Policy
    phase: Literal["waiting", "acked", "snoozed"] = "waiting"
    leg: int = 1
    step: int = -1
    asked: tuple[str, ...] = ()
    undelivered: tuple[str, ...] = ()
    holder: str | None = None
    window: timedelta = timedelta(0)
    due: Moment | None = None
    rev: int = 0
    snoozes: int = 0
    standing: bool = False
    stood_by: str | None = None
    shown: bool = False
    reached: Reached | None = None
    reached_at: Moment | None = None
    told_unseen: bool = False

    @property
    def with_practitioner(self) -> bool:
        return self.reached is not None

    def out_of_reach(self, key: str) -> bool:
        """Whether every channel of this responder gave up on the letter that asks them now."""
        person = self.policy.responder(key)
        return person is not None and 0 < len(person.channels) <= self.undelivered.count(key)


def steps_ahead(case: Case) -> tuple[int, ...]:
    """The steps that may still be asked in this leg, in order.

    An emergency that stands is shown to the executive once, wherever their step is, and to nobody else again;
    one that an executive said is shown to nobody but the practitioner.
    """
    if not case.standing:
        return tuple(range(case.step + 1, len(case.policy.steps)))
    said_it = case.policy.responder(case.stood_by or "")
    if case.shown or (said_it is not None and said_it.role == "executive"):
        return ()
    return tuple(number for number, step in enumerate(case.policy.steps) if step.role == "executive")


def on_duty(person: Responder, present: frozenset[str], now: Moment) -> bool:
    """Whether this responder can be asked now: duty hours, and a channel that reaches them."""
    return person.id in present and within_duty(person, now.utc)


def step_responders(policy: Policy, step: int, present: frozenset[str], now: Moment) -> tuple[str, ...]:
    """Who is asked at this step now; empty means that the step is skipped."""
    role = policy.steps[step].role
    return tuple(person.id for person in policy.responders if person.role == role and on_duty(person, present, now))


def anybody_reachable(policy: Policy, present: frozenset[str], now: Moment) -> bool:
    return any(step_responders(policy, step, present, now) for step in range(len(policy.steps)))
