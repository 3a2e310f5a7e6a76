"""A row of health travels in codes, comes out as it went in, and says what it has to say and no more."""

from datetime import UTC, datetime

from holdspace.health import HealthRow, plain, remedy, standing, taken, title
from holdspace.words import translator

ROW = HealthRow(
    part="silence",
    driver="dunst",
    state="cannot",
    reason="no_server",
    remedy="set_keys_by_hand",
    last_verified=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    params=(("count", 2), ("what", "x")),
)


def test_a_row_comes_out_of_json_as_it_went_in() -> None:
    assert taken(plain(ROW)) == ROW
    assert taken(plain(HealthRow(part="page", state="off"))) == HealthRow(part="page", state="off")


def test_what_is_odd_in_a_row_is_left_out() -> None:
    odd = {"part": 3, "state": "splendid", "params": ["x"], "last_verified": "yesterday", "reason": None}
    assert taken(odd) == HealthRow(part="", state="cannot")
    assert taken({"params": {"a": 1, "b": [2]}}).params == (("a", 1),)


def test_a_row_is_told_in_the_language_that_is_asked_for() -> None:
    english, spanish = translator("en"), translator("es")
    assert title(ROW, english) == "Silence (dunst)"
    assert title(HealthRow(part="page", state="off"), english) == "Answer page"
    assert standing(ROW, english) == "does not work · no notification server is running"
    assert standing(HealthRow(part="page", state="works"), english) == "works"
    assert standing(ROW, spanish) != standing(ROW, english)
    assert remedy(ROW, english).startswith("Set keys")
    assert remedy(HealthRow(part="page", state="works"), english) == ""
