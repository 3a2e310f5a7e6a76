"""What the screen shows: tray, quiet mark, card, follow-ups."""

from dataclasses import replace
from datetime import timedelta

import pytest

from holdspace.app.screen import Shown, initials, screen
from holdspace.core import commands as c
from holdspace.core.policy import Gate, Match, Rule, Step
from holdspace.private import Private
from holdspace.ui.views import Screen, StripView
from tests.app.home import PAGELESS, Home
from tests.core.playbook import SCHOOL, new_id


def shown(home: Home, **passing: object) -> Screen:
    house = home.house
    given = Shown(**passing)  # type: ignore[arg-type]
    return screen(house.engine.state, house.engine.policy, house.store, home.clock.now(), given, house.zone)


def quiet(home: Home, *, engaged: bool, evidence: c.Evidence = "read_back", why: str = "") -> None:
    home.do(c.ReportQuiet(id=new_id(), engaged=engaged, driver="dunst", evidence=evidence, why=why))


def through(home: Home, sender: str = "school office") -> str:
    """Something that the policy lets through at once."""
    key = new_id()
    home.do(c.ReportInterruption(id=key, key=key, origin="desktop", app="phone", sender=Private(sender)))
    return key


def test_the_tray_tells_the_state_of_the_session(home: Home) -> None:
    assert shown(home).tray == "free"
    home.start()
    assert shown(home).tray == "in_session"
    home.do(c.PauseSession(id=new_id()))
    assert shown(home).tray == "stepped_out"
    home.do(c.EndSession(id=new_id()))
    home.start(kind="isolation")
    assert shown(home).tray == "isolation"


def test_after_a_session_everything_that_arrived_in_it_is_counted_whatever_became_of_it(home: Home) -> None:
    home.adopt(PAGELESS)
    home.start()
    through(home)
    home.do(c.LogInterruption(id=new_id()))
    assert shown(home).arrived == 0, "it goes on"
    home.do(c.EndSession(id=new_id()))
    assert (shown(home).arrived, shown(home).held) == (2, 0)


def test_a_card_and_a_session_that_is_only_offered_need_the_practitioner(home: Home) -> None:
    home.adopt(PAGELESS)
    home.start()
    assert shown(home, offered=True).tray == "needs_you"
    through(home)
    assert shown(home).tray == "needs_you"


@pytest.mark.parametrize("hours", [1, -1])
def test_a_promise_is_due_when_the_clock_on_the_wall_shows_its_hour(home: Home, hours: int) -> None:
    due = home.clock.now().after(timedelta(hours=3))
    home.do(c.MakePin(id=new_id(), text=Private("call back"), by=due))
    home.clock.set_wall(home.clock.now().utc + timedelta(hours=hours))
    home.clock.pass_by((3 - hours) * 3600 - 1)
    assert (shown(home).followups_due, home.gestures.followups()[0].overdue) == (0, False)
    home.clock.pass_by(1)
    assert (shown(home).followups_due, home.gestures.followups()[0].overdue) == (1, True)
    assert home.result("status")["followups_due"] == 1


def test_a_promise_that_is_due_turns_the_tray_but_never_in_a_session(home: Home) -> None:
    due = home.clock.now().after(timedelta(minutes=5))
    home.do(c.MakePin(id=new_id(), text=Private("call back"), by=due))
    assert (shown(home).tray, shown(home).followups_due, shown(home).pins) == ("free", 0, 1)
    home.clock.pass_by(300)
    assert (shown(home).tray, shown(home).followups_due) == ("needs_you", 1)
    home.start()
    assert (shown(home).tray, shown(home).followups_due) == ("in_session", 0)


@pytest.mark.parametrize(
    ("engaged", "evidence", "mark"),
    [
        (True, "read_back", "silent"),
        (True, "not_verifiable", "unverified"),
        (True, "none", "unverified"),
        (False, "none", "not_silent"),
    ],
)
def test_the_quiet_mark_says_no_more_than_was_seen(home: Home, engaged: bool, evidence: c.Evidence, mark: str) -> None:
    home.start()
    quiet(home, engaged=engaged, evidence=evidence)
    assert shown(home).quiet == home.result("status")["coverage"]["quiet"] == mark
    assert shown(home, offered=True).quiet == "not_wanted"


def test_it_tells_how_long_a_session_is_planned_for_when_nobody_says(home: Home) -> None:
    assert shown(home).planned_minutes == 50
    home.adopt(replace(PAGELESS, preferences=replace(PAGELESS.preferences, planned_minutes=45)))
    assert shown(home).planned_minutes == 45


