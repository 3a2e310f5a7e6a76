"""An event loop in which time passes when a test says so. It does what `holdspace.app.loop` promises, without Qt."""

from __future__ import annotations

import select
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROUNDS = 10_000
"""So many calls at one moment are a circle."""


class FakeTimer:
    """Waits in its loop."""

    def __init__(self, loop: FakeLoop, call: Callable[[], object]) -> None:
        self._loop = loop
        self.call = call
        self.due: tuple[int, int] | None = None
        """When it rings, and its place among those of the same moment."""

    def start(self, after_ms: int) -> None:
        self.due = self._loop.place(after_ms)

    def stop(self) -> None:
        self.due = None

    @property
    def waiting(self) -> bool:
        return self.due is not None


class FakeLoop:
    """`programs`: what each argv says, made of its variables; None for one that hangs. Others cannot be started."""

    def __init__(self) -> None:
        self.now_ms = 0
        self.quits = 0
        self.programs: dict[tuple[str, ...], Callable[[Mapping[str, str]], bytes | None]] = {}
        self._places = 0
        self._timers: list[FakeTimer] = []
        self._watched: dict[int, Callable[[], None]] = {}

    def timer(self, call: Callable[[], object]) -> FakeTimer:
        made = FakeTimer(self, call)
        self._timers.append(made)
        return made

    def watch(self, descriptor: int, read: Callable[[], None]) -> Callable[[], None]:
        self._watched[descriptor] = read

        def stop() -> None:
            del self._watched[descriptor]

        return stop

    def run(
        self, argv: Sequence[str], environment: Mapping[str, str], bound_ms: int, ended: Callable[[bytes], None]
    ) -> Callable[[], None]:
        program = self.programs.get(tuple(argv))
        said = program(environment) if program is not None else b""
        going = [ended]

        def over(what: bytes) -> None:
            while going:
                going.pop()(what)

        self.timer(lambda: over(said or b"")).start(bound_ms if said is None else 0)
        return lambda: over(b"")

    def quit(self) -> None:
        self.quits += 1

    def place(self, after_ms: int) -> tuple[int, int]:
        """The place in time of a timer that is started now."""
        self._places += 1
        return self.now_ms + after_ms, self._places

    def pass_by(self, ms: int = 0) -> None:
        """Let so much time pass: what is due by then rings in order, and what can be read is read."""
        until = self.now_ms + ms
        for _ in range(ROUNDS):
            due = [one for one in self._timers if one.due is not None and one.due[0] <= until]
            if not due:
                break
            first = min(due, key=lambda one: one.due or (0, 0))
            self.now_ms = max(self.now_ms, (first.due or (0, 0))[0])
            first.due = None
            first.call()
        else:
            raise AssertionError("the timers ring each other without an end")
        self.now_ms = until
        for descriptor in select.select(list(self._watched), [], [], 0)[0]:
            self._watched[descriptor]()
