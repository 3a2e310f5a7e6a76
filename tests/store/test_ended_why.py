"""What broke a session is kept with it, goes with the end that is taken back, and can be made anew from the journal."""

from holdspace.core import commands as c
from holdspace.private import Private
from tests.store.story import Story, tables_of


def why(story: Story, session: str) -> str:
    row = story.store.records.session(session)
    assert row is not None
    return row.ended_why


def test_what_was_said_last_is_kept_and_survives(story: Story) -> None:
    session = story.start()
    assert why(story, session) == ""
    story.do(c.EndSession(id=story.new_id(), why="interruption"))
    assert why(story, session) == "interruption"
    story.do(c.ExplainEnd(id=story.new_id(), session=session, why="client"))
    assert why(story, session) == "client"
    story.reopen()
    assert why(story, session) == "client"
    before = tables_of(story.store)
    story.store.journal.rebuild()
    assert tables_of(story.store) == before


def test_undo_of_the_end_takes_it_back_with_it(story: Story) -> None:
    session = story.start()
    story.do(c.EndSession(id=story.new_id(), why="self"))
    story.do(c.TakeBack(id=story.new_id()))
    assert why(story, session) == ""
    story.end()
    assert why(story, session) == "", "of this end nothing was said"


def test_the_same_answer_twice_is_one_fact(story: Story) -> None:
    session, key = story.start(), story.new_id()
    story.end()
    first = story.do(c.ExplainEnd(id=key, session=session, why="done"))
    again = story.do(c.ExplainEnd(id=key, session=session, why="done"))
    assert (first.facts, first.again, again.again) == (again.facts, False, True)


def test_how_often_they_broke_in_themselves_is_counted_apart_from_what_they_took_back(story: Story) -> None:
    session = story.start()
    keys = [story.new_id() for _ in range(3)]
    for key in keys:
        story.do(c.LogInterruption(id=key, source="self", text=Private("a thought")))
    story.do(c.TakeBack(id=story.new_id()))
    story.do(c.SortInterruption(id=story.new_id(), interruption=keys[0], source="door"))
    story.arrives("Chat")
    story.end()
    records = story.store.records
    assert (records.arrived_count(session), records.self_count(session), records.self_undone_count(session)) == (
        4,
        2,
        1,
    )
