"""What can be wrong around Holdspace: each ends in a clear message or in a quiet right behaviour."""

import json
import socket
import sqlite3
from typing import Any

import pytest

from tests.journeys.hands import Practitioner, practitioner
from tests.rig.bus import private_bus
from tests.rig.desktop import Desktop
from tests.rig.processes import start

pytestmark = [pytest.mark.journey, pytest.mark.timeout(120)]


def test_two_starts_at_once_are_one_app(person: Practitioner) -> None:
    first, second = person.launch(wait=False), person.launch(wait=False)
    person.until_status(lambda told: told, what="one of them to answer")
    person.until(lambda: not (first.alive and second.alive), what="the other one to go")
    assert {first.alive, second.alive} == {True, False}
    gone = second if first.alive else first
    assert gone.popen.returncode == 0, gone.said()


def test_a_second_start_opens_the_window_of_the_first(person: Practitioner) -> None:
    person.launch()
    with person.desktop.screen() as screen:
        assert not screen.titled("Holdspace")
        assert person.launch(wait=False).wait() == 0
        person.until(lambda: screen.titled("Holdspace"), what="the window of the first")


def test_a_second_home_on_the_same_bus_neither_silences_nor_watches_and_says_why(person: Practitioner) -> None:
    person.launch()
    person.ok("start")
    person.until_silent()
    with practitioner(person.desktop, "other") as other:
        other.launch()
        other.ok("start")
        told = other.until_status(
            lambda told: told["quiet"]["why"] == "another_holdspace", what="the second to say why"
        )
        assert not told["quiet"]["engaged"]
        other.ok("end")
        assert person.desktop.dunst.paused()
    assert person.status()["quiet"]["engaged"]


def test_one_home_on_two_buses_is_one_app(person: Practitioner) -> None:
    person.launch()
    desktop = person.desktop
    with private_bus(env=desktop.env, folder=desktop.folder / "other-bus") as other:
        second = start(
            person.command(),
            env={**desktop.env, "DBUS_SESSION_BUS_ADDRESS": other.address},
            folder=desktop.folder,
        )
        assert second.wait() == 0
    assert len(person.pids("holdspace.app")) == 1


