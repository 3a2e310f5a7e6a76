"""The clock of this machine."""

from datetime import UTC, timedelta

import pytest

from holdspace.adapters.clock import SystemClock
from holdspace.wire import stamp


def test_a_moment_is_in_utc_and_in_this_boot() -> None:
    now = SystemClock().now()
    assert now.utc.tzinfo is UTC
    assert now.boot == stamp.boot_id() != ""


def test_time_goes_on_and_ticks_are_those_of_its_moments() -> None:
    clock = SystemClock()
    first, ticks, second = clock.now(), clock.ticks(), clock.now()
    assert first.ticks <= ticks <= second.ticks
    assert timedelta(0) <= second.since(first) < timedelta(seconds=5)


def test_what_the_small_processes_stamp_is_in_the_same_boot_and_between_the_apps_moments() -> None:
    clock = SystemClock()
    before, seen, after = clock.now(), stamp.stamp(), clock.now()
    assert seen["boot"] == before.boot
    assert before.ticks <= seen["ticks"] <= after.ticks


def test_where_the_boot_has_no_name_there_is_a_clock_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "_boot", "unknown")
    assert SystemClock().now().boot == "unknown"
