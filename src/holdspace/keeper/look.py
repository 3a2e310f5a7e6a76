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
from holdspace.keeper import microphone, packets
from holdspace.keeper.bus import Bus, BusGoneError, NoBusError
from holdspace.keeper.power import LOW, charge
from holdspace.keeper.probe import record
from holdspace.keeper.probe.rows import rows as self_test_rows
from holdspace.keeper.quiet import DriverError
from holdspace.keeper.quiet.known import choose
from holdspace.keeper.quiet.server import information
from holdspace.keeper.reader import MonitorError, open_monitor
from holdspace.private import clean
from holdspace.wire.paths import APP_ID, Paths
from holdspace.wire.standing import file_rows, utc_now, without_login

TRAY_HOST = "org.kde.StatusNotifierWatcher"
PAGE_SECONDS = 2.0
BUS_SECONDS = 2.0
GUARD_SECONDS = 1.0


def look(paths: Paths) -> tuple[HealthRow, ...]:
    """Silence, watch, tray, answer page, battery, microphone, and the files."""
    held = holds(paths)
    files = file_rows(paths, utc_now(), held=held)
    return (*_desktop(paths, held=held), *_page(paths), *_power(), microphone.fitness(), *files)


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
        return *_silence(bus, paths, held=held), _watch(paths), _tray(bus)
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
        if driver.why is not None:
            name = clean(information(bus, driver.server).name, 40) if driver.server else ""
            why = driver.why
            return (HealthRow(part="silence", driver=name, state="cannot", reason=why, remedy=remedy_for(why)),)
        verified = driver.is_on() is not None
        known = record.of_server(paths, record.server_here(bus, driver))
    except DriverError:
        return (HealthRow(part="silence", state="cannot", reason="server_failed", remedy="restart_the_server"),)
    reason = "can_be_silenced" if verified else "cannot_be_read_back"
    row = HealthRow(part="silence", driver=driver.name, state="works", reason=reason)
    if known is not None and known.saw == "popup_seen":
        row = HealthRow(
            part="silence", driver=driver.name, state="cannot", reason="popup_seen", remedy=remedy_for("popup_seen")
        )
    return row, *self_test_rows(driver, known)


def _watch(paths: Paths) -> HealthRow:
    """A monitor is opened and closed again: whether the bus lets us is not to be known otherwise."""
    refused = _spool_refused(paths)
    if refused:
        place, why = (("folder", without_login(paths.keeper_dir)),), "spool_refused"
        if refused == "no_space":
            return HealthRow(part="watch", state="cannot", reason=why, remedy="make_room", params=place)
        return HealthRow(part="watch", state="cannot", reason=why, remedy="check_the_disk", params=place)
    try:
        open_monitor().close()
    except MonitorError as error:
        return HealthRow(part="watch", state="cannot", reason=error.code, remedy=remedy_for(error.code))
    return HealthRow(part="watch", state="works", last_verified=utc_now())


def _spool_refused(paths: Paths) -> str:
    """Why the keeper that is at work cannot write down what arrives; "" where it can, and where there is none."""
    guard = packets.connect(paths.guard_socket)
    if guard is None:
        return ""
    guard.tell({"tell": "who"})
    said = guard.hear(GUARD_SECONDS)
    guard.close()
    return clean(said[0].get("refused") or "", 20) if said is not None else ""


def _tray(bus: Bus) -> HealthRow:
    if bus.owner(TRAY_HOST):
        return HealthRow(part="tray", driver="StatusNotifier", state="works", last_verified=utc_now())
    return HealthRow(part="tray", state="needs_setup", reason="no_tray", remedy="set_up_a_tray")


def _page(paths: Paths) -> tuple[HealthRow, ...]:
    """Ask the answer page, if the app that serves it runs: one that serves says 401 to somebody who is not paired."""
    try:
        port = int(paths.page_port.read_text(encoding="ascii"))
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


def _power() -> tuple[HealthRow, ...]:
    """Whether the battery will last, where there is one."""
    told = charge()
    if told is None:
        return ()
    percent, emptied = told
    params = (("percent", percent),)
    if emptied and percent <= LOW:
        return (HealthRow(part="battery", state="needs_setup", reason="battery_low", remedy="plug_in", params=params),)
    return (HealthRow(part="battery", state="works", reason="charged", params=params, last_verified=utc_now()),)


def main(argv: list[str]) -> int:
    """The exit status."""
    home = argv[1] if argv[:1] == ["--home"] and len(argv) == 2 else None
    sys.stdout.write(json.dumps({"parts": [plain(row) for row in look(Paths(home))]}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
