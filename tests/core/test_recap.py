from datetime import timedelta

from holdspace.core import commands as c
from holdspace.core.recap import Recap, recap
from holdspace.private import Private
from tests.core.playbook import Story, new_id, story


def recap_of(told: Story) -> Recap:
    assert told.state.session is not None
    return recap(told.state.session, told.now)


def text_ids(told: Story) -> list[str]:
    return [effect.id for effect in told.effects if hasattr(effect, "body")]


def test_without_marks_the_topic_of_the_session_is_where_we_left_off() -> None:
    told = story().does(c.StartSession(id=new_id(), topic=Private("pricing")))
    (topic,) = text_ids(told)
    assert recap_of(told) == Recap(
        topic=topic, last_point=None, next_step=None, left=timedelta(minutes=50), away=timedelta(0)
    )


def test_of_each_the_latest_that_was_said_counts() -> None:
    told = story().starts()
    told.does(c.SetMark(id=new_id(), topic=Private("one"), last_point=Private("budget"), next_step=Private("offer")))
    _, _, offer = text_ids(told)
    told.does(c.SetMark(id=new_id(), topic=Private("two")))
    (two,) = text_ids(told)
    told.does(c.PauseSession(id=new_id(), last_point=Private("fixed")))
    (fixed,) = text_ids(told)
    assert (recap_of(told).topic, recap_of(told).last_point, recap_of(told).next_step) == (two, fixed, offer)


def test_the_time_left_is_never_negative() -> None:
    assert recap_of(story().starts(minutes=1).at(600)).left == timedelta(0)


def test_the_absence_counts_while_it_lasts_and_stays_after_the_return() -> None:
    told = story().starts().at(60).does(c.PauseSession(id=new_id())).at(100)
    assert recap_of(told).away == timedelta(seconds=40)
    told.does(c.ResumeSession(id=new_id())).at(500)
    assert recap_of(told).away == timedelta(seconds=40)
