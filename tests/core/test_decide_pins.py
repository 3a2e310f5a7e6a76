from dataclasses import replace
from datetime import timedelta

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.effects import DraftAcknowledgement
from holdspace.core.moment import Moment
from holdspace.private import Private
from tests.core.playbook import POLICY, Story, kinds, moment, new_id, story


def pins(told: Story, text: str | None = "call back", *, by: Moment | None = None, at: Moment | None = None) -> Story:
    return told.does(c.MakePin(id=new_id(), text=Private(text) if text else None, by=by, at=at))


def test_a_thought_is_pinned_with_or_without_a_session() -> None:
    told = pins(story())
    assert told.last(f.PinMade).session is None
    assert told.state.pins[told.last(f.PinMade).pin].due == moment(3600)
    told.starts()
    session = told.state.session
    assert session is not None
    assert pins(told).last(f.PinMade).session == session.id


def test_a_promise_without_a_time_is_due_an_hour_after_the_planned_end() -> None:
    told = pins(story().starts(minutes=50).at(600))
    assert told.last(f.PinMade).due == told.now.after(timedelta(minutes=40 + 60))
    assert not told.last(f.PinMade).promised


def test_past_the_planned_end_the_hour_counts_from_now() -> None:
    told = pins(story().starts(minutes=1).at(600))
    assert told.last(f.PinMade).due == moment(600 + 3600)


def test_how_long_after_the_end_is_a_preference() -> None:
    policy = replace(POLICY, preferences=replace(POLICY.preferences, follow_up_after_minutes=5))
    assert pins(story(policy=policy)).last(f.PinMade).due == moment(300)


def test_a_promised_time_is_kept_as_promised() -> None:
    made = pins(story(), by=moment(99)).last(f.PinMade)
    assert (made.due, made.promised, made.by_hand) == (moment(99), True, True)


def test_a_promise_for_a_time_that_has_passed_is_refused() -> None:
    assert pins(story().at(100), by=moment(100)).refused() == "by_has_passed"


def test_a_promise_that_was_made_while_the_app_was_down_is_never_refused() -> None:
    told = pins(story().at(100), by=moment(50), at=moment(10))
    assert (told.last(f.PinMade).due, told.last(f.PinMade).at) == (moment(50), moment(10))


def test_without_words_the_interruption_that_was_logged_last_is_deferred() -> None:
    told = story().starts().logs("one").logs("two")
    last = told.last(f.InterruptionArrived).interruption
    pins(told, None)
    assert told.last(f.PinMade).interruption == last
    assert sorted(told.ends().outcomes) == [("deferred", "pinned"), ("held", "logged")]


def test_without_words_and_with_nothing_logged_there_is_nothing_to_pin() -> None:
    assert pins(story().starts(), None).refused() == "nothing_to_pin"


def test_pinning_the_same_log_twice_makes_one_note() -> None:
    told = pins(pins(story().starts().logs(), None), None)
    assert told.refused() == "nothing_to_pin"
    assert len(told.state.pins) == 1


def test_a_sender_alone_is_enough_to_pin() -> None:
    told = story().starts().logs().does(c.MakePin(id=new_id(), sender=Private("Bob")))
    made = told.last(f.PinMade)
    assert made.interruption is None
    assert made.sender
    assert made.person


def test_who_waits_for_us_gets_a_draft_and_a_thought_of_ones_own_does_not() -> None:
    def drafts(told: Story) -> int:
        return sum(isinstance(effect, DraftAcknowledgement) for effect in told.effects)

    assert drafts(pins(story())) == 0
    assert drafts(story().does(c.MakePin(id=new_id(), sender=Private("Bob")))) == 1
    assert drafts(pins(story().starts().logs(), None)) == 1


def test_a_pin_taken_back_leaves_its_interruption_held() -> None:
    told = pins(story().starts().logs(), None).undoes().ends()
    assert told.outcomes == [("held", "logged")]


def test_an_interruption_with_two_notes_stays_deferred_while_one_of_them_is_left() -> None:
    told = story().starts().logs()
    key = told.last(f.InterruptionArrived).interruption
    for text in ("one", "two"):
        told.does(c.MakePin(id=new_id(), text=Private(text), interruption=key))
    assert told.undoes().ends().outcomes == [("deferred", "pinned")]


def test_a_pin_taken_back_after_its_interruption_was_settled_settles_nothing_again() -> None:
    told = pins(story().starts().logs(), None).ends().undoes().undoes()
    assert kinds(told.said) == ["PinTakenBack"]
    assert told.ends().outcomes == [("deferred", "pinned")]


def test_a_kept_promise_is_completed_once() -> None:
    told = pins(story())
    pin = told.last(f.PinMade).pin
    told.does(c.CompletePin(id=new_id(), pin=pin))
    assert kinds(told.said) == ["PinCompleted"]
    assert not told.state.pins
    assert told.does(c.CompletePin(id=new_id(), pin=pin)).refused() == "no_such_pin"


def drafts(told: Story) -> int:
    return sum(isinstance(effect, DraftAcknowledgement) for effect in told.effects)


def test_one_person_is_acknowledged_once_in_ten_minutes() -> None:
    told = story().starts("ana").arrives("pager", sender="Bob").answers("ana", "defer")
    assert drafts(told) == 1
    assert drafts(told.at(599).arrives("pager", sender="Bob").answers("ana", "defer")) == 0
    assert drafts(told.arrives("pager", sender="Rob").answers("ana", "defer")) == 1
    told.at(600).arrives("pager", sender="Bob").answers("ana", "defer")
    assert drafts(told) == 1


def test_who_is_deferred_every_nine_minutes_is_acknowledged_every_second_time() -> None:
    told, counts = story().starts("ana", minutes=120), []
    for number in range(6):
        told.at(number * 540).arrives("pager", sender="Bob").answers("ana", "defer")
        counts.append(drafts(told))
    assert counts == [1, 0, 1, 0, 1, 0]


def test_nobody_in_particular_is_acknowledged_each_time() -> None:
    told = story().starts("ana").arrives("pager").answers("ana", "defer")
    assert drafts(told) == 1
    assert drafts(told.arrives("pager").answers("ana", "defer")) == 1
