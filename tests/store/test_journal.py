from dataclasses import replace

import pytest

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.decide import Decision, decide
from holdspace.core.policy import Policy, Seconds, Step
from holdspace.core.state import State
from holdspace.engine.ports import Journal, NotKept
from holdspace.private import Private
from holdspace.store.opening import open_store
from tests.store.story import POLICY, Story, later


def test_it_is_the_journal_that_the_engine_asks_for(story: Story) -> None:
    port: Journal = story.store.journal
    assert port.state() == story.engine.state


def test_a_new_store_tells_an_empty_state_with_a_salt_that_stays(story: Story) -> None:
    state = story.store.journal.state()
    assert replace(state, salt=b"") == State()
    assert len(state.salt) == 32
    assert story.reopen().journal.state().salt == state.salt


def test_two_stores_have_different_salts(story: Story) -> None:
    other = open_store(story.path.parent / "other.db")
    assert other.journal.state().salt != story.engine.state.salt
    other.close()


def test_what_was_kept_is_told_again_after_a_start(story: Story) -> None:
    story.with_people().start()
    story.arrives("Pager")
    story.pass_time(100)
    before = story.engine.state
    assert before.cases
    assert before.session
    assert story.reopen().journal.state() == before
    assert story.engine.policy == POLICY


def test_without_an_adopted_policy_the_default_is_in_force(story: Story) -> None:
    assert story.store.journal.policy() is None


def test_the_policy_adopted_last_is_in_force(story: Story) -> None:
    story.do(c.AdoptPolicy(id=story.new_id(), policy=POLICY))
    story.do(c.AdoptPolicy(id=story.new_id(), policy=Policy(rules=POLICY.rules)))
    assert story.reopen().journal.policy() == Policy(rules=POLICY.rules)


def test_a_policy_is_kept_once_however_many_facts_speak_of_it(story: Story) -> None:
    story.with_people().start()
    for _ in range(5):
        story.arrives("Pager")
    assert story.store.database.connection.execute("SELECT count(*) FROM policies").fetchone() == (1,)


@pytest.mark.parametrize("quits", ["cleanly", "by a crash"])
def test_an_open_case_goes_by_its_own_policy_also_when_that_is_edited_and_the_app_starts_anew(
    story: Story, quits: str
) -> None:
    story.with_people().start()
    case = story.arrives("Tickets")
    soon = Seconds(normal=1, urgent=1, emergency=1)
    edited = replace(POLICY, responders=POLICY.responders[1:], steps=(Step(role="executive", wait_seconds=soon),))
    story.do(c.AdoptPolicy(id=story.new_id(), policy=edited))
    if quits == "cleanly":
        story.store.journal.snapshot(story.engine.state)
    story.reopen()
    assert story.engine.policy == edited
    assert story.engine.state.cases[case].policy == POLICY
    story.pass_time(179)
    assert story.engine.state.cases[case].asked == ("va1",), "who asks no more, and a wait that was longer"
    story.pass_time(1)
    assert story.engine.state.cases[case].asked == ("ex1",)
    story.pass_time(179)
    assert case in story.engine.state.cases
    new = story.arrives("Tickets", sender="Somebody Else")
    story.pass_time(1)
    assert not {case, new} & set(story.engine.state.cases), "what came since goes by the new one"


def test_a_command_that_comes_twice_is_known_by_its_id(story: Story) -> None:
    command = c.StartSession(id=story.new_id(), client=Private("C1"))
    first = story.do(command)
    again = story.do(command)
    assert again.again
    assert again.facts == first.facts


def test_an_arrival_that_comes_twice_is_known_by_its_key_whatever_its_id(story: Story) -> None:
    story.with_people().start()
    first = story.do(c.ReportInterruption(id=story.new_id(), key="bus:1:2", origin="desktop", app="Pager"))
    again = story.do(c.ReportInterruption(id=story.new_id(), key="bus:1:2", origin="desktop", app="Pager"))
    assert again.again
    assert again.facts == first.facts
    assert len(story.store.records.digest_rows(story.session)) == 1