def test_it_tells_what_the_practitioner_looks_at_before_a_session(home: Home) -> None:
    assert shown(home).checklist == ()
    lines = (Private("Water"), Private("Phone face down"))
    home.adopt(replace(PAGELESS, preferences=replace(PAGELESS.preferences, checklist=lines)))
    assert shown(home).checklist == lines


def test_it_tells_what_undo_would_take_back(home: Home) -> None:
    assert shown(home).undo == ""
    home.do(c.MakePin(id=new_id(), text=Private("call back")))
    assert shown(home).undo == "pin"
    home.start()
    assert shown(home).undo == ""
    home.do(c.LogInterruption(id=new_id()))
    assert shown(home).undo == "log"
    home.do(c.SetMark(id=new_id(), topic=Private("price")))
    assert shown(home).undo == "mark"
    home.do(c.EndSession(id=new_id()))
    assert shown(home).undo == "end"


def test_an_act_that_stands_is_named_by_undo_once_and_an_end_of_long_ago_is_not_offered(home: Home) -> None:
    home.start()
    key = new_id()
    home.do(c.MakePin(id=key, text=Private("call back")))
    home.do(c.CompletePin(id=new_id(), pin=key))
    assert shown(home).undo == "pin"  # it says why it stands, and the next one looks past it
    home.do(c.TakeBack(id=new_id()))
    assert shown(home).undo == ""
    home.do(c.EndSession(id=new_id()))
    home.clock.pass_by(601)
    assert shown(home).undo == ""


def test_there_is_a_digest_once_a_session_has_ended(home: Home) -> None:
    assert not shown(home).digest
    home.start()
    home.do(c.EndSession(id=new_id()))
    assert shown(home).digest


def test_without_a_session_silence_is_not_wanted_and_nothing_is_wrong(home: Home) -> None:
    quiet(home, engaged=False, why="no_server")
    assert (shown(home).quiet, shown(home).quiet_why) == ("not_wanted", "")
    home.start()
    assert shown(home).quiet_why == "no_server"


def test_the_session_is_told_in_lengths_as_of_the_ticks(home: Home) -> None:
    home.start(topic=Private("pricing"), minutes=50)
    home.clock.pass_by(600)
    home.do(c.PauseSession(id=new_id()))
    home.clock.pass_by(60)
    session = shown(home).session
    assert session is not None
    assert (session.elapsed_seconds, session.away_seconds, session.planned_seconds) == (660, 60, 3000)
    assert (session.topic, session.until, session.at_ticks, session.state) == (
        Private("pricing"),
        "15:50",
        home.clock.now().ticks,
        "paused",
    )
    assert not session.doubted
    offered = shown(home, offered=True).session
    assert offered is not None
    assert offered.doubted


def test_the_card_that_waits_longest_comes_first_also_after_the_machine_started_anew(home: Home) -> None:
    entries = tuple(
        Rule(name=name, match=Match(sender=(name,)), verdict="let_through") for name in ("school", "clinic", "alarm")
    )
    home.adopt(replace(PAGELESS, rules=entries))
    home.start()
    first = through(home, "school")
    home.clock.reboot("boot-2", 20)
    through(home, "clinic")
    home.clock.pass_by(10)
    through(home, "alarm")
    card = shown(home).card
    assert card is not None
    assert (card.case, card.more) == (first, 2)


def test_a_rules_card_tells_the_rules_reason_and_nobody_says_it(home: Home) -> None:
    home.adopt(replace(PAGELESS, rules=(replace(SCHOOL, reason="the children"),)))
    home.start()
    through(home)
    card = shown(home).card
    assert card is not None
    assert (card.why, card.line, card.sender, card.from_name) == (
        "break_glass",
        Private("the children"),
        Private("school office"),
        "",
    )


def test_a_responders_card_tells_what_is_lost_and_who_says_so(home: Home) -> None:
    home.adopt(PAGELESS)
    home.here("ana")
    home.start()
    key = new_id()
    home.do(c.ReportInterruption(id=key, key=key, origin="desktop", app="pager"))
    case = home.house.engine.state.cases[key]
    lost, only = Private("the contract"), Private("you sign")
    home.do(
        c.AnswerCase(
            id=new_id(), case=key, by="ana", rev=case.rev, choice="need_me", what_is_lost=lost, why_only_you=only
        )
    )
    card = shown(home).card
    assert card is not None
    assert (card.why, card.line, card.from_name) == ("need_me", Private("the contract"), "Ana")


