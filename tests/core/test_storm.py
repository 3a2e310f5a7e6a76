from dataclasses import replace
from datetime import timedelta

from holdspace.core import facts as f
from holdspace.core.effects import SendLetter
from holdspace.core.interruption import Live, Urgency
from tests.core.playbook import ANA, ASSISTANTS_FIRST_HOUR, EVE, POLICY, Story, kinds, moment, story
from tests.core.test_decide_gate import closed
from tests.fakes import MONDAY

ONE = Live(server="server-1", notification=7)


def storm(*here: str, cases: int = 6) -> Story:
    """So many things arrived within seconds; a seventh makes the storm."""
    told = story().starts(*(here or ("ana", "eve")))
    for number in range(cases):
        told.at(number).arrives("pager")
    return told


def arrives_queued(told: Story, level: Urgency = "normal") -> str:
    told.arrives("pager", level=level)
    assert kinds(told.said) == ["InterruptionArrived", "CaseOpened", "StepQueued"]
    return told.opened


def test_six_within_a_minute_are_asked_one_by_one_and_the_seventh_waits_for_its_turn() -> None:
    told = storm()
    assert all(case.asked == ("ana",) and case.bundle is None for case in told.state.cases.values())
    key = arrives_queued(told.at(6))
    assert told.last(f.StepQueued).due == moment(65), "a minute after the last that was asked"
    assert (told.state.cases[key].asked, told.state.cases[key].queued) == ((), True)
    assert not [effect for effect in told.effects if isinstance(effect, SendLetter)]


def test_six_within_a_minute_and_one_after_it_are_no_storm() -> None:
    told = storm().at(60.1).arrives("pager")
    assert "StepAsked" in kinds(told.said)
    assert "StepQueued" in kinds(storm().at(60).arrives("pager").said)


def test_more_than_eight_open_are_a_storm_however_slowly_they_came() -> None:
    told = story().starts("ana", "eve", minutes=600)
    for number in range(8):
        told.at(number * 61).arrives("pager")
        assert told.last(f.StepAsked).bundle is None
        told.answers("ana", "snooze", case=told.opened)
    arrives_queued(told.at(8 * 61 - 2))


def test_what_waits_is_asked_together_in_one_card_once_a_minute() -> None:
    told = storm()
    waiting = sorted(arrives_queued(told.at(6 + number)) for number in range(3))
    assert told.at(64.9).ticks().said == ()
    told.at(65).ticks()
    asked = told.of(f.StepAsked)
    assert [fact.case for fact in asked] == waiting
    assert len({fact.bundle for fact in asked}) == 1
    assert asked[0].bundle is not None
    assert {fact.due for fact in asked} == {moment(245)}
    assert not any(told.state.cases[key].queued for key in waiting)
    key = arrives_queued(told.at(66))
    assert told.state.cases[key].due == moment(125)
    assert told.at(125).ticks().last(f.StepAsked).bundle not in {None, asked[0].bundle}


def test_once_a_minute_has_passed_what_comes_is_asked_at_once() -> None:
    told = storm(cases=9).at(65).ticks().at(125).arrives("pager")
    card = told.last(f.StepAsked).bundle
    assert card is not None
    assert told.arrives("pager").last(f.StepAsked).bundle == card, "and what comes at the same moment with it"


def test_what_is_urgent_is_asked_every_ten_seconds() -> None:
    told = storm().at(6).arrives("pager", level="urgent")
    assert kinds(told.said)[-1] == "StepAsked", "nobody was asked about anything urgent just now"
    key = arrives_queued(told.at(7), "urgent")
    assert told.state.cases[key].due == moment(16)
    asked = told.at(16).ticks().last(f.StepAsked)
    assert (asked.case, asked.bundle) == (key, None)


def test_what_is_urgent_is_asked_one_by_one() -> None:
    told = storm().at(6).arrives("pager", level="urgent")
    waiting = [arrives_queued(told, "urgent") for _ in range(4)]
    assert [told.state.cases[key].due for key in waiting] == [moment(second) for second in (16, 26, 36, 46)]
    for second, key in zip((16, 26, 36, 46), waiting, strict=True):
        assert [fact.case for fact in told.at(second).ticks().of(f.StepAsked)] == [key]


