"""A case: an interruption that is being asked about, and the words that its answers use."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from holdspace.core.people import within_duty
from holdspace.core.policy import Step
from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from holdspace.core.interruption import Urgency
    from holdspace.core.moment import Moment
    from holdspace.core.people import Responder, Role
    from holdspace.core.policy import Policy

Choice = Literal["ack", "take", "handled", "defer", "pass_up", "need_me", "snooze", "dismiss"]
CardChoice = Literal["step_out", "pin", "hand_back"]
Instruction = Literal["handle_it", "say_later", "take_message"]
Reached = Literal["need_me", "va_direct", "break_glass", "nobody_answered"]
PassedWhy = Literal["no_answer", "passed_up", "off_duty", "lease_lapsed", "undeliverable", "emergency_stands"]
AskedWhy = Literal["next", "stands", "woken", "lapsed", "widened", "replaced"]
"""Why a step is asked: it is the next one; what stands goes up to the executive, wherever their step is; or it is the same
once more: after a snooze, after a lease that lapsed, because the one who was asked alone was silent, or because they
left."""
Phase = Literal["waiting", "acked", "snoozed", "closed"]

PRACTITIONER = "practitioner"
UNSEEN_AFTER = timedelta(seconds=60)
SNOOZE = timedelta(minutes=5)
LONGEST_SNOOZE = timedelta(minutes=15)
SNOOZES_A_STEP = 2
LAPSES_A_STEP = 1
"""How often a step whose lease lapsed is asked once more."""
USUAL = Step(role="assistant")
"""Whose waits and leases count where a policy has no step that fits."""
LEGS = 3
"""How often a case may go round: at first, and after the practitioner handed it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a decision needs to know of an open case. `policy` is a snapshot: later edits do not touch it.

    `asked` are the responders whose answer counts now (or the practitioner); `due` is when a Tick moves on.
    `stood_by` said first that it is an emergency which stands; `shown` tells that the executive was asked about it.
    `undelivered` names a responder once for each letter to them that failed since they were asked.
    `alone`: one was asked where the step has others; `tried` are all whom this step has asked in this leg;
    `asked_anybody`: whether any step ever has.
    `rev` rises with whatever makes it another case to who answers: who is asked or has it, and how pressing it is.
    `queued`: in a storm, it waits for its turn to be asked; `bundle` is shared by all that were asked in one card.
    `caller` is who writes or calls, `calls` how often so far; `first` is who answered them last.
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
    alone: bool = False
    tried: tuple[str, ...] = ()
    asked_anybody: bool = False
    queued: bool = False
    bundle: str | None = None
    caller: str | None = None
    called_at: Moment | None = None
    calls: int = 1
    first: str | None = None
    holder: str | None = None
    window: timedelta = timedelta(0)
    due: Moment | None = None
    rev: int = 0
    snoozes: int = 0
    lapses: int = 0
    standing: bool = False
    stood_by: str | None = None
    shown: bool = False
    reached: Reached | None = None
    reached_at: Moment | None = None
    told_unseen: bool = False

    @property
    def with_practitioner(self) -> bool:
        return self.reached is not None

    @property
    def card_shows(self) -> bool:
        """Whether the practitioner's card shows it; else it waits until they may be cued again."""
        return self.reached_at is not None

    @property
    def unwatched(self) -> bool:
        """Whether nothing would ever move it on: it has no deadline, and is not on a card that was told as not seen."""
        return self.due is None and not self.told_unseen

    def out_of_reach(self, key: str) -> bool:
        """Whether every channel of this responder gave up on the letter that asks them now."""
        person = self.policy.responder(key)
        return person is not None and 0 < len(person.channels) <= self.undelivered.count(key)


def steps_ahead(case: Case) -> tuple[int, ...]:
    """The steps that may still be asked in this leg, in order.

    An emergency that stands is shown to the executive once, wherever their step is, and to nobody else again;
    one that an executive said is shown to nobody but the practitioner, nor is one where the policy says `va_direct`.
    """
    if not case.standing:
        return tuple(range(case.step + 1, len(case.policy.steps)))
    said_it = case.policy.responder(case.stood_by or "")
    if case.shown or case.policy.gate.va_direct or (said_it is not None and said_it.role == "executive"):
        return ()
    return tuple(number for number, step in enumerate(case.policy.steps) if step.role == "executive")


def rung(case: Case) -> Step:
    """The step at which a case stands; the usual one where its policy has none."""
    return case.policy.steps[case.step] if case.policy.steps else USUAL


def own_step(policy: Policy, key: str) -> Step:
    """The step whose lease a holder gets: their own, wherever the case stands; the usual one if no step is theirs."""
    person = policy.responder(key)
    return next((step for step in policy.steps if person and step.role == person.role), USUAL)


def on_duty(person: Responder, present: frozenset[str], now: Moment) -> bool:
    """Whether this responder is there now: duty hours, and a channel that reaches them."""
    return person.id in present and within_duty(person, now.utc)


def step_responders(policy: Policy, step: int, present: frozenset[str], now: Moment) -> tuple[str, ...]:
    """Who is asked at this step now; empty means that the step is skipped. Where there are no steps, nobody is asked."""
    if not policy.steps:
        return ()
    role = policy.steps[step].role
    return tuple(person.id for person in policy.responders if person.role == role and on_duty(person, present, now))


def in_a_step(policy: Policy, role: Role) -> bool:
    """Whether any step asks people of this role: whoever has a role that none asks is asked nothing, whatever their hours."""
    return any(step.role == role for step in policy.steps)


def can_be_asked(policy: Policy, person: Responder, present: frozenset[str], now: Moment) -> bool:
    """Whether `step_responders` of any step names this responder now: what is said of them is what a case would do."""
    return in_a_step(policy, person.role) and on_duty(person, present, now)


def anybody_reachable(policy: Policy, present: frozenset[str], now: Moment) -> bool:
    """Whether anybody can be asked now."""
    return any(can_be_asked(policy, person, present, now) for person in policy.responders)
