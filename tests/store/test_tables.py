from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.escalation import CardChoice, Choice
from holdspace.core.interruption import Live
from holdspace.engine.ports import Kept, NotKept
from holdspace.private import Private
from holdspace.store import tables
from tests.store.story import Story

Move = tuple[Any, ...]

CHOICES = get_args(Choice)
PEOPLE = st.sampled_from(["va1", "ex1", "stranger"])
PICK = st.integers(0, 3)
MOVES: st.SearchStrategy[Move] = st.one_of(
    st.just(("start",)),
    st.just(("pause",)),
    st.just(("resume",)),
    st.just(("extend",)),
    st.just(("end",)),
    st.tuples(st.just("arrive"), st.sampled_from(["Pager", "Phone", "Player", "Chat"]), PICK),
    st.tuples(st.just("close"), PICK),
    st.tuples(st.just("log"), PICK),
    st.tuples(st.just("pin"), PICK),
    st.tuples(st.just("complete"), PICK),
    st.just(("mark",)),
    st.just(("undo",)),
    st.tuples(st.just("answer"), PICK, PEOPLE, st.sampled_from(CHOICES), st.integers(-1, 0)),
    st.tuples(st.just("card"), PICK, st.sampled_from(["step_out", "pin", "hand_back"])),
    st.tuples(st.just("presence"), PEOPLE, st.booleans()),
    st.tuples(st.just("letter"), st.booleans()),
    st.tuples(st.just("wait"), st.sampled_from([1.0, 60.0, 100.0, 4000.0])),
    st.just(("gap",)),
)


class Player:
    """Tells a story of moves; each move picks what it is about from what there is."""

    def __init__(self, story: Story) -> None:
        self.story = story.with_people()
        self.seen: list[str] = []
        self.pinned: list[str] = []

    def play(self, move: Move) -> Kept | NotKept | None:
        made: Callable[..., c.Command | None] = getattr(self, f"_{move[0]}")
        command = made(self.story.new_id(), *move[1:])
        return self.story.told(command) if command is not None else None

    def _start(self, key: str) -> c.Command:
        return c.StartSession(id=key, client=Private("C1"), topic=Private("pricing"))

    def _pause(self, key: str) -> c.Command:
        return c.PauseSession(id=key, last_point=Private("budget"))

    def _resume(self, key: str) -> c.Command:
        return c.ResumeSession(id=key)

    def _extend(self, key: str) -> c.Command:
        return c.ExtendSession(id=key, minutes=10)

    def _end(self, key: str) -> c.Command:
        return c.EndSession(id=key)

    def _arrive(self, key: str, app: str, number: int) -> c.Command:
        self.seen.append(key)
        live = Live(server="s", notification=number)
        return c.ReportInterruption(
            id=key,
            key=key,
            origin="desktop",
            app=app,
            sender=Private(f"S{number}"),
            text=Private("words"),
            live=live,
            replaces=live if number else None,
        )

    def _close(self, key: str, number: int) -> c.Command:
        return c.ReportClosed(id=key, key=key, live=Live(server="s", notification=number), by_sender=True)

    def _log(self, key: str, number: int) -> c.Command:
        self.seen.append(key)
        return c.LogInterruption(id=key, sender=Private(f"S{number}"), text=Private("at the door"))

    def _pin(self, key: str, number: int) -> c.Command:
        self.pinned.append(key)
        linked = self.seen[-1 - number] if number < len(self.seen) else None
        return c.MakePin(id=key, text=Private("call back"), sender=Private("S1"), interruption=linked)

    def _complete(self, key: str, number: int) -> c.Command | None:
        return c.CompletePin(id=key, pin=self.pinned[-1 - number]) if number < len(self.pinned) else None

    def _mark(self, key: str) -> c.Command:
        return c.SetMark(id=key, topic=Private("phase two"))

    def _undo(self, key: str) -> c.Command:
        return c.TakeBack(id=key)

    def _answer(self, key: str, number: int, by: str, choice: Choice, behind: int) -> c.Command | None:
        cases = sorted(self.story.engine.state.cases)
        if not cases:
            return None
        case = self.story.engine.state.cases[cases[number % len(cases)]]
        return c.AnswerCase(
            id=key,
            case=case.id,
            by=by,
            rev=case.rev + behind,
            choice=choice,
            note=Private("a note"),
            what_is_lost=Private("lost"),
            why_only_you=Private("only you"),
        )

    def _card(self, key: str, number: int, choice: CardChoice) -> c.Command | None:
        cases = sorted(self.story.engine.state.cases)
        return c.AnswerCard(id=key, case=cases[number % len(cases)], choice=choice) if cases else None

    def _presence(self, key: str, responder: str, present: bool) -> c.Command:
        return c.ReportPresence(id=key, responder=responder, present=present)

    def _letter(self, key: str, delivered: bool) -> c.Command | None:
        letters = self.story.store.outbox.due(1)
        if not letters:
            return None
        one = letters[0]
        return c.ReportDelivery(
            id=key, letter=one.id, case=one.case, responder=one.responder, rev=one.rev, delivered=delivered, why="gone"
        )

    def _wait(self, key: str, seconds: float) -> c.Command:
        self.story.clock.ticks += seconds
        return c.Tick(id=key)

    def _gap(self, key: str) -> c.Command:
        return c.Tick(id=key, gap=600.0)


