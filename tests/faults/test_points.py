"""What a sample of instants is, and what is told of those that a session did not come to."""

import pytest

from tests.faults import points
from tests.faults.points import at_each
from tests.faults.strace import Point


@pytest.fixture(autouse=True)
def in_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(points, "ALL", False)


def instants(**counts: int) -> list[Point]:
    return [Point(call=call, number=number + 1) for call, count in counts.items() for number in range(count)]


def test_of_each_kind_there_is_an_instant_however_few_it_has() -> None:
    played: list[Point] = []

    def play(point: Point) -> bool:
        played.append(point)
        return True

    at_each("app", instants(fsync=40, rename=1, sendmsg=80), 1, play, kinds=(("fsync",), ("rename",), ("sendmsg",)))
    assert played == [Point(call="fsync", number=21), Point(call="rename", number=1), Point(call="sendmsg", number=41)]


def test_a_kind_without_an_instant_is_no_sample_of_it() -> None:
    with pytest.raises(AssertionError, match="no instant"):
        at_each("app", instants(fsync=40), 1, lambda _: True, kinds=(("fsync",), ("rename",)))


def test_what_is_out_of_reach_is_tried_at_half_its_number_down_to_the_first() -> None:
    tries: list[int] = []

    def play(point: Point) -> bool:
        tries.append(point.number)
        return point.number == 1

    at_each("app", instants(rename=20), 1, play)
    assert tries == [11, 5, 2, 1]


def test_what_was_reached_at_half_its_number_is_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    at_each("app", instants(fsync=40), 2, lambda point: point.number <= 15)
    said = capsys.readouterr().out
    assert "TALLY app: 40 instants, 2 tried, 1 reached, sooner: fsync 31 at 15, out of reach: none" in said


def test_the_very_first_call_has_no_half_and_is_out_of_reach() -> None:
    tries: list[Point] = []

    def play(point: Point) -> bool:
        tries.append(point)
        return False

    with pytest.raises(AssertionError, match="out of reach: fsync 1"):
        at_each("app", instants(fsync=1), 2, play)
    assert tries == [Point(call="fsync", number=1)]
