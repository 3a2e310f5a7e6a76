"""What the verbs that tell say of the app's answer: status, digest, responders, doctor."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from holdspace.cli import doctor
from holdspace.health import HealthRow
from holdspace.wire.paths import Paths
from holdspace.wire.spool import append
from tests.cli.fake_app import FakeApp, cli, done

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
        "quiet": "silent",
        "why": "",
        "critical": "hidden",
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


def test_who_is_asked_in_no_step_is_told_apart_from_who_is_away(place: Path) -> None:
    cover: dict[str, Any] = {
        "quiet": "silent",
        "why": "",
        "critical": "hidden",
        "reachable": [],
        "not_reachable": ["Bo"],
    }
    cover |= {"in_no_step": ["Ana", "Eve"], "page_on_this_machine_only": True}
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


def test_what_showed_in_the_self_test_is_not_called_verified_nor_is_everything_said_to_be_held(place: Path) -> None:
    quiet = {"engaged": True, "driver": "dunst", "evidence": "read_back", "why": "popup_seen", "lease_until": None}
    cover = {"quiet": "unverified", "why": "popup_seen", "critical": "hidden", "reachable": [], "not_reachable": ["Bo"]}
    with FakeApp(place, done(STATUS | {"quiet": quiet, "coverage": cover})):
        said = cli(place, "status").stdout
    assert "The desktop is silent (dunst, not verified). A notification showed in its self-test" in said
    assert "Nobody can be asked now. What arrives is kept for the digest." in said


@pytest.mark.parametrize(
    ("critical", "verified"),
    [
        ("hidden", "verified, and nothing shows)."),
        ("shown", "verified, and nothing shows but what calls itself urgent)."),
        ("closed", "verified, and nothing shows but what calls itself urgent)."),
    ],
)
def test_that_nothing_shows_is_said_of_what_calls_itself_urgent_only_where_it_is_so(
    place: Path, critical: str, verified: str
) -> None:
    quiet = {"engaged": True, "driver": "xfce", "evidence": "no_popup", "critical": critical, "why": ""}
    with FakeApp(place, done(STATUS | {"quiet": quiet})):
        assert f"The desktop is silent (xfce, {verified}" in cli(place, "status").stdout


@pytest.mark.parametrize(
    ("engaged", "why", "said"),
    [
        (True, "", "The desktop is silent (xfce, verified)."),
        (False, "not_wanted", "The desktop is just being made silent."),
        (False, "no_server", "The desktop is not silent: no notification server is running"),
    ],
)
def test_in_a_drill_the_status_tells_of_its_silence(place: Path, engaged: bool, why: str, said: str) -> None:
    quiet = {"engaged": engaged, "driver": "xfce", "evidence": "read_back", "critical": "shown", "why": why}
    with FakeApp(place, done(STATUS | {"session": None, "quiet": quiet, "drill": True})):
        assert cli(place, "status").stdout.splitlines()[:2] == ["No session: a drill is under way.", said]


def test_where_nothing_is_seen_the_command_line_says_so_and_not_that_it_is_held(place: Path) -> None:
    quiet = {"engaged": False, "driver": "none", "evidence": "none", "why": "keeper_gone", "lease_until": None}
    cover = {"quiet": "not_silent", "why": "keeper_gone", "critical": "unknown", "reachable": [], "not_reachable": []}
    with FakeApp(place, done(STATUS | {"quiet": quiet, "coverage": cover})):
        lines = cli(place, "status").stdout.splitlines()
    assert "Holdspace does not see what arrives now." in lines
    assert "Nobody is set up to be asked." in lines


def test_what_draws_its_own_popups_is_said_once_before_a_session(place: Path) -> None:
    cover = {"quiet": "not_silent", "why": "", "reachable": ["Ana"], "not_covered": ["phone", "calls", "own_popups"]}
    with FakeApp(place, done({"minutes": 50, "coverage": cover})):
        lines = cli(place, "start").stdout.splitlines()
    assert lines[-1] == (
        "Not covered: the phone, calls, apps that draw their own popups, such as Zoom and Teams. "
        "Silence them there, or close them."
    )
    assert sum("popups" in line for line in lines) == 1


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


def test_doctor_does_not_recommend_what_is_set(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = HealthRow(part="critical", state="needs_setup", reason="critical_shown", remedy="close_critical")
    monkeypatch.setattr(doctor, "seen_from_outside", lambda _: (shown,))
    told = {"parts": [], "close_critical": False}
    for is_on, line in ((False, "needs setting up"), (True, "works · those of some apps may flash up, and are closed")):
        told["close_critical"] = is_on
        with redirect_stdout(StringIO()) as said:
            doctor.tell_with_app(Paths(place), told, "en", as_json=False)
        assert f"Urgent notifications: {line}" in said.getvalue()
        assert ("Switch off notifications of those apps" in said.getvalue()) is not is_on


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
