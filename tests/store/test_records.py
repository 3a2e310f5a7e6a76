import pytest

from holdspace.core import commands as c
from holdspace.engine.ports import NotKept
from holdspace.private import Private
from holdspace.store.rows import MarkRow, SessionRow
from tests.store.story import Story, later


def test_a_running_session_is_told_with_its_texts(story: Story) -> None:
    key = story.start(client="C1", topic="pricing")
    row = SessionRow(
        id=key,
        kind="session",
        client=Private("C1"),
        topic=Private("pricing"),
        planned_minutes=50,
        started=story.clock.now(),
        state="running",
        ended=None,
        elapsed_seconds=None,
        away_seconds=0.0,
        note=None,
    )
    assert story.store.records.session(key) == row
    assert story.store.records.last_session() == row


def test_a_session_tells_its_pauses_extensions_and_end(story: Story) -> None:
    key = story.start()
    story.clock.ticks += 60
    story.do(c.PauseSession(id=story.new_id()))
    assert _state(story, key) == ("paused", 50, None, 0.0)
    story.clock.ticks += 30
    story.do(c.ResumeSession(id=story.new_id()))
    story.do(c.ExtendSession(id=story.new_id(), minutes=10))
    assert _state(story, key) == ("running", 60, None, 30.0)
    story.clock.ticks += 10
    story.end()
    assert _state(story, key) == ("ended", 60, 100.0, 30.0)
    story.do(c.TakeBack(id=story.new_id()))
    assert _state(story, key) == ("running", 60, None, 30.0)


def _state(story: Story, key: str) -> tuple[str, int, float | None, float]:
    row = story.store.records.session(key)
    assert row
    return row.state, row.planned_minutes, row.elapsed_seconds, row.away_seconds


def test_without_sessions_there_is_no_last_one(story: Story) -> None:
    assert story.store.records.last_session() is None
    assert story.store.records.session("unknown") is None


def test_the_digest_tells_everything_but_noise_in_the_order_of_arrival(story: Story) -> None:
    story.with_people()
    session = story.start()
    held = story.arrives("Chat", sender="Sam", text="lunch?")
    story.arrives("Player")
    asked = story.arrives("Pager")
    story.answer(asked, "handled", "va1")
    logged = story.new_id()
    story.do(c.LogInterruption(id=logged, source="door", text=Private("post")))
    story.do(c.MakePin(id=story.new_id(), interruption=logged))
    rows = story.store.records.digest_rows(session)
    assert [(row.id, row.outcome, row.why, row.by, row.pinned) for row in rows] == [
        (held, "held", "default", "", False),
        (asked, "handled", "answered", "va1", False),
        (logged, None, "", "", True),
    ]
    assert (rows[0].sender, rows[0].text, rows[0].app) == (Private("Sam"), Private("lunch?"), "Chat")
    assert (rows[2].origin, rows[2].source, rows[2].at) == ("hand", "door", story.clock.now())
    assert story.store.records.noise_count(session) == 1
    assert story.store.records.held_count(session) == 2
    assert story.store.records.arrived_count(session) == 3


def test_what_comes_without_a_session_is_told_with_the_one_before_it(story: Story) -> None:
    """Else it would be told nowhere. What came before the first one is told with that."""

    def log(words: str) -> None:
        story.do(c.LogInterruption(id=story.new_id(), text=Private(words)))

    def told(session: str | None) -> list[str]:
        return [row.text.reveal() if row.text else "" for row in story.store.records.digest_rows(session)]

    log("early")
    assert told(None) == ["early"]
    first = story.start()
    log("within")
    story.do(c.EndSession(id=story.new_id()))
    log("between")
    assert told(first) == ["early", "within", "between"]
    second = story.start()
    log("again")
    story.do(c.EndSession(id=story.new_id()))
    log("late")
    assert told(first) == ["early", "within", "between"]
    assert told(second) == ["again", "late"]


def test_a_newer_text_of_the_same_matter_stands_before_the_older(story: Story) -> None:
    from holdspace.core.interruption import Live

    story.with_people()
    session = story.start()
    live = Live(server="s", notification=7)
    for key, words in (("k1", "first"), ("k2", "second")):
        story.do(
            c.ReportInterruption(
                id=story.new_id(), key=key, origin="desktop", app="Chat", text=Private(words), live=live, replaces=live
            )
        )
    assert [row.text for row in story.store.records.digest_rows(session)] == [Private("second\nfirst")]


def test_what_its_sender_took_back_is_told_until_they_write_something_newer(story: Story) -> None:
    from holdspace.core.interruption import Live

    session = story.start()
    live = Live(server="s", notification=7)

    def said(key: str) -> bool:
        story.do(
            c.ReportInterruption(
                id=story.new_id(), key=key, origin="desktop", app="Chat", text=Private(key), live=live, replaces=live
            )
        )
        (row,) = story.store.records.digest_rows(session)
        return row.taken_back

    def taken_back(by_sender: bool) -> bool:
        story.do(c.ReportClosed(id=story.new_id(), key=story.new_id(), live=live, by_sender=by_sender))
        (row,) = story.store.records.digest_rows(session)
        assert (row.outcome, row.why) == ("held", "default")
        return row.taken_back

    assert not said("first")
    assert not taken_back(by_sender=False)
    assert taken_back(by_sender=True)
    assert not said("second")
    assert taken_back(by_sender=True)


def test_gaps_of_a_session_are_told(story: Story) -> None:
    session = story.start()
    since = story.clock.now()
    until = later(since, seconds=9)
    story.do(c.ReportWatchGap(id=story.new_id(), since=since, until=until, why="keeper_gone"))
    (gap,) = story.store.records.gaps(session)
    assert (gap.since, gap.until, gap.why) == (since, until, "keeper_gone")
    assert story.store.records.gaps(None) == ()


