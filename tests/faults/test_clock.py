"""The wall clock is set, and time goes by that nobody saw."""

import struct
import time
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from signal import SIGCONT, SIGSTOP

import pytest

from benchmarks.assistant import assistant
from holdspace.adapters.clock import SystemClock
from tests.faults.clocks import another_clock
from tests.faults.conftest import Begin
from tests.faults.people import CALLER, Asked, dues, moved, settle, somebody_asked, where
from tests.faults.points import ALL, PATIENCE
from tests.faults.session import Held
from tests.rig.processes import wait_for

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(max(PATIENCE, 180))]

HOUR = 3600
UNSEEN = 40
"""Seconds; beyond 30 it is a gap."""
SLOW = 60
"""Seconds that such a test may take on a busy machine."""


def elapsed(held: Held) -> float:
    return float(held.person.status()["session"]["elapsed_seconds"])


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_a_wall_clock_that_is_set_changes_no_length_and_moves_no_case_by_a_step(begin: Begin, step: int) -> None:
    with begin() as held, another_clock(held, all_clocks=False) as (file, env):
        person = held.person
        held.begin(**env)
        wait_for(lambda: elapsed(held) >= 1, what="a second of the session")
        with somebody_asked(held) as asked:
            before = elapsed(held)
            file.write_text(f"{step:+d}\n")
            held.notify("after the step")
            person.until_status(lambda told: told["held"] == 1, what="what came after it")
            assert before < elapsed(held) < before + 30
            told = person.status()
            assert where(told) == where(asked.told)
            assert abs(moved(asked.told, told) - step) <= 1, "the same moment, by the clock as it is now"
            assert not told["session"]["doubted"]
            assert told["session"]["away_seconds"] == 0
            assert person.desktop.dunst.paused()
            person.kill(person.app_pid)
            back = held.back()
            assert before < elapsed(held) < before + 60
            assert (where(back), dues(back)) == (where(told), dues(told))
        held.until_silent()
        held.end()
        held.judge()


@pytest.mark.parametrize("seconds", [UNSEEN, 2 * HOUR] if ALL else [2 * HOUR])
def test_time_that_all_slept_through_is_noticed_and_the_session_doubted(begin: Begin, seconds: int) -> None:
    """As in a laptop whose lid was closed: app, keeper and guard stand still, and all clocks go on.

    After more than a lease the desktop may have been given back meanwhile. What is told of it is true in any case, and
    nobody was asked in vain: who was asked before has the whole window once more, and can answer.
    """
    with begin() as held, another_clock(held, all_clocks=True) as (file, env):
        person = held.person
        held.begin(**env)
        with somebody_asked(held) as asked:
            assert not asked.told["session"]["doubted"]
            everybody = [person.app_pid, *person.keeper_pids]
            for pid in everybody:
                person.kill(pid, SIGSTOP)
            file.write_text(f"+{seconds}\n")
            for pid in everybody:
                person.kill(pid, SIGCONT)
            slept_through(held, asked, seconds)
            person.until(
                lambda: person.status()["quiet"]["engaged"] == person.desktop.dunst.paused(),
                what="the truth of the silence",
            )
            held.ledger.notify(held.line, "afterwards")
            person.until(lambda: not held.lost(), what="what came after it")
            assert where(person.status()) == where(asked.told)
            assert asked.ana.answer(CALLER, "handled")["accepted"]
        held.insist("end", reached=lambda told: told["session"] is None)
        held.given_back()
        held.judge(gaps=True)


def slept_through(held: Held, asked: Asked, seconds: int) -> None:
    """It is the same session, doubted; the case is where it was, and its window has started once more."""
    before = asked.told
    told = held.person.until_status(
        lambda told: told["session"]["doubted"] and dues(told) != dues(before), what="the gap to be noticed", bound=45
    )
    assert told["session"]["id"] == before["session"]["id"]
    assert told["session"]["elapsed_seconds"] >= before["session"]["elapsed_seconds"] + seconds - 1
    assert where(told) == where(before)
    assert seconds - 1 <= moved(before, told) <= seconds + SLOW


def test_an_app_that_stood_still_for_forty_seconds_doubts_the_session(begin: Begin) -> None:
    """By its clocks alone, or truly where everything is asked for."""
    with begin() as held, another_clock(held, all_clocks=True) as (file, env):
        person = held.person
        if ALL:
            env.clear()
        held.begin(**env)
        with somebody_asked(held) as asked:
            assert not asked.told["session"]["doubted"]
            app = person.app_pid
            person.kill(app, SIGSTOP)
            if ALL:
                over = time.monotonic() + UNSEEN
                wait_for(lambda: time.monotonic() >= over, bound=UNSEEN + 5, what="the seconds to go by")
            else:
                file.write_text(f"+{UNSEEN}\n")
            person.kill(app, SIGCONT)
            slept_through(held, asked, UNSEEN)
            assert asked.ana.answer(CALLER, "handled")["accepted"]
        held.end()
        held.judge()


