"""What a keeper would find here now, as rows of health, changing nothing: `python -m holdspace.keeper.look [--home DIR]`.

The app runs it as a process for its Health page; `holdspace doctor` calls it. Prints one JSON object on one line.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
from http.client import HTTPConnection, HTTPException

from holdspace.health import HealthRow, plain, remedy_for
from holdspace.keeper import packets
from holdspace.keeper.bus import Bus, BusGoneError, NoBusError
from holdspace.keeper.probe import record
from holdspace.keeper.probe.rows import rows as self_test_rows
from holdspace.keeper.quiet import DriverError
from holdspace.keeper.quiet.known import choose
from holdspace.keeper.quiet.server import information
from holdspace.keeper.reader import MonitorError, open_monitor
from holdspace.private import clean
from holdspace.wire.paths import APP_ID, Paths
from holdspace.wire.standing import file_rows, utc_now

TRAY_HOST = "org.kde.StatusNotifierWatcher"
PAGE_SECONDS = 2.0
BUS_SECONDS = 2.0


def look(paths: Paths) -> tuple[HealthRow, ...]:
    """Silence, watch, tray, answer page, and the files."""
    held = holds(paths)
    return (*_desktop(paths, held=held), *_page(paths), *file_rows(paths, utc_now(), held=held))


def holds(paths: Paths) -> bool:
    """Whether a keeper of this home, or its guard, is at work."""
    if not paths.keeper_dir.is_dir():
        return False
    guard = packets.connect(paths.guard_socket)
    if guard is not None:
        guard.close()
        return True
    try:
        lock = os.open(paths.lock_keeper, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _desktop(paths: Paths, *, held: bool) -> tuple[HealthRow, ...]:
    try:
        bus = Bus(BUS_SECONDS)
    except NoBusError:
        return (
            HealthRow(part="silence", state="cannot", reason="no_bus", remedy="log_in_to_a_desktop"),
            HealthRow(part="watch", state="cannot", reason="no_bus", remedy="log_in_to_a_desktop"),
        )
    try:
        return *_silence(bus, paths, held=held), _watch(), _tray(bus)
    except BusGoneError:
        return (HealthRow(part="silence", state="cannot", reason="no_bus", remedy="log_in_to_a_desktop"),)
    finally:
        bus.close()


def _silence(bus: Bus, paths: Paths, *, held: bool) -> tuple[HealthRow, ...]:
    """The silence; where there can be one, also its self-test and what becomes of critical ones."""
    if not held and bus.owner(f"{APP_ID}.Keeper"):
        return (HealthRow(part="silence", state="cannot", reason="another_holdspace", remedy="quit_the_other"),)
    try:
        driver = choose(bus)
        if driver.why == "no_server":
            return (HealthRow(part="silence", state="cannot", reason="no_server", remedy="start_a_server"),)
        if driver.why is not None:
            name = clean(information(bus, driver.server).name, 40)
            why = driver.why
            return (HealthRow(part="silence", driver=name, state="cannot", reason=why, remedy=remedy_for(why)),)
        verified = driver.is_on() is not None
        known = record.of_server(paths, record.server_here(bus, driver))
    except DriverError:
        return (HealthRow(part="silence", state="cannot", reason="server_failed", remedy="restart_the_server"),)
    now = utc_now() if verified else None
    reason = "" if verified else "cannot_be_read_back"
    row = HealthRow(part="silence", driver=driver.name, state="works", reason=reason, last_verified=now)
    if known is not None and known.saw == "popup_seen":
        row = HealthRow(
            part="silence", driver=driver.name, state="cannot", reason="popup_seen", remedy=remedy_for("popup_seen")
        )
    return row, *self_test_rows(driver, known)


def _watch() -> HealthRow:
    """A monitor is opened and closed again: whether the bus lets us is not to be known otherwise."""
    try:
        open_monitor().close()
    except MonitorError as error:
        return HealthRow(part="watch", state="cannot", reason=error.code, remedy=remedy_for(error.code))
    return HealthRow(part="watch", state="works", last_verified=utc_now())


def _tray(bus: Bus) -> HealthRow:
    if bus.owner(TRAY_HOST):
        return HealthRow(part="tray", driver="StatusNotifier", state="works", last_verified=utc_now())
    return HealthRow(part="tray", state="needs_setup", reason="no_tray", remedy="set_up_a_tray")


def _page(paths: Paths) -> tuple[HealthRow, ...]:
    """Ask the answer page, if the app that serves it runs: one that serves says 401 to somebody who is not paired."""
    try:
        port = int((paths.data / "page.port").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return ()
    if not paths.socket.is_socket():
        return ()
    connection = HTTPConnection("127.0.0.1", port, timeout=PAGE_SECONDS)
    try:
        connection.request("GET", "/hello")
        answered = connection.getresponse().status
    except (OSError, HTTPException):
        return (HealthRow(part="page", state="cannot", reason="not_reachable", remedy="restart_holdspace"),)
    finally:
        connection.close()
    if answered not in {204, 401}:
        return (HealthRow(part="page", state="cannot", reason="not_reachable", remedy="restart_holdspace"),)
    return (HealthRow(part="page", state="works", driver=f"127.0.0.1:{port}", last_verified=utc_now()),)


def main(argv: list[str]) -> int:
    """The exit status."""
    home = argv[1] if argv[:1] == ["--home"] and len(argv) == 2 else None
    sys.stdout.write(json.dumps({"parts": [plain(row) for row in look(Paths(home))]}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
