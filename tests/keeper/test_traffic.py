"""What others send, good and hostile, through the real bus and the real dunst."""

import os
from typing import Any

import pytest
from jeepney import DBusAddress, MessageFlag, new_method_call, new_signal

from holdspace.keeper.process import describe
from tests.keeper.bench import ANSWER, Bench, address, send
from tests.rig.notification_server import NAME, PATH, SERVER

pytestmark = [pytest.mark.dbus, pytest.mark.x11]

_SIGNATURE = "susssasa{sv}i"


def test_urgency_category_and_desktop_entry_are_read_from_the_hints_and_the_pid_is_the_buss_word(bench: Bench) -> None:
    bench.start_session()
    hints = {
        "urgency": ("y", 2),
        "category": ("s", "im.received"),
        "desktop-entry": ("s", "org.example.Chat"),
        "sender-pid": ("x", 4711),
        "image-data": ("(iiibiiay)", (2, 2, 8, True, 8, 4, b"\0" * 16)),
    }
    bench.notify("hints", hints=hints)
    record = bench.app.wait(bench.app.records)[0]
    assert (record["urgency"], record["category"]) == (2, "im.received")
    assert record["desktop_entry"] in {"org.example.Chat", describe(os.getpid()).entry}, "its word, or the system's"
    assert record["pid"] in {os.getpid(), 4711}, (
        "the claim stands only where the sender was gone before the bus was asked"
    )


def test_markup_control_bidi_and_zero_width_characters_never_reach_the_app(bench: Bench) -> None:
    bench.start_session()
    body = "<b>bold</b> <img src='http://x'/> &lt;i&gt; \u202eevil\u202c\u200b\x07 \ufeff e\u0301 &#x1F600;"
    bench.notify("sum\u202emary\n<b>", body, app="\u200bApp\x1b[31m")
    record = bench.app.wait(bench.app.records)[0]
    assert record["text"] == "bold <i> evil é \U0001f600"
    assert record["sender"] == "summary <b>"
    assert record["app"] == "App[31m"


def test_a_body_of_a_megabyte_is_cut_and_what_follows_is_read(bench: Bench) -> None:
    bench.start_session()
    with bench.bus.connect() as line:
        for number in range(3):
            send(line, f"huge {number}", "lB\x01\x01 " * 200_000, hints={"urgency": ("y", 2)})
            send(line, f"small {number}", "after it")
    records = bench.app.wait(lambda: len(bench.app.records()) == 6 and bench.app.records())
    assert [record["sender"] for record in records] == [f"{size} {n}" for n in range(3) for size in ("huge", "small")]
    for huge in records[::2]:
        assert huge["cut"]
        assert huge["size"] > 1_000_000
        assert 0 < len(huge["text"].encode()) <= 4096
    assert [record["text"] for record in records[1::2]] == ["after it"] * 3
    bench.app.wait(lambda: len(bench.app.named()) == 6, what="all ids")


def test_a_message_between_the_window_and_the_bound_is_read_whole(bench: Bench) -> None:
    bench.start_session()
    hints = {"image-data": ("(iiibiiay)", (140, 140, 560, True, 8, 4, b"\x7f" * 78_400)), "urgency": ("y", 0)}
    bench.notify("picture", "with a picture before the urgency", hints=hints)
    record = bench.app.wait(bench.app.records)[0]
    assert (record["urgency"], record["cut"]) == (0, False)


def test_a_notification_with_a_large_picture_keeps_its_text(bench: Bench) -> None:
    bench.start_session()
    picture = ("(iiibiiay)", (600, 600, 2400, True, 8, 4, b"\x7f" * 1_440_000))
    bench.notify("picture", "text", hints={"image-data": picture})
    record = bench.app.wait(bench.app.records)[0]
    assert (record["sender"], record["text"], record["cut"]) == ("picture", "text", True)


def test_wrong_types_a_wrong_path_and_a_wrong_interface_are_no_interruptions(bench: Bench) -> None:
    bench.start_session()
    good: tuple[Any, ...] = ("Tester", 0, "", "ok", "", [], {}, 0)
    with bench.bus.connect() as line:
        wrong = [
            new_method_call(SERVER, "Notify", "i", (1,)),
            new_method_call(SERVER, "Notify"),
            new_method_call(SERVER, "Notify", "susssasa{ss}i", ("a", 0, "", "b", "c", [], {"x": "y"}, 0)),
            new_method_call(address("/somewhere/else", NAME), "Notify", _SIGNATURE, good),
            new_method_call(address(PATH, "org.example.Other"), "Notify", _SIGNATURE, good),
        ]
        for message in wrong:
            line.send_and_get_reply(message, timeout=ANSWER)
        send(line, "the only one")
    bench.app.wait(bench.app.records)
    assert [record["sender"] for record in bench.app.records()] == ["the only one"]


