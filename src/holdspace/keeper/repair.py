"""Gives back a silence that was left behind: the note is open, and no guard lives to keep it."""

from __future__ import annotations

import fcntl
import os
import select
from typing import Literal

from holdspace.keeper import packets
from holdspace.keeper.bus import Bus, BusGoneError, CallError, NoBusError
from holdspace.keeper.ledger import Ledger
from holdspace.keeper.leftover import read_leftover
from holdspace.keeper.log import Log, reason
from holdspace.keeper.note import Note
from holdspace.keeper.silence import Silence
from holdspace.wire.paths import Paths
from holdspace.wire.spool import SpoolError

AGAIN_AFTER = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds between the attempts where the server, or its settings' service, is too slow: at a log-in everything is."""

Repaired = Literal["nothing_left", "given_back", "held_by_a_session", "no_bus", "failed"]


def repair(paths: Paths) -> Repaired:
    """Give back what a dead keeper left; safe to call at any time.

    nothing_left: there was no note. given_back: it is closed now, whatever was ours to undo is undone. held_by_a_session:
    a keeper or its guard lives and will give back itself. no_bus: nothing can be reached; the note stays. failed: the
    server did not obey, several times, or the note cannot be removed; the note stays.
    """
    for pause in AGAIN_AFTER:
        done = _repair_once(paths)
        if done != "owed":
            return done
        select.select([], [], [], pause)  # nothing is locked meanwhile: a session may begin, and has it then
    last = _repair_once(paths)
    return "failed" if last == "owed" else last


def _repair_once(paths: Paths) -> Repaired | Literal["owed"]:
    """owed: it may do what it did not do now."""
    if not os.path.exists(paths.keeper_dir):
        return "nothing_left"
    lock = os.open(paths.lock_keeper, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return "held_by_a_session"
        guard = packets.connect(paths.guard_socket)
        if guard is not None:
            guard.close()
            return "held_by_a_session"
        return _repair_alone(paths)
    finally:
        os.close(lock)


def _repair_alone(paths: Paths) -> Repaired | Literal["owed"]:
    note = Note(paths)
    if not note.is_open:
        _remove_autostart(paths)
        return "nothing_left"
    log = Log(paths.keeper_log, "repair").note
    try:
        ledger = read_leftover(paths)
    except (SpoolError, OSError) as error:  # then what came last is not closed; the rest is given back all the same
        log("spool_failed", reason=reason(error))
        ledger = Ledger(paths.ledger)
    try:
        bus = Bus()
    except NoBusError:
        return "no_bus"
    try:
        silence = Silence(bus, note, log)
        done = silence.give_back(lambda: ledger, "repaired")
        if done:
            ledger.clear()
    except BusGoneError:
        return "no_bus"
    except (CallError, OSError) as error:
        log("repair_failed", reason=type(error).__name__)
        return "failed"
    finally:
        bus.close()
    if done:
        return "given_back"
    return "owed" if silence.owing is not None else "failed"


def _remove_autostart(paths: Paths) -> None:
    try:
        os.unlink(paths.autostart_entry)
    except OSError:
        return
