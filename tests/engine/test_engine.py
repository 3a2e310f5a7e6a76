from datetime import timedelta

import pytest

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.decide import Decision, decide
from holdspace.core.moment import Moment
from holdspace.core.people import Practitioner
from holdspace.core.policy import Gate, Policy
from holdspace.core.state import State
from holdspace.engine.engine import A_TURN, Engine
from holdspace.engine.ports import Kept, NotKept
from holdspace.private import Private
from tests.core.playbook import moment, new_id
from tests.fakes import FakeClock, MemoryJournal

Answer = Kept | NotKept


class Desk:
    """An engine on a journal in memory, and everything that it said."""

    def __init__(self, journal: MemoryJournal | None = None) -> None:
        self.journal = journal or MemoryJournal()
        self.clock = FakeClock()
        self.engine = Engine(self.journal, self.clock)
        self.told: list[tuple[State, tuple[f.Fact, ...]]] = []
        self.engine.listen(lambda state, facts: self.told.append((state, facts)))

    def ask(self, command: c.Command) -> Answer:
        """Submit one command and turn once; what it was answered."""
        answers: list[Answer] = []
        self.engine.submit(command, answers.append)
        self.engine.turn()
        (answer,) = answers
        return answer


@pytest.fixture
def desk() -> Desk:
    return Desk()


def start() -> c.StartSession:
    return c.StartSession(id=new_id(), topic=Private("pricing"))


def arrival(key: str) -> c.ReportInterruption:
    return c.ReportInterruption(id=new_id(), key=key, origin="desktop", app="mail")


def test_what_is_answered_was_kept_with_its_texts_and_has_moved_the_state(desk: Desk) -> None:
    answer = desk.ask(start())
    assert isinstance(answer, Kept)
    assert not answer.again
    assert answer.facts == desk.journal.facts
    assert desk.engine.state.session is not None
    assert desk.engine.state == desk.journal.state()
    assert list(desk.journal.texts.values()) == [Private("pricing")]


def test_a_reply_hears_only_what_is_durable(desk: Desk) -> None:
    seen: list[tuple[f.Fact, ...]] = []
    desk.engine.submit(start(), lambda _: seen.append(desk.journal.facts))
    desk.engine.turn()
    assert seen == [desk.journal.facts] != [()]


def test_what_could_not_be_kept_has_not_happened_and_says_so(desk: Desk) -> None:
    before = desk.engine.state
    desk.journal.failing = "disk_full"
    answer = desk.ask(start())
    assert isinstance(answer, NotKept)
    assert answer.code == "disk_full"
    assert desk.engine.state is before
    assert desk.told == []


def test_what_could_not_be_looked_up_is_not_decided_again(desk: Desk) -> None:
    command = start()
    desk.ask(command)
    after = desk.engine.state
    desk.journal.unreadable = "io"
    answer = desk.ask(command)
    assert isinstance(answer, NotKept)
    assert answer.code == "io"
    assert desk.engine.state is after
    assert len(desk.journal.kept) == 1


def test_a_policy_that_could_not_be_kept_is_not_in_force(desk: Desk) -> None:
    before = desk.engine.policy
    desk.journal.failing = "read_only"
    desk.ask(c.AdoptPolicy(id=new_id(), policy=Policy(gate=Gate(default="noise"))))
    assert desk.engine.policy is before


def test_after_a_failure_the_same_command_can_be_tried_again(desk: Desk) -> None:
    command = start()
    desk.journal.failing = "disk_full"
    desk.ask(command)
    desk.journal.failing = None
    answer = desk.ask(command)
    assert isinstance(answer, Kept)
    assert not answer.again


def test_one_that_cannot_be_kept_takes_no_other_with_it(desk: Desk) -> None:
    first, odd, last = arrival("first"), arrival("odd"), arrival("last")
    desk.journal.refusing = {odd.id}
    answers: list[Answer] = []
    for command in (first, odd, last):
        desk.engine.submit(command, answers.append)
    while desk.engine.turn():
        pass
    assert [type(answer) for answer in answers] == [Kept, NotKept, Kept]
    keys = [fact.key for fact in desk.journal.facts if isinstance(fact, f.InterruptionArrived)]
    assert keys == ["first", "last"]
    assert desk.engine.state == desk.journal.state()


def test_what_cannot_be_made_durable_together_is_kept_one_by_one(desk: Desk) -> None:
    desk.journal.failing_together = "disk_full"
    answers: list[Answer] = []
    commands = (start(), arrival("one"), arrival("two"))
    for command in commands:
        desk.engine.submit(command, answers.append)
    desk.engine.turn()
    assert [type(answer) for answer in answers] == [Kept, Kept, Kept]
    assert [command for command, _, _ in desk.journal.kept] == list(commands)
    assert desk.engine.state == desk.journal.state()


