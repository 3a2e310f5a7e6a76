"""What makes the keeper quick in a flood says the same as the long way, on bytes of every kind."""

import json
from pathlib import Path
from typing import Any, get_type_hints

from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.keeper import framing
from holdspace.keeper.arrival import Arrival, read_notify
from holdspace.keeper.flood import ENOUGH, GROWS, HELD_BACK, MANY, WITHIN, Flood
from holdspace.keeper.framing import Header
from holdspace.keeper.heads import Heads
from holdspace.keeper.ledger import NOTHING, Ledger
from holdspace.keeper.tells import Named, Seen
from holdspace.wire import shapes
from tests.keeper.test_framing import call, closed, reply

TEXT = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    ("", "two  spaces", " edges ", "<b>bold</b> &amp; &lt;x&gt;", "a" * 5000, "é" * 3000, "line\nline\ttab", "e\u0301")
)
HINTS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "urgency": st.integers(0, 255).map(lambda value: ("y", value)),
        "sender-pid": st.integers(-5, 2**40).map(lambda value: ("x", value)),
        "category": TEXT.map(lambda value: ("s", value)),
        "desktop-entry": TEXT.map(lambda value: ("s", value)),
        "image-data": st.just(("(iiibiiay)", (1, 1, 3, False, 8, 3, b"abc"))),
    },
)
MESSAGE = (
    st.builds(call, TEXT.filter(lambda text: "\0" not in text), st.integers(1, 9), st.just("body"), hints=HINTS)
    | st.builds(reply, st.integers(1, 2**32 - 1), st.integers(1, 9), st.sampled_from((":1.7", "x\x05\x01u")))
    | st.builds(closed, st.integers(1, 9), serial=st.integers(1, 99))
)


def told(found: Header | bool | None) -> Any:
    return {name: getattr(found, name) for name in Header.__slots__} if isinstance(found, Header) else found


@given(st.lists(MESSAGE, min_size=1, max_size=6), st.data())
def test_a_header_that_is_remembered_says_what_reading_it_says(messages: list[bytes], data: st.DataObject) -> None:
    heads = Heads()
    for message in [*messages, *messages]:
        raw = bytearray(b"before" + message + b"behind")
        for _ in range(data.draw(st.sampled_from((0, 0, 1, 2)))):
            raw[data.draw(st.integers(6, len(raw) - 1))] = data.draw(st.integers(0, 255))
        end = data.draw(st.sampled_from((len(raw), 6 + len(message), data.draw(st.integers(6, len(raw))))))
        quick, long = heads.parse(bytes(raw), 6, end), framing.parse_header(raw, 6, end)
        if isinstance(quick, Header) and isinstance(long, Header):
            long.reply_serial_at = quick.reply_serial_at
        assert told(quick) == told(long)


