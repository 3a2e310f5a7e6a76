"""What the store needs now and then; a refusal is told as trouble and stops nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.engine.ports import NotKept

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.core.state import State
    from holdspace.engine.ports import Clock
    from holdspace.store.opening import Store


class Upkeep:
    """On the main thread, which writes."""

    def __init__(self, store: Store, clock: Clock, failed: Callable[[str], None]) -> None:
        self._store = store
        self._clock = clock
        self._failed = failed

    def alive(self) -> None:
        """So that the next start knows until when somebody looked at the clock."""
        self._try(lambda: self._store.journal.heartbeat(self._clock.now()))

    def snapshot(self, state: State) -> None:
        """It only makes the next start quicker: the journal tells the same."""
        self._try(lambda: self._store.journal.snapshot(state))

    def expire(self) -> None:
        """Texts whose time has come go, in the database and in every copy of it."""
        self._try(lambda: self._store.forgetting.expire(self._clock.now()))

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except NotKept as refusal:
            self._failed(refusal.code)
