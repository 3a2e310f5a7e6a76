"""The wall clock is set, and time goes by that nobody saw."""

import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from signal import SIGCONT, SIGSTOP
from typing import Any

import pytest

from holdspace.adapters.clock import SystemClock
from tests.faults.conftest import Begin
from tests.faults.points import ALL, PATIENCE
from tests.faults.session import SETTINGS, Held
from tests.rig.processes import wait_for

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(max(PATIENCE, 180))]

HOUR = 3600
UNSEEN = 40
"""Seconds; beyond 30 it is a gap."""


def library() -> Path:
    """Of Debian's faketime."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    assert found, "faketime is missing: ./dev test installs it"
    return found[0]


@contextmanager
def another_clock(held: Held, *, all_clocks: bool) -> Iterator[tuple[Path, dict[str, str]]]:
    """A file that says how the clock goes, and what a program's environment must hold to go by it."""
    file = held.person.desktop.folder / f"clock-{held.person.home.name}"
    file.write_text("+0\n")
    yield (
        file,
        {
            "LD_PRELOAD": str(library()),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            **({} if all_clocks else {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}),
        },
    )


def elapsed(held: Held) -> float:
    return float(held.person.status()["session"]["elapsed_seconds"])


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_a_wall_clock_that_is_set_changes_no_length(begin: Begin, step: int) -> None:
    with begin() as held, another_clock(held, all_clocks=False) as (file, env):
        person = held.person
        held.begin(**env)
        wait_for(lambda: elapsed(held) >= 1, what="a second of the session")
        before = elapsed(held)
        file.write_text(f"{step:+d}\n")
        held.notify("after the step")
        person.until_status(lambda told: told["held"] == 1, what="what came after it")
        assert before < elapsed(held) < before + 30
        assert person.status()["session"]["away_seconds"] == 0
        assert person.desktop.dunst.paused()
        person.kill(person.app_pid)
        held.back()
        assert before < elapsed(held) < before + 60
        held.until_silent()
        held.end()
        held.judge()


@pytest.mark.parametrize("seconds", [UNSEEN, 2 * HOUR] if ALL else [2 * HOUR])
def test_time_that_all_slept_through_is_noticed_and_the_session_doubted(begin: Begin, seconds: int) -> None:
    """As in a laptop whose lid was closed: app, keeper and guard stand still, and all clocks go on.

    After more than a lease the desktop may have been given back meanwhile. What is told of it is true in any case, and
    nobody was asked in vain: the case is where it was.
    """
    with begin() as held, another_clock(held, all_clocks=True) as (file, env):
        person = held.person
        held.begin(**env)
        held.notify("School office")
        before = person.until_status(lambda told: told["cases"], what="a case")
        assert not before["session"]["doubted"]
        everybody = [person.app_pid, *person.keeper_pids]
        for pid in everybody:
            person.kill(pid, SIGSTOP)
        file.write_text(f"+{seconds}\n")
        for pid in everybody:
            person.kill(pid, SIGCONT)
        told = person.until_status(lambda told: told["session"]["doubted"], what="the gap to be noticed", bound=45)
        assert told["session"]["id"] == before["session"]["id"]
        assert told["session"]["elapsed_seconds"] >= before["session"]["elapsed_seconds"] + seconds - 1
        assert where(told) == where(before)
        person.until(
            lambda: person.status()["quiet"]["engaged"] == person.desktop.dunst.paused(),
            what="the truth of the silence",
        )
        held.ledger.notify(held.line, "afterwards")
        person.until(lambda: not held.lost(), what="what came after it")
        assert where(person.status()) == where(before)
        held.insist("end", reached=lambda told: told["session"] is None)
        held.given_back()
        held.judge(gaps=True)


