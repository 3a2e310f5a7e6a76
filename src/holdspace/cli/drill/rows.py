"""The rows of a drill: each part is tried in turn and has its own time; what rests on a part that failed is not tried."""

from __future__ import annotations

import time
from threading import Event
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from holdspace.cli.drill.stage import Stage

T = TypeVar("T")
RowState = Literal["ok", "failed", "not_here", "not_reached"]
SESSION_STARTED = "session_started"
"""Why a drill is over that gave way to a session."""
LOOK_EVERY = 0.05
PATIENCE = 10.0
"""Seconds that a part gets, unless its own waits say otherwise."""


class Failed(Exception):
    """A part did not do what it should. `why` is a code of "drill_why", `remedy` one of "remedy"."""

    def __init__(self, why: str, remedy: str, **params: str | int) -> None:
        super().__init__(why)
        self.why = why
        self.remedy = remedy
        self.params = params


class NotHere(Exception):
    """This machine has no such part, which is no failure. `why` as in Failed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Saw:
    """What was seen of a part that works: a code of "drill_saw" with its parameters."""

    what: str
    params: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One part: how it is tried, and which parts must have worked before."""

    part: str
    act: Callable[[Stage], Saw]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What became of one part. `said` is what was seen, or why it failed."""

    part: str
    state: RowState
    seconds: float = 0.0
    said: str = ""
    remedy: str = ""
    params: tuple[tuple[str, str | int], ...] = ()

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "part": self.part,
            "state": self.state,
            "seconds": round(self.seconds, 3),
            "said": self.said,
            "remedy": self.remedy,
            "params": dict(self.params),
        }


def rehearse(points: Sequence[Point], stage: Stage) -> Iterator[Row]:
    """A row a part, as it is tried. Once the drill gave way to a session the rest is that session's, and is not tried."""
    works: set[str] = set()
    gave_way = False
    for point in points:
        if gave_way or not works.issuperset(point.needs):
            yield Row(part=point.part, state="not_reached")
            continue
        row = _tried(point, stage)
        if row.state == "ok":
            works.add(point.part)
        elif row.state == "failed" and stage.gave_way():
            gave_way = True
            row = Row(part=point.part, state="failed", seconds=row.seconds, said=SESSION_STARTED, remedy="drill_again")
        yield row


def _tried(point: Point, stage: Stage) -> Row:
    began = time.monotonic()
    try:
        saw = point.act(stage)
    except Failed as failed:
        return Row(
            part=point.part,
            state="failed",
            seconds=time.monotonic() - began,
            said=failed.why,
            remedy=failed.remedy,
            params=tuple(failed.params.items()),
        )
    except NotHere as absent:
        return Row(part=point.part, state="not_here", seconds=time.monotonic() - began, said=absent.why)
    return Row(part=point.part, state="ok", seconds=time.monotonic() - began, said=saw.what, params=saw.params)


def until(probe: Callable[[], T | None], otherwise: Callable[[], Failed], bound: float = PATIENCE) -> T:
    """What `probe` finds, looked for again and again; when it finds nothing within the bound, `otherwise` says why."""
    deadline = time.monotonic() + bound
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() >= deadline:
            raise otherwise()
        Event().wait(LOOK_EVERY)
