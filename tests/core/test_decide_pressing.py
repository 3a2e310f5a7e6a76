"""A newer text that makes a case more pressing; who comes again is in `test_callers`."""

from holdspace.core.effects import SendLetter
from holdspace.core.interruption import Urgency
from tests.core.playbook import Story, changes_nothing, kinds, moment, story
from tests.core.test_decide_gate import ONE


def raised(told: Story, level: Urgency = "urgent") -> Story:
    return told.arrives("pager", level=level, replaces=ONE)


def test_a_newer_text_that_is_more_urgent_brings_its_deadline_closer_and_asks_the_same() -> None:
    told = story().starts("ana").arrives("pager", live=ONE).at(60)
    before = told.case
    assert kinds(raised(told).said) == ["InterruptionRevised", "UrgencyRaised"]
    assert (told.case.asked, told.case.urgency, told.case.due) == (before.asked, "urgent", moment(150))
    raised(told.at(70), "emergency")
    assert told.case.due == moment(115)
    assert told.at(115).ticks().outcomes == []
    assert told.case.reached == "nobody_answered"


def test_a_newer_text_puts_no_deadline_off() -> None:
    told = story().starts("ana").arrives("pager", live=ONE).at(120)
    assert raised(told).case.due == moment(180)


def test_a_newer_text_that_is_more_urgent_makes_a_lease_shorter() -> None:
    told = story().starts("ana").arrives("pager", live=ONE).answers("ana", "ack").at(60)
    assert raised(told, "emergency").case.due == moment(150)
    assert told.case.holder == "ana"


def test_an_answer_to_what_has_become_more_urgent_meanwhile_is_stale() -> None:
    told = story().starts("ana").arrives("pager", live=ONE)
    seen = told.case.rev
    changes_nothing(raised(told, "emergency"), "ana", "dismiss", "stale", rev=seen)
    assert told.answers("ana", "handled").outcomes == [("handled", "answered")]


def test_who_is_asked_or_has_it_is_told_that_it_became_more_urgent() -> None:
    told = story().starts("ana", "ash").arrives("pager", live=ONE)
    assert [(one.responder, one.rev) for one in letters(raised(told))] == [
        ("ana", told.case.rev),
        ("ash", told.case.rev),
    ]
    assert [one.responder for one in letters(raised(told.answers("ash", "ack"), "emergency"))] == ["ash"]


def test_a_failure_to_tell_what_it_was_before_is_none_of_what_it_became() -> None:
    told = story().starts("ana", "ash", "eve").arrives("pager", live=ONE).fails("ana")
    raised(told).fails("ash")
    assert told.case.asked == ("ana", "ash"), "ana gets a letter anew"
    assert told.fails("ana").case.asked == ("eve",)


def test_what_is_put_off_is_asked_sooner_when_it_becomes_more_urgent_and_nobody_is_told_before() -> None:
    told = story().starts("ana").arrives("pager", live=ONE).answers("ana", "snooze", minutes=15).at(10)
    assert not letters(raised(told))
    assert (told.case.phase, told.case.due) == ("snoozed", moment(100))


def test_what_became_an_emergency_gets_the_window_of_one_after_a_gap() -> None:
    told = story().starts("ana").arrives("pager", live=ONE)
    raised(told, "emergency").at(4000).ticks(gap=3990)
    assert told.case.due == moment(4045)


def letters(told: Story) -> list[SendLetter]:
    return [effect for effect in told.effects if isinstance(effect, SendLetter)]
