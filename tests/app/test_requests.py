"""The verbs of the command line, asked of a real house."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from holdspace.app.settings import settings_of
from holdspace.app.settings_door import settings_door
from holdspace.core.policy import BREAK_GLASS_DAYS, Preferences
from holdspace.engine.ports import NotKept
from tests.app.home import PAGELESS, Home, Line, refused


def test_a_session_from_start_to_end(home: Home) -> None:
    started = home.result("start", client="C1", topic="pricing", minutes=30, kind="attention")
    assert started["minutes"] == 30
    assert started["coverage"]["not_covered"] == ["phone", "calls", "own_popups"]
    session = home.house.engine.state.session
    assert session is not None
    assert (session.id, session.kind) == (started["session"], "attention")
    home.result("extend", minutes=10)
    home.result("pause", last_point="budget is fixed")
    home.clock.pass_by(90)
    back = home.result("resume")["where"]
    assert (back["last_point"], back["topic"], back["away_seconds"]) == ("budget is fixed", "pricing", 90)
    home.result("log", text="a question", source="door", **{"from": "Sam"})
    ended = home.result("end")
    assert (ended["session"], ended["arrived"], ended["deferred"]) == (started["session"], 1, 0)
    assert home.result("undo")["undone"] == "end"
    assert home.house.engine.state.session is not None


@pytest.mark.parametrize("verb", ["pause", "resume", "extend", "end", "where"])
def test_without_a_session_these_are_refused_with_the_reason(home: Home, verb: str) -> None:
    assert refused(home.ask(verb, minutes=5) if verb == "extend" else home.ask(verb)) == (1, "no_session")


def test_what_the_core_refuses_is_refused_with_its_parameters(home: Home) -> None:
    reply = home.ask("start", minutes=5000)
    assert refused(reply) == (1, "minutes_out_of_range")
    assert reply["reason"]["params"] == {"shortest": 1, "longest": 600}
    assert refused(home.ask("undo")) == (1, "nothing_to_undo")


def test_undo_says_what_it_took_back(home: Home) -> None:
    home.start()
    told = []
    for verb, args in (("log", {}), ("pin", {"text": "x"}), ("mark", {"topic": "y"})):
        home.result(verb, **args)
        told.append(home.result("undo")["undone"])
    assert told == ["log", "pin", "mark"]


def test_undo_takes_back_a_log_of_after_the_end_and_then_the_end(home: Home) -> None:
    home.start()
    home.result("end")
    home.result("log", text="thought")
    assert [home.result("undo")["undone"] for _ in range(2)] == ["log", "end"]


def test_undo_names_what_stands_once(home: Home) -> None:
    home.start()
    home.result("mark", topic="pricing")
    pin = home.result("pin", text="call")["pin"]
    home.result("followup_done", id=pin)
    assert refused(home.ask("undo")) == (1, "pin_stands")
    assert home.result("undo")["undone"] == "mark"


def test_a_pin_says_when_it_is_due_with_the_day_if_it_is_another_one(home: Home) -> None:
    home.adopt(PAGELESS)  # somebody chose a language
    assert home.result("pin", text="call", by="17:00")["due"] == "17:00"
    assert home.result("pin", text="call", by="tomorrow")["due"] == "tomorrow 09:00"
    assert home.result("pin", text="call", by="2026-03-01")["due"] == "2026-03-01 09:00"


@pytest.mark.parametrize(
    ("verb", "args", "code"),
    [
        ("log", {"source": "pigeon"}, "unknown_source"),
        ("log", {"source": ["door"]}, "unknown_source"),
        ("log", {"text": 5}, "malformed"),
        ("pin", {"text": "x", "by": "soon"}, "not_a_time"),
        ("pin", {"text": "x", "by": ["17:00"]}, "not_a_time"),
        ("pin", {"text": "x", "by": "0001-01-01 00:00"}, "not_a_time"),
        ("mark", {"topic": {}}, "malformed"),
        ("start", {"kind": "party"}, "unknown_kind"),
        ("start", {"minutes": "fifty"}, "malformed"),
        ("start", {"minutes": True}, "malformed"),
        ("start", {"minutes": 10**9}, "malformed"),
        ("start", {"client": 5}, "malformed"),
        ("extend", {"minutes": 1.5}, "malformed"),
        ("pause", {"last_point": []}, "malformed"),
        ("dance", {}, "unknown_verb"),
    ],
)
def test_wrong_usage_is_told_and_changes_nothing(home: Home, verb: str, args: dict[str, Any], code: str) -> None:
    if code == "not_a_time" and args["by"].__class__ is str and args["by"].startswith("0001"):
        home.adopt(replace(PAGELESS, practitioner=replace(PAGELESS.practitioner, time_zone="Asia/Tokyo")))
    before = home.house.engine.state
    assert refused(home.ask(verb, **args)) == (2, code)
    assert home.house.engine.state is before


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"id": "x", "verb": "log"},
        {"id": 5, "verb": "log"},
        {"id": str(uuid4()), "verb": 5},
        {"id": str(uuid4()), "verb": "log", "args": "x"},
        {"id": "\ud800", "verb": "log"},
    ],
)
def test_what_is_no_request_is_answered_all_the_same(home: Home, message: dict[str, Any]) -> None:
    line = Line()
    home.house.requests.answer(message, line)
    (reply,) = line.said
    assert refused(reply) == (2, "malformed")


def test_the_same_request_twice_is_one_and_is_answered_alike(home: Home) -> None:
    ident = str(uuid4())
    home.start()
    first = home.ask("log", ident, text="once")
    assert home.ask("log", ident, text="once") == first
    assert first["result"]["interruption"] == ident
    assert home.result("status")["held"] == 1


def test_what_could_not_be_kept_is_refused_with_the_reason(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise NotKept("disk_full")

    monkeypatch.setattr(home.house.store.journal, "keep", full)
    assert refused(home.ask("log", text="x")) == (1, "disk_full")


def test_a_link_needs_somebody_and_a_page(home: Home) -> None:
    assert refused(home.ask("link", responder="ana")) == (1, "no_such_responder")
    home.adopt(PAGELESS)
    assert refused(home.ask("link", responder="ana")) == (1, "page_failed")


def test_settings_are_taken_whole_or_not_at_all_and_told_back(home: Home) -> None:
    wrong = home.ask("settings_import", settings={"schema": 1, "colour": "red"})
    assert refused(wrong) == (1, "bad_settings")
    assert wrong["reason"]["params"]["problems"][0]["code"] == "unknown_key"
    assert refused(home.ask("settings_import", settings=[5])) == (1, "bad_settings")
    home.result("settings_import", settings={"schema": 1, "preferences": {"planned_minutes": 25}})
    assert home.house.engine.policy.preferences == Preferences(planned_minutes=25)
    assert home.result("settings_export")["settings"] == settings_of(home.house.engine.policy)
    assert home.house.engine.policy.practitioner.time_zone == "Europe/Madrid"


def test_settings_whose_leave_has_ended_are_taken_and_that_is_told(home: Home) -> None:
    rule = {"name": "school", "match": {"sender": ["school"]}, "verdict": "let_through", "reason": "why"}
    today = home.house.today
    for until, told in ((today, False), (today - timedelta(days=21), True)):
        settings = {"schema": 1, "rules": [rule | {"until": until.isoformat()}]}
        expected = [{"name": "school", "until": until.isoformat(), "over": told}]
        assert home.result("settings_import", settings=settings)["ending"] == expected


def test_how_far_ahead_an_entry_may_run_is_counted_in_the_practitioners_days(home: Home) -> None:
    """The window renews it from the day on the practitioner's wall, which may be ahead of UTC."""
    home.adopt(replace(PAGELESS, practitioner=replace(PAGELESS.practitioner, time_zone="Asia/Tokyo")))
    home.clock.pass_by(2 * 3600)
    door = settings_door(lambda: home.house)
    until = (door.today() + timedelta(days=BREAK_GLASS_DAYS)).isoformat()
    rule = {"name": "school", "match": {"sender": ["school"]}, "verdict": "let_through", "reason": "why"}
    settings = {"schema": 1, "rules": [rule | {"until": until}]}
    assert door.check(settings).problems == ()
    assert home.ask("settings_import", settings=settings)["status"] == 0


def test_show_opens_the_window_and_quit_is_answered_before_it_happens(home: Home) -> None:
    home.result("show")
    assert home.shell.opened == 1
    assert home.ask("quit")["status"] == 0
    assert home.program.ended == 1
