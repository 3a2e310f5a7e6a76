from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.effects import KeepText
from holdspace.private import Private
from tests.core.playbook import Story, kinds, new_id, story


def writes(told: Story, text: str, session: str | None = None) -> Story:
    """In the note of a session, the one that runs if none is named."""
    running = told.state.session.id if told.state.session else ""
    return told.does(c.WriteNote(id=new_id(), session=session or running, text=Private(text)))


def begun(told: Story) -> str:
    """The session that has just begun."""
    assert told.state.session is not None
    return told.state.session.id


def kept(told: Story) -> KeepText:
    (only,) = told.effects
    assert isinstance(only, KeepText)
    return only


def marks(told: Story, *topics: str) -> list[str]:
    """Their ids."""
    ids = [new_id() for _ in topics]
    for key, topic in zip(ids, topics, strict=True):
        told.does(c.SetMark(id=key, topic=Private(topic)))
    return ids


def test_the_first_words_begin_a_note_and_the_next_ones_are_written_over_them() -> None:
    told = writes(story().starts(), "they")
    assert kinds(told.said) == ["NoteBegun"]
    first = kept(told)
    assert (first.body, first.kind, first.keep_until) == (Private("they"), "session_note", None)
    writes(told, "they fear lock-in")
    assert told.said == ()
    assert kept(told).id == first.id
    assert (kept(told).body, kept(told).written_over) == (Private("they fear lock-in"), True)


def test_an_hour_of_typing_is_one_fact() -> None:
    told = story().starts()
    for number in range(3000):
        writes(told, "x" * number)
    assert sum(isinstance(fact, f.NoteBegun) for fact in told.facts) == 1
    assert len(told.facts) == 2


def test_nothing_written_begins_no_note() -> None:
    told = writes(story().starts(), "")
    assert (told.said, told.effects) == ((), ())


def test_a_note_can_be_emptied_again() -> None:
    told = writes(writes(story().starts(), "a slip"), "")
    assert kept(told).body == Private("")


def test_what_was_typed_last_may_come_after_the_end() -> None:
    told = writes(story().starts(), "before")
    session, first = begun(told), kept(told).id
    assert kept(writes(told.ends(), "before and after", session)).id == first
    told.undoes()
    assert kept(writes(told, "and on")).id == first


def test_a_note_can_begin_after_the_end() -> None:
    told = story().starts()
    session = begun(told)
    writes(told.ends(), "the last word", session)
    assert told.last(f.NoteBegun).session == session
    assert told.state.ended is not None
    assert told.state.ended.note == kept(told).id


def test_a_note_is_of_a_session_that_runs_or_has_just_ended() -> None:
    told = story().starts()
    first = begun(told)
    told.ends().starts()
    assert writes(told, "too late", first).refused() == "no_such_session"


def test_each_session_has_a_note_of_its_own() -> None:
    told = writes(story().starts(), "one")
    first = kept(told).id
    writes(told.ends().starts(), "two")
    assert kept(told).id != first


def test_a_note_belongs_to_whom_the_session_is_with() -> None:
    told = story().does(c.StartSession(id=new_id(), client=Private("Client One")))
    person = told.last(f.SessionStarted).person
    assert person
    assert kept(writes(told, "theirs")).person == person


def test_any_mark_of_the_session_can_be_taken_back() -> None:
    told = story().starts()
    first, second = marks(told, "one", "two")
    told.does(c.TakeBackMark(id=new_id(), mark=first))
    assert told.state.session is not None
    assert [mark.id for mark in told.state.session.marks] == [second]
    assert kinds(told.undoes().said) == ["MarkTakenBack"]
    assert told.undoes().refused() == "nothing_to_undo"


def test_a_mark_can_be_taken_back_after_the_end() -> None:
    told = story().starts()
    (only,) = marks(told, "one")
    told.ends().does(c.TakeBackMark(id=new_id(), mark=only))
    assert told.state.ended is not None
    assert told.state.ended.marks == ()


def test_a_mark_that_is_not_there_cannot_be_taken_back() -> None:
    told = story()
    assert told.does(c.TakeBackMark(id=new_id(), mark="m")).refused() == "no_such_mark"
    (only,) = marks(told.starts(), "one")
    told.does(c.TakeBackMark(id=new_id(), mark=only))
    assert told.does(c.TakeBackMark(id=new_id(), mark=only)).refused() == "no_such_mark"