def test_nothing_has_happened_when_neither_together_nor_alone_anything_can_be_kept(desk: Desk) -> None:
    before = desk.engine.state
    desk.journal.failing = "disk_full"
    answers: list[Answer] = []
    desk.engine.submit(start(), answers.append)
    desk.engine.submit(arrival("one"), answers.append)
    while desk.engine.turn():
        pass
    assert [type(answer) for answer in answers] == [NotKept, NotKept]
    assert desk.engine.state is before
    assert desk.told == []


def test_a_text_that_is_written_over_is_kept_without_a_fact(desk: Desk) -> None:
    session = start()
    desk.ask(session)
    for text in ("they", "they fear lock-in"):
        desk.ask(c.WriteNote(id=new_id(), session=session.id, text=Private(text)))
    assert Private("they fear lock-in") in desk.journal.texts.values()
    assert Private("they") not in desk.journal.texts.values()
    assert [type(fact).__name__ for fact in desk.journal.facts] == ["SessionStarted", "NoteBegun"]


def test_a_repeated_command_changes_nothing_and_is_answered_as_before(desk: Desk) -> None:
    command = start()
    first = desk.ask(command)
    after = desk.engine.state
    again = desk.ask(command)
    assert isinstance(first, Kept)
    assert isinstance(again, Kept)
    assert again.again
    assert again.facts == first.facts
    assert desk.engine.state is after
    assert len(desk.journal.kept) == len(desk.told) == 1


def test_an_arrival_that_comes_twice_by_its_key_is_one_arrival(desk: Desk) -> None:
    first = desk.ask(arrival("bus:1:7"))
    again = desk.ask(arrival("bus:1:7"))
    assert isinstance(first, Kept)
    assert isinstance(again, Kept)
    assert again.again
    assert again.facts == first.facts
    assert len(desk.journal.kept) == 1
    other = desk.ask(arrival("bus:1:8"))
    assert isinstance(other, Kept)
    assert not other.again


def test_what_says_nothing_is_not_kept_and_not_told(desk: Desk) -> None:
    assert desk.ask(c.Tick(id=new_id())) == Kept(facts=())
    assert desk.journal.kept == []
    assert desk.told == []


def test_a_command_without_anybody_who_asks_is_worked_off_too(desk: Desk) -> None:
    desk.engine.submit(start())
    desk.engine.turn()
    assert desk.engine.state.session is not None


def test_a_turn_takes_fifty_commands_and_says_that_more_wait(desk: Desk) -> None:
    for number in range(A_TURN + 1):
        desk.engine.submit(arrival(str(number)))
    assert desk.engine.turn() is True
    assert len(desk.journal.kept) == A_TURN == 50
    assert not desk.engine.idle
    assert desk.engine.turn() is False
    assert len(desk.journal.kept) == 51
    assert desk.engine.idle


def test_a_turn_that_has_lasted_five_milliseconds_goes_no_further(desk: Desk) -> None:
    desk.clock.step = timedelta(milliseconds=2)
    for number in range(10):
        desk.engine.submit(arrival(str(number)))
    assert desk.engine.turn() is True
    assert len(desk.journal.kept) == 3


def test_a_default_policy_is_in_force_until_one_is_adopted() -> None:
    default = Policy(practitioner=Practitioner(language="es"))
    assert Engine(MemoryJournal(), FakeClock(), default).policy == default
    adopted = Policy(practitioner=Practitioner(name="Ana"))
    assert Engine(MemoryJournal(adopted), FakeClock(), default).policy == adopted


def test_a_turn_goes_no_further_than_it_may(desk: Desk) -> None:
    desk.clock.step = timedelta(milliseconds=1)
    for number in range(10):
        desk.engine.submit(arrival(str(number)))
    assert desk.engine.turn(until=desk.clock.now().ticks + 0.002) is True
    assert len(desk.journal.kept) == 2
    assert desk.engine.turn(until=0.0) is True
    assert len(desk.journal.kept) == 3, "one is always taken: else nothing would go on"


def test_the_patient_stand_behind_all_others(desk: Desk) -> None:
    desk.engine.submit(arrival("1"), patient=True)
    desk.engine.submit(arrival("2"), patient=True)
    assert not desk.engine.idle
    desk.engine.submit(arrival("3"))
    desk.engine.turn()
    keys = [fact.key for fact in desk.journal.facts if isinstance(fact, f.InterruptionArrived)]
    assert keys == ["3", "1", "2"]
    assert desk.engine.idle


