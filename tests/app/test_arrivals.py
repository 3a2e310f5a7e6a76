"""What the keeper saw becomes commands; what makes no sense is Malformed, and nothing else is raised."""

from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.app.arrivals import Malformed, command_of, interruption_of, moment_of
from holdspace.core import commands as c
from holdspace.core.interruption import Live
from holdspace.private import Private

STAMP = {"utc": "2026-01-05T14:00:00.000000Z", "boot": "boot-1", "ticks": 1000.5}


def record(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "notify",
        "stamp": STAMP,
        "app": "Pager",
        "sender": "Sam",
        "text": "It is down",
        "urgency": 1,
        "category": "im",
        "desktop_entry": "pager",
        "pid": None,
        "server": ":1.7",
        "notification": 4,
        "replaces": 0,
        "reason": 0,
        "size": 10,
        "cut": False,
        **changes,
    }


def seen(key: str = "bus/:1.9/12/notify", **changes: Any) -> dict[str, Any]:
    return {"tell": "seen", "key": key, "record": record(**changes)}


def arrived(**changes: Any) -> c.ReportInterruption:
    command = command_of(seen(**changes))
    assert isinstance(command, c.ReportInterruption)
    return command


def test_a_notification_is_an_interruption_with_all_that_it_said() -> None:
    assert arrived() == c.ReportInterruption(
        id=interruption_of("bus/:1.9/12/notify"),
        key="bus/:1.9/12/notify",
        origin="desktop",
        app="Pager",
        category="im",
        sender=Private("Sam"),
        text=Private("It is down"),
        level="normal",
        live=Live(server=":1.7", notification=4),
        at=moment_of(STAMP),
    )


def test_ids_come_from_the_key_so_that_telling_twice_is_telling_once() -> None:
    assert command_of(seen()).id == command_of(seen(text="other words")).id != command_of(seen("another")).id


def test_only_a_critical_notification_is_urgent() -> None:
    assert [arrived(urgency=number).level for number in (0, 1, 2, 3)] == ["normal", "normal", "urgent", "normal"]


def test_an_application_without_a_name_has_that_of_its_desktop_entry() -> None:
    assert arrived(app="").app == "pager"
    assert arrived(app=None, desktop_entry=None).app == ""


def test_a_page_in_a_browser_is_known_by_its_host_and_by_the_browser() -> None:
    assert arrived(app="Chromium", web="calendar.example.com").app == "calendar.example.com (Chromium)"
    assert arrived(app="", desktop_entry="", web="calendar.example.com").app == "calendar.example.com"
    assert arrived(app="Chromium", web=7).app == "7 (Chromium)"


def test_who_says_nothing_of_itself_is_known_by_its_program_and_who_was_gone_by_nothing() -> None:
    assert arrived(app="", desktop_entry="", program="backup").app == "backup"
    assert arrived(app="", desktop_entry="", program="").app == ""


def test_a_notification_that_replaces_another_says_which() -> None:
    assert arrived(replaces=3).replaces == Live(server=":1.7", notification=3)
    assert arrived(replaces=0).replaces is None
    assert arrived(replaces=None).replaces is None


def test_a_notification_that_no_server_has_named_yet_is_not_live() -> None:
    assert arrived(notification=None).live is None


def test_hostile_text_is_cleaned_and_bounded() -> None:
    told = arrived(sender="Sam\u202eevil\x00", text="x" * 10_000, app="a" * 500, category="\x1b[31m")
    assert told.sender == Private("Samevil")
    assert told.text is not None
    assert len(told.text) == 4096
    assert len(told.app) == 80
    assert told.category == "[31m"


@pytest.mark.parametrize("nothing", ["", None, 5, ["x"], {"a": 1}, "\u200b"])
def test_text_that_is_none_is_absent(nothing: object) -> None:
    assert arrived(sender=nothing, text=nothing).sender is None


@pytest.mark.parametrize(("reason", "by_sender"), [(1, False), (2, False), (3, True), (4, False), ("3", False)])
def test_only_a_call_to_close_is_the_senders_own_closing(reason: object, by_sender: bool) -> None:
    command = command_of(seen(kind="closed", reason=reason))
    assert isinstance(command, c.ReportClosed)
    assert command.by_sender is by_sender
    assert command.live == Live(server=":1.7", notification=4)


def test_a_closing_by_call_is_the_senders_own_only_if_the_keeper_saw_the_sender_call() -> None:
    for reason, by_sender in ((3, False), (3, True), (1, True)):
        command = command_of(seen(kind="closed", reason=reason, by_sender=by_sender))
        assert isinstance(command, c.ReportClosed)
        assert command.by_sender is by_sender


