"""`doctor` without the app: what can be seen from outside, so that somebody who is stuck has a place to start."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from holdspace.cli.output import NOT_RUNNING, complain, say, say_json, words_for
from holdspace.wire import spool

if TYPE_CHECKING:
    from holdspace.wire.paths import Paths


def tell_without_app(paths: Paths, *, as_json: bool) -> int:
    """Tell what the folders say. The exit status is that of "not running"."""
    seen = look(paths)
    words = words_for("")
    if as_json:
        say_json(seen)
        return NOT_RUNNING
    lines = [words.t("State: {home}", home=seen["home"])]
    if not seen["home_exists"]:
        lines.append(words.t("The folder does not exist yet: Holdspace has never run with it."))
    elif not seen["home_writable"]:
        lines.append(words.t("The folder cannot be written to."))
    lines.append(words.n("{n} thought waits to be taken in", "{n} thoughts wait to be taken in", seen["hand_spool"]))
    lines.append(
        words.n("{n} arrival waits to be taken in", "{n} arrivals wait to be taken in", seen["arrivals_spool"])
    )
    if seen["damaged"]:
        lines.append(words.n("{n} record is damaged", "{n} records are damaged", seen["damaged"]))
    if seen["note_open"]:
        lines.append(words.t("A silence was left behind. `holdspace repair` gives it back."))
    if seen["socket"]:
        lines.append(words.t("A socket is there, but nobody listens at it."))
    complain(words.t("Holdspace is not running."))
    say(lines)
    return NOT_RUNNING


def look(paths: Paths) -> dict[str, Any]:
    """What the folders say, changing nothing."""
    hand, hand_damaged = _count(paths.hand_spool)
    arrivals, arrivals_damaged = _count(paths.arrivals_spool)
    return {
        "running": False,
        "home": str(paths.data),
        "home_exists": paths.data.is_dir(),
        "home_writable": os.access(paths.data, os.W_OK | os.X_OK),
        "socket": paths.socket.is_socket(),
        "hand_spool": hand,
        "arrivals_spool": arrivals,
        "damaged": hand_damaged + arrivals_damaged,
        "note_open": (paths.keeper_dir / "note.json").exists(),
        "encrypted": False,
    }


def _count(path: os.PathLike[str]) -> tuple[int, int]:
    """How many records a spool holds, and how many are damaged."""
    reading = spool.read(path)
    return sum(1 for _ in reading), reading.damaged + int(reading.torn)
