from dataclasses import replace
from datetime import timedelta

from holdspace.core import facts as f
from holdspace.core.cues import A_SESSION
from holdspace.core.policy import Match, Rule
from tests.core.playbook import CUES_ALL, POLICY, Story, kinds, moment, story
from tests.fakes import MONDAY

LET_IN = tuple(Rule(name=f"entry {n}", match=Match(app=(f"door{n}",)), verdict="let_through") for n in range(6))
DOORS = replace(POLICY, rules=(*LET_IN, *POLICY.rules))


def cued(times: int = 1) -> Story:
    """A session in which the practitioner was cued so often, at 0, 100, 200 seconds, ..., and answered each card."""
    told = story(policy=DOORS).starts("ana")
    for number in range(times):
        told.at(number * 100).arrives(f"door{number}").card("pin")
    return told


def test_a_card_comes_no_sooner_than_a_minute_after_the_last_one() -> None:
    told = cued().at(20).arrives("door1")
    assert told.last(f.CardWaits).due == moment(60)
    assert told.case.with_practitioner
    assert not told.case.card_shows
    assert told.at(59.9).ticks().said == ()
    told.at(60).ticks()
    assert kinds(told.said) == ["PractitionerAsked"]
    assert (told.case.card_shows, told.last(f.PractitionerAsked).joins) == (True, False)


def test_what_reaches_them_while_a_card_is_open_joins_it_and_is_no_cue() -> None:
    told = story(policy=DOORS).starts("ana").arrives("door0").at(10).arrives("door1")
    assert told.last(f.PractitionerAsked).joins
    assert told.state.cues.count == 1
    assert told.state.cues.last == moment(0)


def test_two_that_wait_for_a_card_come_on_one() -> None:
    told = cued().at(20).arrives("door1").at(30).arrives("door2").at(60).ticks()
    assert [fact.joins for fact in told.of(f.PractitionerAsked)] == [False, True]
    assert told.state.cues.count == 2


def test_what_waits_for_a_card_comes_on_the_one_that_opens_for_another() -> None:
    """The tick is late, somebody's answer is not: else what waits would be a cue of its own, beyond the budget."""
    told = cued(2).at(120).arrives("door2").at(161).arrives("door3")
    assert [fact.joins for fact in told.of(f.PractitionerAsked)] == [False, True]
    assert told.ticks().said == (), "nothing is shown twice"
    assert told.state.cues.count == A_SESSION


def test_what_no_human_judged_cues_three_times_a_session_at_most() -> None:
    told = cued(A_SESSION).under(CUES_ALL).at(400).arrives("pager").at(580).ticks()
    assert told.outcomes[-1] == ("deferred", "cues_spent")
    assert told.last(f.PinMade).interruption == told.opened


def test_an_emergency_that_stands_comes_however_many_cues_there_were() -> None:
    told = cued(A_SESSION).at(400).arrives("pager").needs_me("ana")
    assert told.last(f.PractitionerAsked).why == "need_me"
    assert told.state.cues.count == A_SESSION + 1


def test_an_emergency_that_stands_waits_for_its_minute_like_all_others() -> None:
    told = cued().at(10).arrives("pager").needs_me("ana")
    assert told.last(f.CardWaits).why == "need_me"
    assert told.at(60).ticks().last(f.PractitionerAsked).why == "need_me"


def test_what_waits_for_a_card_can_be_taken_back() -> None:
    told = cued().at(10).arrives("pager").needs_me("ana").answers("ana", "ack")
    assert told.case.holder == "ana"
    assert told.at(60).ticks().said == ()


def test_each_session_has_cues_of_its_own() -> None:
    told = cued(A_SESSION).ends().starts().at(210).arrives("door4")
    assert told.last(f.PractitionerAsked).why == "break_glass"
    assert told.state.cues.count == 1


def test_a_card_that_waits_is_told_as_not_seen_only_a_minute_after_it_came() -> None:
    told = cued().at(20).arrives("door1").at(60).ticks().at(119).ticks()
    assert told.said == ()
    assert kinds(told.at(120).ticks().said) == ["CardNotSeen"]


def test_a_clock_set_back_between_two_boots_makes_no_card_later() -> None:
    told = cued().at(20).arrives("door1")
    told.now = moment(0, boot="boot-2", utc=MONDAY - timedelta(hours=1))
    assert kinds(told.ticks().said) == ["PractitionerAsked"]
    assert told.ticks().said == ()
