"""The real portal, its real GTK backend and the real dunst: what comes through them is one event."""

import os
from collections.abc import Iterator

import pytest
from jeepney.io.blocking import DBusConnection

from tests.keeper.bench import Bench
from tests.rig.notification_server import NAME
from tests.rig.processes import wait_for
from tests.rig.xdg_portal import ask, withdraw, xdg_portal

pytestmark = [pytest.mark.dbus, pytest.mark.x11]


@pytest.fixture
def application(bench: Bench) -> Iterator[DBusConnection]:
    """A program that uses the portal while a session runs."""
    with xdg_portal(env=bench.env, bus=bench.bus, folder=bench.folder):
        bench.start_session()
        with bench.bus.connect() as line:
            yield line


def asked_and_shown(bench: Bench, application: DBusConnection, name: str, **said: str) -> None:
    """The portal passes each on from a thread of its own, after it has answered: one that is asked at once may overtake."""
    before = len(bench.app.tells("named"))
    ask(application, name, **said)
    bench.app.wait(lambda: len(bench.app.tells("named")) > before, what="the server's number")


def test_what_the_portal_carries_is_told_once_and_its_newer_text_takes_its_place(
    bench: Bench, application: DBusConnection
) -> None:
    asked_and_shown(bench, application, "m1", title="Mara", body="See you & <soon>", priority="urgent")
    asked_and_shown(bench, application, "m1", title="Mara", body="Or not")
    asked_and_shown(bench, application, "m2", title="Ben", body="Hello")
    bench.notify("last")
    bench.app.wait(lambda: len(bench.app.records()) >= 4)
    told = [(record["sender"], record["text"]) for record in bench.app.records()]
    assert told == [("Mara", "See you & <soon>"), ("Mara", "Or not"), ("Ben", "Hello"), ("last", "")]
    first, newer, other, _ = bench.app.records()
    assert (first["urgency"], first["pid"]) == (2, os.getpid())
    assert (newer["server"], newer["replaces"]) == (first["server"], first["notification"])
    assert other["server"] != first["server"]
    assert not any(record["by_sender"] for record in bench.app.records("closed")), "what it only changed"
    assert {tell["server"] for tell in bench.app.tells("named")} == {bench.bus.owner(NAME)}


def test_what_its_application_withdraws_from_the_portal_is_taken_back(
    bench: Bench, application: DBusConnection
) -> None:
    ask(application, "m1", title="Mara", body="Hello")
    bench.app.wait(lambda: bench.app.tells("named"), what="the server's number")
    (record,) = bench.app.records()
    withdraw(application, "m1")
    closed = bench.app.wait(lambda: bench.app.records("closed"), what="it to be taken back")
    assert (closed[0]["server"], closed[0]["by_sender"]) == (record["server"], True)
    wait_for(lambda: bench.dunst.waiting() + bench.dunst.displayed() == 0, what="the server to drop it")


def test_a_keeper_that_is_killed_meanwhile_tells_each_once(bench: Bench, application: DBusConnection) -> None:
    ask(application, "m1", title="Mara", body="before")
    bench.app.wait(bench.app.records)
    bench.keeper.kill()
    ask(application, "m2", title="Mara", body="while nobody was there")
    wait_for(lambda: bench.dunst.waiting() == 2, what="the portal to have passed it on")
    bench.start_keeper()
    bench.notify("last")
    bench.app.wait(lambda: any(record["sender"] == "last" for record in bench.app.records()))
    assert [record["text"] for record in bench.app.records()] == ["before", "while nobody was there", ""]