def test_the_card_tells_the_words_of_who_said_it_last_under_their_own_name(home: Home) -> None:
    home.adopt(PAGELESS)
    home.here("ana", "eve")
    home.start()
    key = new_id()
    home.do(c.ReportInterruption(id=key, key=key, origin="desktop", app="pager"))
    for by, lost in (("ana", "the contract"), ("eve", "the court's deadline")):
        case = home.house.engine.state.cases[key]
        said = c.AnswerCase(id=new_id(), case=key, by=by, rev=case.rev, choice="need_me", what_is_lost=Private(lost))
        home.do(replace(said, why_only_you=Private("you sign")))
    card = shown(home).card
    assert card is not None
    assert (card.line, card.from_name) == (Private("the court's deadline"), "Eve")


def test_a_card_for_want_of_an_answer_has_no_line_of_anybody(home: Home) -> None:
    home.adopt(replace(PAGELESS, gate=Gate(normal="cue")))
    home.here("ana")
    home.start()
    key = new_id()
    home.do(c.ReportInterruption(id=key, key=key, origin="desktop", app="pager"))
    assert shown(home).asked == 1
    home.do(c.ReportPresence(id=new_id(), responder="ana", present=False))
    card = shown(home).card
    assert card is not None
    assert (card.why, card.line) == ("nobody_answered", Private(""))
    assert shown(home).asked == 0


def test_who_can_be_asked_is_told_by_name(home: Home) -> None:
    home.adopt(PAGELESS)
    home.here("eve")
    told = shown(home)
    assert [(one.name, one.reachable) for one in told.responders] == [("Ana", False), ("Ash", False), ("Eve", True)]
    assert told.page_on_this_machine_only
    assert all(one.in_a_step for one in told.responders)


def test_who_is_asked_in_no_step_is_not_said_to_be_askable(home: Home) -> None:
    home.adopt(replace(PAGELESS, steps=(Step(role="executive"),)))
    home.here("ana", "eve")
    told = [(one.name, one.reachable, one.in_a_step) for one in shown(home).responders]
    assert told == [("Ana", False, False), ("Ash", False, False), ("Eve", True, True)]


def test_passing_things_are_shown_while_they_are_up(home: Home) -> None:
    home.start()
    home.do(c.SetMark(id=new_id(), topic=Private("phase two"), next_step=Private("offer B")))
    told = shown(home, strip="i", recap=True, trouble=("disk_full",))
    assert told.strip == StripView(interruption="i")
    assert told.recap is not None
    assert (told.recap.topic, told.recap.next_step, told.recap.minutes_left) == (
        Private("phase two"),
        Private("offer B"),
        50,
    )
    assert told.trouble == ("disk_full",)
    assert (shown(home).strip, shown(home).recap) == (None, None)


def test_what_is_held_is_only_counted(home: Home) -> None:
    home.start()
    home.do(c.LogInterruption(id=new_id()))
    assert shown(home).held == 1


def test_who_is_asked_is_told_by_name_and_time_and_not_what_about(home: Home) -> None:
    home.adopt(PAGELESS)
    home.here("ana")
    home.start()
    key = new_id()
    secret = Private("a secret")
    home.do(c.ReportInterruption(id=key, key=key, origin="desktop", app="pager", sender=secret, text=secret))
    told = shown(home)
    assert [(row.count, row.state, row.who) for row in told.asking] == [(1, "asked", "Ana")]
    assert told.asked == 1


def test_marks_are_told_the_newest_first_with_their_time_of_day_and_the_rest_counted(home: Home) -> None:
    home.start()
    ids = [new_id() for _ in range(6)]
    for number, key in enumerate(ids):
        home.clock.pass_by(60)
        home.do(c.SetMark(id=key, topic=Private(f"topic {number}")))
    session = shown(home).session
    assert session is not None
    told = [(mark.id, mark.at, mark.topic) for mark in session.marks]
    assert told == [(ids[number], f"15:0{number + 1}", Private(f"topic {number}")) for number in (5, 4, 3, 2)]
    assert session.more_marks == 2
    home.gestures.take_back(ids[4])
    session = shown(home).session
    assert session is not None
    assert [mark.id for mark in session.marks] == [ids[5], ids[3], ids[2], ids[1]]
    assert session.more_marks == 1


@pytest.mark.parametrize(
    ("client", "told"),
    [
        ("Marta Ribeiro", "MR"),
        ("ana de la cruz", "ADL"),
        ("C1", "C1"),
        ("Marta", "M"),
        ("Ñandú", "Ñ"),
        (" ", None),
        (None, None),
    ],
)
def test_of_a_client_no_more_than_initials_are_told(client: str | None, told: str | None) -> None:
    found = initials(Private(client) if client is not None else None)
    assert (found.reveal() if found else None) == told
