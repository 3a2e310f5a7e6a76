"""Who came into session after session, looked up after a session; and a line that may be copied for such a one."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from holdspace.app.look_back import GoneThrough
from holdspace.core.escalation import in_a_step
from holdspace.core.preview import LOOKED_BACK, MOST
from holdspace.core.returning import NOBODY, Comers, came, hints
from holdspace.engine.ports import NotKept
from holdspace.private import Private
from holdspace.words import translator

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.app.house import House
    from holdspace.core.returning import Hint

PATIENCE_MS = 3000
"""So long an answer waits for it: it takes milliseconds, but of twenty thousand arrivals and a thousand rules."""


class Returning:
    """Nothing is told while a session runs: a client may be looking. One question at a time."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._through: GoneThrough[Comers] = GoneThrough(house)

    def ask(self, session: str, told: Callable[[tuple[Hint, ...]], None]) -> None:
        """Of those who came into this session: who came into enough others of the last days. Told later."""
        policy = self._house.engine.policy

        def made(answer: Comers | NotKept) -> None:
            told(self._hints(answer))

        self._through.go_through(NOBODY, lambda so_far, arrived: came(policy, session, arrived, so_far), made)

    def stop(self) -> None:
        """Whoever asked wants to know no more."""
        self._through.stop()

    def _hints(self, answer: Comers | NotKept) -> tuple[Hint, ...]:
        house = self._house
        if house.engine.state.session is not None:
            return ()
        try:
            if isinstance(answer, NotKept):
                raise answer
            last = house.store.past.sessions(house.clock.now(), LOOKED_BACK, MOST)
        except NotKept as error:
            house.failed(error.code)
            return ()
        return hints(answer, last)


class ReturningBeside:
    """Told beside something that waits for it a while, and not for ever: one after the other where several ask."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._returning = Returning(house)
        self._patience = house.loop.timer(self._too_long)
        self._asked: deque[tuple[str, Callable[[tuple[Hint, ...]], None]]] = deque()

    def ask(self, session: str | None, told: Callable[[tuple[Hint, ...]], None]) -> None:
        """As `Returning.ask`; told at once where there is nothing to look for, and of nobody where it takes too long."""
        if session is None or self._house.engine.state.session is not None:
            told(())
            return
        self._asked.append((session, told))
        if len(self._asked) == 1:
            self._look()

    def _look(self) -> None:
        self._patience.start(PATIENCE_MS)
        self._returning.ask(self._asked[0][0], self._tell)

    def _too_long(self) -> None:
        self._returning.stop()
        self._tell(())

    def _tell(self, hints: tuple[Hint, ...]) -> None:
        self._patience.stop()
        _, told = self._asked.popleft()
        told(hints)
        if self._asked:
            self._look()


def boundary(house: House) -> Private:
    """A line about when the practitioner answers, in their language, for whoever writes again and again. Nothing sends it."""
    words, policy = translator(house.language), house.engine.policy
    assistants = [one.name for one in policy.responders if one.role == "assistant" and in_a_step(policy, one.role)]
    if not assistants:
        return Private(words.t("I am often in sessions and answer in between, as soon as I can."))
    said = words.t(
        "I am often in sessions and answer in between. If it cannot wait, please write to {name}.", name=assistants[0]
    )
    return Private(said)
