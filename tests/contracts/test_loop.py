"""What the app's event loop promises, of Qt's and of the one that tests use."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from holdspace.ui.loop import QtLoop
from tests.fake_loop import FakeLoop

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from holdspace.app.loop import Loop

SAYS = (sys.executable, "-I", "-c", "import os; os.write(1, os.environ['WORD'].encode()); os.write(2, b'aside')")
HANGS = (sys.executable, "-I", "-c", "import signal; signal.pause()")
TIDIES = """
import signal, sys
signal.signal(signal.SIGTERM, lambda *_: (open(sys.argv[1], "w").close(), sys.exit()))
open(sys.argv[2], "w").close()
signal.pause()
"""
MISSING = ("/nowhere/to/be/found",)
PATIENCE_MS = 20_000
NEVER_MS = 3 * PATIENCE_MS
"""A program's bound that no test waits for: what is told within its patience is not told by the bound."""


class Program:
    """The program that the loop is of: only its end is seen."""

    def __init__(self) -> None:
        self.quits = 0

    def quit(self) -> None:
        self.quits += 1


class Driven:
    """A loop, and how a test lets it run."""

    def __init__(self, loop: Loop, until: Callable[[Callable[[], bool]], None], quits: Callable[[], int]) -> None:
        self.loop = loop
        self.until = until
        self.quits = quits


@pytest.fixture(params=["qt", "fake"])
def driven(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot) -> Driven:
    if request.param == "qt":
        program = Program()
        real = QtLoop(cast("QCoreApplication", program))
        return Driven(real, lambda found: qtbot.waitUntil(found, timeout=PATIENCE_MS), lambda: program.quits)
    fake = FakeLoop()
    fake.programs = {SAYS: _says, HANGS: lambda _: None}

    def until(found: Callable[[], bool]) -> None:
        for _ in range(PATIENCE_MS):
            if found():
                return
            fake.pass_by(1)
        raise AssertionError("it never came")

    return Driven(fake, until, lambda: fake.quits)


def _says(environment: Mapping[str, str]) -> bytes:
    return environment["WORD"].encode()


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    os.close(reading)
    os.close(writing)


def test_a_timer_rings_once_and_never_before_the_event_loop_has_its_turn(driven: Driven) -> None:
    rung: list[str] = []
    later, soon = driven.loop.timer(lambda: rung.append("later")), driven.loop.timer(lambda: rung.append("soon"))
    later.start(40)
    soon.start(0)
    assert rung == []
    assert soon.waiting
    driven.until(lambda: not later.waiting)
    assert rung == ["soon", "later"]
    assert not soon.waiting


def test_a_timer_that_is_started_again_rings_once_at_the_new_time(driven: Driven) -> None:
    rung: list[str] = []
    moved, mark = driven.loop.timer(lambda: rung.append("moved")), driven.loop.timer(lambda: rung.append("mark"))
    moved.start(0)
    moved.start(60)
    mark.start(5)
    driven.until(lambda: not moved.waiting)
    assert rung == ["mark", "moved"]


def test_a_timer_that_is_stopped_does_not_ring(driven: Driven) -> None:
    rung: list[str] = []
    stopped, mark = driven.loop.timer(lambda: rung.append("stopped")), driven.loop.timer(lambda: rung.append("mark"))
    stopped.start(0)
    stopped.stop()
    assert not stopped.waiting
    mark.start(20)
    driven.until(lambda: not mark.waiting)
    assert rung == ["mark"]


def test_a_timer_waits_no_more_when_it_rings_and_may_be_started_from_there(driven: Driven) -> None:
    seen: list[bool] = []

    def again() -> None:
        seen.append(timer.waiting)
        if len(seen) < 3:
            timer.start(0)

    timer = driven.loop.timer(again)
    timer.start(0)
    driven.until(lambda: len(seen) == 3)
    assert seen == [False, False, False]


def test_what_can_be_read_is_told_until_nobody_wants_it(driven: Driven, pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    read: list[bytes] = []
    stop = driven.loop.watch(reading, lambda: read.append(os.read(reading, 10)))
    os.write(writing, b"one")
    driven.until(lambda: read == [b"one"])
    stop()
    os.write(writing, b"two")
    mark = driven.loop.timer(lambda: None)
    mark.start(20)
    driven.until(lambda: not mark.waiting)
    assert read == [b"one"]


def test_what_a_program_says_is_told_once_it_has_ended(driven: Driven) -> None:
    said: list[bytes] = []
    end = driven.loop.run(SAYS, {"WORD": "hello"}, NEVER_MS, said.append)
    driven.until(lambda: bool(said))
    end()  # there is nothing left to end
    assert said == [b"hello"]


@pytest.mark.parametrize(("argv", "bound"), [(HANGS, 50), (MISSING, NEVER_MS)])
def test_a_program_that_hangs_or_cannot_be_started_has_said_nothing(
    driven: Driven, argv: tuple[str, ...], bound: int
) -> None:
    said: list[bytes] = []
    driven.loop.run(argv, {}, bound, said.append)
    driven.until(lambda: bool(said))
    assert said == [b""]


def test_a_program_that_is_ended_has_ended(driven: Driven) -> None:
    said: list[bytes] = []
    end = driven.loop.run(HANGS, {}, NEVER_MS, said.append)
    assert said == []
    end()
    assert said == [b""]


def test_a_program_that_is_ended_may_tidy_up(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only real ones can: Qt's."""
    monkeypatch.setattr("holdspace.ui.loop.ENDED_WITHIN_MS", PATIENCE_MS)
    tidied, ready = tmp_path / "tidied", tmp_path / "ready"
    end = QtLoop(cast("QCoreApplication", Program())).run(
        (sys.executable, "-I", "-c", TIDIES, str(tidied), str(ready)), {}, NEVER_MS, lambda _: None
    )
    qtbot.waitUntil(ready.exists, timeout=PATIENCE_MS)
    end()
    assert tidied.exists()


def test_the_program_can_be_asked_to_quit(driven: Driven) -> None:
    driven.loop.quit()
    assert driven.quits() == 1
