"""What the command line is told of a real house: status, digest, follow-ups, responders, where, and the doctor's answer."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from holdspace.cli.client import _joined
from holdspace.core import commands as c
from holdspace.core.policy import Step
from holdspace.engine.ports import NotKept
from holdspace.private import Private
from holdspace.wire import protocol
from tests.app.home import PAGELESS, Home, Line, refused
from tests.core.playbook import POLICY, new_id


def whole(home: Home, verb: str) -> tuple[dict[str, Any], int]:
    """A result that may come in parts, put together as the command line does, and how many parts there were."""
    said = home.replies(verb)
    joined: dict[str, Any] = {}
    for reply in said:
        protocol.encode(reply)
        joined = _joined(joined, reply)
    return joined["result"], len(said)


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