def test_a_number_that_the_server_gave_in_the_place_of_another_says_of_which() -> None:
    told = {"tell": "named", "key": "k", "of": "bus/s/1/notify", "server": ":1.7", "notification": 9}
    command = command_of({**told, "replaces": 4, "replaces_of": ":1.6"})
    assert isinstance(command, c.ReportLive)
    assert command.replaces == Live(server=":1.6", notification=4)
    assert command_of({**told, "replaces": 0, "replaces_of": ""}) == command_of(told)


def test_a_named_notification_points_to_what_was_seen() -> None:
    told = {"tell": "named", "key": "bus/s/2/named", "of": "bus/s/1/notify", "server": ":1.7", "notification": 9}
    assert command_of(told) == c.ReportLive(
        id=interruption_of("bus/s/2/named"),
        key="bus/s/2/named",
        interruption=interruption_of("bus/s/1/notify"),
        live=Live(server=":1.7", notification=9),
    )


def test_a_gap_says_since_when_until_when_and_why() -> None:
    later = {**STAMP, "utc": "2026-01-05T15:00:00+01:00", "ticks": 1100}
    command = command_of({"tell": "gap", "key": "boot/1/gap", "since": STAMP, "until": later, "why": "keeper_died"})
    assert isinstance(command, c.ReportWatchGap)
    assert (command.since, command.until, command.why) == (moment_of(STAMP), moment_of(later), "keeper_died")
    assert command.until.utc == datetime(2026, 1, 5, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"tell": "seen"},
        {"tell": "seen", "key": "k"},
        {"tell": "seen", "key": "", "record": record()},
        {"tell": "seen", "key": "k" * 401, "record": record()},
        {"tell": "seen", "key": 5, "record": record()},
        {"tell": "seen", "key": "\ud800", "record": record()},
        {"tell": "seen", "key": "k", "record": None},
        {"tell": "seen", "key": "k", "record": "text"},
        {"tell": "seen", "key": "k", "record": []},
        {"tell": "flown", "key": "k", "record": record()},
        {"tell": ["seen"], "key": "k", "record": record()},
        seen(kind="whistled"),
        seen(kind="closed", notification=None),
        seen(kind="closed", notification=0),
        seen(server=""),
        seen(server=["x"]),
        seen(server=5),
        seen(notification="four"),
        seen(notification=True),
        seen(notification=4.5),
        seen(notification=float("inf")),
        seen(notification=-1),
        seen(notification=2**32),
        seen(notification=10**30),
        seen(replaces=10**30),
        seen(replaces="x"),
        seen(stamp=None),
        seen(stamp="now"),
        seen(stamp={}),
        seen(stamp={**STAMP, "utc": "yesterday"}),
        seen(stamp={**STAMP, "utc": "0001-01-01T00:00:00+14:00"}),
        seen(stamp={**STAMP, "utc": "9999-12-31T23:59:59+00:00"}),
        seen(stamp={**STAMP, "utc": 5}),
        seen(stamp={**STAMP, "boot": ""}),
        seen(stamp={**STAMP, "boot": {}}),
        seen(stamp={**STAMP, "ticks": "soon"}),
        seen(stamp={**STAMP, "ticks": float("inf")}),
        seen(stamp={**STAMP, "ticks": float("nan")}),
        seen(stamp={**STAMP, "ticks": 10**400}),
        {"tell": "named", "key": "k", "of": 5, "server": "s", "notification": 1},
        {"tell": "named", "key": "k", "of": "", "server": "s", "notification": 1},
        {"tell": "named", "key": "k", "of": "o", "server": "s", "notification": 0},
        {"tell": "named", "key": "k", "of": "o", "server": "s"},
        {"tell": "gap", "key": "k", "since": STAMP, "why": "x"},
        {"tell": "gap", "key": "k", "since": STAMP, "until": 4, "why": "x"},
    ],
)
def test_what_makes_no_sense_is_malformed(message: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        command_of(message)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["seen", "notify", "closed"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.fixed_dictionaries(
        {"tell": st.sampled_from(["seen", "named", "gap", "x"])},
        optional=dict.fromkeys(("key", "record", "of", "server", "notification", "since", "until", "why"), ANYTHING),
    ),
    st.dictionaries(st.sampled_from(sorted(record())), ANYTHING, max_size=4),
)
def test_whatever_comes_it_is_a_command_or_malformed(message: dict[str, Any], changes: dict[str, Any]) -> None:
    for told in (message, {**message, "key": "k"}, seen(**changes)):
        try:
            found = command_of(told)
        except Malformed:
            continue
        assert type(found) in get_args(c.Command)
