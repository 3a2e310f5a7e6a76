"""The engine's ports: what it needs of the world, and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from holdspace.core.commands import Command
    from holdspace.core.decide import Decision
    from holdspace.core.facts import Fact
    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy
    from holdspace.core.state import State


class NotKept(Exception):
    """The decision could not be made durable (disk full, folder read-only). `code` says why, without private text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Clock(Protocol):
    def now(self) -> Moment: ...


class Journal(Protocol):
    """Where facts become durable. Everything of one decision is kept in one transaction, or nothing is."""

    def keep(self, command: Command, decision: Decision, at: Moment) -> None:
        """Make facts, tables, texts and letters durable. Raises NotKept."""
        ...

    def together(self) -> AbstractContextManager[None]:
        """Within it, what is kept becomes durable together, when it is left: all or nothing. Leaving it raises NotKept."""
        ...

    def known(self, command: Command) -> tuple[Fact, ...] | None:
        """The facts that this command (by its id, or an arrival by its key) led to before; None if it is new.

        Raises NotKept when it cannot be looked up.
        """
        ...

    def state(self) -> State:
        """The state as the journal tells it."""
        ...

    def policy(self) -> Policy | None:
        """The policy that was adopted last, None if none was."""
        ...

    def last_moment(self) -> Moment | None:
        """When the journal was last written, or the heartbeat last told."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the engine answers once a command is durable. `again`: it was known already and changed nothing."""

    facts: tuple[Fact, ...]
    again: bool = False
