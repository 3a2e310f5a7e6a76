"""The texts of one interruption in one."""

from holdspace.core import commands as c
from holdspace.core.interruption import Live
from holdspace.core.people import person_key
from holdspace.private import Private
from holdspace.store.revisions import LENGTH_TOLD, TEXTS_TOLD, told
from tests.store.story import Story, later

LIVE = Live(server="s", notification=7)


def say(story: Story, text: str | None, sender: str = "Bob") -> None:
    key = story.new_id()
    story.do(
        c.ReportInterruption(
            id=key,
            key=key,
            origin="desktop",
            app="Chat",
            sender=Private(sender),
            text=Private(text) if text else None,
            live=LIVE,
            replaces=LIVE,
        )
    )


def texts(story: Story) -> list[tuple[str, str]]:
    rows = story.store.records.digest_rows(story.session)
    return [(row.sender.reveal() if row.sender else "", row.text.reveal() if row.text else "") for row in rows]


def test_the_newest_text_comes_first_and_each_is_told_once() -> None:
    assert told("desktop", "one", ["two", "three"]) == Private("three\ntwo\none")
    assert told("desktop", "one", ["two", "one"]) == Private("one\ntwo")
    assert told("desktop", "one", []) == Private("one")
    assert told("desktop", None, []) is None


def test_what_was_logged_by_hand_reads_as_it_was_written() -> None:
    assert told("hand", "school called about Leo", ["and bring the keys"]) == Private(
        "school called about Leo\nand bring the keys"
    )


def test_so_many_texts_are_told_and_it_is_said_that_there_are_more() -> None:
    many = [f"text {number}" for number in range(TEXTS_TOLD + 5)]
    newest = many[-TEXTS_TOLD:]
    assert _lines(told("desktop", None, many)) == [*reversed(newest), "…"]
    assert _lines(told("hand", None, many)) == ["…", *newest]
    assert _lines(told("desktop", None, newest)) == [*reversed(newest)]


def test_so_much_text_is_told_and_the_newest_in_any_case() -> None:
    long = "x" * (LENGTH_TOLD + 1)
    assert _lines(told("desktop", "early", [long])) == [long, "…"]
    assert _lines(told("desktop", long, ["early", "late"])) == ["late", "early", "…"]
    assert _lines(told("desktop", "y" * (LENGTH_TOLD - 4), ["late"])) == ["late", "y" * (LENGTH_TOLD - 4)]


def _lines(text: Private | None) -> list[str]:
    assert text is not None
    return text.reveal().split("\n")


def test_three_people_under_one_notification_are_three_lines_of_the_digest(story: Story) -> None:
    story.start()
    said = [("Bob", "are you there?"), ("Ann", "contract must be signed by noon"), ("Cleo", "hi")]
    for sender, text in said:
        say(story, text, sender)
    assert texts(story) == said
    assert [row.outcome for row in story.store.records.digest_rows(story.session)] == ["held"] * 3


def test_a_line_that_is_written_to_a_log_is_told_after_it(story: Story) -> None:
    story.start()
    logged = story.new_id()
    story.do(c.LogInterruption(id=logged, text=Private("school called about Leo")))
    story.do(c.NoteInterruption(id=story.new_id(), interruption=logged, text=Private("and bring the keys")))
    assert texts(story) == [("", "school called about Leo\nand bring the keys")]
    story.do(c.MakePin(id=story.new_id()))
    (pin,) = story.store.records.pins_open()
    assert pin.text == Private("school called about Leo · and bring the keys")


def test_a_flood_of_texts_is_told_in_bounds_and_the_same_again_adds_nothing(story: Story) -> None:
    story.start()
    for number in range(30):
        say(story, f"text {number}")
    for _ in range(30):
        say(story, "text 29")
    say(story, None)
    ((_, text),) = texts(story)
    assert text.split("\n") == [*(f"text {number}" for number in range(29, 9, -1)), "…"]


def test_a_case_tells_its_earlier_texts(story: Story) -> None:
    story.with_people().start()
    for text in ("it is slow", "it is down"):
        key = story.new_id()
        story.do(
            c.ReportInterruption(
                id=key, key=key, origin="desktop", app="Pager", text=Private(text), live=LIVE, replaces=LIVE
            )
        )
    (case,) = story.store.records.recent_cases(story.session)
    assert case.text == Private("it is down\nit is slow")
    known = story.store.records.case(case.id)
    assert known is not None
    assert known.text == case.text


def test_earlier_texts_of_an_open_promise_stay_and_go_with_it(story: Story) -> None:
    story.start()
    for text in ("first words", "second words"):
        say(story, text)
    (row,) = story.store.records.digest_rows(story.session)
    pin = story.new_id()
    story.do(c.MakePin(id=pin, interruption=row.id))
    month = later(story.clock.now(), days=30)
    assert story.store.forgetting.expire(month).texts == 0
    assert texts(story) == [("Bob", "second words\nfirst words")]
    story.do(c.CompletePin(id=story.new_id(), pin=pin))
    assert story.store.forgetting.expire(month).texts == 2
    assert texts(story) == [("Bob", "")]


def test_earlier_texts_are_forgotten_with_their_person(story: Story) -> None:
    story.start()
    for text in ("first words", "second words"):
        say(story, text)
    say(story, "other words", "Ann")
    story.store.forgetting.person(person_key(story.engine.state.salt, Private("Bob")))
    assert texts(story) == [("", ""), ("Ann", "other words")]
