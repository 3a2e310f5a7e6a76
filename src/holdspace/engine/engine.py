"""The loop: take commands, ask the clock once, decide, keep in one transaction, move the state, tell the listeners."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import inf
from typing import TYPE_CHECKING

from holdspace.core import facts as f
from holdspace.core.decide import decide
from holdspace.core.policy import Policy
from holdspace.engine.ports import Kept, NotKept

if TYPE_CHECKING:
    from holdspace.core.commands import Command
    from holdspace.core.moment import Moment
    from holdspace.core.state import State
    from holdspace.engine.ports import Clock, Journal

    Reply = Callable[[Kept | NotKept], None]

A_TURN = 50
A_TURN_SECONDS = 0.005


class Engine:
    """One engine an app, on the thread that owns the journal. Listeners are told once a turn, after the facts are kept."""

    def __init__(self, journal: Journal, clock: Clock, default: Policy | None = None) -> None:
        """`default` is in force until a policy is adopted."""
        self._journal = journal
        self._clock = clock
        self._waiting: deque[tuple[Command, Reply | None]] = deque()
        self._patient: deque[tuple[Command, Reply | None]] = deque()
        self._replies: deque[tuple[Reply, Kept | NotKept]] = deque()
        self._turning = False
        self._listeners: list[Callable[[State, tuple[f.Fact, ...]], None]] = []
        self._news: list[f.Fact] = []
        self.state: State = journal.state()
        self.policy: Policy = journal.policy() or default or Policy()

    def listen(self, listener: Callable[[State, tuple[f.Fact, ...]], None]) -> None:
        """Tell `listener` the state and the new facts after each turn that changed something."""
        self._listeners.append(listener)

    def submit(self, command: Command, reply: Reply | None = None, *, patient: bool = False) -> None:
        """Queue a command; `reply` is called once with what became of it, when that is durable.

        A patient one stands behind all that are not: what comes in numbers, while people and deadlines do not wait.
        """
        (self._patient if patient else self._waiting).append((command, reply))

    @property
    def idle(self) -> bool:
        return not self._waiting and not self._patient and not self._replies

    def turn(self, until: float = inf) -> bool:
        """Work off at most 50 commands or 5 ms, none but the first after `until` (ticks). Returns whether more wait.

        A turn within a turn (out of a reply or a listener) does nothing. What a reply or a listener raises comes out
        here; replies that stand behind it and facts that were kept before are told in the next turn.
        """
        if self._turning:
            return not self.idle
        self._turning = True
        try:
            self._work(until)
            self._tell()
        finally:
            self._turning = False
        return not self.idle

    def _tell(self) -> None:
        facts = tuple(self._news)
        self._news.clear()
        if facts:
            for listener in tuple(self._listeners):
                listener(self.state, facts)

    def _work(self, until: float) -> None:
        now = self._clock.now()
        taken: list[tuple[Command, Reply | None]] = []
        answers: list[Kept | NotKept] = []
        try:
            self._take(taken, answers, now, min(until, now.ticks + A_TURN_SECONDS))
        finally:
            if len(answers) < len(taken):  # one was decided or kept with a mistake of ours, which goes on to be told
                self._waiting.extendleft(reversed(taken[len(answers) + 1 :]))
                del taken[len(answers) + 1 :]
                answers.append(NotKept("internal_error"))
            for (_, reply), answer in zip(taken, answers, strict=True):
                if isinstance(answer, Kept) and not answer.again:
                    self._news.extend(answer.facts)
                if reply is not None:
                    self._replies.append((reply, answer))
        while self._replies:
            reply, answer = self._replies.popleft()
            reply(answer)

    def _take(
        self, taken: list[tuple[Command, Reply | None]], answers: list[Kept | NotKept], now: Moment, until: float
    ) -> None:
        """Take commands, and keep what follows from them with one wait for the disk.

        Where that fails, each is kept by itself: one that cannot be kept takes no other with it.
        """
        state, policy = self.state, self.policy
        try:
            with self._journal.together():
                while (waiting := self._waiting or self._patient) and len(taken) < A_TURN:
                    taken.append(waiting.popleft())
                    answers.append(self._one(taken[-1][0], now))
                    if self._clock.now().ticks > until:
                        break
        except NotKept as refusal:
            self.state, self.policy = state, policy
            answers.clear()
            if len(taken) == 1:
                answers.append(refusal)
                return
            for command, _ in taken:
                answers.append(self._alone(command, now))
        except BaseException:
            self.state, self.policy = state, policy
            answers.clear()
            mistaken = taken.pop()
            self._waiting.extendleft(reversed(taken))
            taken[:] = [mistaken]
            raise

    def _alone(self, command: Command, now: Moment) -> Kept | NotKept:
        try:
            return self._one(command, now)
        except NotKept as refusal:
            return refusal

    def _one(self, command: Command, now: Moment) -> Kept:
        known = self._journal.known(command)
        if known is not None:
            return Kept(facts=known, again=True)
        decision = decide(self.state, command, now, self.policy)
        if decision.facts or decision.effects:
            self._journal.keep(command, decision, now)
        self.state = decision.state
        for fact in decision.facts:
            if isinstance(fact, f.PolicyAdopted):
                self.policy = fact.policy
        return Kept(facts=decision.facts)
