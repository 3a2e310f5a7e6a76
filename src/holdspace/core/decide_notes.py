"""What follows from writing in a session: its note, which is written over as it grows, and a mark that is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.core import facts as f
from holdspace.core.effects import KeepText

if TYPE_CHECKING:
    from holdspace.core import commands as c
    from holdspace.core.session import Session
    from holdspace.core.turn import Story, Turn


def write(turn: Turn, command: c.WriteNote) -> Story:
    """One fact a session, when its note begins; from then on only the text changes, in the one place where it lives.

    So an hour of typing leaves a single row behind, and what was crossed out is nowhere.
    """
    session = _known(turn, command.session)
    if session is None:
        yield f.Refused(code="no_such_session")
        return
    note = session.note
    if note is None:
        if not command.text:
            return  # nothing was written yet, and nothing is there to be emptied
        note = turn.new_id()
        yield f.NoteBegun(session=session.id, note=note)
    yield KeepText(
        id=note, kind="session_note", person=session.person, body=command.text, keep_until=None, written_over=True
    )


def take_back_mark(turn: Turn, command: c.TakeBackMark) -> Story:
    """A mark of the session that runs, else of the one that has just ended, whichever of them it is."""
    session = turn.state.session or turn.state.ended
    if session is not None and any(mark.id == command.mark for mark in session.marks):
        yield f.MarkTakenBack(mark=command.mark)
    else:
        yield f.Refused(code="no_such_mark")


def _known(turn: Turn, key: str) -> Session | None:
    """The session that runs or has just ended: what was typed last may come after the end."""
    sessions = (turn.state.session, turn.state.ended)
    return next((one for one in sessions if one is not None and one.id == key), None)