def utc_now() -> datetime:
    return SystemClock().now().utc


def write_zone(folder: Path, at: int, before: int, after: int) -> None:
    """The zone "Test/Change": `before` hours from UTC until the second `at` (UTC), `after` hours from then on."""
    (folder / "Test").mkdir(parents=True, exist_ok=True)
    counts = struct.pack(">6L", 0, 0, 0, 1, 2, 8)
    types = struct.pack(">lBB", before * HOUR, 1, 0) + struct.pack(">lBB", after * HOUR, 0, 4)
    first_type_then = struct.pack(">l", at) + bytes([1])
    (folder / "Test" / "Change").write_bytes(b"TZif" + bytes(16) + counts + first_type_then + types + b"OLD\0NEW\0")


def hours_around_now(zone: tzinfo) -> str:
    """Duty hours in Test/Change: three hours each way from the time that it is there."""
    now = utc_now().astimezone(zone)
    first, last = now - timedelta(hours=3), now + timedelta(hours=3)
    return f'time_zone = "Test/Change"\nduty = ["Mo-Su {first:%H:%M}-{last:%H:%M}"]'


@pytest.mark.parametrize(("before", "after"), [(1, 0), (0, 1)] if ALL else [(1, 0)])
def test_summer_time_that_changes_within_the_session_changes_nothing_of_it(
    begin: Begin, before: int, after: int
) -> None:
    """Of practitioner and assistant alike, who has duty hours there. On a busy machine it may have to change later."""
    assert any(changed_in_time(begin, before, after, seconds) for seconds in (8, 24, 72)), "nobody was asked in time"


def changed_in_time(begin: Begin, before: int, after: int, seconds: int) -> bool:
    """Whether somebody was asked within so many seconds: then the hour changed while they were, and it was judged."""
    with begin() as held:
        person = held.person
        folder = person.desktop.folder / f"zones-{person.home.name}"
        held.begin(PYTHONTZPATH=f"{folder}:/usr/share/zoneinfo:/usr/share/lib/zoneinfo")
        change = int(utc_now().timestamp()) + seconds
        write_zone(folder, change, before, after)
        hours = hours_around_now(timezone(timedelta(hours=before)))
        with somebody_asked(held, zone="Test/Change", hours=hours) as asked:
            first = asked.told
            if utc_now().timestamp() >= change - 1:
                return False
            wait_for(lambda: utc_now().timestamp() > change + 1, bound=seconds + 5, what="the change")
            held.notify("after the change")
            told = person.until_status(lambda told: told["held"] == 1, what="what came after it")
            lasted = utc_now() - datetime.fromisoformat(first["session"]["started_at"])
            assert abs(told["session"]["elapsed_seconds"] - lasted.total_seconds()) < 5
            assert not told["session"]["doubted"]
            assert (where(told), dues(told)) == (where(first), dues(first))
            assert asked.ana.answer(CALLER, "handled")["accepted"]
        held.end()
        held.judge()
        return True


def test_a_zone_that_is_changed_while_a_session_runs_changes_no_length_and_no_deadline(begin: Begin) -> None:
    """The practitioner's, in the settings."""
    with begin() as held:
        person = held.person
        held.begin()
        with somebody_asked(held) as asked:
            first = asked.told
            for zone in ("Pacific/Auckland", "America/Los_Angeles"):
                settle(held, zone=zone)
                told = person.status()
                assert told["session"]["started_at"] == first["session"]["started_at"]
                assert told["session"]["elapsed_seconds"] < first["session"]["elapsed_seconds"] + 60
                assert (where(told), dues(told)) == (where(first), dues(first))
                held.notify(f"in {zone}")
            assert asked.ana.answer(CALLER, "handled")["accepted"]
        held.end()
        held.judge()


def test_a_machine_that_is_in_another_zone_when_the_app_comes_back_changes_no_deadline_and_no_duty(
    begin: Begin,
) -> None:
    """As after a journey. The assistant has duty hours in a zone of their own, and goes on being asked."""
    with begin() as held:
        person = held.person
        held.begin(TZ="Pacific/Auckland")
        utc = hours_around_now(UTC).replace("Test/Change", "UTC")
        with somebody_asked(held, hours=utc) as asked:
            first = asked.told
            person.kill_all()
            held.launch(TZ="America/Los_Angeles")
            told = held.back()
            assert told["session"]["started_at"] == first["session"]["started_at"]
            assert told["session"]["elapsed_seconds"] < first["session"]["elapsed_seconds"] + 60
            assert (where(told), dues(told)) == (where(first), dues(first))
        with assistant(person.link("va1")) as again:
            assert again.answer(CALLER, "handled")["accepted"]
        held.until_silent()
        held.end()
        held.judge(gaps=True)
