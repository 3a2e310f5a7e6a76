"""The engine on the main thread: nothing is forgotten, nothing starves."""

from collections.abc import Callable
from math import inf

import pytest

from holdspace.app.bus import A_FEW, TRY_AGAIN_MS, Bus, tick
from holdspace.core import commands as c
from holdspace.engine.engine import A_TURN, Engine
from holdspace.engine.ports import Kept, NotKept
from holdspace.private import Private
from tests.core.playbook import new_id
from tests.fake_loop import FakeLoop
from tests.fakes import FakeClock, MemoryJournal


class Deadline:
    """None is near, unless a test says so."""

    def __init__(self) -> None:
        self.rings_at = inf
        self.due: Callable[[], None] | None = None

    def ring_if_due(self) -> None:
        due, self.due = self.due, None
        if due is not None:
            due()


class Desk:
    def __init__(self) -> None:
        self.journal = MemoryJournal()
        self.engine = Engine(self.journal, FakeClock())
        self.failed: list[str] = []
        self.recovered = 0
        self.deadline = Deadline()
        self.loop = FakeLoop()
        self.bus = Bus(self.engine, self.deadline, self.loop, self.failed.append, self._recovered)
        self.answers: list[Kept | NotKept] = []

    def _recovered(self) -> None:
        self.recovered += 1

    @property
    def texts(self) -> list[str]:
        return [text.reveal() for text in self.journal.texts.values()]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def log(text: str = "x") -> c.LogInterruption:
    return c.LogInterruption(id=new_id(), text=Private(text))


def test_when_do_returns_the_command_is_durable(desk: Desk) -> None:
    desk.bus.do(log(), desk.answers.append)
    assert isinstance(desk.answers[0], Kept)
    assert len(desk.journal.kept) == 1


def test_what_is_queued_is_kept_by_itself_and_in_order(desk: Desk) -> None:
    for number in range(3 * A_TURN):
        desk.bus.queue(log(str(number)))
    assert desk.journal.kept == []
    desk.loop.pass_by()
    assert desk.bus.idle
    assert desk.texts == [str(number) for number in range(3 * A_TURN)]


def test_many_commands_take_many_turns_so_that_the_screen_is_not_starved(desk: Desk) -> None:
    for number in range(3 * A_TURN):
        desk.bus.queue(log(str(number)))
    desk.bus._feed()
    assert len(desk.journal.kept) == A_FEW
    assert desk.bus._more.waiting


def test_a_person_does_not_wait_behind_what_comes_in_numbers(desk: Desk) -> None:
    for number in range(A_TURN):
        desk.bus.queue(log(str(number)))
    desk.bus.do(log("a person"), desk.answers.append)
    assert desk.texts == ["a person"]
    desk.loop.pass_by()
    assert desk.bus.idle
    assert len(desk.texts) == A_TURN + 1


def test_a_deadline_rings_before_what_comes_in_numbers_is_fed(desk: Desk) -> None:
    desk.bus.queue(log("one of many"))
    desk.deadline.due = lambda: desk.bus.do(log("time is up"))
    desk.bus._feed()
    assert desk.texts == ["time is up", "one of many"]


def test_a_turn_goes_no_further_than_the_next_deadline(desk: Desk) -> None:
    desk.deadline.rings_at = desk.engine._clock.now().ticks - 1
    for number in range(3):
        desk.bus.queue(log(str(number)))
    desk.bus._feed()
    assert desk.texts == ["0"]


def test_a_person_comes_before_what_was_fed_and_still_waits(desk: Desk) -> None:
    desk.deadline.rings_at = desk.engine._clock.now().ticks - 1
    for number in range(3):
        desk.bus.queue(log(str(number)))
    desk.bus._feed()
    desk.bus.do(log("a person"))
    assert desk.texts == ["0", "a person"]


def test_what_must_not_be_lost_can_be_kept_at_once(desk: Desk) -> None:
    desk.bus.keep_trying(log("now"), desk.answers.append, at_once=True)
    assert desk.texts == ["now"]
    desk.journal.failing = "disk_full"
    desk.bus.keep_trying(log("soon"), desk.answers.append, at_once=True)
    desk.journal.failing = None
    desk.loop.pass_by(TRY_AGAIN_MS - 1)
    assert desk.texts == ["now"]
    desk.loop.pass_by(1)
    assert desk.texts == ["now", "soon"]


def test_what_could_not_be_kept_is_told_to_the_house_and_to_who_asked(desk: Desk) -> None:
    desk.journal.failing = "disk_full"
    desk.bus.do(log(), desk.answers.append)
    assert desk.failed == ["disk_full"]
    assert isinstance(desk.answers[0], NotKept)
    assert desk.recovered == 0


def test_what_must_not_be_lost_is_tried_until_it_is_kept_and_in_order(desk: Desk) -> None:
    desk.journal.failing = "disk_full"
    for number in range(3):
        desk.bus.keep_trying(log(str(number)), desk.answers.append)
    desk.loop.pass_by(10 * TRY_AGAIN_MS)
    assert len(desk.failed) > 9
    assert desk.answers == []
    desk.journal.failing = None
    desk.loop.pass_by(TRY_AGAIN_MS)
    assert len(desk.answers) == 3
    assert desk.texts == ["0", "1", "2"]
    assert desk.recovered == 3
    assert not desk.bus._retry.waiting


def test_what_would_be_refused_again_holds_up_nobody(desk: Desk) -> None:
    bad = log("bad")
    desk.journal.refusing.add(bad.id)
    desk.bus.keep_trying(bad, desk.answers.append)
    desk.bus.keep_trying(log("good"), desk.answers.append)
    desk.loop.pass_by()
    assert desk.texts == ["good"]
    assert desk.bus.idle
    assert desk.failed == ["inconsistent"]
    assert len(desk.answers) == 1, "whoever waits for the first is not told that it is kept"
    assert not desk.bus._retry.waiting


def test_nothing_is_mended_by_a_command_that_wrote_nothing(desk: Desk) -> None:
    kept = log()
    desk.bus.do(kept)
    desk.journal.failing = "disk_full"
    desk.bus.do(tick(0.0), desk.answers.append)  # nothing is due
    desk.bus.do(kept, desk.answers.append)  # known already
    assert all(isinstance(answer, Kept) for answer in desk.answers)
    assert desk.recovered == 1


def test_a_reply_that_fails_does_not_keep_the_others_waiting(desk: Desk) -> None:
    def fails(_: object) -> None:
        raise RuntimeError("a fault of ours")

    desk.bus.queue(log("first"), fails)
    desk.bus.queue(log("second"), desk.answers.append)
    with pytest.raises(RuntimeError):
        desk.bus._feed()
    desk.loop.pass_by()
    assert len(desk.answers) == 1
    assert desk.texts == ["first", "second"]


def test_a_command_out_of_a_reply_is_done_after_it(desk: Desk) -> None:
    desk.bus.do(log("outer"), lambda _: desk.bus.do(log("inner"), desk.answers.append))
    desk.loop.pass_by()
    assert len(desk.answers) == 1
    assert desk.texts == ["outer", "inner"]


def test_once_stopped_nothing_turns_by_itself(desk: Desk) -> None:
    desk.journal.failing = "disk_full"
    desk.bus.keep_trying(log())
    desk.loop.pass_by()
    assert desk.failed
    desk.bus.queue(log())
    desk.bus.stop()
    assert not desk.bus._more.waiting
    assert not desk.bus._retry.waiting


def test_a_tick_tells_the_gap() -> None:
    assert tick(40.0).gap == 40.0
    assert tick(1.0).id != tick(1.0).id
