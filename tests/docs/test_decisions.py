import ast
import re

import pytest

from tests.docs.documents import ROOT, links, text_of

_PARTS = ("Context", "Options", "Decision", "What it costs")
_ADRS = sorted(path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))


def test_every_decision_is_in_the_list_in_its_order() -> None:
    assert [target for target in links(text_of("docs/adr/README.md")) if target[0].isdigit()] == _ADRS


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(name[:4]) for name in _ADRS] == list(range(1, len(_ADRS) + 1))


@pytest.mark.parametrize("name", _ADRS)
def test_a_decision_has_its_number_and_its_four_parts(name: str) -> None:
    text = text_of(f"docs/adr/{name}")
    assert text.startswith(f"# {name[:4]} ")
    assert tuple(re.findall(r"^## (.+)$", text, re.MULTILINE)) == _PARTS


def test_nothing_but_the_application_runs_a_loop_of_its_own() -> None:
    """Decision 0009. Ruff knows the classes by name only; here every call of a method `exec` counts."""
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "src" / "holdspace").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"exec", "exec_"}
    ]
    assert found == ["src/holdspace/app/start.py"]
