"""What each responder's page shows."""

from dataclasses import replace
from typing import Any

import pytest

from holdspace.adapters.page.content import CaseCard, PageContent
from holdspace.app.content import ALL, contents
from holdspace.app.known_cases import KnownCases
from holdspace.core import commands as c
from holdspace.core.escalation import Choice
from holdspace.core.interruption import Live, Urgency
from holdspace.core.people import Practitioner
from holdspace.core.policy import Gate, Policy
from holdspace.private import Private
from tests.app.home import Home
from tests.core.playbook import ANA, ASH, EVE, POLICY, new_id

POLICY_WITH_TEXT = replace(
    POLICY,
    practitioner=Practitioner(name="Mia", time_zone="Europe/Madrid"),
    responders=(replace(ANA, time_zone="Asia/Tokyo"), replace(EVE, sees="text")),
)
TAKES_BACK = ("ack", "handled", "defer", "dismiss")
ASKED = tuple(choice for choice in ALL if choice != "take")


@pytest.fixture
def desk(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A session runs, Ana and Eve are within reach; the page itself is not served."""
    monkeypatch.setattr(home.house.responders, "start_if_needed", lambda: False)
    home.adopt(POLICY_WITH_TEXT)
    home.here("ana", "eve")
    home.start(minutes=50)
    return home


def pages(home: Home) -> dict[str, PageContent]:
    engine = home.house.engine
    return contents(engine.state, engine.policy, KnownCases(home.house.store.records), home.clock.now())


def card(home: Home, who: str) -> CaseCard:
    (only,) = pages(home)[who].cards
    return only


ASKED = tuple(choice for choice in ALL if choice != "take")


def arrive(home: Home, app: str = "pager", **given: object) -> str:
    key = new_id()
    texts = {"sender": Private("Sam"), "text": Private("it is down"), **given}
    home.do(c.ReportInterruption(id=key, key=key, origin="desktop", app=app, **texts))  # type: ignore[arg-type]
    return key


def answer(home: Home, who: str, choice: Choice, **reasons: Any) -> None:
    (case,) = home.house.engine.state.cases.values()
    home.do(c.AnswerCase(id=new_id(), case=case.id, by=who, rev=case.rev, choice=choice, **reasons))


def need(home: Home, who: str) -> None:
    answer(home, who, "need_me", what_is_lost=Private("the contract"), why_only_you=Private("only you sign"))


def test_a_page_says_whose_it_is_and_when_the_practitioner_is_back_in_the_readers_zone(desk: Home) -> None:
    page = pages(desk)["ana"]
    assert (page.name, page.practitioner, page.in_session, page.back_at) == ("Ana", "Mia", True, "23:50")
    assert pages(desk)["eve"].back_at == "14:50"
    desk.do(c.EndSession(id=new_id()))
    assert (pages(desk)["ana"].in_session, pages(desk)["ana"].back_at) == (False, "")


def test_who_has_no_page_gets_none(desk: Home) -> None:
    desk.adopt(replace(POLICY_WITH_TEXT, responders=(ANA, replace(EVE, channels=()))))
    assert list(pages(desk)) == ["ana"]


def test_who_may_see_only_the_sender_sees_no_text(desk: Home) -> None:
    arrive(desk)
    answer(desk, "ana", "pass_up")
    assert (card(desk, "ana").sender, card(desk, "ana").text) == (Private("Sam"), None)
    assert card(desk, "eve").text == Private("it is down")
    assert card(desk, "ana").arrived == "23:00"


def test_earlier_texts_are_shown_after_the_newest_to_whom_may_see_texts(desk: Home) -> None:
    live = Live(server=":1.5", notification=7)
    for text in ("it is slow", "it is down"):
        arrive(desk, text=Private(text), live=live, replaces=live)
    answer(desk, "ana", "pass_up")
    assert card(desk, "eve").text == Private("it is down · it is slow")
    assert card(desk, "ana").text is None


def test_a_newer_text_that_is_more_urgent_is_shown_so(desk: Home) -> None:
    live = Live(server=":1.5", notification=7)
    levels: tuple[Urgency, ...] = ("normal", "urgent")
    for level in levels:
        arrive(desk, level=level, live=live, replaces=live)
    assert card(desk, "ana").urgency == "urgent"


def test_text_that_is_taken_from_somebody_is_gone_at_once_also_in_open_cases(desk: Home) -> None:
    arrive(desk)
    answer(desk, "ana", "pass_up")
    desk.adopt(replace(POLICY_WITH_TEXT, responders=(ANA, EVE)))
    assert card(desk, "eve").text is None


def test_text_that_is_granted_later_is_not_shown_of_cases_that_were_open_before(desk: Home) -> None:
    arrive(desk)
    desk.adopt(replace(POLICY_WITH_TEXT, responders=(replace(ANA, sees="text"), EVE)))
    assert card(desk, "ana").text is None


def test_whoever_was_not_asked_yet_sees_nothing(desk: Home) -> None:
    arrive(desk)
    assert pages(desk)["eve"].cards == ()


def test_whoever_is_asked_has_every_choice_and_sees_the_time_left(desk: Home) -> None:
    arrive(desk)
    desk.clock.pass_by(30)
    shown = card(desk, "ana")
    assert (shown.choices, shown.yours, shown.phase, shown.answer_in_seconds) == (ASKED, True, "waiting", 150)
    assert shown.next_role == "executive"


def test_an_emergency_cannot_be_snoozed(desk: Home) -> None:
    rule = replace(POLICY.rules[1], urgency="emergency")
    desk.adopt(replace(POLICY_WITH_TEXT, rules=(rule,)))
    arrive(desk)
    assert card(desk, "ana").choices == tuple(choice for choice in ASKED if choice != "snooze")
    answer(desk, "ana", "pass_up")
    assert card(desk, "eve").next_role == "practitioner"


def test_after_passing_on_there_is_nothing_to_say_but_the_story_goes_on(desk: Home) -> None:
    arrive(desk)
    answer(desk, "ana", "pass_up", note=Private("ask him"))
    shown = card(desk, "ana")
    assert (shown.choices, shown.yours) == ((), False)
    (said,) = card(desk, "eve").story
    assert (said.by, said.choice, said.note, said.at) == ("Ana", "pass_up", Private("ask him"), "14:00")
    assert card(desk, "eve").next_role == ""


def test_whoever_has_it_is_named_and_nobody_else_can_speak(desk: Home) -> None:
    arrive(desk)
    answer(desk, "ana", "pass_up")
    answer(desk, "eve", "ack")
    assert (card(desk, "eve").holder, card(desk, "eve").holder_is_you, card(desk, "eve").phase) == (
        "Eve",
        True,
        "acked",
    )
    assert (card(desk, "ana").holder, card(desk, "ana").holder_is_you, card(desk, "ana").choices) == ("Eve", False, ())


def test_at_the_end_of_the_session_every_card_leaves_every_page(desk: Home) -> None:
    arrive(desk, sender=Private("Sam"))
    answer(desk, "ana", "ack")
    arrive(desk, sender=Private("Una"))
    arrive(desk, app="phone", sender=Private("the school"))
    assert len(pages(desk)["ana"].cards) == 3
    desk.do(c.EndSession(id=new_id()))
    assert [(page.cards, page.in_session) for page in pages(desk).values()] == [((), False), ((), False)]


def test_silence_is_told_with_the_names_of_who_was_asked(desk: Home) -> None:
    arrive(desk)
    desk.clock.pass_by(181)
    desk.do(c.Tick(id=new_id()))
    (said,) = card(desk, "eve").story
    assert (said.by, said.choice, said.note) == ("Ana", "no_answer", None)


def test_an_emergency_that_stands_tells_both_reasons_and_can_be_taken_back(desk: Home) -> None:
    arrive(desk)
    need(desk, "ana")
    assert (card(desk, "eve").standing, card(desk, "eve").next_role) == (True, "practitioner")
    assert card(desk, "eve").story[0].note == Private("the contract · only you sign")
    assert card(desk, "ana").choices == TAKES_BACK
    answer(desk, "eve", "pass_up")
    for who in ("ana", "eve"):
        shown = card(desk, who)
        assert (shown.phase, shown.choices, shown.next_role) == ("with_practitioner", TAKES_BACK, "")
        assert shown.answer_in_seconds is None
        assert not shown.not_seen_yet


def test_a_card_that_the_practitioner_did_not_see_for_a_minute_is_told(desk: Home) -> None:
    arrive(desk)
    need(desk, "ana")
    answer(desk, "eve", "pass_up")
    desk.clock.pass_by(61)
    desk.do(c.Tick(id=new_id()))
    assert card(desk, "ana").not_seen_yet


def test_what_was_handed_back_carries_the_instruction(desk: Home) -> None:
    key = arrive(desk)
    need(desk, "ana")
    answer(desk, "eve", "pass_up")
    desk.do(c.AnswerCard(id=new_id(), case=key, choice="hand_back", instruction="say_later"))
    shown = card(desk, "ana")
    assert (shown.leg, shown.instruction, shown.yours) == (2, "say_later", True)
    assert (shown.story[-1].by, shown.story[-1].choice) == ("Mia", "say_later")


def test_of_what_breaks_the_glass_the_assistants_know_and_have_nothing_to_press(desk: Home) -> None:
    arrive(desk, app="school", sender=Private("school office"))
    shown = card(desk, "ana")
    assert (shown.informed, shown.choices, shown.yours, shown.phase) == (True, (), False, "with_practitioner")
    assert pages(desk)["eve"].cards == ()


def test_what_somebody_has_the_others_of_the_step_may_take_and_only_they(desk: Home) -> None:
    desk.adopt(replace(POLICY_WITH_TEXT, responders=(*POLICY_WITH_TEXT.responders, ASH)))
    desk.here("ash")
    arrive(desk)
    answer(desk, "ana", "ack")
    shown = card(desk, "ash")
    assert (shown.choices, shown.yours, shown.holder, shown.phase) == (("take",), False, "Ana", "acked")
    answer(desk, "ash", "take")
    assert (card(desk, "ana").holder, card(desk, "ana").choices) == ("Ash", ("take",))
    assert card(desk, "ana").story[-1].choice == "take"


def test_asking_again_waits_the_usual_time_or_the_longest_but_not_past_the_planned_end(desk: Home) -> None:
    arrive(desk)
    assert card(desk, "ana").snooze_minutes == (5, 15)
    desk.clock.pass_by(50 * 60 - 8 * 60)
    arrive(desk, sender=Private("Olga"))
    newest = pages(desk)["ana"].cards[-1]
    assert newest.snooze_minutes == (5, 8)


def test_who_was_not_asked_in_a_step_that_asks_one_at_a_time_sees_nothing(desk: Home) -> None:
    steps = (replace(POLICY.steps[0], mode="one_then_all"), POLICY.steps[1])
    desk.adopt(replace(POLICY_WITH_TEXT, responders=(*POLICY_WITH_TEXT.responders, ASH), steps=steps))
    desk.here("ash")
    arrive(desk)
    assert card(desk, "ana").next_role == "others"
    assert pages(desk)["ash"].cards == ()


def test_somebody_who_is_new_in_the_policy_sees_no_case_of_the_old_one(desk: Home) -> None:
    arrive(desk)
    desk.adopt(replace(POLICY_WITH_TEXT, responders=(*POLICY_WITH_TEXT.responders, replace(ANA, id="new"))))
    assert pages(desk)["new"].cards == ()


def test_what_i_can_answer_comes_first_and_the_oldest_before_the_rest(desk: Home) -> None:
    first = arrive(desk)
    answer(desk, "ana", "pass_up")
    desk.clock.pass_by(1)
    second = arrive(desk, sender=Private("Olga"))
    desk.clock.pass_by(1)
    third = arrive(desk, sender=Private("Piet"))
    assert [one.case for one in pages(desk)["ana"].cards] == [second, third, first]


def test_of_what_came_at_one_moment_the_first_comes_first(desk: Home) -> None:
    came = [arrive(desk, sender=Private(f"Caller {n}")) for n in range(6)]
    assert [one.case for one in pages(desk)["ana"].cards] == came


def test_the_last_step_leads_to_the_practitioner_only_where_the_policy_cues(desk: Home) -> None:
    policy: Policy = replace(POLICY_WITH_TEXT, gate=Gate(normal="cue"), steps=POLICY.steps[:1])
    desk.adopt(policy)
    arrive(desk)
    assert card(desk, "ana").next_role == "practitioner"


def test_when_what_follows_happens_is_told_in_the_readers_zone(desk: Home) -> None:
    arrive(desk)
    assert card(desk, "ana").until == "23:03"
    answer(desk, "ana", "pass_up")
    assert card(desk, "eve").until == "14:03"
    need(desk, "eve")
    assert card(desk, "eve").until == ""


def test_since_when_somebody_has_it_is_told_however_often_they_say_so(desk: Home) -> None:
    arrive(desk)
    assert card(desk, "ana").holder_since == ""
    desk.clock.pass_by(60)
    answer(desk, "ana", "ack")
    desk.clock.pass_by(120)
    answer(desk, "ana", "ack")
    assert (card(desk, "ana").holder_since, card(desk, "ana").until) == ("23:01", "23:13")
    answer(desk, "ana", "pass_up")
    assert card(desk, "eve").holder_since == ""
    answer(desk, "eve", "ack")
    assert card(desk, "ana").holder_since == "23:03"


def test_who_has_it_again_after_it_lapsed_has_it_since_then(desk: Home) -> None:
    arrive(desk)
    answer(desk, "ana", "ack")
    desk.clock.pass_by(601)
    desk.do(c.Tick(id=new_id()))
    assert card(desk, "ana").phase == "waiting"
    answer(desk, "ana", "ack")
    assert card(desk, "ana").holder_since == "23:10"


def test_the_rule_that_let_something_through_is_named(desk: Home) -> None:
    arrive(desk, app="school", sender=Private("school office"))
    assert card(desk, "ana").rule == POLICY.rules[0].name


def test_what_was_put_off_as_often_as_it_may_is_not_offered_to_be_put_off_again(desk: Home) -> None:
    arrive(desk)
    for _ in range(2):
        assert "snooze" in card(desk, "ana").choices
        answer(desk, "ana", "snooze")
    assert "snooze" not in card(desk, "ana").choices
    assert card(desk, "ana").snooze_minutes == ()


def test_what_is_more_urgent_comes_first(desk: Home) -> None:
    normal = arrive(desk)
    urgent = arrive(desk, sender=Private("Olga"), level="urgent")
    assert [one.case for one in pages(desk)["ana"].cards] == [urgent, normal]
