"""A reply of any length reaches the command line whole."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from holdspace.app.parts import replies
from holdspace.cli.client import _joined
from holdspace.wire import protocol


def _heard(result: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """What the client makes of the lines, and how many there were."""
    lines = [protocol.decode(protocol.encode(reply)) for reply in replies("i", result)]
    assert [line.get("more", False) for line in lines] == [True] * (len(lines) - 1) + [False]
    whole: dict[str, Any] = {}
    for line in lines:
        whole = _joined(whole, line)
    assert whole["status"] == 0
    return whole["result"], len(lines)


def test_a_short_reply_is_one_line() -> None:
    assert _heard({"noise": 1, "interruptions": [{"id": "1"}]}) == ({"noise": 1, "interruptions": [{"id": "1"}]}, 1)


def test_five_thousand_interruptions_come_whole() -> None:
    rows = [{"id": str(number), "text": "é" * 100} for number in range(5000)]
    result = {"session": "s", "noise": 3, "interruptions": rows, "gaps": [1, 2]}
    heard, lines = _heard(result)
    assert heard == result
    assert lines > 10


def test_a_list_within_a_table_is_cut_too() -> None:
    result = {"settings": {"schema": 1, "rules": [{"name": str(n), "reason": "x" * 200} for n in range(500)]}}
    assert _heard(result)[0] == result


def test_two_long_lists_come_whole() -> None:
    result = {"session": "s", "marks": ["m" * 900] * 300, "interruptions": ["i" * 800] * 301, "note": ["n" * 40_000]}
    assert _heard(result)[0] == result


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=4000), max_size=40),
    st.dictionaries(st.sampled_from("abc"), st.lists(st.integers(), max_size=5), max_size=3),
)
def test_every_reply_is_put_together_as_it_was(rows: list[str], more: dict[str, list[int]]) -> None:
    result = {**more, "deep": {"er": rows * 8}}
    assert _heard(result)[0] == result
