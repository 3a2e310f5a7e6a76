from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given

from holdspace.core.moment import Moment
from holdspace.store.moments import maybe_unpacked, packed, unpacked
from tests.store.strategies import MOMENTS


@given(MOMENTS)
def test_a_moment_comes_back_exactly(moment: Moment) -> None:
    assert unpacked(packed(moment)) == moment


@given(MOMENTS, MOMENTS)
def test_columns_sort_as_utc_does(one: Moment, other: Moment) -> None:
    if one.utc != other.utc:
        assert (packed(one) < packed(other)) == (one.utc < other.utc)


def test_a_moment_of_another_zone_is_kept_in_utc() -> None:
    zone = timezone(timedelta(hours=2))
    moment = Moment(utc=datetime(2026, 3, 2, 11, tzinfo=zone), boot="b", ticks=1.5)
    assert packed(moment) == "2026-03-02T09:00:00.000000Z 1.5 b"
    assert unpacked(packed(moment)).utc == datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_no_moment_stays_none() -> None:
    assert maybe_unpacked(None) is None
