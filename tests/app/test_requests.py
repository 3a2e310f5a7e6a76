"""The verbs of the command line, asked of a real house."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from holdspace.app.settings import settings_of
from holdspace.app.settings_door import settings_door
from holdspace.cli.client import _joined
from holdspace.core import commands as c
from holdspace.core.policy import BREAK_GLASS_DAYS, Preferences, Step
from holdspace.engine.ports import NotKept
from holdspace.private import Private
from holdspace.wire import protocol
from tests.app.home import PAGELESS, Home, Line
from tests.core.playbook import POLICY, new_id


def refused(reply: dict[str, Any]) -> tuple[int, str]:
    return reply["status"], reply["reason"]["code"]


def whole(home: Home, verb: str) -> tuple[dict[str, Any], int]:
    """A result that may come in parts, put together as the command line does, and how many parts there were."""
    line = Line()
    home.house.requests.answer({"id": str(uuid4()), "verb": verb, "args": {}}, line)
    joined: dict[str, Any] = {}
    for reply in line.said:
        protocol.encode(reply)
        joined = _joined(joined, reply)
    return joined["result"], len(line.said)


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


def test_where_tells_the_place_in_the_session_that_runs_or_ran_last(home: Home) -> None:
    home.start(minutes=50)
    home.result("mark", topic="phase two", last_point="budget is fixed", next="offer B")
    session = home.house.engine.state.session
    assert session is not None
    home.do(c.WriteNote(id=new_id(), session=session.id, text=Private("they fear lock-in\nask Tom")))
    home.clock.pass_by(600)
    told = {
        "topic": "phase two",
        "last_point": "budget is fixed",
        "next": "offer B",
        "minutes_left": 40,
        "away_seconds": 0.0,
        "note": ["they fear lock-in", "ask Tom"],
    }
    assert home.result("where") == told
    home.result("end")
    assert home.result("where") == told
    digest = home.result("digest")
    assert digest["note"] == told["note"]
    (mark,) = digest["marks"]
    assert (mark["topic"], mark["last_point"], mark["next"]) == ("phase two", "budget is fixed", "offer B")


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


@pytest.mark.parametrize("verb", ["status", "digest", "followups"])
def test_records_that_cannot_be_read_are_a_refusal_and_not_silence(
    home: Home, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise NotKept("io_error")

    home.start()
    monkeypatch.setattr(home.house.store.records, "_rows", broken)
    assert refused(home.ask(verb)) == (1, "io_error")


def test_status_says_what_design_promises(home: Home) -> None:
    home.adopt(PAGELESS)
    home.here("ana")
    key = home.start(client=Private("C1"), topic=Private("pricing"), minutes=50)
    home.clock.pass_by(100)
    arrived = new_id()
    home.do(c.ReportInterruption(id=arrived, key=arrived, origin="desktop", app="pager", sender=Private("Sam")))
    home.result("pin", text="call", by="+1m")
    home.clock.pass_by(61)
    status = home.result("status")
    assert status["session"] == {
        "id": key,
        "kind": "session",
        "client": "C1",
        "topic": "pricing",
        "state": "running",
        "doubted": False,
        "started_at": "2026-01-05T14:00:00.000Z",
        "planned_minutes": 50,
        "elapsed_seconds": 161.0,
        "away_seconds": 0.0,
    }
    assert status["cases"] == [
        {
            "id": arrived,
            "sender": "Sam",
            "phase": "waiting",
            "step": 0,
            "with": "others",
            "responder": "Ana",
            "due": "2026-01-05T14:04:40.000Z",
            "due_at": "15:04",
            "then": "later",
            "outcome": None,
        }
    ]
    assert set(status["quiet"]) == {"engaged", "driver", "evidence", "critical", "why", "lease_until"}
    assert (status["held"], status["pins"], status["followups_due"]) == (0, 1, 1)
    assert status["coverage"]["reachable"] == ["Ana"]
    assert status["coverage"]["not_reachable"] == ["Ash", "Eve"]
    assert status["coverage"]["in_no_step"] == []


def test_status_without_a_session_is_null(home: Home) -> None:
    status = home.result("status")
    assert (status["session"], status["cases"], status["held"]) == (None, [], 0)


def test_a_status_with_very_many_cases_comes_whole(home: Home) -> None:
    home.adopt(PAGELESS)
    home.here("ana")
    home.start()
    for number in range(400):
        key = new_id()
        sender = Private("S" * 150 + str(number))
        home.do(c.ReportInterruption(id=key, key=key, origin="desktop", app="pager", sender=sender))
    status, parts = whole(home, "status")
    assert len(status["cases"]) == 400
    assert parts > 1
    line = Line()
    home.house.requests.answer({"id": str(uuid4()), "verb": "status", "args": {"watch": True}}, line)
    assert [reply["more"] for reply in line.said] == [True]
    protocol.encode(line.last)


def test_whoever_watches_hears_each_change_until_they_go(home: Home) -> None:
    line = Line()
    ident = str(uuid4())
    home.house.requests.answer({"id": ident, "verb": "status", "args": {"watch": True}}, line)
    home.start()
    assert [reply["result"]["session"] is None for reply in line.said] == [True, False]
    assert {reply["id"] for reply in line.said} == {ident}
    line.open = False
    home.result("log")
    assert len(line.said) == 2
    assert home.house._watchers == []


def test_the_digest_lists_everything_with_its_one_outcome(home: Home) -> None:
    assert home.result("digest")["session"] is None
    key = home.start()
    home.result("log", text="a question", source="door", **{"from": "Sam"})
    pinned = home.result("log", text="call me")["interruption"]
    home.result("pin")
    home.result("end")
    digest = home.result("digest")
    assert (digest["session"], digest["noise"], digest["gaps"], digest["time_zone"]) == (key, 0, [], "Europe/Madrid")
    first, second = digest["interruptions"]
    said = {
        "id",
        "at",
        "source",
        "origin",
        "app",
        "sender",
        "text",
        "outcome",
        "reason",
        "by",
        "pinned",
        "taken_back",
        "story",
    }
    assert set(first) == said
    assert first["origin"] == "hand"
    assert (first["sender"], first["source"], first["outcome"], first["reason"]) == ("Sam", "door", "held", "logged")
    assert (second["id"], second["outcome"], second["reason"], second["pinned"]) == (pinned, "deferred", "pinned", True)


def test_a_digest_that_is_too_long_for_a_line_comes_in_parts(home: Home) -> None:
    home.start()
    for _ in range(60):
        home.do(c.LogInterruption(id=new_id(), text=Private("x" * 3000)))
    digest, parts = whole(home, "digest")
    assert len(digest["interruptions"]) == 60
    assert parts > 2


def test_follow_ups_are_told_the_earliest_first_and_can_be_completed_by_the_start_of_their_id(home: Home) -> None:
    late = home.result("pin", text="later", by="+2h", **{"from": "Sam"})["pin"]
    soon = home.result("pin", text="soon", by="+1m")["pin"]
    home.clock.pass_by(61)
    rows = home.result("followups")["followups"]
    assert [(row["id"], row["overdue"]) for row in rows] == [(soon, True), (late, False)]
    assert set(rows[0]) == {"id", "text", "from", "due", "overdue", "draft"}
    assert (rows[0]["draft"], rows[1]["from"]) == (None, "Sam")
    assert rows[1]["draft"] == "I have seen your message and will come back to you by 17:00."
    home.result("followup_done", id=soon[:8])
    assert [row["id"] for row in home.result("followups")["followups"]] == [late]
    assert refused(home.ask("followup_done", id="")) == (1, "no_such_pin")
    assert refused(home.ask("followup_done", id="zz")) == (1, "no_such_pin")


def test_responders_are_told_with_who_is_reachable(home: Home) -> None:
    home.adopt(PAGELESS)
    home.here("eve")
    rows = home.result("responders")["responders"]
    assert [(row["id"], row["role"], row["reachable"], row["in_a_step"]) for row in rows] == [
        ("ana", "assistant", False, True),
        ("ash", "assistant", False, True),
        ("eve", "executive", True, True),
    ]


def test_who_is_asked_in_no_step_is_told_apart_from_who_is_away(home: Home) -> None:
    home.adopt(replace(PAGELESS, steps=(Step(role="executive"),)))
    home.here("ana")
    coverage = home.result("status")["coverage"]
    assert (coverage["reachable"], coverage["not_reachable"], coverage["in_no_step"]) == ([], ["Eve"], ["Ana", "Ash"])
    rows = home.result("responders")["responders"]
    assert [(row["id"], row["reachable"], row["in_a_step"]) for row in rows] == [
        ("ana", False, False),
        ("ash", False, False),
        ("eve", False, True),
    ]


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


def test_doctor_knows_the_parts_and_nobodys_words(home: Home) -> None:
    home.adopt(POLICY)
    home.start(client=Private("Client Zero"), topic=Private("a secret topic"))
    home.result("log", text="private words", **{"from": "Sam Sender"})
    home.house.failed("disk_full")
    told = home.result("doctor")
    states = {part["part"]: (part["state"], part["reason"]) for part in told["parts"]}
    assert states["keeper"] == states["watch"] == ("cannot", "keeper_gone")
    assert states["silence"][0] == "cannot"
    assert states["executives"] == ("needs_setup", "reachable")
    assert (told["trouble"], told["encrypted"], told["note_open"]) == (["disk_full"], False, False)
    assert told["coverage"]["not_reachable"] == ["Assistant", "Assistant", "Executive"]
    names = [one.name for one in POLICY.responders]
    for words in ("Client Zero", "a secret topic", "private words", "Sam Sender", *names):
        assert words not in str(told)


def test_doctor_does_not_tell_the_login(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(home.paths.data.parent))
    assert home.result("doctor")["home"] == f"~/{home.paths.data.name}"
