import asyncio
import threading
from collections.abc import Iterator
from functools import partial

import pytest

from holdspace.adapters.io_thread import IoThread
from tests.rig.processes import wait_for


class Failures(list[tuple[str, BaseException]]):
    def __init__(self) -> None:
        super().__init__()
        self.came = threading.Event()

    def __call__(self, what: str, error: BaseException) -> None:
        self.append((what, error))
        self.came.set()


@pytest.fixture
def failures() -> Failures:
    return Failures()


@pytest.fixture
def io(failures: Failures) -> Iterator[IoThread]:
    thread = IoThread(failures)
    yield thread
    thread.stop()


async def _thread() -> str:
    await asyncio.sleep(0)
    return threading.current_thread().name


def test_the_thread_starts_when_it_is_first_needed(io: IoThread) -> None:
    assert not io.running
    assert io.submit(_thread()).result(timeout=5) == "holdspace-io"
    assert io.running


def test_starting_twice_starts_one_thread(io: IoThread) -> None:
    io.start()
    before = threading.active_count()
    io.start()
    assert threading.active_count() == before


def test_functions_are_called_in_the_order_of_the_calls(io: IoThread) -> None:
    seen: list[int] = []
    done = threading.Event()
    for number in range(100):
        io.call(lambda number=number: seen.append(number))  # type: ignore[misc]
    io.call(done.set)
    assert done.wait(5)
    assert seen == list(range(100))


def test_a_failing_coroutine_reaches_the_handler_and_its_future(io: IoThread, failures: Failures) -> None:
    async def fails() -> None:
        await asyncio.sleep(0)
        raise ValueError("inside")

    with pytest.raises(ValueError, match="inside"):
        io.submit(fails()).result(timeout=5)
    assert failures.came.wait(5)
    assert [what for what, _ in failures] == ["task"]


def test_a_failing_function_reaches_the_handler(io: IoThread, failures: Failures) -> None:
    def fails() -> None:
        raise ValueError("inside")

    io.call(fails)
    assert failures.came.wait(5)
    assert isinstance(failures[0][1], ValueError)
    assert io.submit(_thread()).result(timeout=5)


def test_what_failed_is_named_without_what_was_on_its_way(io: IoThread, failures: Failures) -> None:
    def fails(_: str) -> None:
        raise ValueError("inside")

    io.call(partial(fails, "private words"))
    assert failures.came.wait(5)
    assert failures[0][0].startswith("Exception in callback")
    assert "private words" not in failures[0][0]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_ends_by_itself_is_told(io: IoThread, failures: Failures) -> None:
    async def leaves() -> None:
        await asyncio.sleep(0)
        raise SystemExit(1)

    io.submit(leaves())
    wait_for(lambda: "thread" in [what for what, _ in failures], what="the end of the thread to be told")
    assert not io.running or io.stop()


def test_cancelling_is_no_failure(io: IoThread, failures: Failures) -> None:
    started = threading.Event()
    cancelled = threading.Event()

    async def waits() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    future = io.submit(waits())
    assert started.wait(5)
    future.cancel()
    assert cancelled.wait(5)
    io.stop()
    assert failures == []


def test_stopping_cancels_what_runs_and_lets_it_clean_up(io: IoThread, failures: Failures) -> None:
    started, cleaned = threading.Event(), threading.Event()

    async def waits() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            cleaned.set()

    future = io.submit(waits())
    assert started.wait(5)
    assert io.stop()
    assert cleaned.is_set()
    assert future.cancelled()
    assert not io.running
    assert failures == []


def test_a_task_that_will_not_end_is_told_within_the_bound(io: IoThread, failures: Failures) -> None:
    started, let_go = threading.Event(), threading.Event()

    async def stubborn() -> None:
        started.set()
        let_go.wait(10)

    io.submit(stubborn())
    assert started.wait(5)
    assert not io.stop(bound=0.05)
    assert [what for what, _ in failures] == ["stop"]
    let_go.set()
    assert io.stop()


def test_a_stopped_thread_takes_nothing_more(io: IoThread) -> None:
    io.start()
    assert io.stop()
    assert io.stop()
    with pytest.raises(RuntimeError, match="stopped"):
        io.submit(_thread())
    with pytest.raises(RuntimeError, match="stopped"):
        io.call(lambda: None)


def test_a_thread_that_never_started_stops_at_once(io: IoThread) -> None:
    assert io.stop()
    assert not io.running
