"""The digest: what became of everything that arrived, grouped by person, in the order in which one reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdspace.core.interruption import Outcome

ORDER: tuple[Outcome, ...] = ("deferred", "reached", "handled", "held", "withdrawn", "merged", "dismissed")
"""What needs the practitioner first; what needs nothing last."""
STILL_HAD = -1
"""The rank of what somebody still had when the session ended: before all else, as they may be at it, or have forgotten it."""


class Row(Protocol):
    """What grouping needs of an interruption's row."""

    @property
    def person(self) -> str | None: ...
    @property
    def outcome(self) -> str | None: ...
    @property
    def why(self) -> str: ...
    @property
    def by(self) -> str: ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Generic[R]):
    person: str | None
    rows: tuple[R, ...]


def is_noise(row: Row) -> bool:
    return row.outcome == "dismissed" and row.why == "noise"


def digest(rows: Iterable[R], joined: Mapping[str, str] | None = None) -> tuple[Group[R], ...]:
    """Groups by person, each in the order of arrival; the group with the most pressing outcome first. Noise is left out.

    `joined`: of the keys under which somebody was kept who is known under several names by now, the one of all of them.
    """
    groups: dict[str | None, list[R]] = {}
    for row in rows:
        if not is_noise(row):
            person = joined.get(row.person, row.person) if joined and row.person else row.person
            groups.setdefault(person, []).append(row)
    found = [Group(person=person, rows=tuple(group)) for person, group in groups.items()]
    return tuple(sorted(found, key=lambda group: min(_rank(row) for row in group.rows)))


def _rank(row: Row) -> int:
    if row.why == "session_end" and row.by:
        return STILL_HAD
    return ORDER.index(row.outcome) if row.outcome in ORDER else len(ORDER)
