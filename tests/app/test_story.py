"""The whole story of a case in the digest, each thing that can happen to one; and what of it the card and the page tell."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from holdspace.app.content import contents
from holdspace.app.known_cases import KnownCases
from holdspace.app.story import parts
from holdspace.cli.telling import TELLERS
from holdspace.core import commands as c
from holdspace.core.escalation import CardChoice, Choice, Instruction
from holdspace.core.interruption import Live, Urgency
from holdspace.core.policy import Gate, Policy
from holdspace.override import override
from holdspace.private import Private
from holdspace.store.rows import TimelineRow
from holdspace.words import translator
from holdspace.words_glance import glance
from tests.app.home import PAGELESS, Home
from tests.core.playbook import new_id

WORDS = translator("en")
CUES = replace(PAGELESS, gate=Gate(normal="cue", urgent="cue", emergency="cue"))
LIVE = Live(server=":1.5", notification=7)


class Told:
    """A session that begins at 15:00, with these people within reach."""

    def __init__(self, home: Home, *here: str, policy: Policy = PAGELESS) -> None:
        self.home = home
        self.case = ""
        home.adopt(policy)
        home.here(*here)
        home.start(minutes=50)

    def arrives(
        self, app: str = "pager", sender: str = "Lawyer", level: Urgency = "normal", live: Live | None = None
    ) -> None:
        key = new_id()
        self.home.do(
            c.ReportInterruption(
                id=key, key=key, origin="desktop", app=app, sender=Private(sender), level=level, live=live
            )
        )
        if key in self.home.house.engine.state.cases or not self.case:
            self.case = key

    def answers(self, by: str, choice: Choice) -> None:
        rev = self.home.house.engine.state.cases[self.case].rev
        lost, only = Private("the contract"), Private("you sign")
        answer = c.AnswerCase(id=new_id(), case=self.case, by=by, rev=rev, choice=choice)
        self.home.do(replace(answer, what_is_lost=lost, why_only_you=only) if choice == "need_me" else answer)

    def needs(self, by: str) -> None:
        self.answers(by, "need_me")

    def card(self, choice: CardChoice, instruction: Instruction | None = None) -> None:
        self.home.do(c.AnswerCard(id=new_id(), case=self.case, choice=choice, instruction=instruction))

    def passes(self, seconds: float) -> None:
        self.home.clock.pass_by(seconds)
        self.home.do(c.Tick(id=new_id()))

    def leaves(self, key: str) -> None:
        self.home.do(c.ReportPresence(id=new_id(), responder=key, present=False))

    def ends(self) -> None:
        self.home.do(c.EndSession(id=new_id()))

    @property
    def digest(self) -> str:
        """The line of the last case, as the digest tells it."""
        view = self.home.gestures.digest()
        assert view is not None
        rows = {row.id: row for group in view.groups for row in group.rows}
        line = glance(WORDS, rows[self.case].story).reveal()
        assert not line or f"      {line}" in list(TELLERS["digest"](self.home.result("digest"), WORDS))
        return line

    @property
    def on_the_card(self) -> str:
        card = self.home.screen.card
        assert card is not None
        return glance(WORDS, card.story, aloud=False).reveal()


def test_who_had_it_and_said_no_more_is_told(home: Home) -> None:
    told = Told(home, "ana", "ash", "eve")
    told.arrives()
    told.answers("ana", "ack")
    told.passes(600)
    told.answers("ash", "ack")
    told.passes(600)
    assert told.digest == (
        "Ana 15:00 has it · Ana 15:10 had it and said no more · Ash 15:10 has it · Ash 15:20 had it and said no more"
    )


def test_what_a_rule_let_through_is_told_and_not_again_that_it_was_shown(home: Home) -> None:
    told = Told(home, "ana")
    told.arrives("phone", sender="school")
    assert told.on_the_card == "15:00 let through by your rule"
    told.passes(61)
    told.card("pin")
    assert told.digest == "15:00 let through by your rule · 15:01 not seen yet · 15:01 kept for later"


def test_what_was_let_through_and_waited_for_the_card_is_told_with_when_it_was_shown(home: Home) -> None:
    told = Told(home, "ana")
    told.arrives("phone", sender="school")
    told.card("pin")
    told.home.clock.pass_by(10)
    door = replace(PAGELESS.rules[0], name="door", match=replace(PAGELESS.rules[0].match, sender=("door",)))
    home.adopt(replace(PAGELESS, rules=(door,)))
    told.arrives("phone", sender="the door")
    assert told.digest == "15:00 let through by your rule · 15:00 was to be shown to you"
    told.passes(50)
    assert told.digest == "15:00 let through by your rule · 15:01 shown to you"


def test_that_the_sender_wrote_again_and_the_rule_held_it_is_told(home: Home) -> None:
    told = Told(home, "ana")
    told.arrives("phone", sender="school")
    told.card("pin")
    home.adopt(replace(PAGELESS, rules=(*PAGELESS.rules[:1], replace(PAGELESS.rules[1], match=CALLS))))
    told.passes(120)
    told.arrives("phone", sender="school")
    told.arrives("phone", sender="school")
    assert told.digest.startswith("15:02 your rule let nothing through again so soon")
    assert "15:02 the sender wrote again" in told.digest


CALLS = replace(PAGELESS.rules[1].match, app=("phone",))


def test_a_step_with_nobody_on_duty_is_told(home: Home) -> None:
    told = Told(home, "eve")
    told.arrives()
    told.passes(180)
    assert told.digest == "15:00 nobody on duty · Eve 15:03 did not answer"


def test_that_nobody_at_all_is_on_duty_is_told_once(home: Home) -> None:
    told = Told(home, policy=CUES)
    told.arrives(level="emergency")
    assert told.digest == "15:00 nobody on duty · 15:00 shown to you"


def test_who_left_while_they_were_asked_is_told(home: Home) -> None:
    told = Told(home, "ana", "eve")
    told.arrives()
    told.home.clock.pass_by(60)
    told.leaves("ana")
    assert told.digest == "Ana 15:01 off duty"


def test_who_could_not_be_reached_is_told(home: Home) -> None:
    told = Told(home, "ana", "eve")
    told.arrives()
    rev = home.house.engine.state.cases[told.case].rev
    gone = c.ReportDelivery(
        id=new_id(), letter=new_id(), case=told.case, responder="ana", rev=rev, delivered=False, why="gone"
    )
    home.do(gone)
    assert told.digest == "Ana 15:00 not reachable"


def test_a_card_that_showed_is_told_with_its_time_but_not_on_itself(home: Home) -> None:
    told = Told(home, "ana")
    told.arrives()
    told.needs("ana")
    assert told.on_the_card == "Ana 15:00 says only you · 15:00 nobody on duty"
    assert told.digest.endswith("· 15:00 nobody on duty · 15:00 shown to you")
    told.passes(60)
    assert told.on_the_card == "Ana 15:00 says only you · 15:00 nobody on duty"
    assert told.digest.endswith("· 15:00 shown to you · 15:01 not seen yet")


def test_a_card_that_is_handed_back_and_comes_again_tells_that_it_showed_before(home: Home) -> None:
    told = Told(home, "ana", "eve")
    told.arrives()
    told.answers("ana", "pass_up")
    told.needs("eve")
    told.passes(70)
    told.card("hand_back", "say_later")
    told.home.clock.pass_by(60)
    told.needs("ana")
    told.needs("eve")
    before = "Ana 15:00 passed on · Eve 15:00 says only you{why} · 15:00 shown to you · 15:01 not seen yet · "
    assert told.on_the_card == before.format(why="") + (
        "15:01 back: say that I will be in touch later · Ana 15:02 says only you · Eve 15:02 says only you"
    )


def test_a_card_for_which_there_was_no_time_is_told(home: Home) -> None:
    told = Told(home, "ana", policy=CUES)
    told.arrives("phone", sender="school")
    told.card("pin")
    told.arrives()
    told.needs("ana")
    told.home.clock.pass_by(30)
    told.ends()
    assert told.digest == (
        "Ana 15:00 says only you: the contract · you sign · 15:00 nobody on duty · 15:00 was to be shown to you"
        " · 15:00 the session ended"
    )


def test_what_was_open_at_the_end_tells_that_the_session_ended(home: Home) -> None:
    told = Told(home, "ana")
    told.arrives()
    told.answers("ana", "ack")
    told.home.clock.pass_by(120)
    told.ends()
    assert told.digest == "Ana 15:00 has it · 15:02 the session ended"


def test_what_its_sender_took_back_is_told(home: Home) -> None:
    told = Told(home, "ana")
    told.arrives(live=LIVE)
    told.home.clock.pass_by(60)
    home.do(c.ReportClosed(id=new_id(), key=new_id(), live=LIVE, by_sender=True))
    assert told.digest == "15:01 its sender took it back"


def test_what_was_not_shown_because_three_were_is_told(home: Home) -> None:
    told = Told(home, "ana", policy=CUES)
    for number in range(4):
        told.case = ""
        told.arrives(sender=f"Caller {number}")
        told.passes(180)
        if number < 3:
            told.card("pin")
    assert told.digest == "Ana 15:12 did not answer · 15:12 nobody on duty · 15:12 not shown to you: three others were"


def test_a_sender_who_writes_without_end_is_one_line_with_how_often(home: Home) -> None:
    told = Told(home, "ana")
    told.arrives()
    told.home.clock.pass_by(60)
    for _ in range(214):
        told.arrives()
    assert told.digest == "15:01 the sender wrote again, 214 times"
    told.answers("ana", "ack")
    told.arrives()
    assert told.digest == "15:01 the sender wrote again, 214 times · Ana 15:01 has it · 15:01 the sender wrote again"


def test_a_rule_that_holds_a_sender_who_writes_without_end_is_two_lines(home: Home) -> None:
    told = Told(home, "ana")
    told.arrives("phone", sender="school")
    told.card("pin")
    home.adopt(replace(PAGELESS, rules=(*PAGELESS.rules[:1], replace(PAGELESS.rules[1], match=CALLS))))
    told.passes(120)
    for _ in range(20):
        told.arrives("phone", sender="school")
    assert told.digest == (
        "15:02 your rule let nothing through again so soon, 20 times · 15:02 the sender wrote again, 19 times"
    )


class Counted(tuple[TimelineRow, ...]):
    """A timeline that counts the events that are handed out."""

    __slots__ = ()
    handed = 0

    @override
    def __iter__(self) -> Iterator[TimelineRow]:
        for event in super().__iter__():
            Counted.handed += 1
            yield event

    @override
    def __reversed__(self) -> Iterator[TimelineRow]:
        Counted.handed += len(self)
        return iter(tuple(self)[::-1])

    @override
    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        Counted.handed += len(found) if isinstance(place, slice) else 1
        return found


def test_a_story_is_told_in_a_few_looks_at_each_event_however_long_it_is(home: Home) -> None:
    told = Told(home, "ana")
    told.arrives()
    told.arrives()
    told.needs("ana")
    known = home.house.store.records.case(told.case)
    assert known is not None
    again = next(event for event in known.timeline if event.kind == "repeated")
    waits = replace(again, kind="card_waits")
    long = Counted((*known.timeline, *[again] * 500, *[waits] * 500))
    Counted.handed = 0
    lines = parts(long, str, "UTC")
    assert [line.what for line in lines][-2:] == ["repeated", "card_waits"]
    assert Counted.handed <= 4 * len(long)


@pytest.mark.parametrize("seconds", [0, 50])
def test_a_card_that_is_answered_before_it_counts_as_not_seen_is_told_by_its_answer(home: Home, seconds: int) -> None:
    """Also across the turn of a minute: what belongs together is told by what followed what, not by the hour."""
    told = Told(home, "ana")
    told.home.clock.pass_by(30)
    told.arrives()
    told.needs("ana")
    told.passes(seconds)
    told.card("pin")
    at = "15:01" if seconds else "15:00"
    assert (
        told.digest == f"Ana 15:00 says only you: the contract · you sign · 15:00 nobody on duty · {at} kept for later"
    )


@pytest.mark.parametrize(("choice", "said"), [("step_out", "stepped out for it"), ("pin", "kept for later")])
def test_what_the_practitioner_answered_is_told(home: Home, choice: CardChoice, said: str) -> None:
    told = Told(home, "ana")
    told.arrives("phone", sender="school")
    told.home.clock.pass_by(60)
    told.card(choice)
    assert told.digest == f"15:00 let through by your rule · 15:01 {said}"


@pytest.mark.parametrize(
    ("instruction", "said"),
    [
        ("handle_it", "please handle it"),
        ("say_later", "say that I will be in touch later"),
        ("take_message", "please take a message"),
    ],
)
def test_what_the_practitioner_handed_back_with_is_told(home: Home, instruction: Instruction, said: str) -> None:
    told = Told(home, "ana")
    told.arrives("phone", sender="school")
    told.card("hand_back", instruction)
    assert told.digest == f"15:00 let through by your rule · 15:00 back: {said}"


def test_a_responder_reads_who_was_not_there_and_nothing_of_how_the_card_fares(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home.house.responders, "start_if_needed", lambda: False)
    paged = tuple(replace(person, channels=("page",)) for person in PAGELESS.responders)
    told = Told(home, "eve", policy=replace(PAGELESS, responders=paged))
    told.arrives()
    told.needs("eve")
    told.passes(60)
    engine = home.house.engine
    pages = contents(engine.state, engine.policy, KnownCases(home.house.store.records), home.clock.now())
    assert [said.choice for said in pages["eve"].cards[0].story] == ["nobody_on_duty", "need_me"]
