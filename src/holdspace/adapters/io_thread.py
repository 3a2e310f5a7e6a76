"""The one asyncio I/O thread of the app: started when first needed, so that most sessions never load asyncio."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Future
    from typing import Any

T = TypeVar("T")

START_BOUND = 10.0
STOP_BOUND = 5.0


class IoThread:
    """A thread with an event loop. Only frozen values may cross into it and out of it.

    `on_failure(what, error)` hears of everything that nobody caught: in a coroutine, in a called function, in the loop
    itself. It is called on the I/O thread and must not raise. `what` names a place, never what was on its way.
    """

    def __init__(self, on_failure: Callable[[str, BaseException], None], *, name: str = "holdspace-io") -> None:
        self._on_failure = on_failure
        self._name = name
        self._guard = threading.Lock()
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._leave: asyncio.Event | None = None
        self._stopped = False

    @property
    def running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Start the thread unless it runs. Raises RuntimeError once stopped, TimeoutError if the loop does not come up."""
        with self._guard:
            if self._stopped:
                raise RuntimeError("the I/O thread was stopped")
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
        if not self._ready.wait(START_BOUND):
            raise TimeoutError("the I/O thread did not start")

    def submit(self, coro: Coroutine[Any, Any, T]) -> Future[T]:
        """Run a coroutine there. Its failure is in the future and reaches `on_failure` too; cancelling is no failure."""
        import asyncio

        try:
            loop = self._started()
            future = asyncio.run_coroutine_threadsafe(coro, loop)
        except RuntimeError:
            coro.close()
            raise
        future.add_done_callback(self._look)
        return future

    def call(self, function: Callable[[], object]) -> None:
        """Call a short function on the loop, in the order of the calls. What it raises reaches `on_failure`."""
        self._started().call_soon_threadsafe(function)

    def stop(self, bound: float = STOP_BOUND) -> bool:
        """Cancel what runs and join within `bound` seconds. False, and told to `on_failure`, if it would not end."""
        with self._guard:
            self._stopped = True
            thread = self._thread
        if thread is None:
            return True
        if self._ready.wait(START_BOUND) and self._loop and self._leave and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._leave.set)
        thread.join(bound)
        if thread.is_alive():
            self._on_failure("stop", TimeoutError("the I/O thread did not end in time"))
            return False
        return True

    def _started(self) -> asyncio.AbstractEventLoop:
        self.start()
        if self._loop is None:
            raise RuntimeError("the I/O thread has no loop")
        return self._loop

    def _run(self) -> None:
        import asyncio

        try:
            with asyncio.Runner() as runner:
                runner.run(self._live())
        except (OSError, RuntimeError, SystemExit) as error:  # no descriptor left, a task that wants to exit
            self._on_failure("thread", error)

    async def _live(self) -> None:
        import asyncio

        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(self._complain)
        self._leave = asyncio.Event()
        self._ready.set()
        await self._leave.wait()

    def _complain(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        message = str(context.get("message", "loop")).partition("(")[0]  # behind it: a call's arguments, maybe private
        self._on_failure(message, error if isinstance(error, BaseException) else RuntimeError(message))

    def _look(self, future: Future[Any]) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if error is not None:
            self._on_failure("task", error)
