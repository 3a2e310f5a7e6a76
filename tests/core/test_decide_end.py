"""What broke a session is said with its end or after it, of the one that ended last; and what an early end is."""

from datetime import timedelta

import pytest

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.session import ended_early
from tests.core.playbook import kinds, new_id, story


def test_what_broke_a_session_is_kept_with_its_end() -> None:
    told = story().starts().does(c.EndSession(id=new_id(), why="interruption"))
    assert kinds(told.said) == ["SessionEnded", "EndExplained"]
    assert told.last(f.EndExplained) == f.EndExplained(session=told.last(f.SessionEnded).session, why="interruption")
    assert kinds(story().starts().ends().said) == ["SessionEnded"]


def test_what_broke_the_last_session_can_be_said_after_its_end_too() -> None:
    told = story().starts().ends()
    session = told.last(f.SessionEnded).session
    assert told.does(c.EndSession(id=new_id(), why="self")).said == (f.EndExplained(session=session, why="self"),)
    assert told.does(c.EndSession(id=new_id(), why="client")).said == (f.EndExplained(session=session, why="client"),)
    assert story().does(c.EndSession(id=new_id(), why="self")).refused() == "no_session"


def test_a_second_end_without_a_word_of_why_is_refused() -> None:
    assert story().starts().ends().ends().refused() == "no_session"


def test_what_broke_it_is_said_of_the_session_that_ended_last_only() -> None:
    told = story().starts().ends()
    session = told.last(f.SessionEnded).session
    assert told.does(c.ExplainEnd(id=new_id(), session=session, why="technical")).said == (
        f.EndExplained(session=session, why="technical"),
    )
    assert told.does(c.ExplainEnd(id=new_id(), session="another", why="done")).refused() == "not_ended_last"
    assert told.starts().does(c.ExplainEnd(id=new_id(), session=session, why="done")).refused() == "not_ended_last"


def test_undo_after_it_was_said_what_broke_it_takes_back_the_end() -> None:
    told = story().starts().does(c.EndSession(id=new_id(), why="done")).undoes()
    assert kinds(told.said) == ["SessionEndTakenBack"]
    assert told.state.session is not None


@pytest.mark.parametrize(
    ("planned", "spent", "left"),
    [
        (50, 27, 23),
        (50, 45, None),
        (50, 44, 6),
        (120, 109, None),
        (120, 107, 13),
        (50, 50, None),
        (50, 70, None),
        (30, 26, None),
    ],
)
def test_an_end_is_early_with_more_than_five_minutes_and_a_tenth_left(
    planned: int, spent: int, left: int | None
) -> None:
    said = ended_early(timedelta(minutes=planned), timedelta(minutes=spent))
    assert said == (None if left is None else timedelta(minutes=left))
