"""A session's note in the store: one row, written over in place; and nothing of it is left once its person is forgotten."""

from holdspace.core import commands as c
from holdspace.core.people import person_key
from holdspace.private import Private
from tests.store.story import Story, bytes_of


def write(story: Story, text: str) -> None:
    story.do(c.WriteNote(id=story.new_id(), session=story.session or "", text=Private(text)))


def note_of(story: Story, session: str) -> str | None:
    row = story.store.records.session(session)
    assert row is not None
    return row.note.reveal() if row.note else None


def sizes(story: Story) -> tuple[int, int, int]:
    """How many facts, commands and texts are kept."""
    read = story.store.database.connection.execute
    facts, commands, texts = (
        read(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("facts", "commands", "texts")
    )
    return facts, commands, texts


def test_a_note_is_durable_as_it_was_written_last(story: Story) -> None:
    session = story.start()
    assert note_of(story, session) is None
    write(story, "they fear")
    write(story, "they fear lock-in\nand a long contract")
    story.reopen()
    assert note_of(story, session) == "they fear lock-in\nand a long contract"
    write(story, "gone on after a start")
    assert note_of(story, session) == "gone on after a start"


def test_writing_on_lets_nothing_grow_but_the_text(story: Story) -> None:
    story.start()
    write(story, "w")
    before = sizes(story)
    for number in range(200):
        write(story, "w" * number)
    assert sizes(story) == before


def test_an_emptied_note_is_none(story: Story) -> None:
    session = story.start()
    write(story, "a slip")
    write(story, "")
    assert note_of(story, session) is None


def test_what_was_crossed_out_is_nowhere(story: Story) -> None:
    story.start()
    write(story, "crossed-out-words")
    write(story, "other words of it")
    story.store.close()
    assert b"crossed-out-words" not in bytes_of(story.path.parent)
    story.reopen_store_only()


def test_a_note_goes_with_the_person_whose_session_it_was_and_begins_anew(story: Story) -> None:
    session = story.start(client="Client One")
    write(story, "vanishing-note")
    key = person_key(story.engine.state.salt, Private("Client One"))
    assert key
    story.store.forgetting.person(key)
    assert note_of(story, session) is None
    assert b"vanishing-note" not in bytes_of(story.path.parent)
    write(story, "written since")
    assert note_of(story, session) == "written since"


def test_the_tables_made_anew_know_the_note(story: Story) -> None:
    session = story.start()
    write(story, "still there")
    story.store.journal.rebuild()
    assert note_of(story, session) == "still there"