def test_a_turn_that_is_no_longer_needed_brings_nobody_elses_forward() -> None:
    told = storm().at(6).arrives("pager", level="urgent").arrives("pager", level="urgent", live=ONE)
    last = arrives_queued(told, "urgent")
    told.does(closed())
    assert told.outcomes == [("withdrawn", "closed_by_sender")]
    key = arrives_queued(told.at(7), "urgent")
    assert [told.state.cases[one].due for one in (last, key)] == [moment(26), moment(36)]


def test_what_is_urgent_waits_behind_its_own_role_and_kind_only() -> None:
    told = storm("ana", "eve").at(6).arrives("pager", level="urgent")
    first = told.opened
    arrives_queued(told)
    waiting = [arrives_queued(told, "urgent") for _ in range(3)]
    assert [told.state.cases[key].due for key in waiting] == [moment(second) for second in (16, 26, 36)]
    assert told.answers("ana", "pass_up", case=first).last(f.StepAsked).responders == ("eve",)
    told.at(16).ticks().answers("ana", "pass_up", case=waiting[0])
    assert told.last(f.StepAsked).responders == ("eve",), "ten seconds after the first, whoever waits for the assistant"


def test_an_emergency_waits_for_nothing() -> None:
    told = storm(cases=12)
    for second in range(12, 15):
        told.at(second).arrives("pager", level="emergency")
        assert (told.last(f.StepAsked).bundle, told.last(f.StepAsked).window_seconds) == (None, 45)


def test_each_role_has_its_turns() -> None:
    """What the assistant passes on comes to the executive, who was asked about nothing yet."""
    told = storm(cases=8)
    first, second = sorted(key for key, case in told.state.cases.items() if case.asked)[:2]
    assert told.answers("ana", "pass_up", case=first).last(f.StepAsked).responders == ("eve",)
    told.at(9).answers("ana", "pass_up", case=second)
    assert told.last(f.StepQueued).step == 1
    assert told.last(f.StepQueued).due == moment(67)


def test_whoever_is_on_duty_when_its_turn_comes_is_asked() -> None:
    told = storm("ana", "ash", "eve")
    key = arrives_queued(told.at(6))
    told.leaves("ana")
    assert told.state.cases[key].queued, "it waits for its turn while somebody of its step is there"
    told.at(65).ticks()
    assert told.state.cases[key].asked == ("ash",)


def test_what_waits_for_its_turn_goes_on_at_once_when_everybody_of_its_step_has_left() -> None:
    told = storm()
    key = arrives_queued(told.at(6))
    told.leaves("ana")
    assert key in {fact.case for fact in told.of(f.StepSkipped)}
    assert (told.state.cases[key].step, told.last(f.StepAsked).responders) == (1, ("eve",))


def test_what_waits_for_its_turn_goes_on_with_the_tick_when_everybodys_duty_is_over() -> None:
    told = story(policy=replace(POLICY, responders=(ASSISTANTS_FIRST_HOUR, EVE))).starts("ana", "eve")
    for number in range(7):
        told.at(number).arrives("pager")
    key = told.opened
    assert told.state.cases[key].queued
    told.at(60).ticks()
    assert [fact.step for fact in told.of(f.StepSkipped) if fact.case == key] == [0]
    assert told.state.cases[key].step == 1


def test_when_its_turn_comes_and_nobody_is_there_the_next_step_is_asked() -> None:
    policy = replace(POLICY, responders=(replace(ANA, duty=("Mo 14:00-14:01",)), EVE))
    told = story(policy=policy).starts("ana", "eve")
    for number in range(7):
        told.at(number).arrives("pager")
    key = told.opened
    told.at(65).ticks()
    assert [fact.case for fact in told.of(f.StepSkipped)] == [key]
    assert told.state.cases[key].step == 1


