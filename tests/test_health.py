"""A row of health travels in codes, comes out as it went in, and says what it has to say and no more."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import holdspace
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


def test_no_row_is_made_that_does_not_work_without_a_reason_and_a_remedy() -> None:
    """In all sources. What is no plain word is never empty: `remedy_for` knows something for every reason."""
    made = [
        {part.arg or "": part.value for part in call.keywords}
        for path in Path(holdspace.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "HealthRow"
    ]
    broken = [row for row in made if getattr(row["state"], "value", "") in ("cannot", "needs_setup")]
    assert len(broken) > 25
    said: set[str] = set()
    for row in broken:
        for name in ("reason", "remedy"):
            value = row[name]
            if isinstance(value, ast.Constant):
                assert value.value
            else:
                said.add(ast.unparse(value))
    assert said == {
        "reason", "why", "error.code", "driver.why", "found.why or 'failed'",
        "remedy_for(why)", "remedy_for(error.code)", "remedy_for(driver.why)",
    }  # fmt: skip
    assert {ast.unparse(row["state"]) for row in made if not isinstance(row["state"], ast.Constant)} == {
        "found.status",
        "next((known for known in STATES if known == state), 'cannot')",
    }
