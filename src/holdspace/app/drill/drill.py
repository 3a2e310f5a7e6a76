"""A drill in the running app: the silence is real, the page is real, what arrives is really watched; the facts are its own.

`holdspace drill` drives it from outside, over the local socket. Its connection is the leash: when that ends, by whatever
cause, the drill ends and the desktop is given back. A real session takes precedence at any moment.
"""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING, Any

from holdspace.app.small_file import write_small
from holdspace.core import commands as c
from holdspace.core.rehearsal import PEOPLE, SCALE, URGENCY, in_earnest
from holdspace.engine.ports import NotKept
from holdspace.private import Private

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from holdspace.app.drill.room import Room
    from holdspace.app.house import House
    from holdspace.core.commands import Command

BOUND_MS = 120_000
"""A drill that nobody ends by then ends by itself."""
APP = "Holdspace drill "
"""Applications of this name and a drill's id are its probes; nobody else knows the id."""
SESSION_STARTED = "session_started"


class Drill:
    """At most one at a time. Everything happens on the main thread."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._folder = house.paths.drill
        self._name_file = house.paths.drill_last
        self._room: Room | None = None
        self._leash: object | None = None
        self._ours = _read(self._name_file)
        self._aside: list[tuple[Command, Callable[[], None]]] = []
        self._over = ""
        self._keeper_died = False
        self._keeper_before = False
        """Whether a keeper of what was before the drill may still be on its way out: it serves the drill, or only goes."""
        self._gentle = False
        self._bound = house.loop.timer(lambda: self.end("too_long"))
        house.ear.aside = self.takes
        self._clear()  # one that was cut off with the app is over

    @property
    def session(self) -> str | None:
        """The rehearsed session for which the desktop is to be silent; None without a drill."""
        return self._room.session if self._room is not None else None

    @property
    def gentle(self) -> bool:
        """Whether the desktop is given back at once and with all that waits: a drill closes nobody's notifications."""
        return self._gentle

    def begin(self, ident: str, leash: object) -> dict[str, Any] | str:
        """Start; what the driver needs to know, or the code of a refusal."""
        house = self._house
        if self._room is not None:
            return "drill_running"
        if house.engine.state.session is not None:
            return "session_running"
        from holdspace.app.drill.room import Room  # when somebody wants a drill: the first picture does not need it

        app = APP + ident
        self._clear()
        try:
            room = Room(
                folder=self._folder,
                app=app,
                policy=house.engine.policy,
                clock=house.clock,
                loop=house.loop,
                inbox=house.inbox,
                connected=house.responders.connected,
                failed=house.failed,
                changed=house.responders.refresh,
            )
            room.start(ident)
        except NotKept as refusal:
            return refusal.code
        self._room, self._leash, self._over = room, leash, ""
        self._ours, self._keeper_died, self._gentle = app, False, True
        self._keeper_before = house.keeper.connected
        write_small(self._name_file, app)
        self._bound.start(BOUND_MS)
        house.arrange()
        served = house.responders.admit(room)
        return {"app": app, "waits": self._waits(), "scale": SCALE, "links": self._links() if served else {}}

    def look(self) -> dict[str, Any]:
        """How the drill stands, told in codes; all texts in it are the driver's own. Raises NotKept."""
        house, room = self._house, self._room
        quiet = house.engine.state.quiet
        told: dict[str, Any] = {
            "over": self._over,
            "quiet": {"engaged": quiet.engaged, "driver": quiet.driver, "why": quiet.why},
            "keeper_died": self._keeper_died,
            "keys": house.hotkeys.fitness().reason,
        }
        if room is None:
            return told
        return told | {
            "arrived": [_plain(row.sender) or row.source for row in room.arrived()],
            "cases": [
                {"sender": _plain(row.sender), "phase": row.phase, "asked": list(row.responders)}
                for row in room.cases()
            ],
            "present": sorted(room.present),
            "card": room.card(house.zone),
            "others_urgent": sum(_is_urgent(command) for command, _ in self._aside),
        }

    def log(self, ident: str, text: Private | None, told: Callable[[str], None]) -> None:
        """Log in the drill's journal, and write to the practitioner's: `told` hears an error's code, or nothing."""
        room, house = self._room, self._house
        if room is None:
            told("drill_over")
            return
        try:
            house.store.journal.heartbeat(house.clock.now())
        except NotKept as refusal:
            told(refusal.code)
            return
        command = c.LogInterruption(id=ident, source="tech", text=text)
        room.bus.do(command, lambda kept: told(kept.code if isinstance(kept, NotKept) else ""))

    def end(self, why: str) -> None:
        """Over: the rehearsed session ends, its people are unpaired, the desktop is given back, the file is removed."""
        room = self._room
        if room is None:
            return
        self._bound.stop()
        self._room, self._leash, self._over = None, None, why
        aside, self._aside = self._aside, []
        try:
            room.close()
        finally:
            self._clear()
            self._house.responders.dismiss(frozenset(key for key, _ in PEOPLE))
            for command, told in aside:
                if why == SESSION_STARTED:
                    self._house.bus.keep_trying(command, partial(_once_kept, told))
                else:
                    told()  # the desktop shows it now
            self._house.arrange()

    def give_way(self) -> None:
        """A real session has begun: what arrives is its own, the silence goes on, and is given back as it wants."""
        self._gentle = False
        self.end(SESSION_STARTED)

    def gone(self, leash: object) -> None:
        """A connection ended: if it was the driver's, the drill is over."""
        if self._leash is leash:
            self.end("driver_gone")

    def keeper_left(self) -> None:
        """The keeper's connection ended. In a drill that is a failure, after it the silence was given back."""
        if self._room is None:
            self._gentle = False
        elif self._keeper_before and not self._house.engine.state.quiet.engaged:
            self._keeper_before = False  # the next one serves this drill from its beginning
        else:
            self._keeper_died = True

    def takes(self, command: Command, told: Callable[[], None]) -> bool:
        """Whether what the keeper saw is the drill's to deal with; `told` is called once it may be forgotten.

        A probe is judged by the drill. What is none arrives outside of a session: nothing is kept of it, and the
        desktop shows it when it is given back. Should a real session begin meanwhile, it is that session's.
        """
        if isinstance(command, c.ReportInterruption) and self._ours and command.app == self._ours:
            if self._room is None:
                told()  # a late probe of a drill that is over
            else:
                self._room.bus.keep_trying(command, lambda _: told())
            return True
        if self._room is not None:
            self._aside.append((command, told))
            return True
        if self._gentle:
            told()  # the desktop is just being given back
        return self._gentle

    def _clear(self) -> None:
        """Nothing of a drill stays, whether it ended well or was cut off."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _links(self) -> dict[str, str]:
        return {role: self._house.responders.own_link(key) for key, role in PEOPLE}

    def _waits(self) -> dict[str, float]:
        """Seconds that each role has in earnest."""
        policy = self._house.engine.policy
        return {role: in_earnest(policy, role).wait_seconds.of(URGENCY).total_seconds() for _, role in PEOPLE}


def _is_urgent(command: Command) -> bool:
    return isinstance(command, c.ReportInterruption) and command.level == "urgent"


def _once_kept(told: Callable[[], None], _: object) -> None:
    told()


def _plain(text: Private | None) -> str:
    return text.reveal() if text is not None else ""


def _read(path: Path) -> str:
    try:
        return str(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
