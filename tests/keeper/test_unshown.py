"""What counts as not shown, told from the bytes of the monitor alone: whatever somebody sends."""

from typing import Any

import pytest
from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)

from holdspace.keeper.framing import Header, parse_header
from holdspace.keeper.probe import unshown
from holdspace.keeper.probe.unshown import MONITORING, Loses, Server, Unshown

NAME = "org.freedesktop.Notifications"
SERVER = DBusAddress("/org/freedesktop/Notifications", bus_name=":1.1", interface=NAME)
BUS = DBusAddress("/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface=MONITORING)


def switched(message: Message) -> bool | None:
    """A driver's ear for its setting."""
    return bool(message.body[0]) if message.header.fields.get(HeaderFields.member) == "Switched" else None


class Stream:
    """What a monitor hears of a server that drops what comes while it is silent."""

    def __init__(self, *, loses: Loses = "all", shows_critical: bool = False, silent: bool = True) -> None:
        self.on = silent
        self.found = Unshown(Server(loses, shows_critical, switched, lambda: self.on), ":1.9", silent=silent)
        self._serial = 0
        self._ids = 0

    def say(self, message: Message, sender: str) -> int:
        self._serial += 1
        message.header.fields[HeaderFields.sender] = sender
        raw = message.serialise(serial=self._serial)
        header = parse_header(raw, 0, len(raw))
        assert isinstance(header, Header)
        self.found.feed(header, raw)
        return self._serial

    def call(self, summary: str, *, app: str = "App", sender: str = ":1.5", replaces: int = 0, **hints: Any) -> Message:
        body = (app, replaces, "icon", summary, "text", ["ok", "Fine"], hints, 5000)
        message = new_method_call(SERVER, "Notify", "susssasa{sv}i", body)
        message.header.serial = self.say(message, sender)
        message.header.fields[HeaderFields.sender] = sender
        return message

    def answer(self, call: Message, ident: int = 0) -> int:
        self._ids += 1
        self.say(new_method_return(call, "u", (ident or self._ids,)), ":1.1")
        return ident or self._ids

    def notify(self, summary: str, **more: Any) -> int:
        return self.answer(self.call(summary, **more), more.get("replaces", 0))

    def switch(self, *, on: bool) -> None:
        self.on = on
        self.say(new_signal(DBusAddress("/", interface="x.y"), "Switched", "b", (on,)), ":1.1")

    def close(self, ident: int) -> None:
        self.say(new_method_call(SERVER, "CloseNotification", "u", (ident,)), ":1.5")

    def closed(self, ident: int, why: int) -> None:
        self.say(new_signal(SERVER, "NotificationClosed", "uu", (ident, why)), ":1.1")

    def left(self, **how: bool) -> list[str]:
        return [body[3] for body in self.found.left(**how)]


def test_what_came_in_silence_is_left_without_its_buttons() -> None:
    stream = Stream()
    stream.notify("Bob", urgency=("y", 1))
    assert stream.found.left() == [("App", 0, "icon", "Bob", "text", [], {"urgency": ("y", 1)}, 5000)]


def test_only_what_the_server_was_silent_for_counts_at_its_call_or_at_its_answer() -> None:
    stream = Stream(silent=False)
    stream.notify("before")
    late = stream.call("just when it began")
    stream.switch(on=True)
    stream.answer(late)
    early = stream.call("just when it ended")
    stream.switch(on=False)
    stream.answer(early)
    stream.notify("after")
    assert stream.left() == ["just when it began", "just when it ended"]


def test_what_nobody_is_to_answer_counts_too() -> None:
    stream = Stream()
    stream.call("no reply wanted")
    assert stream.left() == ["no reply wanted"]


def test_ours_are_not_another_programs() -> None:
    stream = Stream()
    stream.notify("ours", sender=":1.9")
    assert stream.left() == []


def test_what_was_refused_taken_back_or_replaced_is_not_left() -> None:
    stream = Stream()
    stream.say(new_error(stream.call("refused"), "x.y.Error"), ":1.1")
    stream.close(stream.notify("taken back"))
    stream.notify("second", replaces=stream.notify("first"))
    assert [(body[1], body[3]) for body in stream.found.left()] == [(0, "second")]


def test_what_takes_the_place_of_one_that_shows_does_so_again() -> None:
    stream = Stream(silent=False)
    shown = stream.notify("40 %")
    stream.switch(on=True)
    stream.notify("60 %", replaces=shown)
    assert [(body[1], body[3]) for body in stream.found.left()] == [(shown, "60 %")]


@pytest.mark.parametrize(("shows", "left"), [(True, ["odd"]), (False, ["critical", "odd"])])
def test_critical_ones_are_left_only_where_they_do_not_show(shows: bool, left: list[str]) -> None:
    stream = Stream(shows_critical=shows)
    stream.notify("critical", urgency=("y", 2))
    stream.notify("odd", urgency=("s", "2"))
    assert stream.left() == left


def test_where_it_floods_only_what_ran_out_meanwhile_is_left() -> None:
    stream = Stream(loses="ran_out")
    stream.notify("waits")
    stream.closed(stream.notify("ran out"), 1)
    stream.closed(stream.notify("dismissed"), 2)
    visible = stream.notify("shown afterwards")
    stream.switch(on=False)
    stream.closed(visible, 1)
    assert stream.left() == ["ran out"]


def test_where_the_rest_is_in_a_list_only_what_is_transient_is_left() -> None:
    stream = Stream(loses="transient")
    stream.notify("in the list", transient=("b", False))
    stream.notify("gone", transient=("b", True))
    assert stream.left() == ["gone"]


def test_what_a_keeper_saw_as_well_is_left_to_it() -> None:
    stream = Stream()
    stream.notify("before it")
    stream.say(new_method_call(BUS, "BecomeMonitor", "asu", ([], 0)), ":1.7")
    stream.notify("it saw this")
    assert stream.left(before_the_keeper=True) == ["before it"]
    assert stream.left() == ["before it", "it saw this"]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unshown, "MOST", 2)


@pytest.mark.usefixtures("small")
def test_a_flood_is_bounded_and_counted() -> None:
    stream = Stream()
    for number in range(5):
        stream.notify(str(number))
    assert (stream.left(), stream.found.beyond) == (["0", "1"], 3)


@pytest.mark.parametrize(("signature", "body"), [("s", ("odd",)), ("as", (["odd"],)), ("a{sv}", ({},)), ("", ())])
def test_a_call_of_another_shape_is_none_and_harms_nothing(signature: str, body: tuple[Any, ...]) -> None:
    stream = Stream()
    for member in ("Notify", "CloseNotification"):
        stream.say(new_method_call(SERVER, member, signature or None, body), ":1.5")
    stream.say(new_signal(SERVER, "NotificationClosed", signature or None, body), ":1.5")
    call = stream.call("Bob")
    stream.say(new_method_return(call, signature or None, body), ":1.1")
    assert stream.left() == ["Bob"]
