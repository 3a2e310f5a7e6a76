"""The points of a drill, in their order. Each does what people and programs do in a session, and says what it saw."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from holdspace.cli.drill.rows import Failed, NotHere, Point, Saw, until
from holdspace.cli.drill.visitor import Visitor
from holdspace.health import is_known, remedy_for
from holdspace.wire.standing import note_open

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdspace.cli.drill.stage import Stage

HELD, ASKED = "Drill: held", "Drill: asked"
TOLD_BY = 2.0
"""Seconds within which the app knows of what showed."""
TOLERANCE = 0.5
"""A wait is measured where the page shows it: later than it began."""
ROLES = ("assistant", "executive")


def silence(stage: Stage) -> Saw:
    """The app says so, and the server itself."""
    if stage.before is None:
        stage.desktop.setting()  # says why it could not be read

    def silent() -> Mapping[str, Any] | None:
        quiet = _quiet(stage)
        return quiet if quiet.get("engaged") is True else None

    quiet = until(silent, lambda: _loud(stage))
    driver = str(quiet.get("driver", ""))
    found = stage.desktop.silent()
    if found is False:
        raise Failed("not_silent", "restart_the_server")
    return Saw(what="read_back" if found else "not_read_back", params=(("driver", driver),))


def watch(stage: Stage) -> Saw:
    """A notification of another program is seen, judged and held, and none pops up that the desktop can hold back."""
    stage.screen.watch()
    stage.send(HELD, "hold")
    until(lambda: HELD in _names(stage), lambda: Failed("not_seen", "see_log"))
    if not stage.screen.here:
        return Saw(what="held_unwatched")
    shown = stage.screen.popups()
    urgent = 0
    if shown and stage.shows_urgent():
        # They show on this desktop, whoever is silent: only what is meant to be silent is judged.
        urgent = until(lambda: _urgent(stage, shown), lambda: _popped_up(shown), TOLD_BY)
    elif shown:
        raise _popped_up(shown)
    return Saw(what="held_but_urgent" if urgent else "held")


def page(stage: Stage) -> Saw:
    """Two people of the drill pair a browser by a link and keep their page open."""
    links = stage.told.get("links")
    if not isinstance(links, dict) or not links:
        raise Failed("page_not_served", "restart_holdspace")
    for role in ROLES:
        visitor = Visitor(str(links.get(role, "")))
        visitor.pair()
        visitor.open()
        stage.visitors[role] = visitor
    until(lambda: len(_list(stage.desk.look(), "present")) == len(ROLES), lambda: Failed("not_reachable", "see_log"))
    return Saw(what="paired")


def ask(stage: Stage) -> Saw:
    """The gate opens a case, and the assistant's page shows it; the executive's does not."""
    stage.send(ASKED, "ask")
    until(lambda: stage.case(ASKED), lambda: Failed("not_asked", "see_log"))
    until(lambda: _card(stage, "assistant"), lambda: Failed("not_on_the_page", "see_log"))
    if _card(stage, "executive") is not None:
        raise Failed("out_of_turn", "see_log")
    return Saw(what="assistant_asked")


def escalate(stage: Stage) -> Saw:
    """The assistant stays silent for the whole wait; then, and not before, the executive is asked."""
    card = _card(stage, "assistant") or {}
    began = stage.visitors["assistant"].as_of  # on a busy machine we may come to look at it late
    left = float(card.get("answer_in_seconds") or 0.0)
    until(lambda: _card(stage, "executive"), lambda: Failed("not_passed_on", "see_log"))
    waited = time.monotonic() - began
    if waited < left - TOLERANCE:
        raise Failed("out_of_turn", "see_log")
    return Saw(what="passed_on", params=(("seconds", round(waited)), ("minutes", stage.wait_in_earnest("assistant"))))


def emergency(stage: Stage) -> Saw:
    """The executive says that only the practitioner can; the card would show. It is not shown."""
    card = until(lambda: _yours(stage, "executive"), lambda: Failed("not_on_the_page", "see_log"))
    stage.visitors["executive"].answer(card, "need_me", what_is_lost="rehearsal", why_only_you="rehearsal")
    until(lambda: stage.desk.look().get("card") is True, lambda: Failed("no_card", "see_log"))
    return Saw(what="card_would_show")


def keys(stage: Stage) -> Saw:
    """The key to log with is held: the app says so, and the X server."""
    why = str(stage.desk.look().get("keys", ""))
    if why in {"wayland", "no_display"}:
        raise NotHere("no_keys_here")
    if why:
        raise Failed("key_not_held", "set_keys_by_hand")
    stage.screen.held("i")
    return Saw(what="key_held")


def log(stage: Stage) -> Saw:
    """What is logged is on the disk when the answer comes."""
    stage.desk.log("rehearsal")
    if "tech" not in _names(stage):
        raise Failed("not_seen", "see_log")
    return Saw(what="kept")


def keeper(stage: Stage) -> Saw:
    """One keeper served from the beginning to the end."""
    if stage.desk.look().get("keeper_died") is True:
        raise Failed("keeper_died", "see_log")
    return Saw(what="one_keeper")


def given_back(stage: Stage) -> Saw:
    """The desktop's setting is what it was, and nothing is left to repair."""
    if stage.before is not None:
        stage.desktop.clear()
    stage.desk.end()
    until(lambda: _given_back(stage), lambda: Failed("not_given_back", "repair"))
    if stage.before is None:
        return Saw(what="nothing_changed")
    now = stage.desktop.setting()
    if now != stage.before:
        raise Failed("not_as_before", "repair", before=stage.before, now=now)
    return Saw(what=f"as_before_{now}")


