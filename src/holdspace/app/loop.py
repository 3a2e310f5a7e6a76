"""What the app needs of the program's event loop: calls that come later, descriptors that can be read, short processes.

The one that runs is `holdspace.ui.loop`; whose loop it is, no other file of the app knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Timer(Protocol):
    """Rings once for each start, on the main thread."""

    def start(self, after_ms: int) -> None:
        """Ring after so many milliseconds; one that waits already rings then, and not before."""
        ...

    def stop(self) -> None:
        """Do not ring."""
        ...

    @property
    def waiting(self) -> bool:
        """Whether it will ring."""
        ...


class Loop(Protocol):
    """Everything is called, and calls back, on the main thread."""

    def timer(self, call: Callable[[], object]) -> Timer:
        """A timer that calls this. It rings for as long as somebody holds it."""
        ...

    def watch(self, descriptor: int, read: Callable[[], None]) -> Callable[[], None]:
        """Call `read` whenever the descriptor can be read; the answer stops that."""
        ...

    def run(
        self, argv: Sequence[str], environment: Mapping[str, str], bound_ms: int, ended: Callable[[bytes], None]
    ) -> Callable[[], None]:
        """Run a program that reads nothing, with these variables besides our own; it is killed after `bound_ms`.

        `ended` is called once with all that it said on its standard output: nothing if it could not be started, and
        what there was if it was killed. The answer asks it to end, kills it if it has not within a second, and has
        called `ended` when it returns, unless the system cannot end it within another one.
        """
        ...

    def quit(self) -> None:
        """End the program once what is under way is done."""
        ...
