"""The table of what each server was seen to keep says what ran, and nothing else."""

import json
import re
from pathlib import Path

from tests.matrix import KEPT, PAGE, put_into, rendered

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
    there = {
        name.replace("_", " ")
        for file in _FILES
        for name in re.findall(r"def test_(\w+)\(", file.read_text())
    }
    for server, column in json.loads(KEPT.read_text()).items():
        assert sorted(set(column["cases"]) - there) == [], server
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", column["date"])
