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
from tests.cli.fake_app import SILENT, FakeApp, Lines, cli, done, here, refuse
from tests.cli.test_told import STATUS


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
        (["end", "--why", "interruption"], "end", {"why": "interruption"}),
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


def test_a_listener_of_another_user_is_not_spoken_to(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeApp(place, lambda _: [SILENT]) as app:
        with Connection(app.paths.socket, 5):
            pass
        with monkeypatch.context() as as_somebody_else:
            as_somebody_else.setattr(os, "getuid", lambda: 54321)
            with pytest.raises(NotRunningError):
                Connection(app.paths.socket, 5)