def test_a_command_that_is_not_known_is_new(story: Story) -> None:
    assert story.store.journal.known(c.EndSession(id=story.new_id())) is None


def test_a_decision_without_facts_is_not_kept(story: Story) -> None:
    tick = c.Tick(id=story.new_id())
    story.store.journal.keep(tick, Decision(facts=(), effects=(), state=State()), story.clock.now())
    assert story.store.journal.known(tick) is None
    assert story.store.journal.last_moment() is None


def test_a_refusal_is_kept_so_that_the_same_command_is_refused_the_same_way(story: Story) -> None:
    end = c.EndSession(id=story.new_id())
    assert story.do(end).facts == (f.Refused(code="no_session"),)
    story.start()
    assert story.do(end).again


def test_a_decision_that_contradicts_what_is_kept_changes_nothing(story: Story) -> None:
    story.start()
    logged = story.new_id()
    story.do(c.LogInterruption(id=logged))
    story.end()
    before = story.tables()
    twice = Decision(
        facts=(
            f.MarkSet(mark="m", session=None, topic=None, last_point=None, next_step=None, at=story.clock.now()),
            f.InterruptionSettled(interruption=logged, outcome="withdrawn", why="undone"),
        ),
        effects=(),
        state=story.engine.state,
    )
    command = c.TakeBack(id=story.new_id())
    with pytest.raises(NotKept, match="inconsistent"):
        story.store.journal.keep(command, twice, story.clock.now())
    assert story.tables() == before
    assert story.store.journal.known(command) is None


def test_the_same_command_kept_twice_is_refused_whole(story: Story) -> None:
    command = c.StartSession(id=story.new_id(), client=Private("C1"))
    decision = decide(story.engine.state, command, story.clock.now(), Policy())
    story.store.journal.keep(command, decision, story.clock.now())
    with pytest.raises(NotKept, match="inconsistent"):
        story.store.journal.keep(command, decision, story.clock.now())


def test_a_fact_can_be_neither_changed_nor_deleted(story: Story) -> None:
    story.start()
    for statement in ("UPDATE facts SET body = '{}'", "DELETE FROM facts"):
        with pytest.raises(NotKept, match="inconsistent"), story.store.database.transaction() as connection:
            connection.execute(statement)


def test_facts_hold_no_text(story: Story) -> None:
    story.with_people().start(client="Wilhelmina Unusual", topic="xylophones")
    story.arrives("Pager", sender="Zebedee Rare", text="quixotic zeppelin")
    rows = story.store.database.connection.execute("SELECT body FROM facts").fetchall()
    told = "".join(row[0] for row in rows)
    assert not [word for word in ("Wilhelmina", "xylophones", "Zebedee", "quixotic") if word in told]


def test_the_last_moment_is_that_of_the_last_fact_or_of_the_heartbeat(story: Story) -> None:
    journal = story.store.journal
    beat = story.clock.now()
    journal.heartbeat(beat)
    assert journal.last_moment() == beat
    story.clock.ticks += 10
    story.start()
    assert journal.last_moment() == story.clock.now()
    journal.heartbeat(later(story.clock.now(), seconds=30))
    assert story.reopen().journal.last_moment() == later(story.clock.now(), seconds=30)


def test_a_heartbeat_leaves_the_next_transaction_as_durable_as_before(story: Story) -> None:
    story.store.journal.heartbeat(story.clock.now())
    assert story.store.database.connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_the_facts_can_be_read_in_order(story: Story) -> None:
    session = story.start()
    story.end()
    facts = [fact for _, _, fact in story.store.journal.facts()]
    assert isinstance(facts[0], f.SessionStarted)
    assert facts[-1] == f.SessionEnded(session=session, elapsed_seconds=0.0, away_seconds=0.0)
