"""What arrived in the last days, gone through a few milliseconds at a time, so that nothing waits: a rule's preview, who came again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from holdspace.core.preview import LOOKED_BACK, MOST, Preview, preview
from holdspace.engine.ports import NotKept

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.app.house import House
    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy
    from holdspace.core.preview import Past

T = TypeVar("T")
A_PART = 25
"""So much is read and judged at once: of a policy with a thousand rules some ten milliseconds."""
A_TURN_SECONDS = 0.008
"""So long it goes on before everything else has its turn."""


class GoneThrough(Generic[T]):
    """One question at a time: another one takes the place of the one before, which is answered no more."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._next = house.loop.timer(self._go_on)
        self._ids: tuple[str, ...] = ()
        self._at = 0
        self._now: Moment | None = None
        self._so_far: T | None = None
        self._asked: tuple[T, Callable[[T, tuple[Past, ...]], T], Callable[[T | NotKept], None]] | None = None

    def go_through(
        self, begin: T, a_part: Callable[[T, tuple[Past, ...]], T], told: Callable[[T | NotKept], None]
    ) -> None:
        """Tell what is made of it, beginning with `begin`, a part after the other; or why it cannot be known."""
        self._asked = (begin, a_part, told)
        self._now = None
        self._next.start(0)

    def stop(self) -> None:
        """Whoever asked wants to know no more."""
        self._asked = None
        self._next.stop()

    def _go_on(self) -> None:
        if self._asked is None or self._house.quitting:
            return
        begin, a_part, told = self._asked
        began = self._house.clock.now().ticks
        past = self._house.store.past
        try:
            if self._now is None or self._so_far is None:
                self._now = self._house.clock.now()
                self._ids, self._at, self._so_far = past.ids(self._now, LOOKED_BACK, MOST), 0, begin
                self._next.start(0)  # to find what arrived is a turn of its own
                return
            while self._at < len(self._ids):
                part = self._ids[self._at : self._at + A_PART]
                self._so_far = a_part(self._so_far, past.of(part, self._now, LOOKED_BACK))
                self._at += len(part)
                if self._house.clock.now().ticks - began >= A_TURN_SECONDS:
                    break
        except NotKept as refused:
            self._asked = None
            told(refused)
            return
        if self._at < len(self._ids):
            self._next.start(0)
            return
        self._asked = None
        told(self._so_far)


class LookBack(GoneThrough[Preview]):
    """What a rule would have done to it."""

    def ask(self, policy: Policy, rule: str, told: Callable[[Preview | NotKept], None]) -> None:
        """Tell what the rule of this name (empty: the gate's default) would have done; or why it cannot be known."""
        self.go_through(Preview(), lambda so_far, arrived: preview(policy, rule, arrived, so_far), told)
