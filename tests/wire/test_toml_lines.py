"""The line of every value is found, whatever the shape in which TOML allows it to be written."""

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from holdspace.wire.toml_lines import Path, line_of
from holdspace.wire.toml_text import toml_text

TEXT = '''# a comment with [brackets] = and "quotes"
schema = 1

[practitioner] # me
name = "A # B [c] \\" d"
time_zone = 'Europe/Lisbon'

[[responders]]
id = "va1"
channels = [
  "page", # the first
  "mail",
]
duty = ["""
Mo-Fr
""", 'x']

[[responders]]
"id" = "va2"

[gate]
nobody_answered = { normal = "defer", urgent = "cue" }

[[rules]]
name = "one"
match.app = ["Pager"]
match."text" = "down"
[[rules]]
name = "two"
[rules.match]
sender = ["x",
  "y"]
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("schema",), 2),
        (("practitioner",), 4),
        (("practitioner", "name"), 5),
        (("practitioner", "time_zone"), 6),
        (("practitioner", "language"), 4),
        (("responders",), 8),
        (("responders", 0), 8),
        (("responders", 0, "channels", 0), 11),
        (("responders", 0, "channels", 1), 12),
        (("responders", 0, "duty", 0), 14),
        (("responders", 0, "duty", 1), 16),
        (("responders", 1), 18),
        (("responders", 1, "id"), 19),
        (("responders", 1, "role"), 18),
        (("gate", "nobody_answered", "urgent"), 22),
        (("rules", 0, "match", "app"), 26),
        (("rules", 0, "match", "app", 0), 26),
        (("rules", 0, "match", "text"), 27),
        (("rules", 1, "match"), 30),
        (("rules", 1, "match", "sender", 1), 32),
        (("rules", 7, "name"), 24),
        (("nothing", "here"), 1),
    ],
)
def test_the_line_of_a_value_or_of_what_is_around_it(path: Path, line: int) -> None:
    tomllib.loads(TEXT)
    assert line_of(TEXT, path) == line


def _paths(value: object, path: Path = ()) -> Iterator[Path]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from _paths(item, (*path, key))


_SCALARS = st.one_of(st.booleans(), st.integers(), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
_INNER = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    st.one_of(_SCALARS, st.lists(_SCALARS, max_size=3)),
    max_size=3,
)
_TABLES = st.dictionaries(st.text("abc-_9é. ]", max_size=5), st.one_of(_SCALARS, _INNER), max_size=4)
_SETTINGS = st.dictionaries(
    st.text("xyz", min_size=1, max_size=3),
    st.one_of(_SCALARS, _TABLES, st.lists(_TABLES, min_size=1, max_size=3)),
    max_size=5,
)


@given(_SETTINGS)
@example({"x": '\x7f\x00\x85\u2028\\"\n\r\t', "y": {"a": "\x7f"}})
def test_what_is_written_reads_back_the_same_and_every_value_has_a_line(settings: dict[str, object]) -> None:
    text = toml_text(settings)
    assert tomllib.loads(text) == settings
    last = text.count("\n") + 1
    for path in _paths(settings):
        assert 1 <= line_of(text, path) <= last
