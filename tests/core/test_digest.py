from dataclasses import dataclass

from holdspace.core.digest import ORDER, digest, is_noise


@dataclass(frozen=True)
class Line:
    person: str | None
    outcome: str | None
    why: str = ""
    by: str = ""


def test_rows_are_grouped_by_person_in_the_order_of_arrival() -> None:
    rows = [Line("a", "held", "1"), Line("b", "held", "2"), Line("a", "held", "3"), Line(None, "held", "4")]
    assert [(group.person, [row.why for row in group.rows]) for group in digest(rows)] == [
        ("a", ["1", "3"]),
        ("b", ["2"]),
        (None, ["4"]),
    ]


def test_who_is_known_under_several_names_by_now_is_one_group() -> None:
    rows = [Line("a", "held", "1"), Line("b", "held", "2"), Line("c", "held", "3"), Line(None, "held", "4")]
    joined = {"a": "one", "b": "b", "c": "one"}
    assert [(group.person, [row.why for row in group.rows]) for group in digest(rows, joined)] == [
        ("one", ["1", "3"]),
        ("b", ["2"]),
        (None, ["4"]),
    ]


def test_the_group_with_the_most_pressing_outcome_comes_first() -> None:
    rows = [Line("a", "dismissed", "nothing_to_do"), Line("b", "handled"), Line("c", "held"), Line("c", "deferred")]
    assert [group.person for group in digest(rows)] == ["c", "b", "a"]


def test_what_somebody_had_when_the_session_ended_comes_before_all_else() -> None:
    rows = [
        Line("a", "deferred", "session_end"),
        Line("b", "deferred", "can_wait", "va1"),
        Line("c", "deferred", "session_end", "va1"),
        Line("d", "handled", "answered", "va1"),
    ]
    assert [group.person for group in digest(rows)] == ["c", "a", "b", "d"]


def test_what_has_no_outcome_yet_comes_last() -> None:
    rows = [Line("open", None), *(Line(outcome, outcome, "said") for outcome in reversed(ORDER))]
    assert [group.person for group in digest(rows)] == [*ORDER, "open"]


def test_noise_is_left_out_and_what_somebody_dismissed_is_not() -> None:
    noise, said = Line("a", "dismissed", "noise"), Line("b", "dismissed", "nothing_to_do")
    assert is_noise(noise)
    assert not is_noise(said)
    assert not is_noise(Line("c", "held", "noise"))
    assert [group.person for group in digest([noise, said])] == ["b"]