@settings(max_examples=300)
@given(TEXT, TEXT, TEXT, HINTS, st.data())
def test_a_notification_that_is_read_in_one_go_says_what_reading_it_step_by_step_says(
    app: str, summary: str, body: str, hints: dict[str, Any], data: st.DataObject
) -> None:
    texts = {"app": app, "summary": summary, "body": body}
    raw = bytearray(call(serial=3, hints=hints, **{name: text.replace("\0", "") for name, text in texts.items()}))
    header = framing.parse_header(raw, 0, len(raw))
    assert isinstance(header, Header)
    for _ in range(data.draw(st.sampled_from((0, 0, 1, 2)))):
        raw[data.draw(st.integers(header.body, len(raw) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.sampled_from((len(raw), data.draw(st.integers(header.body, len(raw))))))
    for _ in range(2):  # the second time with a name and hints that are remembered
        quick, long = read_notify(bytes(raw), header, end), read_notify(raw, header, end)
        if quick is None or long is None:
            assert quick is long
            continue
        assert [getattr(quick, name) for name in Arrival.__slots__] == [
            getattr(long, name) for name in Arrival.__slots__
        ]


@given(TEXT, TEXT, st.booleans(), st.none() | st.integers(1, 9))
def test_what_is_spooled_has_the_shape_of_the_wire(text: str, app: str, cut: bool, ident: int | None) -> None:
    arrival = Arrival()
    arrival.text, arrival.app, arrival.cut = text, app, cut
    seen = Seen("notify", arrival, ":1.7", ":1.2", 300, '{"utc": "now"}')
    seen.notification = ident
    said = json.loads(seen.told('a "key"'))
    assert (said["tell"], said["key"]) == ("seen", 'a "key"')
    record = said["record"]
    assert record.keys() == get_type_hints(shapes.Record).keys()
    assert (record["text"], record["app"], record["cut"], record["notification"]) == (text, app, cut, ident)
    assert (record["stamp"], record["pid"], record["server"]) == ({"utc": "now"}, None, ":1.2")


@given(TEXT, TEXT, st.integers(0, 2**32 - 1), TEXT)
def test_a_name_that_is_spooled_has_the_shape_of_the_wire(key: str, of: str, ident: int, server: str) -> None:
    said = json.loads(Named(of, ident, server, (server, 7)).told(key))
    assert said == {
        "tell": "named",
        "key": key,
        "of": of,
        "notification": ident,
        "server": server,
        "replaces": 7,
        "replaces_of": server,
    }
    assert said.keys() == get_type_hints(shapes.Named).keys()


@given(st.lists(st.tuples(TEXT, TEXT, st.sampled_from(("at once", "later", "refused", "never"))), max_size=5))
def test_the_ledger_reads_back_what_it_wrote(tmp_path_factory: Any, calls: list[tuple[str, str, str]]) -> None:
    path: Path = tmp_path_factory.mktemp("ledger") / "ledger"
    ledger = Ledger(path)
    for serial, (app, category, answer) in enumerate(calls):
        ledger.called(":1.7", serial, f"key {serial}", app, category)
        if answer == "later":  # in another batch than the call
            ledger.write()
        if answer in {"at once", "later"}:
            assert ledger.named(":1.7", serial, ":1.2", serial + 100) == (f"key {serial}", NOTHING)
            assert ledger.open[":1.2", serial + 100] == (app, category, ":1.7")
        if answer == "refused":
            ledger.failed(":1.7", serial)
    ledger.write()
    again = Ledger(path)
    assert (again.calls, again.open) == (ledger.calls, ledger.open)
    assert again.waits == ("never" in [answer for _, _, answer in calls])


def test_a_ledger_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    path.write_text(
        '\n["call", ":1.7", 2, "key 2", "App", "im"]\n["call", ":1.7", 3, "key 3", "App", ""]\n'
        '\n["named", ":1.7", 2, ":1.2", 100]\n'
    )
    ledger = Ledger(path)
    assert ledger.open == {(":1.2", 100): ("App", "im", ":1.7")}
    assert ledger.named(":1.7", 3, ":1.2", 101) == ("key 3", NOTHING)
    assert ledger.to_drain(":1.2", ["im"]) == [101]


def test_a_call_and_its_answer_in_one_batch_are_one_line_of_the_ledger(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    ledger.called(":1.7", 2, "key", "App", "im")
    assert ledger.waits
    ledger.named(":1.7", 2, ":1.2", 100)
    assert ledger.named(":1.7", 2, ":1.2", 100) is None
    ledger.write()
    assert (tmp_path / "ledger").read_text().strip() == '["open", ":1.7", 2, ":1.2", 100, "App", "im"]'


def test_a_call_that_is_read_again_by_the_next_keeper_waits_once(tmp_path: Path) -> None:
    first = Ledger(tmp_path / "ledger")
    first.called(":1.7", 2, "key", "App", "im")
    first.write()  # and killed before it consumed the bytes
    second = Ledger(tmp_path / "ledger")
    second.called(":1.7", 2, "key", "App", "im")
    second.named(":1.7", 2, ":1.2", 100)
    second.write()
    for ledger in (second, Ledger(tmp_path / "ledger")):
        assert not ledger.waits
        assert ledger.open == {(":1.2", 100): ("App", "im", ":1.7")}


def test_a_flood_holds_the_app_back_for_a_second_at_most_and_until_it_is_over() -> None:
    flood = Flood()
    flood.came(MANY, 10.0)
    assert not flood.holds_back(10.0)
    flood.came(1, 10.0 + WITHIN / 2)
    assert flood.holds_back(10.0 + WITHIN)
    assert not flood.holds_back(10.0 + 2 * WITHIN)
    now = 20.0
    flood.came(MANY + 1, now)
    while now < 20.0 + HELD_BACK:
        assert flood.holds_back(now)
        now += WITHIN / 2
        flood.came(MANY + 1, now)
    assert not flood.holds_back(now + WITHIN / 2)
    flood.fed(now)
    assert flood.holds_back(now)
    assert flood.held_until <= now + HELD_BACK


def test_what_comes_one_by_one_is_no_flood() -> None:
    flood = Flood()
    for tenth in range(100):
        flood.came(1, tenth / 10)
        assert not flood.holds_back(tenth / 10)


def test_only_in_a_flood_and_only_a_small_batch_is_let_grow() -> None:
    flood = Flood()
    flood.came(1, 10.0)
    assert flood.pause(0, 10.0) == 0.0
    flood.came(MANY, 10.0)
    assert flood.pause(ENOUGH - 1, 10.0) == GROWS
    assert flood.pause(ENOUGH, 10.0) == 0.0
    assert flood.pause(0, 10.0 + WITHIN) == 0.0