@pytest.mark.parametrize("tries", [1, 2])
def test_a_mistake_of_ours_takes_no_other_command_with_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tries: int
) -> None:
    """Else the state would be ahead of the journal, and whoever asked would never hear."""
    left = [tries]

    def mistaken(state: State, command: c.Command, now: Moment, policy: Policy) -> Decision:
        if isinstance(command, c.ReportInterruption) and command.key == "boom":
            left[0] -= 1
            if not left[0]:
                raise OverflowError("date value out of range")
        return decide(state, command, now, policy)

    monkeypatch.setattr("holdspace.engine.engine.decide", mistaken)
    if tries == 2:  # together it cannot be kept, and each by itself the mistake shows
        desk.journal.failing_together = "io_error"
    answers: list[tuple[str, Answer]] = []

    def submit(key: str) -> None:
        desk.engine.submit(arrival(key), lambda answer: answers.append((key, answer)))

    for key in ("one", "boom", "three"):
        submit(key)
    with pytest.raises(OverflowError):
        desk.engine.turn()
    assert desk.engine.state == desk.journal.state(), "what was taken back is forgotten at once"
    desk.journal.failing_together = None
    while desk.engine.turn():
        pass
    kept = [fact.key for fact in desk.journal.facts if isinstance(fact, f.InterruptionArrived)]
    assert kept == ["one", "three"]
    assert desk.engine.state == desk.journal.state()
    told = dict(answers)
    assert len(answers) == len(told) == 3
    refused = told["boom"]
    assert isinstance(refused, NotKept)
    assert refused.code == "internal_error"
    assert isinstance(told["one"], Kept)
    assert isinstance(told["three"], Kept)
    heard = [fact.key for _, facts in desk.told for fact in facts if isinstance(fact, f.InterruptionArrived)]
    assert heard == kept


def test_everything_of_a_turn_happens_at_one_moment(desk: Desk) -> None:
    desk.clock.step = timedelta(milliseconds=1)
    desk.engine.submit(arrival("1"))
    desk.engine.submit(arrival("2"))
    desk.engine.turn()
    assert {at for _, _, at in desk.journal.kept} == {moment()}


def test_listeners_are_told_once_a_turn_with_the_state_as_it_is_then(desk: Desk) -> None:
    desk.engine.submit(start())
    desk.engine.submit(arrival("1"))
    desk.engine.turn()
    assert desk.told == [(desk.engine.state, desk.journal.facts)]


def test_a_listener_that_submits_and_turns_is_served_in_the_next_turn(desk: Desk) -> None:
    heard: list[str] = []
    waiting: list[bool] = []

    def eager(state: State, facts: tuple[f.Fact, ...]) -> None:
        heard.append("eager")
        if len(heard) == 1:
            desk.engine.submit(arrival("1"))
            waiting.append(desk.engine.turn())

    desk.engine.listen(eager)
    desk.engine.listen(lambda *_: heard.append("last"))
    desk.engine.submit(start())
    assert desk.engine.turn() is True
    assert waiting == [True]
    assert heard == ["eager", "last"]
    assert len(desk.journal.kept) == 1
    desk.engine.turn()
    assert heard == ["eager", "last", "eager", "last"]


def test_a_reply_that_submits_and_turns_keeps_the_order(desk: Desk) -> None:
    keys: list[str] = []

    def again(_: Answer) -> None:
        desk.engine.submit(arrival("late"))
        assert desk.engine.turn() is True

    desk.engine.submit(arrival("first"), again)
    desk.engine.submit(arrival("second"))
    while desk.engine.turn():
        pass
    keys = [fact.key for fact in desk.journal.facts if isinstance(fact, f.InterruptionArrived)]
    assert keys == ["first", "second", "late"]


def test_a_reply_that_fails_hides_nothing_from_the_listeners(desk: Desk) -> None:
    def broken(_: Answer) -> None:
        raise RuntimeError("the asker is gone")

    desk.engine.submit(start(), broken)
    with pytest.raises(RuntimeError, match="gone"):
        desk.engine.turn()
    assert desk.told == []
    desk.engine.turn()
    assert desk.told == [(desk.engine.state, desk.journal.facts)]


def test_a_listener_that_fails_does_not_stop_the_engine(desk: Desk) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the window is gone")

    desk.engine.listen(broken)
    desk.engine.submit(start())
    with pytest.raises(RuntimeError, match="gone"):
        desk.engine.turn()
    desk.engine.submit(arrival("1"))
    with pytest.raises(RuntimeError, match="gone"):
        desk.engine.turn()
    assert len(desk.told) == 2


def test_who_begins_to_listen_while_listeners_are_told_hears_the_next_turn(desk: Desk) -> None:
    heard: list[int] = []
    desk.engine.listen(lambda *_: desk.engine.listen(lambda _, facts: heard.append(len(facts))))
    desk.engine.submit(start())
    desk.engine.turn()
    assert heard == []


def test_an_adopted_policy_is_in_force_for_the_very_next_command(desk: Desk) -> None:
    policy = Policy(gate=Gate(default="noise"))
    desk.engine.submit(c.AdoptPolicy(id=new_id(), policy=policy))
    desk.engine.submit(arrival("1"))
    desk.engine.turn()
    assert desk.engine.policy is policy
    settled = [fact for fact in desk.journal.facts if isinstance(fact, f.InterruptionSettled)]
    assert settled[-1].why == "noise"


def test_an_engine_begins_with_what_the_journal_tells() -> None:
    first = Desk()
    first.ask(start())
    first.ask(c.AdoptPolicy(id=new_id(), policy=Policy(gate=Gate(default="noise"))))
    second = Desk(first.journal)
    assert second.engine.state == first.engine.state
    assert second.engine.policy == first.engine.policy
    assert second.engine.idle
    assert second.engine.turn() is False
