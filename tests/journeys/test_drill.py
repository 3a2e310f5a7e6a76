"""A drill through the real processes: it passes where all is well, says which part fails, and leaves no trace."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from signal import SIGINT, SIGKILL
from typing import Any

import pytest

from tests.journeys.hands import Practitioner, practitioner
from tests.rig import popups
from tests.rig.desktop import running_desktop
from tests.rig.processes import Running, run, start

pytestmark = [pytest.mark.journey, pytest.mark.x11, pytest.mark.dbus, pytest.mark.timeout(120)]

PARTS = ["silence", "watch", "page", "ask", "escalate", "emergency", "keys", "log", "keeper", "given_back"]
NO_PAGE, PAGE_CLOSES = (Path(__file__).parent / name for name in ("no_page", "page_closes"))


def drilled(person: Practitioner) -> tuple[int, dict[str, str], dict[str, Any]]:
    """A whole drill: its exit status, the state of each part, and each row."""
    done = run(person.command("drill", "--json"), env=person.desktop.env, bound=60)
    assert not done.stderr
    told = json.loads(done.stdout)
    assert [row["part"] for row in told["rows"]] == PARTS
    return (
        done.returncode,
        {row["part"]: row["state"] for row in told["rows"]},
        {row["part"]: row for row in told["rows"]},
    )


def begun(person: Practitioner, until: str) -> Running:
    """A drill that is on its way, at the time when a row said this."""
    words = person.command("drill")
    running = start(words, env=person.desktop.env, folder=person.desktop.folder, name="drill")
    person.until(lambda: until in running.said(), what=f"the drill to say {until!r}", bound=30)
    return running


def failed(running: Running) -> dict[str, tuple[str, str]]:
    """The parts that failed, each with why and its remedy."""
    lines = running.said().splitlines()
    crosses = [place for place, line in enumerate(lines) if line.startswith("✗")]
    found = {}
    for place in crosses:
        part, _, why = re.sub(r"^✗ +[0-9.]+ s +", "", lines[place]).partition(": ")
        found[part] = (why, lines[place + 1].strip())
    return found


def in_the_journal(person: Practitioner, kinds: str = "SessionStarted InterruptionArrived PinMade CaseOpened") -> int:
    """How many facts of these kinds the practitioner's own journal holds."""
    with closing(person.database()) as journal:
        rows = journal.execute("SELECT type FROM facts").fetchall()
    return sum(kind in kinds.split() for (kind,) in rows)


def left_no_trace(person: Practitioner) -> None:
    """No digest, no follow-up, no fact, no device, no silence, no note."""
    person.until(lambda: not person.desktop.dunst.paused(), what="the desktop to be given back")
    person.until_status(lambda told: not told["quiet"]["engaged"], what="Holdspace to know it")
    told = {verb: json.loads(person.step(verb, "--json")) for verb in ("status", "digest", "followups")}
    assert told["status"]["session"] is None
    assert told["digest"]["interruptions"] == []
    assert told["followups"]["followups"] == []
    assert in_the_journal(person) == 0
    assert not (person.home / "drill").exists()
    person.until(lambda: not (person.home / "keeper" / "note.json").exists(), what="the note to be closed")
    devices = person.home / "devices.json"
    person.until(
        lambda: not devices.exists() or json.loads(devices.read_text())["devices"] == [], what="nobody to be paired"
    )


@pytest.fixture(scope="module")
def in_good_hands() -> Iterator[Practitioner]:
    """An app that the drills of this file share which leave no trace in it."""
    with running_desktop() as desktop, practitioner(desktop) as somebody:
        somebody.launch()
        yield somebody


@pytest.fixture
def ready(in_good_hands: Practitioner) -> Iterator[Practitioner]:
    """That app, on the desktop as it was at first."""
    yield in_good_hands
    in_good_hands.desktop.tidy()
    left_no_trace(in_good_hands)


@pytest.mark.parametrize("settled", [True, False], ids=("with responders", "with nobody to ask"))
def test_a_drill_passes_where_everything_works_and_leaves_no_trace(person: Practitioner, settled: bool) -> None:
    person.launch()
    if settled:
        person.settle()
    with popups.watched(person.desktop.display) as watch:
        status, states, rows = drilled(person)
        assert (status, set(states.values())) == (0, {"ok"}), rows
        assert watch.mapped() == 0
    left_no_trace(person)
    assert rows["escalate"]["seconds"] > 1.5
    assert rows["escalate"]["params"]["minutes"] == (60 if settled else 90)
    told = person.ok("drill")
    assert "Every part did what it should." in told
    assert "Waits are 60 times shorter than in earnest" in told


def test_do_not_disturb_that_was_on_before_is_on_after(ready: Practitioner) -> None:
    ready.desktop.dunst.set_paused(True)
    status, _, rows = drilled(ready)
    assert (status, rows["given_back"]["said"]) == (0, "as_before_on")
    assert ready.desktop.dunst.paused()


def test_a_drill_is_refused_in_a_session_which_goes_on_undisturbed(person: Practitioner) -> None:
    person.launch()
    person.ok("start", "--client", "C1")
    before = person.until_silent()
    refused = person.cli("drill")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "already running" in refused.stderr
    after = person.status()
    assert after["session"]["id"] == before["session"]["id"]
    assert after["quiet"]["engaged"]


def test_there_is_no_drill_without_the_app(person: Practitioner) -> None:
    assert person.cli("drill").returncode == 3


