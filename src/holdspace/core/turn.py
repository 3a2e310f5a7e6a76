"""One turn of deciding: the state as it is after each fact, the moment, the policy, and ids by derivation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from holdspace.core.effects import KeepText, SendLetter
from holdspace.core.ids import derived, space_of
from holdspace.core.people import caller_key, person_key

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from holdspace.core.effects import Effect, TextKind
    from holdspace.core.escalation import Case
    from holdspace.core.facts import Fact
    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy
    from holdspace.core.state import State
    from holdspace.private import Private

    Story = Iterator[Fact | Effect]

LASTING: frozenset[TextKind] = frozenset({"sender", "client", "topic", "mark"})
"""Texts that stay until they are forgotten on request; all others go after the days of the preference."""


@dataclass(slots=True, kw_only=True)
class Turn:
    """Lives for one decision. `state` moves with each fact that is yielded."""

    command: str
    state: State
    now: Moment
    policy: Policy
    _ids: int = field(default=0)
    _space: bytes = field(default=b"")

    def new_id(self) -> str:
        self._ids += 1
        if not self._space:
            self._space = space_of(self.command)
        return derived(self._space, self._ids)

    def person(self, name: Private | None) -> str | None:
        return person_key(self.state.salt, name, self.policy.handles) if name is not None else None

    def caller(self, app: str, name: Private | None) -> str | None:
        """By what somebody who writes again is known; None for what has no sender."""
        return caller_key(self.state.salt, app, name, self.policy.handles) if name is not None else None

    def letters(self, case: Case) -> Iterator[SendLetter]:
        """To each who is asked about it now, through each of their channels."""
        for key in case.asked:
            person = case.policy.responder(key)
            for channel in person.channels if person else ():
                yield SendLetter(id=self.new_id(), case=case.id, rev=case.rev, responder=key, channel=channel)

    def keep(
        self, body: Private | None, kind: TextKind, person: str | None
    ) -> Generator[Fact | Effect, None, str | None]:
        """Keep a text in the one place where texts live; the id by which facts speak of it."""
        if body is None:
            return None
        key = self.new_id()
        days = self.policy.preferences.keep_text_days
        until = None if kind in LASTING else self.now.after(timedelta(days=days))
        yield KeepText(id=key, kind=kind, person=person, body=body, keep_until=until)
        return key
