"""One drill: begin, try each part, give back, and say what was seen, a row at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.cli.drill.desk import Desk, RefusedError
from holdspace.cli.drill.desktop import Desktop
from holdspace.cli.drill.points import POINTS
from holdspace.cli.drill.rows import SESSION_STARTED, Failed, rehearse
from holdspace.cli.drill.screen import Screen
from holdspace.cli.drill.stage import Stage
from holdspace.cli.drill.telling import after, before, tell_row
from holdspace.cli.output import DONE, REFUSED, say, say_json, tell_refusal
from holdspace.here import words_for

if TYPE_CHECKING:
    from holdspace.cli.drill.rows import Row
    from holdspace.keeper.probe.beside import Beside
    from holdspace.wire.paths import Paths


def drill(paths: Paths, *, as_json: bool) -> int:
    """Rehearse with the running app. The exit status: 1 if a part failed, or the drill was refused.

    Raises NotRunningError, NoAnswerError.
    """
    desktop, screen = Desktop(), Screen()
    setting = _setting(desktop, paths)
    with Desk(paths) as desk:
        others = desktop.beside(paths)
        try:
            told = desk.begin()
        except RefusedError as refused:
            if others is not None:
                others.forget()
            desktop.leave()
            screen.leave()
            return tell_refusal(refused.reply, refused.language)
        stage = Stage(paths=paths, desk=desk, desktop=desktop, screen=screen, before=setting, told=told)
        try:
            rows = _rehearsed(stage, as_json=as_json)
        finally:
            stage.leave()
            again = _shown_again(stage, others)
    failed = [row for row in rows if row.state in {"failed", "not_reached"}]
    if as_json:
        say_json(
            {
                "passed": not failed,
                "scale": told.get("scale"),
                "rows": [row.plain() for row in rows],
                "shown_again": again,
            }
        )
    else:
        say(after(rows, again, words_for(desk.language)))
    return REFUSED if failed else DONE


def _rehearsed(stage: Stage, *, as_json: bool) -> list[Row]:
    words = words_for(stage.desk.language)
    if not as_json:
        say(before(stage.told, words))
    rows = []
    for row in rehearse(POINTS, stage):
        rows.append(row)
        if not as_json:
            say(tell_row(row, words))
    return rows


def _shown_again(stage: Stage, others: Beside | None) -> int:
    """How many of other programs came meanwhile and are shown now. Those of a drill that a session ended are that session's."""
    if others is None:
        return 0
    match stage.over():
        case "":  # it was broken off: what gives the desktop back is that this program ends
            others.leave()
        case over if over == SESSION_STARTED:
            others.forget()
        case _:
            return others.finish()
    return 0


def _setting(desktop: Desktop, paths: Paths) -> str | None:
    """The desktop's own setting before the drill; None where it cannot be read, which the first row then says."""
    try:
        return desktop.before(paths)
    except Failed:
        return None