def test_open_pins_are_told_by_when_they_are_due_with_what_they_are_about(story: Story) -> None:
    story.with_people()
    story.start()
    matter = story.arrives("Pager", sender="Sam", text="call me")
    story.answer(matter, "defer", "va1")
    soon = story.new_id()
    due = later(story.clock.now(), minutes=5)
    story.do(c.MakePin(id=soon, text=Private("invoice"), sender=Private("C2"), by=due))
    done = story.new_id()
    story.do(c.MakePin(id=done, text=Private("done at once")))
    story.do(c.CompletePin(id=story.new_id(), pin=done))
    first, second = story.store.records.pins_open()
    assert (first.id, first.text, first.sender, first.due) == (soon, Private("invoice"), Private("C2"), due)
    assert (first.promised, first.brought_up, first.draft) == (True, False, True)
    assert (second.interruption, second.text, second.sender) == (matter, Private("call me"), Private("Sam"))
    assert (second.promised, second.draft) == (False, True)


def test_a_pin_taken_back_or_brought_up_says_so(story: Story) -> None:
    story.do(c.MakePin(id=story.new_id(), text=Private("a thought"), by=later(story.clock.now(), minutes=1)))
    story.pass_time(61)
    assert [pin.brought_up for pin in story.store.records.pins_open()] == [True]
    story.do(c.TakeBack(id=story.new_id()))
    assert story.store.records.pins_open() == ()


def test_marks_are_told_without_those_taken_back(story: Story) -> None:
    session = story.start()
    kept = story.new_id()
    story.do(c.SetMark(id=kept, topic=Private("phase two"), next_step=Private("offer B")))
    story.do(c.SetMark(id=story.new_id(), topic=Private("a slip")))
    story.do(c.TakeBack(id=story.new_id()))
    assert story.store.records.marks(session) == (
        MarkRow(
            id=kept,
            at=story.clock.now(),
            topic=Private("phase two"),
            last_point=None,
            next_step=Private("offer B"),
        ),
    )


def test_what_a_sender_does_without_end_is_read_once_with_how_often(story: Story) -> None:
    story.with_people()
    session = story.start()
    key = story.arrives("Pager", sender="Sam", text="it is down")
    for number in range(30):
        story.arrives("Pager", sender="Sam", text=f"still down {number}")
    story.answer(key, "ack", "va1")
    story.arrives("Pager", sender="Sam", text="and again")
    case = story.store.records.case(key)
    assert case
    seen = [(row.kind, row.times) for row in case.timeline]
    assert [row for row in seen if row[0] == "repeated"] == [("repeated", 30), ("repeated", 1)]
    assert seen.index(("repeated", 30)) < seen.index(("answered", 1)) < seen.index(("repeated", 1))
    assert story.store.records.timelines(session)[key] == case.timeline


def test_a_case_tells_all_that_happened_to_it(story: Story) -> None:
    story.with_people()
    session = story.start()
    key = story.arrives("Pager", sender="Sam", text="it is down")
    story.answer(key, "ack", "stranger")
    story.answer(key, "pass_up", "va1", note="not mine")
    story.answer(key, "need_me", "ex1")
    case = story.store.records.case(key)
    assert case
    assert (case.sender, case.app, case.text) == (Private("Sam"), "Pager", Private("it is down"))
    assert (case.phase, case.urgency, case.responders) == ("waiting", "emergency", ("practitioner",))
    told = {row.kind: row for row in case.timeline}
    kinds = [row.kind for row in case.timeline]
    assert kinds == [
        "opened",
        "asked",
        "refused",
        "answered",
        "passed",
        "asked",
        "answered",
        "stands",
        "passed",
        "reached",
    ]
    assert (told["refused"].by, told["refused"].why) == ("stranger", "not_asked")
    assert next(row.note for row in case.timeline if row.note) == Private("not mine")
    assert (told["stands"].what_is_lost, told["stands"].why_only_you) == (
        Private("the contract"),
        Private("only you may sign"),
    )
    assert told["asked"].responders == ("ex1",)
    assert told["asked"].due == later(story.clock.now(), seconds=90)
    assert story.store.records.case_outcome(key) is None
    assert [one.id for one in story.store.records.recent_cases(session)] == [key]


def test_a_case_that_somebody_has_is_with_its_holder(story: Story) -> None:
    story.with_people()
    story.start()
    key = story.arrives("Pager")
    story.answer(key, "ack", "va1")
    case = story.store.records.case(key)
    assert case
    assert (case.phase, case.responders) == ("acked", ("va1",))


def test_a_closed_case_tells_its_outcome_and_by_whom(story: Story) -> None:
    story.with_people()
    story.start()
    key = story.arrives("Pager")
    story.answer(key, "handled", "va1")
    assert story.store.records.case_outcome(key) == ("handled", "va1")
    assert story.store.records.case_outcome("unknown") is None
    assert story.store.records.case("unknown") is None


def test_records_hold_no_text_that_shows_itself(story: Story) -> None:
    story.with_people()
    session = story.start(client="Wilhelmina")
    key = story.arrives("Pager", sender="Zebedee", text="quixotic")
    records = story.store.records
    told = repr((records.session(session), records.digest_rows(session), records.case(key)))
    assert not [word for word in ("Wilhelmina", "Zebedee", "quixotic") if word in told]


def test_records_that_cannot_be_read_say_so(story: Story) -> None:
    story.store.database.connection.execute("DROP TABLE gaps")
    with pytest.raises(NotKept, match="io_error"):
        story.store.records.gaps(None)
