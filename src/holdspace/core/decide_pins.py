"""What follows from commands about deferral notes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdspace.core import facts as f

if TYPE_CHECKING:
    from holdspace.core import commands as c
    from holdspace.core.moment import Moment
    from holdspace.core.turn import Story, Turn


def make(turn: Turn, command: c.MakePin) -> Story:
    """Without words of its own a pin defers the interruption that was logged last."""
    if command.by is not None and command.at is None and turn.now.reached(command.by):
        yield f.Refused(code="by_has_passed")
        return
    interruption = command.interruption
    if interruption is None and command.text is None and command.sender is None:
        interruption = _logged_last(turn)
        if interruption is None:
            yield f.Refused(code="nothing_to_pin")
            return
    person = turn.person(command.sender)
    sender = yield from turn.keep(command.sender, "sender", person)
    text = yield from turn.keep(command.text, "note", person)
    yield f.PinMade(
        pin=command.id,
        session=turn.state.session.id if turn.state.session else None,
        interruption=interruption,
        sender=sender,
        person=person,
        text=text,
        due=command.by or follow_up_due(turn),
        promised=command.by is not None,
        by_hand=True,
        at=command.at or turn.now,
    )


def complete(turn: Turn, command: c.CompletePin) -> Story:
    if command.pin in turn.state.pins:
        yield f.PinCompleted(pin=command.pin)
    else:
        yield f.Refused(code="no_such_pin")


def follow_up_due(turn: Turn) -> Moment:
    """When a promise without a time is brought up: some time after the planned end of the session."""
    session = turn.state.session
    left = max(timedelta(0), session.left(turn.now)) if session else timedelta(0)
    return turn.now.after(left + timedelta(minutes=turn.policy.preferences.follow_up_after_minutes))


def _logged_last(turn: Turn) -> str | None:
    """None when there is none, or when it has its pin already: pressing twice makes one note."""
    loose = turn.state.loose
    last = next((act.id for act in reversed(turn.state.acts) if act.id in loose), None)
    return last if last is not None and loose[last].pin is None else None
