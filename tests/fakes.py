"""Fakes written by hand: each does what the port that it stands for promises, and can be told to fail."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from holdspace.core import facts as f
from holdspace.core.apply import apply
from holdspace.core.effects import KeepText
from holdspace.core.moment import Moment
from holdspace.core.policy import Policy
from holdspace.core.state import State
from holdspace.engine.ports import NotKept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdspace.core.commands import Command
    from holdspace.core.decide import Decision
    from holdspace.core.effects import Effect
    from holdspace.private import Private

MONDAY = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)
"""A Monday afternoon: within anybody's office hours."""


class FakeClock:
    """Time stands still until it is moved. `step` is what each reading costs, for turns that take too long."""

    def __init__(self, start: datetime = MONDAY, boot: str = "boot-1") -> None:
        self._now = Moment(utc=start, boot=boot, ticks=1000.0)
        self.step = timedelta(0)
        self.readings = 0

    def now(self) -> Moment:
        read = self._now
        self._now = read.after(self.step)
        self.readings += 1
        return read

    def pass_by(self, seconds: float) -> None:
        """Let time pass; asleep or awake, CLOCK_BOOTTIME goes on."""
        self._now = self._now.after(timedelta(seconds=seconds))

    def set_wall(self, utc: datetime) -> None:
        """Somebody sets the wall clock; CLOCK_BOOTTIME does not care."""
        self._now = replace(self._now, utc=utc)

    def reboot(self, boot: str, seconds: float) -> None:
        """The machine starts anew, this much later."""
        self._now = Moment(utc=self._now.utc + timedelta(seconds=seconds), boot=boot, ticks=1.0)


class MemoryJournal:
    """Keeps decisions in memory, whole or not at all. `failing` and `unreadable` hold the code with which keeping and looking up fail."""

    def __init__(self, policy: Policy | None = None, start: State | None = None) -> None:
        self._first_policy = policy
        self._start = start or State(salt=b"salt")
        self.kept: list[tuple[Command, tuple[f.Fact, ...], Moment]] = []
        self.effects: list[Effect] = []
        self.texts: dict[str, Private] = {}
        self.failing: str | None = None
        self.unreadable: str | None = None
        self.failing_together: str | None = None
        self.refusing: set[str] = set()

    @property
    def facts(self) -> tuple[f.Fact, ...]:
        """All facts in the order in which they were kept."""
        return tuple(fact for _, facts, _ in self.kept for fact in facts)

    @contextmanager
    def together(self) -> Iterator[None]:
        before = (list(self.kept), list(self.effects), dict(self.texts))
        try:
            yield
            if self.failing_together is not None:
                raise NotKept(self.failing_together)
        except BaseException:
            self.kept, self.effects, self.texts = before
            raise

    def keep(self, command: Command, decision: Decision, at: Moment) -> None:
        if self.failing is not None:
            raise NotKept(self.failing)
        if command.id in self.refusing:
            raise NotKept("inconsistent")
        if decision.facts:
            self.kept.append((command, decision.facts, at))
        self.effects.extend(decision.effects)
        self.texts |= {effect.id: effect.body for effect in decision.effects if isinstance(effect, KeepText)}

    def known(self, command: Command) -> tuple[f.Fact, ...] | None:
        if self.unreadable is not None:
            raise NotKept(self.unreadable)
        for earlier, facts, _ in self.kept:
            if earlier.id == command.id or _key(earlier) == _key(command) != "":
                return facts
        return None

    def state(self) -> State:
        state = self._start
        for _, facts, at in self.kept:
            for fact in facts:
                state = apply(state, fact, at)
        return state

    def policy(self) -> Policy | None:
        adopted = [fact.policy for fact in self.facts if isinstance(fact, f.PolicyAdopted)]
        return adopted[-1] if adopted else self._first_policy

    def last_moment(self) -> Moment | None:
        return self.kept[-1][2] if self.kept else None


def _key(command: Command) -> str:
    key: str = getattr(command, "key", "")
    return key
