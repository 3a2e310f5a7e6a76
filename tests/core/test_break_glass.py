from dataclasses import replace
from datetime import date

from holdspace.core import facts as f
from holdspace.core.break_glass import expiring, over
from holdspace.core.effects import SendLetter
from holdspace.core.policy import Match, Policy, Rule
from tests.core.playbook import ANA, POLICY, SCHOOL, Story, changes_nothing, kinds, story

ALARM = Rule(name="alarm", match=Match(app=("alarm",)), verdict="let_through")
TWO_ENTRIES = replace(POLICY, rules=(ALARM, *POLICY.rules))


def school_calls(told: Story) -> Story:
    return told.arrives("phone", sender="school")


def test_an_entry_that_lets_through_is_named_in_the_record() -> None:
    told = school_calls(story().starts("ana"))
    assert told.last(f.BreakGlassUsed) == f.BreakGlassUsed(case=told.opened, rule="school")
    assert told.last(f.PractitionerAsked).why == "break_glass"


def test_the_assistants_on_duty_are_informed_and_have_nothing_to_press() -> None:
    first_hour = replace(ANA, duty=("Mo 10:00-14:00",))
    told = school_calls(story(policy=replace(POLICY, responders=(first_hour, *POLICY.responders[1:]))).starts("eve"))
    assert not told.of(f.AssistantInformed), "nobody on duty, nobody informed"
    told = school_calls(story().starts("ana", "eve"))
    assert told.last(f.AssistantInformed).responders == ("ana",)
    assert not [effect for effect in told.effects if isinstance(effect, SendLetter)]
    changes_nothing(told, "ana", "handled", "with_practitioner")


def test_an_entry_lets_one_thing_through_in_ten_minutes_and_people_are_asked_instead() -> None:
    told = school_calls(story().starts("ana")).card("pin")
    school_calls(told.at(599))
    assert told.last(f.BreakGlassRefused).why == "too_often"
    assert told.last(f.StepAsked).window_seconds == 45, "as in an emergency"
    told.answers("ana", "handled")
    school_calls(told.at(600))
    assert told.case.reached == "break_glass"


def test_each_entry_counts_for_itself() -> None:
    told = school_calls(story(policy=TWO_ENTRIES).starts("ana")).arrives("alarm")
    assert told.last(f.BreakGlassUsed).rule == "alarm"


def test_a_refused_entry_is_on_record_also_where_its_caller_is_asked_about() -> None:
    """The school calls, and calls again while its card shows: one card, and the record says why there is no other."""
    told = school_calls(school_calls(story().starts("ana")).at(60))
    assert told.last(f.BreakGlassRefused).why == "too_often"
    assert told.case.reached == "break_glass"


def test_an_open_case_whose_text_an_entry_matches_too_often_is_asked_as_an_emergency() -> None:
    told = school_calls(story().starts("ana")).card("pin").at(1)
    told.arrives("pager", sender="Bob")
    fire = replace(POLICY, rules=(replace(SCHOOL, match=Match(text=("fire",))), *POLICY.rules))
    told.under(fire).arrives("pager", sender="Bob", text="fire")
    assert told.last(f.BreakGlassRefused).why == "too_often"
    assert told.case.urgency == "emergency"


def test_when_the_cues_are_spent_an_entry_lets_nothing_more_through() -> None:
    told = story(policy=TWO_ENTRIES).starts("ana")
    for number in range(3):
        school_calls(told.at(number * 600)).card("pin")
    told.at(1300).arrives("alarm")
    assert told.last(f.BreakGlassRefused) == f.BreakGlassRefused(case=told.opened, rule="alarm", why="cues_spent")
    assert told.case.asked == ("ana",)
    assert told.case.urgency == "emergency"


def test_with_an_open_card_an_entry_joins_it_however_many_cues_there_were() -> None:
    told = story(policy=TWO_ENTRIES).starts("ana")
    for number in range(2):
        school_calls(told.at(number * 600)).card("pin")
    school_calls(told.at(1200)).arrives("alarm")
    assert told.last(f.PractitionerAsked).joins


def test_entries_that_end_within_a_fortnight_or_never_said_when_are_to_be_meant_again() -> None:
    today = date(2026, 1, 5)
    soon, later = replace(ALARM, until=date(2026, 1, 19)), replace(ALARM, until=date(2026, 1, 20))
    ended, no_end = replace(ALARM, until=date(2026, 1, 4)), ALARM
    asks = replace(ALARM, verdict="ask", until=date(2026, 1, 6))
    assert expiring(Policy(rules=(soon, later, ended, no_end, asks)), today) == (soon, ended, no_end)


def test_an_entry_is_over_after_its_last_day() -> None:
    today = date(2026, 1, 5)
    ends = (date(2026, 1, 4), today, None)
    assert [over(replace(ALARM, until=end), today) for end in ends] == [True, False, False]


def test_an_entry_that_has_ended_lets_nothing_through() -> None:
    ended = replace(POLICY, rules=(replace(SCHOOL, until=date(2026, 1, 4)),))
    assert kinds(school_calls(story(policy=ended).starts("ana")).said)[-1] == "InterruptionSettled"
