"""Who is asked until when, and what follows: made from the state, without any word of what arrived."""

from holdspace.app.asked import asking
from holdspace.ui.views import AskedRow
from tests.core.playbook import CUES_ALL, DEFERS_ALL, EVERYBODY, Story, story

ZONE = "Europe/Madrid"


def rows(told: Story) -> tuple[AskedRow, ...]:
    return asking(told.state, told.now, ZONE)


def test_a_case_is_with_those_who_are_asked_until_their_time_is_up_and_then_with_the_next() -> None:
    told = story().starts(*EVERYBODY).arrives(sender="a secret", text="a secret")
    (row,) = rows(told)
    case = told.case
    assert case.due is not None
    assert (row.count, row.state, row.who, row.then) == (1, "asked", "Ana, Ash", "executive")
    assert row.until == case.due.utc.replace(hour=case.due.utc.hour + 1).strftime("%H:%M")
    assert "secret" not in repr(row)


def test_who_is_not_on_duty_does_not_follow() -> None:
    deferring = story(policy=DEFERS_ALL).starts("ana").arrives()
    assert [(row.who, row.then) for row in rows(deferring)] == [("Ana", "later")]
    cueing = story(policy=CUES_ALL).starts("ana").arrives()
    assert [row.then for row in rows(cueing)] == ["practitioner"]


def test_i_have_it_and_ask_me_again_are_told_as_such() -> None:
    told = story().starts("ana", "eve").arrives().answers("ana", "ack")
    assert [(row.state, row.who, row.then) for row in rows(told)] == [("held", "Ana", "again")]
    later = story().starts("ana", "eve").arrives().answers("ana", "snooze")
    assert [(row.state, row.then) for row in rows(later)] == [("snoozed", "again")]


def test_cases_with_the_same_people_are_one_row_and_the_first_that_is_due_counts() -> None:
    told = story().starts("ana", "eve").arrives(sender="one")
    first = rows(told)[0].until
    told.at(150).arrives(sender="two").at(170).arrives(sender="three")
    (row,) = rows(told)
    assert (row.count, row.until) == (3, first)
    told.answers("ana", "pass_up", case=next(iter(sorted(told.state.cases))))
    assert sorted((row.who, row.count) for row in rows(told)) == [("Ana", 2), ("Eve", 1)]


def test_what_has_reached_the_practitioner_is_with_nobody_else() -> None:
    told = story().starts("eve").arrives().needs_me("eve")
    assert told.case.with_practitioner
    assert rows(told) == ()


def test_a_standing_emergency_is_theirs_next() -> None:
    told = story().starts("ana", "eve").arrives().needs_me("ana")
    assert [(row.who, row.then) for row in rows(told)] == [("Eve", "practitioner")]


def test_three_hundred_cases_are_a_few_rows() -> None:
    told = story().starts("ana", "eve")
    for number in range(300):
        told.at(number * 0.1).arrives(sender=f"sender {number}")
    queued, asked = rows(told)
    assert (asked.state, asked.who, queued.state, queued.who) == ("asked", "Ana", "queued", "")
    assert asked.count + queued.count == 300
    assert queued.until
