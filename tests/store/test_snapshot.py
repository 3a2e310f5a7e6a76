import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from immutables import Map

from holdspace.core import commands as c
from holdspace.core.escalation import Case
from holdspace.core.pins import Pin
from holdspace.core.policy import Policy
from holdspace.core.session import Mark, Session
from holdspace.core.state import State
from holdspace.store import snapshot
from holdspace.store.values import made, plain
from tests.store.story import POLICY, Story
from tests.store.strategies import MOMENTS, POLICIES

WORDS = st.text(max_size=8)
MARKS = st.builds(Mark, id=WORDS, topic=st.none() | WORDS)
SESSIONS = st.builds(
    Session,
    id=WORDS,
    kind=st.sampled_from(["session", "attention"]),
    client=st.none() | WORDS,
    topic=st.none() | WORDS,
    planned=st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=10)),
    started=MOMENTS,
    paused_at=st.none() | MOMENTS,
    marks=st.lists(MARKS, max_size=2).map(tuple),
    doubted=st.booleans(),
)


@given(SESSIONS)
def test_a_session_comes_back_as_it_was(session: Session) -> None:
    assert made(Session, json.loads(json.dumps(plain(session)))) == session


@given(POLICIES)
def test_a_policy_comes_back_as_it_was(policy: Policy) -> None:
    assert made(Policy, json.loads(json.dumps(plain(policy)))) == policy


def test_what_has_no_plain_form_is_not_written() -> None:
    with pytest.raises(TypeError, match="no plain form"):
        plain(object())


def test_a_field_that_an_older_version_did_not_write_gets_its_default() -> None:
    assert made(Policy, {}) == Policy()


def test_a_start_after_a_session_reads_the_snapshot_and_only_what_came_later(story: Story) -> None:
    story.with_people().start()
    case = story.arrives("Pager")
    story.answer(case, "defer", "va1")
    story.end()
    story.start()
    story.arrives("Phone")
    seq, taken = snapshot.read(story.store.database.connection, story.store.journal._policies)
    facts = list(story.store.journal.facts(after=seq))
    assert taken.session is None
    assert 0 < len(facts) < seq
    assert story.reopen().journal.state() == story.engine.state


def test_a_snapshot_in_the_middle_of_everything_is_the_state(story: Story) -> None:
    story.with_people().start()
    story.arrives("Pager")
    story.arrives("Phone")
    story.pass_time(95)
    state = story.engine.state
    story.store.journal.snapshot(state)
    seq, _ = snapshot.read(story.store.database.connection, story.store.journal._policies)
    assert list(story.store.journal.facts(after=seq)) == []
    again = story.reopen().journal.state()
    assert again == state
    assert {case.policy for case in again.cases.values()} == {POLICY}


def test_in_an_empty_journal_there_is_nothing_to_snapshot(story: Story) -> None:
    story.store.journal.snapshot(State())
    assert story.store.database.connection.execute("SELECT count(*) FROM snapshot").fetchone() == (0,)


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE snapshot SET format = 'another version'",
        "UPDATE snapshot SET seq = seq + 1000",
        "UPDATE snapshot SET fact = 'of another journal'",
        "UPDATE snapshot SET body = 'no json'",
        "UPDATE snapshot SET body = '{}'",
        "UPDATE snapshot SET body = replace(body, '2026-', 'then')",
        "UPDATE snapshot SET body = replace(body, '\"planned\"', '\"plans\"')",
        "DELETE FROM snapshot",
    ],
)
def test_a_snapshot_that_does_not_fit_is_ignored_and_the_journal_tells_the_same(story: Story, spoil: str) -> None:
    story.with_people().start()
    story.arrives("Pager")
    before = story.engine.state
    story.store.journal.snapshot(replace(before, present=frozenset({"nobody"})))
    story.store.database.connection.execute(spoil)
    assert story.reopen().journal.state() == before


def test_what_undo_would_bring_back_is_in_the_snapshot_by_its_hash(story: Story) -> None:
    edited = replace(POLICY, rules=POLICY.rules[:1])
    story.do(c.AdoptPolicy(id=story.new_id(), policy=POLICY))
    story.do(c.AdoptPolicy(id=story.new_id(), policy=edited, as_act=True))
    story.store.journal.snapshot(story.engine.state)
    (body,) = story.store.database.connection.execute("SELECT body FROM snapshot").fetchone()
    assert "rules" not in body
    state = story.reopen().journal.state()
    assert [act.before for act in state.acts] == [POLICY]
    story.do(c.TakeBack(id=story.new_id()))
    assert story.engine.policy == story.reopen().journal.policy() == POLICY


def test_a_snapshot_is_really_used_when_it_fits(story: Story) -> None:
    """Else the tests above would pass without any snapshot being read."""
    story.start()
    story.store.journal.snapshot(State(present=frozenset({"nobody"})))
    assert story.reopen().journal.state().present == {"nobody"}


@settings(max_examples=20)
@given(cases=st.lists(st.tuples(POLICIES, MOMENTS), max_size=3), pins=st.lists(MOMENTS, max_size=2))
def test_the_shape_holds_for_any_state(cases: list[tuple[Policy, object]], pins: list[object]) -> None:
    state = State(
        cases=Map(
            {
                str(n): Case(id=str(n), session=None, person=None, urgency="normal", policy=policy, due=due)  # type: ignore[arg-type]
                for n, (policy, due) in enumerate(cases)
            }
        ),
        pins=Map({str(n): Pin(id=str(n), due=due) for n, due in enumerate(pins)}),  # type: ignore[arg-type]
        live=Map({("server", 3): "i"}),
        present=frozenset({"b", "a"}),
    )
    assert made(State, json.loads(json.dumps(plain(state)))) == state


def test_the_shape_tells_which_fields_a_state_has() -> None:
    told: dict[str, list[str]] = {}
    snapshot._describe(State, told)
    parts = {"Session", "Case", "Pin", "Mark", "Loose", "Sent", "Act", "Quiet", "Served", "Asking", "Cues", "Moment"}
    assert {"State", *parts} == {name.rpartition(".")[2].rstrip("'>") for name in told}
