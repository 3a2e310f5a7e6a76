import random
import re
from pathlib import Path

import pytest

from holdspace.core import commands as c
from holdspace.core.effects import KeepText
from holdspace.core.people import person_key
from holdspace.engine.ports import NotKept
from holdspace.private import Private
from holdspace.store import copies, texts
from holdspace.store.opening import open_store
from tests.store.story import Story, bytes_of, later

SAM = "Samantha Secretive"
WORDS = ("Samantha", "clandestine-words", "whispered-note", "vanishing-point")


def _told_about_sam(story: Story) -> str:
    story.with_people().start(client=SAM, topic="clandestine-words")
    story.do(c.SetMark(id=story.new_id(), last_point=Private("vanishing-point")))
    case = story.arrives("Pager", sender=SAM, text="clandestine-words " * 500)
    story.answer(case, "pass_up", "va1", note="whispered-note")
    story.answer(case, "defer", "ex1")
    story.arrives("Chat", sender="Other Person", text="unrelated-words")
    return person_key(story.engine.state.salt, Private(SAM))


def _copy(story: Story) -> Path:
    copies.make(story.path, story.store.database.connection, "0002_later")
    (copy,) = copies.all_of(story.path)
    return copy


def test_nothing_of_a_forgotten_person_is_left_in_any_file(story: Story) -> None:
    sam = _told_about_sam(story)
    _copy(story)
    before = bytes_of(story.path.parent)
    assert all(word.encode() in before for word in WORDS)
    done = story.store.forgetting.person(sam)
    after = bytes_of(story.path.parent)
    assert [word for word in WORDS if word.encode() in after] == []
    assert b"unrelated-words" in after
    assert (done.texts, done.drafts, done.left) == (6, 1, ())


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_left_where_a_deleted_row_stood_before_it_was_moved(story: Story, seed: int) -> None:
    """Rows move between pages as others come and go; `secure_delete` overwrites them where they stood last."""
    chance = random.Random(seed)
    living: list[str] = []
    with story.store.database.transaction() as connection:
        for _ in range(60):
            for _ in range(60):
                key = f"{chance.getrandbits(64):016x}"
                words = Private(f"word-{key} " * chance.randrange(1, 60))
                texts.keep(connection, KeepText(id=key, kind="text", person=None, body=words, keep_until=None))
                living.append(key)
            chance.shuffle(living)
            connection.executemany("DELETE FROM texts WHERE id = ?", ((living.pop(),) for _ in range(50)))
    story.store.forgetting.person("anybody")
    found = {word.decode() for word in re.findall(rb"word-([0-9a-f]{16})", bytes_of(story.path.parent))}
    assert found == set(living)
    assert all(story.store.texts.get(key) for key in living)


def test_what_is_left_of_a_forgotten_person_is_app_time_and_outcome(story: Story) -> None:
    sam = _told_about_sam(story)
    session = story.engine.state.session
    assert session
    story.store.forgetting.person(sam)
    row, other = story.store.records.digest_rows(session.id)
    assert (row.sender, row.text, row.app, row.outcome) == (None, None, "Pager", "deferred")
    assert other.text == Private("unrelated-words")
    assert [pin.draft for pin in story.store.records.pins_open()] == [False]
    state = story.engine.state
    assert story.reopen().journal.state() == state


def test_a_copy_is_rewritten_and_can_still_be_restored(story: Story) -> None:
    sam = _told_about_sam(story)
    copy = _copy(story)
    story.store.forgetting.person(sam)
    story.store.close()
    kept = copies.restore(story.path)
    assert kept
    story.store = open_store(story.path)
    assert story.store.journal.state() == story.engine.state
    assert copy.exists()


def test_what_a_kill_left_of_a_copy_being_rewritten_goes_with_the_next_forgetting(story: Story) -> None:
    sam = _told_about_sam(story)
    copy = _copy(story)
    unfinished = copies.begin(copy)
    unfinished.write_bytes(b"Samantha, half written")
    story.store.forgetting.person(sam)
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_copy_that_cannot_be_rewritten_is_removed(story: Story) -> None:
    sam = _told_about_sam(story)
    copy = _copy(story)
    copy.write_bytes(b"Samantha in no database")
    story.store.forgetting.person(sam)
    assert not copy.exists()


def test_a_damaged_file_that_was_kept_aside_is_named_as_not_cleaned(story: Story) -> None:
    sam = _told_about_sam(story)
    kept = story.path.with_name("holdspace.damaged-001.db")
    kept.write_bytes(b"Samantha in no database")
    assert story.store.forgetting.person(sam).left == (kept,)
    assert kept.exists()


def test_what_was_left_undone_is_finished_by_whoever_comes_next(story: Story) -> None:
    """The rows go in one transaction; while a reader still needs the log, it cannot be emptied, and that is told."""
    sam = _told_about_sam(story)
    copy = _copy(story)
    reader = story.store.database.reader()
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM texts").fetchone()
    with pytest.raises(NotKept, match="busy"):
        story.store.forgetting.person(sam)
    assert b"whispered-note" in copy.read_bytes()
    reader.close()
    story.reopen()
    story.store.forgetting.expire(story.clock.now())
    assert [word for word in WORDS if word.encode() in bytes_of(story.path.parent)] == []
    assert story.store.forgetting._finish() == ()
    assert not story.store.database.connection.execute("SELECT 1 FROM meta WHERE key GLOB 'owed*'").fetchall()


def test_texts_go_when_their_days_are_over_and_senders_stay(story: Story) -> None:
    _told_about_sam(story)
    _copy(story)
    session = story.engine.state.session
    assert session
    for promise in story.store.records.pins_open():
        story.do(c.CompletePin(id=story.new_id(), pin=promise.id))
    now = story.clock.now()
    assert story.store.forgetting.expire(later(now, days=13.9)).texts == 0
    assert story.store.forgetting.expire(later(now, days=14)).texts == 3
    row = story.store.records.digest_rows(session.id)[0]
    assert (row.sender, row.text) == (Private(SAM), None)
    after = bytes_of(story.path.parent)
    assert b"clandestine-words clandestine" not in after
    assert b"whispered-note" not in after
    assert b"unrelated-words" not in after
    assert b"vanishing-point" in after


def test_the_words_of_an_open_promise_stay_until_it_is_kept(story: Story) -> None:
    _told_about_sam(story)
    story.do(c.MakePin(id=story.new_id(), text=Private("call back about the roof")))
    month = later(story.clock.now(), days=30)
    story.store.forgetting.expire(month)
    assert b"call back about the roof" in bytes_of(story.path.parent)
    assert b"clandestine-words clandestine" in bytes_of(story.path.parent)  # its matter was deferred
    assert b"whispered-note" not in bytes_of(story.path.parent)
    for promise in story.store.records.pins_open():
        story.do(c.CompletePin(id=story.new_id(), pin=promise.id))
    story.store.forgetting.expire(month)
    assert b"call back about the roof" not in bytes_of(story.path.parent)
    assert b"clandestine-words clandestine" not in bytes_of(story.path.parent)


def test_texts_are_found_by_their_ids(story: Story) -> None:
    story.start(client="C1", topic="pricing")
    session = story.engine.state.session
    assert session
    texts = story.store.texts
    assert [texts.get(key) for key in (session.client, session.topic)] == [Private("C1"), Private("pricing")]
    assert texts.get("unknown") is None
    assert texts.get(None) is None
