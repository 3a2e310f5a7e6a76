"""The digest and the open promises as the screen shows them."""

from dataclasses import replace
from datetime import timedelta

from holdspace.app.followups import due_words
from holdspace.core import commands as c
from holdspace.private import Private
from tests.app.home import PAGELESS, Home
from tests.core.playbook import moment, new_id


def test_there_is_no_digest_before_the_first_session(home: Home) -> None:
    assert home.gestures.digest() is None


def test_the_digest_groups_by_person_and_tells_lengths_gaps_and_noise(home: Home) -> None:
    home.adopt(PAGELESS)
    key = home.start(client=Private("C1"), topic=Private("pricing"))
    for sender in ("Sam", "Kim", "Sam"):
        home.do(c.LogInterruption(id=new_id(), sender=Private(sender)))
    advert = new_id()
    home.do(c.ReportInterruption(id=advert, key=advert, origin="desktop", app="shop"))
    home.do(c.ReportWatchGap(id=new_id(), since=moment(60), until=moment(120), why="keeper_died"))
    home.do(c.PauseSession(id=new_id()))
    home.clock.pass_by(120)
    home.do(c.ResumeSession(id=new_id()))
    home.clock.pass_by(480)
    running = home.gestures.digest()
    home.gestures.end()
    view = home.gestures.digest()
    assert running is not None
    assert view is not None
    assert (running.minutes, running.away_minutes) == (view.minutes, view.away_minutes) == (10, 2)
    assert (view.session, view.client, view.topic, view.started) == (key, Private("C1"), Private("pricing"), "15:00")
    assert [(group.sender, len(group.rows)) for group in view.groups] == [(Private("Sam"), 2), (Private("Kim"), 1)]
    assert view.groups[0].rows[0].outcome == "held"
    assert running.groups[0].rows[0].outcome == ""
    assert (view.noise, view.gaps) == (1, (("15:01", "15:02", "keeper_died"),))


def test_what_a_program_sent_that_nobody_could_name_is_told_apart_from_what_was_logged_without_an_app(
    home: Home,
) -> None:
    home.start()
    for app in ("", "Mail"):
        key = new_id()
        home.do(c.ReportInterruption(id=key, key=key, origin="desktop", app=app, text=Private("hello")))
    home.do(c.LogInterruption(id=new_id(), text=Private("at the door")))
    view = home.gestures.digest()
    assert view is not None
    rows = [row for group in view.groups for row in group.rows]
    assert [(row.app, row.unnamed) for row in rows] == [("", True), ("Mail", False), ("", False)]


def test_the_digest_has_what_the_practitioner_wrote_down(home: Home) -> None:
    key = home.start()
    home.do(c.SetMark(id=new_id(), topic=Private("price")))
    home.clock.pass_by(60)
    home.do(c.SetMark(id=new_id(), last_point=Private("budget")))
    home.gestures.write(key, Private("they fear lock-in"))
    home.gestures.end()
    view = home.gestures.digest()
    assert view is not None
    assert view.note == Private("they fear lock-in")
    assert [(mark.at, mark.topic, mark.last_point) for mark in view.marks] == [
        ("15:00", Private("price"), None),
        ("15:01", None, Private("budget")),
    ]


def test_who_handled_it_is_told_by_name(home: Home) -> None:
    home.adopt(PAGELESS)
    home.here("ana")
    home.start()
    key = new_id()
    home.do(c.ReportInterruption(id=key, key=key, origin="desktop", app="pager"))
    rev = home.house.engine.state.cases[key].rev
    home.do(c.AnswerCase(id=new_id(), case=key, by="ana", rev=rev, choice="handled"))
    view = home.gestures.digest()
    assert view is not None
    row = view.groups[0].rows[0]
    assert (row.outcome, row.why, row.by) == ("handled", "answered", "Ana")


def test_a_due_time_is_as_short_as_can_be(home: Home) -> None:
    now = home.clock.now()  # 15:00 on 5 January
    told = [due_words(home.house, now.after(timedelta(hours=hours)), "en") for hours in (-1, 1, 8.99, 9, 33, -24)]
    assert told == ["14:00", "16:00", "23:59", "tomorrow 00:00", "2026-01-07 00:00", "2026-01-04 15:00"]
    assert due_words(home.house, now.after(timedelta(hours=9)), "") == "2026-01-06 00:00"


def test_a_terminal_is_told_no_words_until_it_is_known_in_which_language(home: Home) -> None:
    tomorrow = home.clock.now().after(timedelta(hours=9))
    home.do(c.MakePin(id=new_id(), text=Private("call"), by=tomorrow))
    assert home.result("followups")["followups"][0]["due"] == "2026-01-06 00:00"
    home.adopt(replace(PAGELESS, practitioner=replace(PAGELESS.practitioner, language="es")))
    assert home.result("followups")["followups"][0]["due"] == "mañana a las 00:00"


def test_promises_are_told_the_earliest_first_also_from_an_earlier_boot(home: Home) -> None:
    now = home.clock.now()
    for text, hours in (("second", 2), ("first", 1)):
        home.do(c.MakePin(id=new_id(), text=Private(text), by=now.after(timedelta(hours=hours))))
    home.clock.reboot("boot-2", 90 * 60)
    home.do(c.MakePin(id=new_id(), text=Private("now"), by=home.clock.now().after(timedelta(minutes=1))))
    rows = home.gestures.followups()
    assert [(row.text, row.overdue) for row in rows] == [
        (Private("first"), True),
        (Private("now"), False),
        (Private("second"), False),
    ]
