"""Lines, hellos and requests: what is understood, and what is refused with which code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.wire import protocol
from holdspace.wire.protocol import LINE_LIMIT, LineReader, ProtocolError

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), _JSON), max_size=5),
    st.lists(st.integers(1, 50)),
)
def test_however_the_bytes_come_the_objects_are_the_same(messages: list[dict[str, object]], cuts: list[int]) -> None:
    stream = b"".join(protocol.encode(message) for message in messages)
    reader, heard, at = LineReader(), [], 0
    for cut in [*cuts, len(stream) + 1]:
        heard += list(reader.feed(stream[at : at + cut]))
        at += cut
    assert heard == messages
    assert reader.pending == 0


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"\xff\xfe\n", "not_utf8"),
        (b"{\n", "not_json"),
        (b"[1]\n", "not_an_object"),
        (b'{"x": NaN}\n', "not_json"),
        (b"[" * 20_000 + b"\n", "not_json"),
        (b"x" * (LINE_LIMIT + 1) + b"\n", "oversized"),
        (b"x" * (LINE_LIMIT + 1), "oversized"),
    ],
)
def test_a_bad_line_is_refused_with_its_code(line: bytes, code: str) -> None:
    with pytest.raises(ProtocolError) as failure:
        list(LineReader().feed(line))
    assert failure.value.code == code


def test_good_lines_before_a_bad_one_are_heard() -> None:
    heard: list[dict[str, object]] = []
    with pytest.raises(ProtocolError):
        heard.extend(LineReader().feed(b'{"a":1}\n\nbad\n'))
    assert heard == [{"a": 1}]


def test_what_is_too_long_is_not_sent() -> None:
    with pytest.raises(ProtocolError, match="oversized"):
        protocol.encode({"text": "x" * LINE_LIMIT})


def test_a_lone_surrogate_does_not_break_a_line() -> None:
    assert list(LineReader().feed(protocol.encode({"text": "\ud800"}))) == [{"text": "?"}]


def test_hellos_of_each_role_are_understood() -> None:
    for role in protocol.ROLES:
        assert protocol.read_hello(dict(protocol.hello(role, "1.2.3")))["role"] == role
    assert protocol.read_welcome(dict(protocol.welcome("1.2.3")))["version"] == "1.2.3"


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({}, "malformed"),
        ({"holdspace": True, "role": "cli", "version": "1", "pid": 1}, "malformed"),
        ({"holdspace": 2, "role": "cli", "version": "1", "pid": 1}, "version"),
        ({"holdspace": 1, "role": "guest", "version": "1", "pid": 1}, "malformed"),
        ({"holdspace": 1, "role": "cli", "pid": 1}, "malformed"),
    ],
)
def test_a_wrong_hello_is_refused(message: dict[str, object], code: str) -> None:
    with pytest.raises(ProtocolError) as failure:
        protocol.read_hello(message)
    assert failure.value.code == code


def test_nobody_needs_to_say_which_process_they_are() -> None:
    assert protocol.read_hello({"holdspace": 1, "role": "cli", "version": "1"})["version"] == "1"
    assert protocol.read_hello({"holdspace": 1, "role": "cli", "version": "1", "pid": "of a liar"})["role"] == "cli"
    assert protocol.read_welcome({"holdspace": 1, "version": "1"})["version"] == "1"


def test_the_apps_refusal_is_the_error_of_the_client() -> None:
    with pytest.raises(ProtocolError, match="busy"):
        protocol.read_welcome({"refused": "busy"})
    with pytest.raises(ProtocolError, match="version"):
        protocol.read_welcome({"holdspace": 9, "version": "9", "pid": 1})


def test_requests_are_checked_and_answered() -> None:
    assert protocol.read_request({"id": "1", "verb": "log"}) == {"id": "1", "verb": "log", "args": {}}
    for wrong in ({}, {"id": "", "verb": "x"}, {"id": "1", "verb": 3}, {"id": "1", "verb": "x", "args": []}):
        with pytest.raises(ProtocolError, match="malformed"):
            protocol.read_request(wrong)
    assert protocol.done("1", more=True) == {"id": "1", "status": 0, "result": {}, "more": True}
    assert protocol.refused("1", "no_session")["status"] == 1
    assert protocol.refused("1", "usage", wrong_usage=True)["status"] == 2
