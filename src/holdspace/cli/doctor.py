"""`doctor`: what the app says of itself together with what is seen from outside; without the app the latter alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdspace.cli.output import DONE, NOT_RUNNING, complain, say, say_json
from holdspace.cli.telling_health import tell_doctor, tell_parts
from holdspace.health import HealthRow, as_set, joined, plain, taken
from holdspace.here import words_for
from holdspace.wire.standing import count, note_open, without_login

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdspace.wire.paths import Paths


def tell_with_app(paths: Paths, told: Mapping[str, Any], language: str, *, as_json: bool) -> int:
    """Tell each part as the app and as this process sees it, the worse of both. The exit status."""
    parts = told.get("parts")
    inside = tuple(taken(part) for part in parts if isinstance(part, dict)) if isinstance(parts, list) else ()
    rows = as_set(joined(inside, seen_from_outside(paths)), close_critical=told.get("close_critical") is True)
    result = {**told, "parts": [plain(row) for row in rows]}
    if as_json:
        say_json(result)
    else:
        say(tell_doctor(result, words_for(language)))
    return DONE


def tell_without_app(paths: Paths, *, as_json: bool) -> int:
    """Tell what desktop and folders say. The exit status is that of "not running"."""
    seen = look(paths)
    words = words_for()
    if as_json:
        say_json(seen)
        return NOT_RUNNING
    complain(words.t("Holdspace is not running."))
    say([words.t("State: {home}", home=seen["home"]), *tell_parts(seen, words)])
    return NOT_RUNNING


def look(paths: Paths) -> dict[str, Any]:
    """What can be seen without the app, changing nothing."""
    hand, hand_damaged = count(paths.hand_spool)
    arrivals, arrivals_damaged = count(paths.arrivals_spool)
    app = HealthRow(part="app", state="off", reason="not_running", remedy="start_holdspace")
    return {
        "running": False,
        "home": without_login(paths.data),
        "home_exists": paths.data.is_dir(),
        "socket": paths.socket.is_socket(),
        "hand_spool": hand,
        "arrivals_spool": arrivals,
        "damaged": hand_damaged + arrivals_damaged,
        "note_open": note_open(paths),
        "encrypted": False,
        "parts": [plain(row) for row in (app, *seen_from_outside(paths))],
    }


def seen_from_outside(paths: Paths) -> tuple[HealthRow, ...]:
    """As a keeper would find it now."""
    from holdspace.keeper.look import look as look_as_a_keeper  # one of the verbs that need the keeper's rooms

    return look_as_a_keeper(paths)