POINTS = (
    Point(part="silence", act=silence),
    Point(part="watch", act=watch, needs=("silence",)),
    Point(part="page", act=page),
    Point(part="ask", act=ask, needs=("watch", "page")),
    Point(part="escalate", act=escalate, needs=("ask",)),
    Point(part="emergency", act=emergency, needs=("escalate",)),
    Point(part="keys", act=keys),
    Point(part="log", act=log),
    Point(part="keeper", act=keeper, needs=("silence",)),
    Point(part="given_back", act=given_back),
)


def _quiet(stage: Stage) -> Mapping[str, Any]:
    quiet = stage.desk.look().get("quiet")
    return quiet if isinstance(quiet, dict) else {}


def _loud(stage: Stage) -> Failed:
    """Why the desktop is not silent, as the app was told."""
    why = str(_quiet(stage).get("why", ""))
    return Failed(why, remedy_for(why)) if is_known(why) else Failed("not_silent", "see_log")


def _urgent(stage: Stage, shown: int) -> int:
    """How many of other programs' came meanwhile that call themselves critical; 0 while they do not account for what showed."""
    others = stage.desk.look().get("others_urgent")
    return others if isinstance(others, int) and others >= shown else 0


def _popped_up(shown: int) -> Failed:
    return Failed("popped_up", "see_its_rules", count=shown)


def _names(stage: Stage) -> list[Any]:
    return _list(stage.desk.look(), "arrived")


def _list(told: Mapping[str, Any], name: str) -> list[Any]:
    value = told.get(name)
    return value if isinstance(value, list) else []


def _card(stage: Stage, role: str) -> Mapping[str, Any] | None:
    """The probe's card on somebody's page. Raises Failed where the drill is over: then the page waits for nothing."""
    stage.desk.look()
    return next((card for card in stage.visitors[role].cards() if card.get("sender") == ASKED), None)


def _yours(stage: Stage, role: str) -> Mapping[str, Any] | None:
    card = _card(stage, role)
    return card if card is not None and card.get("yours") is True else None


def _given_back(stage: Stage) -> bool:
    quiet = stage.desk.status().get("quiet")
    engaged = isinstance(quiet, dict) and quiet.get("engaged") is True
    return not engaged and not note_open(stage.paths)
