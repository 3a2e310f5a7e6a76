"""The loop: take commands, ask the clock once, decide, keep in one transaction, move the state, tell the listeners."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from holdspace.core import facts as f
from holdspace.core.decide import decide
from holdspace.engine.ports import Kept, NotKept

if TYPE_CHECKING:
    from holdspace.core.commands import Command
    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy
    from holdspace.core.state import State
    from holdspace.engine.ports import Clock, Journal

    Reply = Callable[[Kept | NotKept], None]

A_TURN = 50
A_TURN_SECONDS = 0.005


class Engine:
    """One engine an app, on the thread that owns the journal. Listeners are told once a turn, after the facts are kept."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        self._waiting: deque[tuple[Command, Reply | None]] = deque()
        self._turning = False
        self._listeners: list[Callable[[State, tuple[f.Fact, ...]], None]] = []
        self._news: list[f.Fact] = []
        self.state: State = journal.state()
        self.policy: Policy = journal.policy()

    def listen(self, listener: Callable[[State, tuple[f.Fact, ...]], None]) -> None:
        """Tell `listener` the state and the new facts after each turn that changed something."""
        self._listeners.append(listener)

    def submit(self, command: Command, reply: Reply | None = None) -> None:
        """Queue a command; `reply` is called once with what became of it, when that is durable."""
        self._waiting.append((command, reply))

    @property
    def idle(self) -> bool:
        return not self._waiting

    def turn(self) -> bool:
        """Work off at most 50 commands or 5 ms. Returns whether more wait.

        A turn within a turn (out of a reply or a listener) does nothing. What a reply or a listener raises comes out
        here; facts that were kept before a reply raised are told at the end of the next turn.
        """
        if self._turning:
            return bool(self._waiting)
        self._turning = True
        try:
            self._work()
            self._tell()
        finally:
            self._turning = False
        return bool(self._waiting)

    def _tell(self) -> None:
        facts = tuple(self._news)
        self._news.clear()
        if facts:
            for listener in tuple(self._listeners):
                listener(self.state, facts)

    def _work(self) -> None:
        now = self._clock.now()
        for _ in range(A_TURN):
            if not self._waiting:
                break
            command, reply = self._waiting.popleft()
            answer = self._one(command, now)
            if isinstance(answer, Kept) and not answer.again:
                self._news.extend(answer.facts)
            if reply is not None:
                reply(answer)
            if self._clock.now().ticks - now.ticks > A_TURN_SECONDS:
                break

    def _one(self, command: Command, now: Moment) -> Kept | NotKept:
        try:
            known = self._journal.known(command)
            if known is not None:
                return Kept(facts=known, again=True)
            decision = decide(self.state, command, now, self.policy)
            if decision.facts:
                self._journal.keep(command, decision, now)
        except NotKept as refusal:
            return refusal
        self.state = decision.state
        for fact in decision.facts:
            if isinstance(fact, f.PolicyAdopted):
                self.policy = fact.policy
        return Kept(facts=decision.facts)
