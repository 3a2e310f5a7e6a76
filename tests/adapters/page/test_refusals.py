"""Each reason for which an answer changes nothing is told to people in a sentence of its own."""

import ast
import inspect
from collections.abc import Iterator

import pytest

from holdspace.adapters.page.sentences import PAGE
from holdspace.core import decide_answer
from holdspace.words import translator

_GUARDS = ("_refusal", "_no_taking", "_no_snooze")
_OTHERS = {"closed", "not_kept", "not_taken"}
"""Said by the desk and by the page itself."""


def _codes() -> set[str]:
    """Every text that a guard of `decide_answer` may return."""
    tree = ast.parse(inspect.getsource(decide_answer))
    guards = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in _GUARDS]
    assert len(guards) == len(_GUARDS)
    returned = [
        node.value for guard in guards for node in ast.walk(guard) if isinstance(node, ast.Return) and node.value
    ]
    return {text for value in returned for text in _texts(value) if text}


def _texts(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body)
            yield from _texts(orelse)
        case ast.Call():  # another guard, walked by itself
            pass
        case _:
            raise AssertionError(ast.dump(value))


def test_the_reasons_are_found_in_the_core() -> None:
    assert _codes() >= {"closed", "held", "not_held", "off_duty", "stale", "snoozed_enough", "no_snooze_for_emergency"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_reason_has_a_sentence_of_its_own(language: str) -> None:
    speaker = translator(language)
    told = {code: speaker.t(PAGE[f"refused.{code}"], practitioner="Ana") for code in _codes() | _OTHERS}
    assert len(set(told.values())) == len(told)
    if language != "en":
        assert not set(told.values()) & {PAGE[f"refused.{code}"] for code in told}


def test_every_outcome_has_a_sentence() -> None:
    for outcome in ("handled", "deferred", "reached", "dismissed", "withdrawn"):
        assert f"already.{outcome}" in PAGE
