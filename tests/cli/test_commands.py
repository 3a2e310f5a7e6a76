"""Every other verb: what is asked of the app, what is said about the answer, and the exit status."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from holdspace.cli.client import Connection, NotRunningError
from holdspace.wire import protocol
from holdspace.wire.paths import Paths
from holdspace.wire.spool import append
from tests.cli.fake_app import SILENT, FakeApp, Lines, cli, done, here, refuse

STATUS: dict[str, Any] = {
    "language": "en",
    "session": {
        "id": "s1",
        "kind": "session",
        "client": "C1",
        "topic": "pricing talk",
        "state": "running",
        "started_at": "2026-11-21T09:00:00Z",
        "planned_minutes": 50,
        "elapsed_seconds": 630.5,
        "away_seconds": 75.0,
    },
    "quiet": {"engaged": True, "driver": "dunst", "evidence": "read_back", "why": "", "lease_until": None},
    "coverage": {
        "silent": True,
        "reachable": ["Ana"],
        "not_reachable": ["Bo"],
        "page_on_this_machine_only": True,
        "not_covered": ["phone", "calls"],
    },
    "held": 3,
    "cases": [
        {"id": "c1", "sender": "School", "phase": "waiting", "responder": "Ana", "outcome": None},
        {"id": "c2", "sender": "Mum", "phase": "waiting", "with": "you", "responder": "practitioner", "outcome": None},
        {"id": "c4", "sender": "Zoe", "phase": "closed", "responder": "", "outcome": "deferred"},
        {"id": "c3", "sender": "Jon", "phase": "waiting", "responder": "", "due_at": "14:06", "then": "assistant"},
    ],
    "pins": 1,
    "followups_due": 2,
}


@pytest.mark.parametrize(
    ("argv", "verb", "args"),
    [
        (["start"], "start", {}),
        (
            ["start", "--client", "C1", "--topic", "price", "--minutes", "50", "--kind", "isolation"],
            "start",
            {"client": "C1", "topic": "price", "minutes": 50, "kind": "isolation"},
        ),
        (["pause", "--last-point", "p"], "pause", {"last_point": "p"}),
        (["resume"], "resume", {}),
        (["extend", "10"], "extend", {"minutes": 10}),
        (["end"], "end", {}),
        (["undo"], "undo", {}),
        (["where"], "where", {}),
        (["status"], "status", {}),
        (["digest"], "digest", {}),
        (["followups"], "followups", {}),
        (["followups", "done", "p1"], "followup_done", {"id": "p1"}),
        (["responders"], "responders", {}),
        (["responders", "link", "va1"], "link", {"responder": "va1"}),
        (["doctor"], "doctor", {}),
        (["quit"], "quit", {}),
    ],
)
def test_each_verb_asks_the_app_once_and_is_done(place: Path, argv: list[str], verb: str, args: dict[str, Any]) -> None:
    with FakeApp(place, done()) as app:
        said = here(place, *argv)
        absent = here(place.with_name("none"), *argv)
    assert (said.returncode, said.stderr) == (0, "")
    assert [(one["verb"], one["args"]) for one in app.requests] == [(verb, args)]
    assert absent.returncode == 3
    assert "not running" in absent.stderr


@pytest.mark.parametrize("verb", ["start", "pause", "resume", "end", "undo", "where", "quit"])
def test_a_refusal_is_status_1_with_the_reason_on_stderr(place: Path, verb: str) -> None:
    with FakeApp(place, refuse("no_session")):
        said = here(place, verb)
    assert (said.returncode, said.stdout, said.stderr) == (1, "", "No session is running.\n")


def test_a_refusal_nobody_wrote_a_sentence_for_is_still_told(place: Path) -> None:
    with FakeApp(place, refuse("moon_too_full", phase="\x1b[31mred")):
        said = cli(place, "start")
    assert (said.returncode, said.stderr) == (1, "moon too full\n")


@pytest.mark.parametrize(
    "argv",
    [
        ["nonsense"],
        ["start", "--minutes", "many"],
        ["start", "--kind", "party"],
        ["extend"],
        ["settings"],
        ["settings", "import"],
        ["responders", "link"],
        ["--home"],
        ["--home="],
        ["stat"],
    ],
)
def test_wrong_usage_is_status_2(place: Path, argv: list[str]) -> None:
    said = here(place, *argv)
    assert (said.returncode, said.stdout) == (2, "")
    assert "usage: holdspace" in said.stderr


@pytest.mark.parametrize(
    ("argv", "usage"),
    [
        (["start", "--nonsense"], "start [-h]"),
        (["extend", "ten"], "extend [-h]"),
        (["digest", "yesterday"], "digest [-h]"),
        (["responders", "link"], "responders link [-h]"),
        (["responders", "link", "va1", "va2"], "responders link [-h]"),
        (["settings", "import", "a.toml", "--force"], "settings import [-h]"),
    ],
)
def test_wrong_usage_of_a_verb_shows_the_usage_of_that_verb(place: Path, argv: list[str], usage: str) -> None:
    said = here(place, *argv)
    assert said.returncode == 2
    assert said.stderr.startswith(f"usage: holdspace {usage}")


def test_the_version_and_the_help_need_no_app(place: Path) -> None:
    assert cli(place, "--version").stdout.startswith("holdspace ")
    helped = cli(place, "--help")
    assert helped.returncode == 0
    for verb in ("start", "log", "pin", "mark", "digest", "settings", "repair", "doctor", "quit"):
        assert verb in helped.stdout


def test_json_is_one_object_as_the_app_told_it(place: Path) -> None:
    told = {**STATUS, "trouble": ["Ñandú 鳥 \u202e\x9b"]}
    with FakeApp(place, done(told)):
        said = cli(place, "status", "--json")
        latin = cli(place, "status", "--json", env={"PYTHONIOENCODING": "latin-1"})
    assert json.loads(said.stdout) == told == json.loads(latin.stdout)
    assert said.stdout.count("\n") == 1


def test_status_tells_session_silence_cover_and_what_waits(place: Path) -> None:
    with FakeApp(place, done(STATUS)):
        lines = cli(place, "status").stdout.splitlines()
    assert lines == [
        "Session: in session · C1, pricing talk",
        "10 of 50 minutes",
        "1 minute away",
        "The desktop is silent (dunst, verified).",
        "Can be asked now: Ana",
        "Not reachable now: Bo",
        "The answer page works on this computer only.",
        "Not covered: the phone, calls",
        "3 held for later",
        "· School: waiting for an answer (Ana)",
        "· Mum: waiting for you",
        "· Jon: waiting to be asked · until 14:06, then the assistant",
        "1 case is closed: holdspace digest",
        "1 deferral note",
        "2 follow-ups are due",
    ]


def test_a_digest_lists_everything_with_its_outcome_by_person(place: Path) -> None:
    rows = [
        {"id": "1", "at": "", "source": "phone", "app": "", "sender": "Mum", "outcome": "held", "reason": "logged"},
        {"id": "2", "at": "", "source": "message", "app": "Pager", "sender": None, "outcome": None, "reason": ""},
        {
            "id": "5",
            "at": "",
            "source": "message",
            "origin": "desktop",
            "app": "",
            "outcome": "held",
            "taken_back": True,
        },
        {"id": "3", "at": "", "source": "door", "app": "", "sender": "Mum", "outcome": "handled", "by": "Ana"},
        {
            "id": "4",
            "at": "",
            "source": "door",
            "app": "",
            "sender": "Mum",
            "outcome": "held",
            "text": "now\nbefore\n…",
        },
    ]
    gaps = [{"since": "2026-11-21T09:00:00Z", "until": "2026-11-21T09:05:00Z", "why": "keeper_died"}]
    with FakeApp(place, done({"interruptions": rows, "noise": 2, "gaps": gaps})):
        said = cli(place, "digest", env={"TZ": "Etc/GMT-2"})
    with FakeApp(place, done({"interruptions": [], "gaps": gaps, "time_zone": "Asia/Kathmandu"})):
        assert "from 14:45 to 14:50" in cli(place, "digest", env={"TZ": "Etc/GMT-2"}).stdout
    assert said.stdout.splitlines() == [
        "Mum",
        "  Phone · Held · logged by hand",
        "  Door · Handled · Ana",
        "  Door · Held · now",
        "      before",
        "      …",
        "Without a name",
        "  Pager · still open",
        "  Unknown program · Held · taken back by its sender",
        "2 counted as noise",
        "Nobody watched from 11:00 to 11:05: what came then was not seen (the keeper was not running)",
    ]


def test_marks_and_note_of_the_session_come_after_what_arrived(place: Path) -> None:
    marks = [{"at": "2026-11-21T09:00:00Z", "topic": "phase two", "last_point": None, "next": "offer B"}]
    note = ["they fear lock-in", "ask Tom"]
    with FakeApp(place, done({"interruptions": [], "marks": marks, "note": note, "time_zone": "UTC"})):
        said = cli(place, "digest")
    assert said.stdout.splitlines() == [
        "Nothing arrived.",
        "Place marks",
        "  09:00 · phase two · offer B",
        "Your note",
        "  they fear lock-in",
        "  ask Tom",
    ]
    with FakeApp(place, done({"topic": "phase two", "minutes_left": 5, "note": note})):
        assert "Note: ask Tom" in cli(place, "where").stdout


def test_an_answer_in_parts_is_put_together(place: Path) -> None:
    def script(request: dict[str, Any]) -> Lines:
        for number in range(3):
            row = {"id": str(number), "outcome": "held"}
            yield protocol.done(request["id"], {"interruptions": [row], "noise": 4}, more=number < 2)

    with FakeApp(place, script):
        told = json.loads(cli(place, "digest", "--json").stdout)
    assert [row["id"] for row in told["interruptions"]] == ["0", "1", "2"]
    assert told["noise"] == 4


def test_a_watch_tells_each_change_until_the_app_goes(place: Path) -> None:
    def script(request: dict[str, Any]) -> Lines:
        assert request["args"] == {"watch": True}
        for held in (1, 2, 3):
            yield protocol.done(request["id"], {"session": None, "held": held}, more=True)

    with FakeApp(place, script):
        said = cli(place, "status", "--watch", "--json")
    assert [json.loads(line)["held"] for line in said.stdout.splitlines()] == [1, 2, 3]
    assert said.returncode == 3
    assert "went away" in said.stderr


def test_a_watch_ends_quietly_when_its_reader_goes(place: Path) -> None:
    def script(request: dict[str, Any]) -> Iterator[Any]:
        while True:
            yield protocol.done(request["id"], {"session": None}, more=True)

    with (
        FakeApp(place, script),
        subprocess.Popen(
            [sys.executable, "-m", "holdspace", "--home", str(place), "status", "--watch"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as watch,
    ):
        assert watch.stdout is not None
        assert watch.stderr is not None
        assert watch.stdout.readline() == b"No session.\n"
        watch.stdout.close()
        assert watch.wait(timeout=10) == 0
        assert watch.stderr.read() == b""


@pytest.mark.parametrize("script", [lambda _: [], lambda _: [b"{}\n"], lambda _: [b"\x00" * 70000], lambda _: [b"[\n"]])
def test_an_answer_that_is_none_is_status_3(place: Path, script: Any) -> None:
    with FakeApp(place, script):
        said = here(place, "status")
    assert (said.returncode, said.stdout) == (3, "")
    assert "Holdspace" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize(
    "result",
    [
        {"session": [], "quiet": 3, "coverage": "x", "held": "many", "cases": [None, {"sender": 1}], "pins": None},
        {"session": {"elapsed_seconds": 1e300}},
        {"interruptions": "no", "gaps": [1, [2], {"since": "2026-99-99"}], "noise": True},
        {"followups": [{"id": 1, "overdue": "yes"}], "responders": [{}, []], "rows": [{"part": None}], "url": None},
        {"minutes_left": None, "topic": {"a": 1}, "away_seconds": -5},
    ],
)
@pytest.mark.parametrize("argv", [["status"], ["where"], ["digest"], ["followups"], ["responders"], ["doctor"]])
def test_an_odd_answer_is_told_as_far_as_it_makes_sense(place: Path, argv: list[str], result: dict[str, Any]) -> None:
    with FakeApp(place, done(result)):
        said = here(place, *argv)
    assert (said.returncode, said.stderr) == (0, "")


def test_what_others_wrote_cannot_steer_the_terminal(place: Path) -> None:
    bad = "\x1b]0;owned\x07\x9b31m\u202eabc\r\n"
    rows = [{"sender": bad, "app": bad, "outcome": "held", "reason": bad, "by": bad, "text": bad, "source": bad}]
    with FakeApp(place, done({"interruptions": rows})):
        for argv in (["digest"], ["digest", "--json"]):
            raw = cli(place, *argv).stdout.rstrip("\n").replace("\n", "")
            assert not any(char < " " or "\x7f" <= char <= "\x9f" for char in raw)


def test_who_is_asked_in_no_step_is_told_apart_from_who_is_away(place: Path) -> None:
    cover = {"reachable": [], "not_reachable": ["Bo"], "in_no_step": ["Ana", "Eve"], "page_on_this_machine_only": True}
    with FakeApp(place, done(STATUS | {"coverage": cover})):
        lines = cli(place, "status").stdout.splitlines()
    assert lines[4:7] == [
        "Nobody can be asked now. Everything is held.",
        "Not reachable now: Bo",
        "Asked in no step: Ana, Eve",
    ]
    with FakeApp(place, done(STATUS | {"coverage": cover | {"not_reachable": []}})):
        lines = cli(place, "status").stdout.splitlines()
    assert lines[4:6] == ["Nobody is set up to be asked. Everything is held.", "Asked in no step: Ana, Eve"]


def test_responders_tells_who_is_asked_in_no_step_and_what_would_change_it(place: Path) -> None:
    ana = {"id": "va1", "name": "Ana", "role": "assistant", "reachable": False, "in_a_step": False}
    eve = {"id": "ex1", "name": "Eve", "role": "executive", "reachable": True, "in_a_step": True}
    with FakeApp(place, done({"language": "en", "responders": [ana, eve]})):
        assert cli(place, "responders").stdout.splitlines() == [
            "va1  Ana · Assistant · asked in no step",
            "ex1  Eve · Executive · reachable now",
            "To have them asked, add a step for their role: Settings… in the menu, Steps.",
        ]
    away = eve | {"reachable": False}
    with FakeApp(place, done({"language": "en", "responders": [away]})):
        assert cli(place, "responders").stdout.splitlines() == ["ex1  Eve · Executive · not reachable now"]


def test_doctor_counts_people_of_a_role_and_names_nobody(place: Path) -> None:
    told = {"language": "en", "parts": [], "coverage": {"reachable": ["Assistant", "Executive", "Assistant"]}}
    with FakeApp(place, done(told)):
        assert "Can be asked now: Assistant (2), Executive" in cli(place, "doctor").stdout


def test_doctor_without_the_app_tells_what_can_be_seen(place: Path) -> None:
    paths = Paths(place)
    assert json.loads(cli(place, "doctor", "--json").stdout)["home_exists"] is False
    paths.ensure()
    append(paths.hand_spool, "k", b"{}")
    (paths.keeper_dir / "note.json").write_text("{}")
    said = cli(place, "doctor")
    assert said.returncode == 3
    assert "records that wait to be taken in: 1" in said.stdout
    assert "holdspace repair" in said.stdout
    told = json.loads(cli(place, "doctor", "--json").stdout)
    standing = {part["part"]: (part["state"], part["reason"]) for part in told["parts"]}
    assert standing["app"] == ("off", "not_running")
    assert standing["note"] == ("needs_setup", "left_behind")
    assert (told["hand_spool"], told["arrivals_spool"], told["note_open"], told["running"]) == (1, 0, True, False)


def test_a_listener_of_another_user_is_not_spoken_to(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeApp(place, lambda _: [SILENT]) as app:
        with Connection(app.paths.socket, 5):
            pass
        with monkeypatch.context() as as_somebody_else:
            as_somebody_else.setattr(os, "getuid", lambda: 54321)
            with pytest.raises(NotRunningError):
                Connection(app.paths.socket, 5)