def test_deeply_nested_hints_break_nothing(bench: Bench) -> None:
    bench.start_session()
    nested: tuple[str, object] = ("s", "end")
    for _ in range(20):
        nested = ("v", nested)
    bench.notify("deep", hints={"x": nested, "urgency": ("y", 2)})
    record = bench.app.wait(bench.app.records)[0]
    assert (record["sender"], record["urgency"]) == ("deep", 2)


def test_a_replaced_notification_is_told_with_the_id_that_it_replaces(bench: Bench) -> None:
    bench.start_session()
    with bench.bus.connect() as line:
        first = send(line, "one")
        again = send(line, "two", replaces=first)
    assert again == first
    bench.app.wait(lambda: len(bench.app.records()) == 2)
    assert [record["replaces"] for record in bench.app.records()] == [0, first]


def test_a_call_without_reply_and_one_to_the_unique_name_are_seen(bench: Bench) -> None:
    bench.start_session()
    with bench.bus.connect() as line:
        silent = new_method_call(SERVER, "Notify", _SIGNATURE, ("T", 0, "", "silent", "", [], {}, 0))
        silent.header.flags = MessageFlag.no_reply_expected
        line.send(silent)
        unique = DBusAddress(PATH, bus_name=bench.bus.owner(NAME), interface=NAME)
        line.send_and_get_reply(
            new_method_call(unique, "Notify", _SIGNATURE, ("T", 0, "", "unique", "", [], {}, 0)), timeout=ANSWER
        )
    bench.app.wait(lambda: len(bench.app.records()) == 2)
    assert [record["sender"] for record in bench.app.records()] == ["silent", "unique"]


def test_a_notification_that_its_sender_takes_back_is_told_as_closed_once(bench: Bench) -> None:
    bench.start_session()
    with bench.bus.connect() as line:
        ident = send(line, "taken back")
        for _ in range(2):
            line.send_and_get_reply(new_method_call(SERVER, "CloseNotification", "u", (ident,)), timeout=ANSWER)
        send(line, "later")
    bench.app.wait(lambda: len(bench.app.records()) == 2)
    closed = bench.app.wait(lambda: bench.app.records("closed"))
    assert [(record["notification"], record["reason"]) for record in closed] == [(ident, 3)]


def test_our_own_notifications_are_left_out(bench: Bench) -> None:
    bench.start_session()
    with bench.bus.connect() as ours:
        bench.app.say({"tell": "exclude", "names": [ours.unique_name]})
        bench.app.want()  # answered with a level: from here on the names are known
        bench.app.told.clear()
        bench.app.wait_quiet(engaged=True)
        send(ours, "ours")
        bench.notify("theirs")
    bench.app.wait(bench.app.records)
    assert [record["sender"] for record in bench.app.records()] == ["theirs"]


def test_what_we_drain_is_not_told_as_taken_back_and_exceptions_stay(bench: Bench) -> None:
    bench.start_session(drain_exceptions=["phone", "Alarm Clock"])
    for app, hints in (
        ("Chat", {}),
        ("alarm clock", {}),
        ("Bridge", {"category": ("s", "phone.incoming")}),
        ("Mail", {"category": ("s", "email")}),
    ):
        bench.notify(app, app=app, hints=hints)
    bench.app.wait(lambda: len(bench.app.named()) == 4)
    bench.app.want(None, drain_exceptions=["phone", "Alarm Clock"])
    bench.wait_gone()
    assert bench.app.records("closed") == []
    assert bench.dunst.displayed() + bench.dunst.waiting() == 2


def test_without_drain_the_queue_waits_for_the_user(bench: Bench) -> None:
    bench.start_session(drain=False)
    bench.notify("waits")
    bench.app.wait(bench.app.named)
    bench.app.want(None, drain=False)
    bench.wait_gone()
    assert bench.dunst.displayed() + bench.dunst.waiting() == 1


def test_what_came_before_the_session_is_not_drained(bench: Bench) -> None:
    bench.notify("before")
    bench.start_session()
    bench.notify("during")
    bench.app.wait(bench.app.named)
    bench.app.want(None)
    bench.wait_gone()
    assert bench.dunst.displayed() + bench.dunst.waiting() == 1


def test_a_signal_that_another_program_forges_closes_nothing_and_changes_nothing(bench: Bench) -> None:
    bench.start_session()
    ident = bench.notify("held")
    bench.app.wait(bench.app.named)
    with bench.bus.connect() as line:
        line.send(new_signal(DBusAddress(PATH, interface=NAME), "NotificationClosed", "uu", (ident, 2)))
        properties = DBusAddress(PATH, interface="org.freedesktop.DBus.Properties")
        forged: tuple[Any, ...] = ("org.dunstproject.cmd0", {"paused": ("b", False)}, [])
        line.send(new_signal(properties, "PropertiesChanged", "sa{sv}as", forged))
        send(line, "after")
    bench.app.wait(lambda: len(bench.app.records()) == 2)
    assert bench.app.records("closed") == []
    assert bench.app.quiet["engaged"]
