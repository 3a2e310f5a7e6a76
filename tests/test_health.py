"""A row of health travels in codes, comes out as it went in, and says what it has to say and no more."""

import ast
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import holdspace
from holdspace.health import REMEDY_OF, HealthRow, as_set, joined, plain, remedy, remedy_for, standing, taken, title
from holdspace.words import translator
from holdspace.words_codes import CODES

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


def test_what_the_user_chose_is_no_fault_and_is_not_hidden_by_a_desktop_that_could_be_silenced() -> None:
    chosen = HealthRow(part="silence", driver="dunst", state="off", reason="changed_by_user", remedy="silence_again")
    able = HealthRow(part="silence", driver="dunst", state="works")
    faulty = HealthRow(part="silence", state="cannot", reason="server_failed", remedy="restart_the_server")
    assert joined([chosen], [able]) == (chosen,)
    assert joined([able], [chosen]) == (chosen,)
    assert joined([chosen], [faulty]) == (faulty,)
    unwanted = HealthRow(part="silence", state="off", reason="not_wanted")
    assert joined([unwanted], [able]) == (able,)
    assert standing(chosen, translator("en")) == "off · do-not-disturb was changed by hand, and stays as it was set"


def test_nobody_is_told_to_switch_on_what_is_on() -> None:
    shown = HealthRow(part="critical", state="needs_setup", reason="critical_shown", remedy="close_critical")
    nobody_may = replace(shown, state="cannot", remedy="silence_those_apps")
    held = HealthRow(part="critical", state="works", reason="critical_hidden")
    (closed, *others) = as_set([shown, nobody_may, held], close_critical=True)
    assert (closed.state, closed.reason, closed.remedy) == ("works", "critical_closed", "")
    assert others == [nobody_may, held]
    assert as_set([shown, nobody_may, held], close_critical=False) == (shown, nobody_may, held)


def test_a_remedy_is_known_for_every_reason_also_for_one_that_nobody_has_heard_of() -> None:
    assert {remedy_for(why) for why in (*CODES["part_why"], *REMEDY_OF, "unheard_of")} <= set(CODES["remedy"])


def test_no_row_is_made_that_does_not_work_without_a_reason_and_a_remedy() -> None:
    """In all sources, by their plain words. A remedy that is none is what `remedy_for` knows, and so never nothing.

    What the app's rows are when it runs is looked at in tests/app/test_doctor.
    """
    made = [
        {part.arg or "": part.value for part in call.keywords}
        for path in Path(holdspace.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "HealthRow"
    ]
    broken = [row for row in made if getattr(row["state"], "value", "") in ("cannot", "needs_setup")]
    assert len(broken) > 25
    for row in broken:
        reason, cure = row["reason"], row["remedy"]
        assert not isinstance(reason, ast.Constant) or reason.value in CODES["part_why"], ast.unparse(reason)
        if isinstance(cure, ast.Constant):
            assert cure.value in CODES["remedy"], ast.unparse(cure)
        else:
            assert isinstance(cure, ast.Call)
            assert isinstance(cure.func, ast.Name)
            assert cure.func.id == "remedy_for", ast.unparse(cure)
    computed = [row for row in made if not isinstance(row["state"], ast.Constant)]
    assert all({"reason", "remedy"} <= set(row) for row in computed), "a state that is only known later"
