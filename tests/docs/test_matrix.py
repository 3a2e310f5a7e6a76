"""The table of what each server was seen to keep says what ran, and nothing else."""

import json
import re
from pathlib import Path
from typing import Literal

import pytest

from tests.matrix import KEPT, PAGE, PROPERTY, ROW, Matrix, put_into, rendered

_TESTS = Path(__file__).resolve().parents[1]
_FILES = (
    _TESTS / "contracts/quiet_contract.py",
    _TESTS / "keeper/test_each_server.py",
    _TESTS / "keeper/test_cost.py",
    _TESTS / "journeys/test_each_desktop.py",
    *(_TESTS / "desktops").glob("test_*.py"),
)


def test_the_table_is_what_the_tests_wrote() -> None:
    page = PAGE.read_text()
    assert put_into(page, rendered(json.loads(KEPT.read_text()))) == page


def test_every_row_is_a_test_that_there_is() -> None:
    texts = [file.read_text() for file in _FILES]
    there = {name.replace("_", " ") for text in texts for name in re.findall(r"def test_(\w+)\(", text)}
    there |= {row for text in texts for row in re.findall(r'record_property\(ROW, "(.+)"\)', text)}
    for server, column in json.loads(KEPT.read_text()).items():
        assert sorted(set(column["cases"]) - there) == [], server
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", column["date"])


When = Literal["setup", "call", "teardown"]


def test_what_a_test_could_not_look_at_with_a_server_is_not_said_of_it(tmp_path: Path) -> None:
    """A test that says itself what it looked at is that row and no other; one that fails in its teardown is a no."""
    matrix = Matrix(tmp_path / "matrix.json")

    def ran(name: str, when: When, *more: tuple[str, object], passed: bool = True) -> None:
        said = [(PROPERTY, "someone 1.2"), *more]
        nodeid, place = f"x.py::test_{name}[1]", ("x.py", 1, "")
        outcome = _outcome(passed)
        report = pytest.TestReport(nodeid, place, {}, outcome, None, when, user_properties=said)
        matrix.pytest_runtest_logreport(report)

    ran("it_is_read_back", "setup")
    ran("it_is_read_back", "call", (ROW, "it is set"))
    ran("it_is_read_back", "teardown", (ROW, "it is set"))
    for when in ("setup", "call"):
        ran("it_is_tidy", when)
    ran("it_is_tidy", "teardown", passed=False)
    ran("it_starts", "setup", passed=False)
    matrix.pytest_sessionfinish()
    (column,) = json.loads((tmp_path / "matrix.json").read_text()).values()
    assert column["cases"] == {"it is set": True, "it is tidy": False, "it starts": False}


def _outcome(passed: bool) -> Literal["passed", "failed"]:
    return "passed" if passed else "failed"