def test_every_fact_is_in_a_table_or_is_known_to_be_in_none() -> None:
    written = set(tables.WRITES) | set(tables.TIMELINE)
    assert written | tables.IN_NO_TABLE == set(get_args(f.Fact))
    assert not written & tables.IN_NO_TABLE
    assert set(tables.TIMELINE) == set(get_args(f.CaseFact))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVES, min_size=5, max_size=60), seed=st.integers(0, 1000))
def test_the_journal_tells_state_and_tables_again(
    moves: list[Move], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    story = Story(tmp_path_factory.mktemp("told") / "h.db", seed)
    player = Player(story)
    try:
        for move in moves:
            answer = player.play(move)
            assert not isinstance(answer, NotKept), f"{move}: {answer}"
        before = story.tables()
        assert story.store.journal.state() == story.engine.state
        assert story.store.journal.policy() == story.engine.policy
        story.store.journal.rebuild()
        assert story.tables() == before
        _each_letter_asks_about_an_open_case(story)
        _what_is_over_has_its_outcome(story)
    finally:
        story.store.close()


def _each_letter_asks_about_an_open_case(story: Story) -> None:
    for letter in story.store.outbox.due(1000):
        case = story.engine.state.cases[letter.case]
        assert case.rev == letter.rev


def _what_is_over_has_its_outcome(story: Story) -> None:
    read = story.store.database.connection.execute
    open_ones = {key for (key,) in read("SELECT id FROM interruptions WHERE outcome IS NULL")}
    assert open_ones == set(story.engine.state.cases) | set(story.engine.state.loose)


def test_an_interruption_has_one_outcome_whoever_writes_it(story: Story) -> None:
    story.start()
    story.arrives("Chat")
    with pytest.raises(NotKept, match="inconsistent"), story.store.database.transaction() as connection:
        connection.execute("UPDATE interruptions SET outcome = 'handled'")


def test_a_case_closes_once_whoever_writes_it(story: Story) -> None:
    story.with_people().start()
    story.answer(story.arrives("Pager"), "handled", "va1")
    with pytest.raises(NotKept, match="inconsistent"), story.store.database.transaction() as connection:
        connection.execute("UPDATE cases SET outcome = 'deferred'")


def test_tables_that_were_spoiled_are_made_anew_from_the_facts(story: Story) -> None:
    story.with_people().start()
    story.arrives("Pager")
    before = story.tables()
    story.store.database.connection.execute("DELETE FROM interruptions")
    story.store.database.connection.execute("UPDATE cases SET rev = 77")
    story.store.journal.rebuild()
    assert story.tables() == before


def test_making_the_tables_anew_leaves_texts_and_letters_alone(story: Story) -> None:
    story.with_people().start()
    story.arrives("Pager")
    letters = story.store.outbox.due(10)
    assert letters
    story.store.journal.rebuild()
    assert story.store.outbox.due(10) == letters
    assert story.store.records.digest_rows(story.session)[0].text
