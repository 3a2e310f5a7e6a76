"""What a rule would have done: what arrived in the last days judged anew, under a policy that nobody has adopted yet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdspace.core.break_glass import AGAIN_AFTER
from holdspace.core.escalation import in_a_step
from holdspace.core.gate import judge
from holdspace.frozen import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdspace.core.gate import Verdict
    from holdspace.core.interruption import Origin, Urgency
    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy, VerdictKind
    from holdspace.core.session import SessionKind
    from holdspace.private import Private

LOOKED_BACK = timedelta(days=14)
MOST = 20_000
"""So much of what arrived is judged anew, the newest of it."""
NAMED = 50
"""So much of what it would have caught is named one by one, the newest of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Something that arrived, as far as it is still known: what the gate looks at, and what was done with it then.

    `session` is the one with which it is told, `kind` its kind; `after_it`: it came when that had ended.
    """

    id: str
    session: str
    at: Moment
    kind: SessionKind
    after_it: bool
    origin: Origin
    app: str
    category: str
    level: Urgency
    sender: Private | None
    text: Private | None
    forgotten: bool
    """Of sender or text something was kept then and is gone by now."""
    done: VerdictKind
    rule: str
    """The rule that it rested on; empty for the default."""
    why: str
    """Why it was held, if it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """What the rule would have caught, and what would have been done with it."""

    past: Past
    would: VerdictKind

    @property
    def differs(self) -> bool:
        return self.would != self.past.done


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What one rule would have done so far: how much of what, and the newest of it, the oldest first."""

    seen: int = 0
    hold: int = 0
    ask: int = 0
    let_through: int = 0
    noise: int = 0
    changed: int = 0
    """How much of what it would have caught was done otherwise then."""
    passed: int = 0
    """How much rested on a rule of its name then and would not now."""
    untold: int = 0
    """How much it might have caught: what else it looks at fits, but words that it looks at are forgotten by now."""
    caught: tuple[Caught, ...] = ()
    let_through_at: Moment | None = None
    """When it would have let something through last: the next one is asked about for a while."""

    @property
    def total(self) -> int:
        """How much it would have caught."""
        return self.hold + self.ask + self.let_through + self.noise


def preview(policy: Policy, rule: str, arrived: Iterable[Past], so_far: Preview | None = None) -> Preview:
    """What the rule of this name (empty: the gate's default) would have done with this, in the order of its arrival.

    Everything is judged at the moment and in the kind of session in which it came. Who could be asked then is known of
    what was held because nobody could, and of a policy that asks nobody; of all else it is taken that somebody could. A part after the other can be
    told: each goes on from what the one before made, `so_far`.
    """
    tally = _Tally(so_far or Preview())
    blind = _without_words(policy, rule)
    alone = not any(in_a_step(policy, person.role) for person in policy.responders)
    for past in arrived:
        verdict = judge(policy, past, past.at, past.kind)
        tally.seen += 1
        if verdict.rule == rule:
            tally.catch(past, _would(verdict, past, tally.let_through_at, alone=alone))
            continue
        tally.passed += past.rule == rule
        if past.forgotten and blind is not None and judge(blind, past, past.at, past.kind).rule == rule:
            tally.untold += 1
    return tally.made()


def _would(verdict: Verdict, past: Past, let_through_at: Moment | None, *, alone: bool) -> VerdictKind:
    """What the gate makes of a verdict, as far as it is known what it rested on: see `decide_gate`."""
    if verdict.kind in ("hold", "noise"):
        return verdict.kind
    if past.after_it:
        return "hold"
    if verdict.kind == "let_through":
        again = let_through_at is not None and past.at.since(let_through_at) < AGAIN_AFTER
        return "ask" if again else "let_through"
    nobody = alone or (past.done == "hold" and past.why == "nobody_reachable")
    return "hold" if nobody and verdict.urgency != "emergency" else "ask"


def _without_words(policy: Policy, name: str) -> Policy | None:
    """The rule alone, looking at nothing that may be forgotten; None if it looks at nothing of that kind."""
    rule = next((rule for rule in policy.rules if rule.name == name), None)
    if rule is None or not (rule.match.text or rule.match.sender or rule.match.person):
        return None
    return replace(policy, rules=(replace(rule, match=replace(rule.match, text=(), sender=(), person=())),))


class _Tally:
    """What is being counted; a frozen value each time would be made thousands of times."""

    def __init__(self, so_far: Preview) -> None:
        self._so_far = so_far
        self.seen, self.passed, self.untold = so_far.seen, so_far.passed, so_far.untold
        self.let_through_at = so_far.let_through_at
        self._counts: dict[VerdictKind, int] = {"hold": 0, "ask": 0, "let_through": 0, "noise": 0}
        self._changed = so_far.changed
        self._caught: list[Caught] = []

    def catch(self, past: Past, would: VerdictKind) -> None:
        one = Caught(past=past, would=would)
        self._counts[would] += 1
        self._changed += one.differs
        self._caught.append(one)
        if would == "let_through":
            self.let_through_at = past.at

    def made(self) -> Preview:
        before, counts = self._so_far, self._counts
        return Preview(
            seen=self.seen,
            hold=before.hold + counts["hold"],
            ask=before.ask + counts["ask"],
            let_through=before.let_through + counts["let_through"],
            noise=before.noise + counts["noise"],
            changed=self._changed,
            passed=self.passed,
            untold=self.untold,
            caught=(*before.caught, *self._caught)[-NAMED:],
            let_through_at=self.let_through_at,
        )
