from tests.store.story import Story


def test_whoever_is_asked_gets_a_letter_through_each_channel(story: Story) -> None:
    story.with_people().start()
    case = story.arrives("Pager")
    story.answer(case, "pass_up", "va1")
    letters = story.store.outbox.due(10)
    assert sorted((one.case, one.responder, one.channel) for one in letters) == [
        (case, "ex1", "ntfy"),
        (case, "ex1", "page"),
    ]
    assert {one.rev for one in letters} == {story.engine.state.cases[case].rev}


def test_only_as_many_letters_as_asked_for_come_oldest_first(story: Story) -> None:
    story.with_people().start()
    first = story.arrives("Pager")
    story.clock.ticks += 1
    story.arrives("Pager")
    assert [one.case for one in story.store.outbox.due(1)] == [first]


def test_a_letter_that_was_sent_or_failed_is_not_due_again(story: Story) -> None:
    story.with_people().start()
    story.arrives("Pager")
    story.arrives("Pager", sender="Olga Other")
    one, other = story.store.outbox.due(10)
    story.delivered(one)
    story.delivered(other, delivered=False)
    assert not {one.id, other.id} & {letter.id for letter in story.store.outbox.due(10)}
    again = story.reopen().outbox.get(one.id)
    assert again
    assert again.status == "sent"


def test_a_report_of_delivery_settles_the_letter_in_the_facts_transaction(story: Story) -> None:
    story.with_people().start()
    story.arrives("Pager")
    (one,) = story.store.outbox.due(10)
    story.delivered(one, delivered=False)
    settled = story.store.outbox.get(one.id)
    assert settled
    assert settled.status == "failed"
    rows = story.store.database.connection.execute("SELECT letter, delivered FROM letters").fetchall()
    assert rows == [(one.id, 0)]


def test_a_letter_is_stale_once_its_case_moved_on(story: Story) -> None:
    story.with_people().start()
    case = story.arrives("Pager")
    (one,) = story.store.outbox.due(10)
    story.answer(case, "ack", "va1")
    assert story.store.outbox.due(10) == ()
    stale = story.store.outbox.get(one.id)
    assert stale
    assert stale.status == "stale"


def test_a_stale_letter_that_was_on_its_way_is_told_as_sent(story: Story) -> None:
    story.with_people().start()
    case = story.arrives("Pager")
    (one,) = story.store.outbox.due(10)
    story.answer(case, "handled", "va1")
    story.delivered(one)
    told = story.store.outbox.get(one.id)
    assert told
    assert told.status == "sent"


def test_an_acknowledgement_is_a_draft_and_never_due(story: Story) -> None:
    story.with_people().start()
    case = story.arrives("Pager")
    story.answer(case, "defer", "va1")
    assert story.store.outbox.due(10) == ()
    rows = story.store.database.connection.execute("SELECT status FROM outbox WHERE kind = 'acknowledgement'")
    assert rows.fetchall() == [("draft",)]


def test_an_unknown_letter_is_none(story: Story) -> None:
    assert story.store.outbox.get("unknown") is None