@pytest.mark.parametrize("stopped", ["kill", "freeze"])
def test_without_a_notification_server_that_obeys_the_silence_fails(ready: Practitioner, stopped: str) -> None:
    getattr(ready.desktop.dunst, stopped)()
    status, states, rows = drilled(ready)
    assert (status, states["silence"], states["watch"], states["given_back"]) == (1, "failed", "not_reached", "ok")
    assert rows["silence"]["said"] == ("no_server" if stopped == "kill" else "server_failed")
    assert rows["silence"]["remedy"]


def test_a_server_that_stops_in_the_middle_fails_the_parts_that_need_it(ready: Practitioner) -> None:
    running = begun(ready, "does not pop up")
    ready.desktop.dunst.kill()
    assert running.wait(bound=60) == 1
    crosses = failed(running)
    assert crosses.pop("The desktop is given back") == (
        "no notification server is running",
        "Start the desktop's notification server, or log in again.",
    )
    assert set(crosses) <= {"The assistant is asked"}, "the probe may have been sent before"
    assert not {why for why, _ in crosses.values()} - {"the notification server does not obey"}


def test_a_page_that_is_closed_in_the_middle_fails_the_part_that_looks_at_it(person: Practitioner) -> None:
    pipe = person.desktop.folder / "close-the-page"
    os.mkfifo(pipe)
    path = f"{PAGE_CLOSES}:{person.desktop.env.get('PYTHONPATH', '')}"
    person.launch(PYTHONPATH=path, CLOSE_THE_PAGE=str(pipe))
    running = begun(person, "The assistant is asked")
    os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))  # an error, where nobody waits for it
    assert running.wait(bound=60) == 1
    assert failed(running) == {
        "Without an answer the executive is asked": (
            "the answer page was closed",
            "Quit Holdspace and start it again.",
        )
    }
    left_no_trace(person)


def test_a_page_that_cannot_be_served_fails_and_nobody_counts_as_asked(person: Practitioner) -> None:
    person.launch(PYTHONPATH=f"{NO_PAGE}:{person.desktop.env.get('PYTHONPATH', '')}")
    status, states, rows = drilled(person)
    assert (status, states["page"], rows["page"]["said"]) == (1, "failed", "page_not_served")
    assert {states[part] for part in ("ask", "escalate", "emergency")} == {"not_reached"}
    assert {states[part] for part in ("silence", "watch", "log", "keeper", "given_back")} == {"ok"}


def test_a_keeper_that_is_killed_fails_and_the_desktop_is_given_back_all_the_same(ready: Practitioner) -> None:
    running = begun(ready, "The assistant is asked")
    ready.kill(ready.keeper_pids[0])
    assert running.wait(bound=60) == 1
    assert "✗" in next(line for line in running.said().splitlines() if "The keeper" in line)
    left_no_trace(ready)


@pytest.mark.parametrize("number", [SIGKILL, SIGINT])
def test_a_driver_that_is_gone_ends_the_drill(ready: Practitioner, number: Any) -> None:
    running = begun(ready, "The assistant is asked")
    running.signal(number)
    running.wait()
    left_no_trace(ready)
    assert ready.json("drill")["passed"]


def test_an_app_that_is_killed_in_a_drill_is_back_without_it(person: Practitioner) -> None:
    person.launch()
    running = begun(person, "The assistant is asked")
    person.kill(person.app_pid)
    assert running.wait(bound=60) == 1
    person.until(lambda: person.try_status() is not None, what="the app to be back", bound=30)
    left_no_trace(person)


def test_everything_that_is_killed_in_a_drill_leaves_the_next_start_as_if_there_had_been_none(
    person: Practitioner,
) -> None:
    person.launch()
    running = begun(person, "The assistant is asked")
    person.kill_all()
    running.wait(bound=60)
    person.launch()
    left_no_trace(person)


def test_a_session_takes_precedence_and_what_arrived_meanwhile_is_its_own(person: Practitioner) -> None:
    person.launch()
    person.settle(wait=240)  # four seconds of each step in a drill: time for what comes meanwhile
    running = begun(person, "The assistant is asked")
    person.desktop.notify("Bob", "real")
    with popups.watched(person.desktop.display) as watch:
        person.step("start", "--client", "C1")
        assert running.wait(bound=60) == 1
        assert [why for why, _ in failed(running).values()] == ["a session was started, and the drill gave way"]
        person.until_status(lambda told: told["held"] == 1, what="Bob to be held")
        assert person.status()["quiet"]["engaged"]
        assert watch.mapped() == 0
    person.ok("end")
    assert person.outcomes() == {"Bob": ("held", "default")}


def test_what_really_arrives_in_a_drill_is_not_kept_and_is_shown_after_it(ready: Practitioner) -> None:
    running = begun(ready, "The assistant is asked")
    ready.desktop.notify("Bob", "real")
    assert running.wait(bound=60) == 0, running.said()
    popups.wait_until_mapped(ready.desktop.display)
    left_no_trace(ready)


def test_what_is_noted_by_hand_in_a_drill_is_real(person: Practitioner) -> None:
    person.launch()
    running = begun(person, "The assistant is asked")
    person.ok("pin", "call back about invoice", "--by", "+2h")
    assert running.wait(bound=60) == 0, running.said()
    assert [row["text"] for row in person.json("followups")["followups"]] == ["call back about invoice"]


def test_a_second_drill_at_a_time_is_refused(ready: Practitioner) -> None:
    running = begun(ready, "The assistant is asked")
    second = ready.cli("drill")
    assert (second.returncode, "A drill is already running." in second.stderr) == (1, True)
    assert running.wait(bound=60) == 0