def test_what_waited_for_its_turn_until_nobody_was_left_was_answered_by_nobody_who_was_asked() -> None:
    told = storm("ana")
    key = arrives_queued(told.at(6))
    told.leaves("ana")
    closed_why = {fact.case: fact.why for fact in told.of(f.CaseClosed)}
    assert closed_why.pop(key) == "nobody_on_duty"
    assert set(closed_why.values()) == {"nobody_answered"}


def test_what_waits_for_its_turn_has_a_new_one_after_a_gap() -> None:
    told = storm()
    key = arrives_queued(told.at(6))
    told.at(4000).ticks(gap=3000)
    assert told.state.cases[key].due == moment(4059)


def test_what_becomes_an_emergency_while_it_waits_is_asked_at_once() -> None:
    told = storm().at(6).arrives("pager", live=ONE)
    key = told.opened
    assert told.state.cases[key].queued
    told.at(7).arrives("pager", level="emergency", replaces=ONE)
    assert kinds(told.said) == ["InterruptionRevised", "UrgencyRaised", "StepAsked"]
    assert told.state.cases[key].due == moment(52)


def test_what_only_becomes_urgent_waits_for_its_turn() -> None:
    told = storm().at(6).arrives("pager", live=ONE).at(7).arrives("pager", level="urgent", replaces=ONE)
    assert kinds(told.said) == ["InterruptionRevised", "UrgencyRaised"]
    assert told.state.cases[told.opened].due == moment(7), "nobody was asked about anything urgent yet"
    assert [fact.case for fact in told.ticks().of(f.StepAsked)] == [told.opened]


def test_what_becomes_urgent_waits_behind_what_is_urgent_and_no_longer_than_it_would_have() -> None:
    told = storm().at(6).arrives("pager", live=ONE)
    key = told.opened
    told.at(7).arrives("pager", level="urgent").arrives("pager", level="urgent")
    told.arrives("pager", level="urgent", replaces=ONE)
    assert told.state.cases[key].due == moment(27)
    told.at(4000).ticks(gap=3990)
    assert told.state.cases[key].due == moment(4020), "after a gap as long as its turn was away"


def test_who_comes_again_in_a_storm_has_a_turn_of_what_is_urgent() -> None:
    told = storm().at(6).arrives("pager", level="urgent").at(7).arrives("pager", sender="Bob").at(8)
    key = told.opened
    told.arrives("pager", sender="Bob")
    assert told.last(f.CallerRepeated).due == moment(16)
    assert key in {fact.case for fact in told.at(16).ticks().of(f.StepAsked)}


def test_who_comes_again_is_asked_about_now_where_nothing_urgent_was_asked_yet() -> None:
    told = storm().at(6).arrives("pager", sender="Bob").at(7).arrives("pager", sender="Bob")
    assert told.last(f.CallerRepeated).due == moment(7)


def test_what_waits_for_its_turn_is_withdrawn_when_its_sender_takes_it_back() -> None:
    told = storm().at(6).arrives("pager", live=ONE).does(closed())
    assert told.outcomes == [("withdrawn", "closed_by_sender")]


def test_what_stands_is_shown_at_once_in_a_storm() -> None:
    told = storm(cases=8)
    told.needs_me("ana", case=min(key for key, case in told.state.cases.items() if case.asked))
    assert told.last(f.StepAsked).responders == ("eve",)
    assert told.last(f.StepAsked).bundle is None


def test_with_the_storm_over_everything_is_asked_as_it_comes() -> None:
    told = storm(cases=8)
    for key in sorted(told.state.cases):
        if told.state.cases[key].asked:
            told.answers("ana", "handled", case=key)
    told.at(70).arrives("pager")
    assert (told.last(f.StepAsked).bundle, told.last(f.StepAsked).due) == (None, moment(250))


def test_a_storm_of_one_session_is_none_in_the_next() -> None:
    told = storm(cases=8).ends().starts().arrives("pager")
    assert told.case.asked == ("ana",)
    assert told.case.bundle is None


def test_a_clock_set_back_between_two_boots_makes_no_turn_later() -> None:
    told = storm()
    told.now = moment(0, boot="boot-2", utc=MONDAY - timedelta(hours=1))
    assert "StepAsked" in kinds(told.arrives("pager").said)
