"""The list of guards does not rot: what it takes out stands in the source once, and its tests exist."""

import ast

import pytest

from tests.core.guards.guard import Guard
from tests.core.guards.listed import GUARDS, table
from tests.core.guards.removal import ROOT


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.what)
def test_a_guard_of_the_list_stands_in_the_source_and_its_test_exists(guard: Guard) -> None:
    source = (ROOT / "src/holdspace" / guard.file).read_text()
    assert source.count(guard.old) == 1, f"{guard.old!r} stands {source.count(guard.old)} times in {guard.file}"
    ast.parse(source.replace(guard.old, guard.new))
    path, name = guard.test_id.split("::")
    assert f"def {name}(" in (ROOT / path).read_text(), f"{path} has no {name}"


def test_the_table_of_guards_is_the_one_that_the_documentation_shows() -> None:
    assert table() in (ROOT / "docs/testing.md").read_text()