def where(told: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [(case["id"], case["phase"], case["step"]) for case in told["cases"]]


def test_an_app_that_stood_still_for_forty_seconds_doubts_the_session(begin: Begin) -> None:
    """By its clocks alone, or truly where everything is asked for."""
    with begin() as held, another_clock(held, all_clocks=True) as (file, env):
        person = held.person
        if ALL:
            env.clear()
        held.begin(**env)
        held.notify("School office")
        before = person.until_status(lambda told: told["cases"], what="a case")
        assert not before["session"]["doubted"]
        app = person.app_pid
        person.kill(app, SIGSTOP)
        if ALL:
            over = time.monotonic() + UNSEEN
            wait_for(lambda: time.monotonic() >= over, bound=UNSEEN + 5, what="the seconds to go by")
        else:
            file.write_text(f"+{UNSEEN}\n")
        person.kill(app, SIGCONT)
        told = person.until_status(lambda told: told["session"]["doubted"], what="the gap to be noticed", bound=45)
        assert told["session"]["id"] == before["session"]["id"]
        assert told["session"]["elapsed_seconds"] >= before["session"]["elapsed_seconds"] + UNSEEN - 1
        assert where(told) == where(before)
        held.end()
        held.judge()


@contextmanager
def a_zone_that_changes(folder: Path, at: int, before: int, after: int) -> Iterator[dict[str, str]]:
    """The zone "Test/Change": `before` hours from UTC until the second `at` (UTC), `after` hours from then on.

    Yields what a program's environment must hold to know it.
    """
    (folder / "Test").mkdir(parents=True, exist_ok=True)
    counts = struct.pack(">6L", 0, 0, 0, 1, 2, 8)
    types = struct.pack(">lBB", before * HOUR, 1, 0) + struct.pack(">lBB", after * HOUR, 0, 4)
    first_type_then = struct.pack(">l", at) + bytes([1])
    (folder / "Test" / "Change").write_bytes(b"TZif" + bytes(16) + counts + first_type_then + types + b"OLD\0NEW\0")
    yield {"PYTHONTZPATH": f"{folder}:/usr/share/zoneinfo:/usr/share/lib/zoneinfo"}


def with_zone(held: Held, zone: str) -> None:
    """Import the settings once more, with this zone."""
    file = held.person.desktop.home / "zone.toml"
    file.write_text(SETTINGS.replace('name = "Rita"', f'name = "Rita"\ntime_zone = "{zone}"'))
    held.person.ok("settings", "import", str(file))


@pytest.mark.parametrize(("before", "after"), [(1, 0), (0, 1)] if ALL else [(1, 0)])
def test_summer_time_that_changes_within_the_session_changes_nothing_of_it(
    begin: Begin, before: int, after: int
) -> None:
    with begin() as held:
        person = held.person
        change = int(SystemClock().now().utc.timestamp()) + 5
        with a_zone_that_changes(person.desktop.folder / "zones", change, before, after) as env:
            held.begin(**env)
            with_zone(held, "Test/Change")
            held.notify("School office")
            first = person.until_status(lambda told: told["cases"], what="a case")
            wait_for(lambda: SystemClock().now().utc.timestamp() > change + 1, what="the change")
            held.notify("after the change")
            person.until_status(lambda told: told["held"] == 1, what="what came after it")
            told = person.status()
            lasted = SystemClock().now().utc - datetime.fromisoformat(first["session"]["started_at"])
            assert abs(told["session"]["elapsed_seconds"] - lasted.total_seconds()) < 5
            assert not told["session"]["doubted"]
            assert where(told) == where(first)
            held.end()
            held.judge()


def test_a_zone_that_is_changed_while_a_session_runs_changes_no_length_and_no_deadline(begin: Begin) -> None:
    with begin() as held:
        person = held.person
        held.begin()
        held.notify("School office")
        first = person.until_status(lambda told: told["cases"], what="a case")
        for zone in ("Pacific/Auckland", "America/Los_Angeles"):
            with_zone(held, zone)
            told = person.status()
            assert told["session"]["started_at"] == first["session"]["started_at"]
            assert told["session"]["elapsed_seconds"] < first["session"]["elapsed_seconds"] + 60
            assert [case["due"] for case in told["cases"]] == [case["due"] for case in first["cases"]]
            held.notify(f"in {zone}")
        held.end()
        held.judge()