def test_without_a_session_bus_the_session_runs_and_says_that_nothing_is_silent(person: Practitioner) -> None:
    person.launch(DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent/bus")
    person.ok("start")
    told = person.until_status(lambda told: told["quiet"]["why"] == "no_bus", what="why it is not silent")
    assert told["session"]["state"] == "running"
    assert "not silent" in person.ok("status")
    person.ok("log", "still kept")
    person.ok("end")


def test_without_a_notification_server_and_without_a_tray_it_serves(bare_desktop: Desktop) -> None:
    with practitioner(bare_desktop) as person:
        person.launch()
        with bare_desktop.screen() as screen:
            person.until(lambda: screen.titled("Holdspace"), what="the window, for want of a tray")
            person.ok("start")
            told = person.until_status(lambda told: told["quiet"]["why"] == "no_server", what="why")
            assert not told["quiet"]["engaged"]
            person.until(lambda: screen.titled("Holdspace"), what="the session window")
        # A server that comes later is silenced, and what arrives there is seen.
        bare_desktop.dunst.start()
        person.until_silent()
        bare_desktop.notify("Bob", "hello")
        person.until_status(lambda told: told["held"] == 1, what="it to be held")
        person.ok("end")


def test_a_folder_that_cannot_be_written_is_told(person: Practitioner) -> None:
    person.home.write_text("a file where the folder should be")
    app = person.launch(wait=False)
    assert app.wait() == 1
    assert str(person.home) in app.said()
    assert "Traceback" not in app.said()
    done = person.cli("log", "a thought")
    assert done.returncode == 1
    assert str(person.home) in done.stderr


def test_a_newer_database_is_not_touched_and_that_is_told(person: Practitioner) -> None:
    person.launch()
    person.ok("quit")
    person.until(lambda: not person.pids("holdspace.app"), what="the app to be gone")
    file = person.home / "holdspace.db"
    with sqlite3.connect(file) as database:
        table = next(
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if "migration" in name
        )
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        row = dict(zip(columns, database.execute(f"SELECT * FROM {table} LIMIT 1").fetchone(), strict=True))
        row["name"] = "9999_from_the_future"
        marks = ", ".join("?" for _ in columns)
        database.execute(f"INSERT INTO {table} VALUES ({marks})", [row[name] for name in columns])
    database.close()
    before = file.read_bytes()
    app = person.launch(wait=False)
    person.until(lambda: "newer" in app.said(), what="the message")
    assert "Traceback" not in app.said()
    assert file.read_bytes() == before


def test_malformed_and_oversized_lines_do_no_harm(person: Practitioner) -> None:
    person.launch()
    path = next(candidate for candidate in (person.home / "run" / "app.sock",) if candidate.exists())

    def said_to(*lines: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as peer:
            peer.settimeout(5)
            peer.connect(str(path))
            try:
                for line in lines:
                    peer.sendall(line)
                peer.shutdown(socket.SHUT_WR)
            except (BrokenPipeError, ConnectionResetError):
                return b""
            heard = b""
            try:
                while part := peer.recv(65536):
                    heard += part
            except ConnectionResetError:
                pass
            return heard

    hello = json.dumps({"holdspace": 1, "role": "cli", "version": "x", "pid": 1}).encode() + b"\n"
    assert b"refused" in said_to(b"\xff\xfe\n")
    assert b"refused" in said_to(b"[1,2,3]\n")
    assert b"refused" in said_to(
        json.dumps({"holdspace": 99, "role": "cli", "version": "x", "pid": 1}).encode() + b"\n"
    )
    said_to(b"x" * 300_000)
    assert b'"status":2' in said_to(hello, b'{"id":"not-a-uuid","verb":"log","args":{}}\n')
    ident = b'"id":"6f2c6a0e-6a3c-4f57-9a55-2b7e6a1f0a01"'
    assert b'"status":2' in said_to(hello, b"{" + ident + b',"verb":"fly","args":{}}\n')
    assert b'"status":2' in said_to(hello, b"{" + ident + b',"verb":"start","args":{"minutes":"many"}}\n')
    keeper = json.dumps({"holdspace": 1, "role": "keeper", "version": "x", "pid": 1}).encode() + b"\n"
    said_to(
        keeper, b'{"tell":"seen","key":"k","record":{"kind":"notify"}}\n{"tell":"quiet","engaged":"yes"}\n{"tell":7}\n'
    )
    assert person.status()["session"] is None


def test_hostile_notifications_are_text_in_the_digest(person: Practitioner) -> None:
    person.launch()
    person.ok("start")
    person.until_silent()
    person.desktop.notify("<b>Mal</b>\u202eory", "<img src=x onerror=alert(1)> \x07bell", app="A\u200bpp")
    person.desktop.notify("Big", "x" * 100_000)
    first = person.desktop.notify("Chat", "one")
    person.desktop.notify("Chat", "two", replaces=first)

    def rows_told() -> dict[str, dict[str, Any]]:
        return {row["sender"]: row for row in person.json("digest")["interruptions"]}

    person.until(
        lambda: rows_told().get("Chat", {}).get("text") == "two\none", what="both texts of one matter, the newer first"
    )
    rows = rows_told()
    assert len(rows) == 3
    assert len(rows["Big"]["text"]) <= 4096
    told = json.dumps(rows, ensure_ascii=False)
    assert not {"\u202e", "\u200b", "\x07", "\x00"} & set(told)
    assert "onerror" not in told


def test_files_are_for_their_owner_only(person: Practitioner) -> None:
    person.launch()
    person.ok("start")
    person.until_silent()
    person.ok("log", "x")
    open_to_others = [
        str(path.relative_to(person.home))
        for path in (person.home, *person.home.rglob("*"))
        if not path.is_symlink() and path.stat().st_mode & 0o077
    ]
    assert open_to_others == []
    assert (person.home / "holdspace.db").stat().st_mode & 0o777 == 0o600
