"""The watch on dbus-broker, the bus of Fedora and Arch: the same tests, and what only that bus does to the innocent."""

import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, MessageType, new_method_call, new_method_return
from jeepney.io.blocking import DBusConnection

from holdspace.wire import spool
from tests.keeper import test_closings, test_floods, test_portals, test_process, test_traffic, test_xdg_portal
from tests.keeper.bench import Bench
from tests.rig.broker import private_broker
from tests.rig.bus import Bus
from tests.rig.notification_server import NAME, PATH
from tests.rig.processes import wait_for

pytestmark = [pytest.mark.dbus, pytest.mark.x11]

SAME = (
    test_closings.test_gnomes_own_interface_is_taken_back_by_who_sent_it_only,
    test_closings.test_what_its_sender_closes_is_taken_back,
    test_closings.test_what_somebody_else_closes_is_closed_and_not_taken_back,
    test_floods.test_a_flood_is_taken_as_it_is_and_told_in_its_order,
    test_portals.test_a_keeper_that_is_killed_between_the_portals_call_and_its_copy_tells_it_once,
    test_portals.test_one_that_its_backend_draws_itself_is_told,
    test_process.test_the_program_is_told_by_the_bus_and_a_false_claim_names_nobody,
    test_traffic.test_a_body_of_a_megabyte_is_cut_and_what_follows_is_read,
    test_traffic.test_a_call_without_reply_and_one_to_the_unique_name_are_seen,
    test_traffic.test_a_replaced_notification_is_told_with_the_id_that_it_replaces,
    test_traffic.test_a_signal_that_another_program_forges_closes_nothing_and_changes_nothing,
    test_traffic.test_our_own_notifications_are_left_out,
    test_traffic.test_what_we_drain_is_not_told_as_taken_back_and_exceptions_stay,
    test_traffic.test_wrong_types_a_wrong_path_and_a_wrong_interface_are_no_interruptions,
    test_xdg_portal.test_what_the_portal_carries_is_told_once_and_its_newer_text_takes_its_place,
)
globals().update({test.__name__: test for test in SAME})
asked = test_portals.asked
application = test_xdg_portal.application

MEGABYTE = 1024 * 1024
SENDERS = 4
BODY = 20_000
BURSTS = 4
MANY = 375
"""Of one sender in one burst: 114 MB together."""
LIMIT = 64 * MEGABYTE
"""What the bus may hold here, an eighth of what it may by itself: what nobody drains comes to more."""


@pytest.fixture
def bus(tmp_path: Path, env: dict[str, str]) -> Iterator[Bus]:
    """dbus-broker."""
    with private_broker(env=env, folder=tmp_path / "bus", max_bytes=LIMIT) as found:
        env["DBUS_SESSION_BUS_ADDRESS"] = found.address
        yield found
        assert found.process.alive, "the bus survived it"


class Innocent:
    """A program that sends long notifications, one after the other, each as soon as the last one was answered."""

    def __init__(self, bus: Bus, to: str, number: int) -> None:
        self._line = bus.connect()
        self._to = DBusAddress(PATH, bus_name=to, interface=NAME)
        self._number = number
        self.sent: list[str] = []

    def close(self) -> None:
        self._line.close()

    def send_many(self) -> None:
        """One burst; it ends early where the bus hangs up."""
        with suppress(OSError):
            for _ in range(MANY):
                summary = f"{self._number}/{len(self.sent)}"
                arguments: tuple[Any, ...] = ("Mass", 0, "", summary, "x" * BODY, [], {}, 0)
                call = new_method_call(self._to, "Notify", "susssasa{sv}i", arguments)
                self._line.send_and_get_reply(call, timeout=60)
                self.sent.append(summary)


def answer_all(server: DBusConnection) -> None:
    """As a notification server that is quick: a number for each, until the bus hangs up."""
    numbers = count(1)
    with suppress(OSError):
        while True:
            message = server.receive()
            if message.header.message_type is MessageType.method_call:
                server.send(new_method_return(message, "u", (next(numbers),)))


@pytest.fixture
def innocents(bench: Bench) -> Iterator[list[Innocent]]:
    """The senders, and whom they send it to."""
    with bench.bus.connect() as server:
        found = [Innocent(bench.bus, server.unique_name, number) for number in range(SENDERS)]
        thread = threading.Thread(target=answer_all, args=(server,))
        thread.start()
        yield found
        for one in found:
            one.close()
        server.sock.shutdown(socket.SHUT_RDWR)
        thread.join()


def burst(innocents: list[Innocent]) -> int:
    """All at once; how many they got rid of until now, all together."""
    threads = [threading.Thread(target=one.send_many) for one in innocents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(len(one.sent) for one in innocents)


def test_a_keeper_whose_app_stands_still_drains_on_and_nobody_loses_the_bus_or_a_notification(
    bench: Bench, innocents: list[Innocent]
) -> None:
    """The app takes nothing from its socket meanwhile, as one that was stopped."""
    bench.start_session()
    for number in range(1, BURSTS + 1):
        assert burst(innocents) == number * SENDERS * MANY
        wait_for(lambda: spooled(bench) == number * SENDERS * MANY, what="all to be on the disk")  # noqa: B023
    sent = {summary for one in innocents for summary in one.sent}
    bench.app.wait(lambda: len(bench.app.records()) >= len(sent), bound=120.0, what="all, once the app goes on")
    assert {record["sender"] for record in bench.app.records()} == sent
    assert bench.app.tells("gap") == []


def spooled(bench: Bench) -> int:
    """How many notifications wait for the app, durably."""
    return sum(record.key.endswith("/notify") for record in spool.read(bench.paths.arrivals_spool))


def test_a_watch_that_nobody_drains_would_cost_the_senders_the_bus(bench: Bench, innocents: list[Innocent]) -> None:
    """What the test before this one rests on."""
    bench.start_session()
    os.kill(bench.keeper.pid, signal.SIGSTOP)
    try:
        assert [burst(innocents) for _ in range(BURSTS)][-1] < BURSTS * SENDERS * MANY
    finally:
        os.kill(bench.keeper.pid, signal.SIGCONT)
