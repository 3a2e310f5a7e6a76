from dataclasses import replace
from datetime import timedelta

import pytest

from holdspace.core.moment import earliest
from tests.core.playbook import moment
from tests.fakes import MONDAY

SECOND = timedelta(seconds=1)


def test_within_a_boot_lengths_come_from_boottime_whatever_the_wall_clock_says() -> None:
    set_back = moment(60, utc=MONDAY - timedelta(hours=3))
    assert set_back.since(moment(0)) == timedelta(seconds=60)
    assert moment(0).until(set_back) == timedelta(seconds=60)


def test_across_boots_lengths_come_from_utc() -> None:
    after_boot = replace(moment(90, boot="boot-2"), ticks=5.0)
    assert after_boot.since(moment(0)) == timedelta(seconds=90)
    assert moment(0).until(after_boot) == timedelta(seconds=90)


def test_no_time_since_something_that_lies_ahead() -> None:
    assert moment(0).since(moment(10)) == timedelta(0)
    assert moment(10).until(moment(0)) == timedelta(seconds=-10)


def test_a_due_moment_is_reached_at_its_very_instant_and_not_before() -> None:
    assert not moment(9.9).reached(moment(10))
    assert moment(10).reached(moment(10))


def test_later_is_told_in_the_same_boot() -> None:
    later = moment(0).after(timedelta(seconds=5))
    assert (later.utc, later.boot, later.ticks) == (MONDAY + timedelta(seconds=5), "boot-1", 1005.0)


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_of_a_deadline_people_are_told_the_hour_by_the_clock_as_it_is_now(hours: int) -> None:
    due = moment(180)
    set_to = replace(moment(10.0004), utc=moment(10).utc + timedelta(hours=hours))
    assert due.by_the_clock(set_to) == replace(due, utc=due.utc + timedelta(hours=hours))
    assert set_to.until(due.by_the_clock(set_to)) == set_to.until(due), "it comes when it came before"


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_what_was_promised_for_an_hour_comes_when_the_clock_shows_it(hours: int) -> None:
    promised = moment(7200)
    set_to = replace(moment(10.0004), utc=moment(10).utc + timedelta(hours=hours))
    assert set_to.until(promised.at_its_hour(set_to)) == pytest.approx(
        timedelta(seconds=7190, hours=-hours), abs=SECOND
    )
    assert promised.at_its_hour(set_to).utc == promised.utc, "and is told as it was"
    assert promised.at_its_hour(set_to) == promised.at_its_hour(set_to.after(SECOND)), "it is the same at each look"


def test_after_a_reboot_a_promise_is_due_as_it_was() -> None:
    assert moment(180).at_its_hour(moment(10, boot="boot-2")) == moment(180)


def test_after_a_reboot_a_deadline_is_told_as_it_was() -> None:
    assert moment(180).by_the_clock(moment(10, boot="boot-2")) == moment(180)


def test_the_earliest_of_no_moments_is_none() -> None:
    assert earliest([], moment()) is None
    assert earliest([moment(9), moment(3), moment(4)], moment()) == moment(3)
