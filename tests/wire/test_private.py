"""Private text shows only its length, and what others wrote becomes plain, bounded text."""

import copy
import pickle
import time
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.private import Private, clean, clean_lines, plain_from_markup


def test_private_text_never_shows_itself() -> None:
    secret = Private("my secret")
    told = traceback.format_exception_only(ValueError(secret))
    for shown in (repr(secret), str(secret), f"{secret}", f"{secret:>30}", repr([secret]), repr({1: secret}), *told):
        assert "secret" not in shown
        assert "9" in shown
    assert secret.reveal() == "my secret"


def test_private_text_is_a_frozen_value() -> None:
    secret = Private("a")
    with pytest.raises(AttributeError):
        secret.body = "b"
    with pytest.raises(AttributeError):
        del secret.body
    assert Private("a") == secret != Private("b")
    assert len({secret, Private("a")}) == 1
    assert copy.deepcopy(secret) == pickle.loads(pickle.dumps(secret)) == secret
    assert not Private("")
    assert secret != "a"


@given(
    st.one_of(st.text(), st.binary(), st.integers(), st.none(), st.floats(), st.lists(st.text())), st.integers(0, 50)
)
def test_anything_becomes_bounded_text_without_what_cannot_be_seen(raw: object, limit: int) -> None:
    for text in (clean(raw, limit), plain_from_markup(raw, limit)):
        assert len(text) <= limit
        assert text == text.strip()
        assert not set(text) & set("\x00\n\t\u202e\u200b\u2066\ufeff\ud800")
        assert "  " not in text
        text.encode()


@given(st.text(max_size=60))
def test_clean_text_stays_as_it_is(raw: str) -> None:
    once = clean(raw, 100)
    assert clean(once, 100) == once


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a\u202eb\u2066c", "abc"),
        ("e\u0301", "é"),
        ("a\x00b\ud800c", "abc"),
        ("  two \r\n lines\u2028three ", "two lines three"),
        (b"bytes \xff", "bytes \ufffd"),
        (None, ""),
        (object(), ""),
        (17, "17"),
    ],
)
def test_cleaning(raw: object, text: str) -> None:
    assert clean(raw, 100) == text


@pytest.mark.parametrize("piece", ["<a", "<!--", "&", "&#", "<", "\u202e", "<br ", "e\u0301"])
def test_hostile_repetition_takes_no_time(piece: str) -> None:
    before = time.process_time()
    plain_from_markup(piece * 1_000_000)
    assert time.process_time() - before < 0.5


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<b>bold</b> and <i>it</i>", "bold and it"),
        ('<a href="https://x">host</a>\n\nbody', "host body"),
        ("one<br>two<br/>three", "one two three"),
        ("<img src='x' alt='y'/>after", "after"),
        ("<b not closed <i>at</i> all", "<b not closed at all"),
        ("1 &lt; 2 &amp;&amp; x", "1 < 2 && x"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("&lt;script&gt;", "<script>"),
        ("&#65;&#x42;&#0;&#xD800;&#99999999;", "AB&#99999999;"),
        ("&euml;&nosuchthing;", "ë&nosuchthing;"),
        ("i <3 you, 2<3", "i <3 you, 2<3"),
        ("<!-- hidden -->shown", "shown"),
    ],
)
def test_markup_becomes_text(raw: str, text: str) -> None:
    assert plain_from_markup(raw) == text


def test_lines_are_cleaned_one_by_one_and_stay_lines() -> None:
    raw = "  one \u202eline \r\n\nsecond\tline\u2028third\x00\n\n  "
    assert clean_lines(raw, 100) == "one line\n\nsecond line\nthird"
    assert clean_lines("abcdef\nghi", 8) == "abcdef\ng"
    assert clean_lines("abc\n", 100) == "abc"
    assert clean_lines("", 100) == ""


@given(st.text(max_size=200), st.integers(0, 80))
def test_lines_are_bounded_and_cleaning_them_again_changes_nothing(raw: str, limit: int) -> None:
    once = clean_lines(raw, limit)
    assert len(once) <= limit
    assert clean_lines(once, limit) == once
    once.encode()
