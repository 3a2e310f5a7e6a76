"""`--by WHEN` in the practitioner's zone."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.app.when import NotATime, by_when
from holdspace.core.moment import Moment

MADRID = "Europe/Madrid"


def at(text: str) -> Moment:
    return Moment(utc=datetime.fromisoformat(text).astimezone(UTC), boot="b", ticks=500.0)


AFTERNOON = at("2026-01-05T15:00:00+01:00")


def local(said: str, now: Moment = AFTERNOON, zone: str = MADRID) -> str:
    found = by_when(said, now, zone)
    assert found is not None
    assert found.ticks - now.ticks == pytest.approx((found.utc - now.utc).total_seconds())
    from zoneinfo import ZoneInfo

    return found.utc.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("17:00", "2026-01-05 17:00"),
        ("17.30", "2026-01-05 17:30"),
        ("17h", "2026-01-05 17:00"),
        ("17h30", "2026-01-05 17:30"),
        ("9:05", "2026-01-06 09:05"),
        ("15:00", "2026-01-06 15:00"),
        ("tomorrow", "2026-01-06 09:00"),
        ("tomorrow 9:30", "2026-01-06 09:30"),
        ("  TOMORROW   18:00 ", "2026-01-06 18:00"),
        ("mañana 8:00", "2026-01-06 08:00"),
        ("+30m", "2026-01-05 15:30"),
        ("30 min", "2026-01-05 15:30"),
        ("2h", "2026-01-05 17:00"),
        ("12h", "2026-01-06 03:00"),
        ("+17h", "2026-01-06 08:00"),
        ("3d", "2026-01-08 15:00"),
        ("2026-12-01", "2026-12-01 09:00"),
        ("2026-12-01 15:00", "2026-12-01 15:00"),
        ("2020-02-29 15:00", "2020-02-29 15:00"),
    ],
)
def test_every_way_to_say_when(said: str, meant: str) -> None:
    assert local(said) == meant


@pytest.mark.parametrize("said", ["", "   ", "\t"])
def test_nothing_said_is_no_time(said: str) -> None:
    assert by_when(said, AFTERNOON, MADRID) is None


@pytest.mark.parametrize(
    "said",
    [
        *("soon", "25:00", "12:60", "9", "tomorrow soon", "2026-02-30", "2026-13-01", "2026-12-01 9", "-5m", "99999m"),
        *("0001-01-01 00:00", "9999-12-31 23:59", "0000-01-01", "17:5", "1:2:3", "+h", "[]"),
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
def test_nonsense_is_not_a_time(said: str, zone: str) -> None:
    edge = {"0001-01-01 00:00": "Asia/Tokyo", "9999-12-31 23:59": "America/Los_Angeles"}
    if edge.get(said, zone) != zone:
        return
    with pytest.raises(NotATime):
        by_when(said, AFTERNOON, zone)


@given(st.text(max_size=20), st.sampled_from(["UTC", "Asia/Tokyo", "Pacific/Apia"]))
def test_whatever_is_said_it_is_a_time_or_not_a_time(said: str, zone: str) -> None:
    try:
        by_when(said, AFTERNOON, zone)
    except NotATime:
        return


def test_a_time_of_day_is_the_practitioners_own() -> None:
    found = by_when("17:00", AFTERNOON, "Asia/Tokyo")  # it is 23:00 there
    assert found is not None
    assert found.utc == datetime(2026, 1, 6, 8, 0, tzinfo=UTC)


def test_tomorrow_after_the_clocks_went_forward_is_the_same_time_of_day() -> None:
    saturday = at("2026-03-28T12:00:00+01:00")
    found = by_when("tomorrow 12:00", saturday, MADRID)
    assert found is not None
    assert (found.utc - saturday.utc).total_seconds() == 23 * 3600


def test_tomorrow_after_the_clocks_went_back_is_the_same_time_of_day() -> None:
    saturday = at("2026-10-24T12:00:00+02:00")
    found = by_when("11:00", saturday, MADRID)
    assert found is not None
    assert (found.utc - saturday.utc).total_seconds() == 24 * 3600


def test_an_hour_that_does_not_exist_is_the_one_after_it() -> None:
    assert local("2:30", at("2026-03-29T01:00:00+01:00")) == "2026-03-29 03:30"


def test_within_the_hour_that_comes_twice_a_later_minute_is_in_the_same_one() -> None:
    second = at("2026-10-25T02:10:00+01:00")
    found = by_when("2:40", second, MADRID)
    assert found is not None
    assert (found.utc - second.utc).total_seconds() == 30 * 60


def test_a_length_is_counted_from_then_also_across_boots() -> None:
    then = Moment(utc=AFTERNOON.utc, boot="an earlier boot", ticks=9.0)
    found = by_when("1h", then, MADRID)
    assert found is not None
    assert (found.boot, found.ticks) == ("an earlier boot", 3609.0)
