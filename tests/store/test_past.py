"""What arrived in the last days is read again as the gate would see it, a part at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from holdspace.app.look_back import LookBack
from holdspace.app.senders import senders
from holdspace.core import commands as c
from holdspace.core.interruption import Live
from holdspace.core.policy import Policy
from holdspace.core.preview import MOST, Past, Preview
from holdspace.engine.ports import NotKept
from holdspace.private import Private
from tests.core.held import HELD
from tests.fake_loop import FakeLoop

if TYPE_CHECKING:
    from holdspace.app.house import House
    from tests.store.story import Story

DAY = 86_400
BACK = timedelta(days=14)


def comes(story: Story, app: str, sender: str | None = None, text: str | None = None, **more: Any) -> str:
    key = story.new_id()
    said: dict[str, Any] = {
        name: Private(words) for name, words in (("sender", sender), ("text", text)) if words is not None
    }
    story.do(c.ReportInterruption(id=key, key=f"spool-{key}", origin="desktop", app=app, **said, **more))
    return key


def past(story: Story, most: int = MOST) -> tuple[Past, ...]:
    rooms, now = story.store.past, story.clock.now()
    return rooms.of(rooms.ids(now, BACK, most), now, BACK)


def test_what_arrived_is_told_with_what_was_done_and_the_kind_of_its_session(story: Story) -> None:
    story.with_people()
    session = story.start()
    first = comes(story, "Chat", sender="Sam", text="lunch?")
    asked = comes(story, "Pager", text="down", level="urgent")
    comes(story, "Player")
    one, two, three = past(story)
    assert one == replace(
        HELD, id=first, session=session, at=one.at, app="Chat", sender=Private("Sam"), text=Private("lunch?")
    )
    assert (two.id, two.done, two.rule, two.level) == (asked, "ask", "outage", "urgent")
    assert (three.done, three.sender, three.text, three.forgotten) == ("noise", None, None, False)


def test_it_comes_in_the_order_of_arrival_the_newest_so_many_of_it(story: Story) -> None:
    story.start()
    comes(story, "One")
    comes(story, "Two")
    story.end()
    story.start()
    comes(story, "Three")
    assert [one.app for one in past(story)] == ["One", "Two", "Three"]
    assert [one.app for one in past(story, 2)] == ["Two", "Three"]


def test_the_sessions_of_the_last_days_are_told_the_newest_first_also_those_into_which_nothing_came(
    story: Story,
) -> None:
    story.start()
    story.end()
    story.clock.ticks += 15 * DAY
    first = story.start()
    story.end()
    second = story.start()
    rooms, now = story.store.past, story.clock.now()
    assert rooms.sessions(now, BACK, MOST) == (second, first)
    assert rooms.sessions(now, BACK, 1) == (second,)


def test_what_is_older_or_was_logged_by_hand_is_left_out(story: Story) -> None:
    story.start()
    comes(story, "Old")
    story.end()
    story.clock.ticks += 15 * DAY
    story.start()
    comes(story, "New")
    story.do(c.LogInterruption(id=story.new_id(), text=Private("a knock")))
    assert [one.app for one in past(story)] == ["New"]


def test_a_preview_and_the_known_senders_look_back_fourteen_days(story: Story) -> None:
    """As the settings window asks: what came 13 days ago counts, what came 15 days ago does not."""
    story.start()
    comes(story, "Chat", sender="Ana")
    story.end()
    story.clock.ticks += 2 * DAY
    story.start()
    comes(story, "Chat", sender="Bo")
    story.end()
    story.clock.ticks += 13 * DAY
    rooms = SimpleNamespace(loop=FakeLoop(), clock=story.clock, store=story.store, quitting=False)
    rooms.engine = SimpleNamespace(state=SimpleNamespace(session=None), policy=SimpleNamespace(handles={}))
    house, told = cast("House", rooms), list[Preview | NotKept]()
    LookBack(house).ask(Policy(), "", told.append)
    rooms.loop.pass_by()
    (preview,) = told
    assert isinstance(preview, Preview)
    assert (preview.seen, [one.past.sender for one in preview.caught]) == (1, [Private("Bo")])
    assert senders(house) == (Private("Bo"),)


def test_of_a_session_that_went_on_for_weeks_only_the_last_days_count(story: Story) -> None:
    story.start()
    comes(story, "Old")
    story.clock.ticks += 15 * DAY
    comes(story, "New")
    assert [one.app for one in past(story)] == ["New"]


def test_what_came_after_the_end_says_so(story: Story) -> None:
    story.start()
    comes(story, "In")
    story.clock.ticks += 1
    story.end()
    story.clock.ticks += 1
    comes(story, "After")
    assert [(one.app, one.after_it) for one in past(story)] == [("In", False), ("After", True)]


def test_all_texts_of_one_matter_are_looked_at(story: Story) -> None:
    story.start()
    live = Live(server="s", notification=4)
    comes(story, "Chat", sender="Sam", text="first", live=live)
    comes(story, "Chat", sender="Sam", text="second", replaces=live)
    (one,) = past(story)
    assert one.text == Private("second\nfirst")


def test_what_is_forgotten_is_said_to_be_and_what_never_was_is_not(story: Story) -> None:
    story.start()
    comes(story, "Chat", sender="Sam", text="lunch?")
    comes(story, "Player")
    with story.store.database.transaction() as connection:
        connection.execute("DELETE FROM texts WHERE kind = 'text'")
    chat, player = past(story)
    assert (chat.sender, chat.text, chat.forgotten) == (Private("Sam"), None, True)
    assert not player.forgotten
    with story.store.database.transaction() as connection:
        connection.execute("DELETE FROM texts")
    assert past(story)[0].forgotten


def test_senders_are_told_once_the_newest_first(story: Story) -> None:
    story.start()
    for sender in ("Sam", "Ana", "Sam", None, "Bo"):
        comes(story, "Chat", sender=sender)
    rooms, now = story.store.past, story.clock.now()
    assert rooms.senders(rooms.ids(now, BACK, MOST)) == (Private("Bo"), Private("Sam"), Private("Ana"))


def test_what_cannot_be_read_is_refused(story: Story) -> None:
    story.store.close()
    with pytest.raises(NotKept):
        past(story)
