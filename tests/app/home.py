"""A house with a real store and a real engine, on a clock that stands still, a screen that remembers, and no processes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop

from holdspace.adapters.keeper_link import KeeperLink
from holdspace.app.gestures import gestures
from holdspace.app.house import House
from holdspace.core import commands as c
from holdspace.core.people import Practitioner
from holdspace.core.policy import Policy
from holdspace.engine.ports import Kept, NotKept
from holdspace.override import override
from holdspace.ui.loop import QtLoop
from holdspace.wire import spool
from holdspace.wire.paths import Paths
from tests.core.playbook import ANA, ASH, EVE, POLICY, new_id
from tests.fakes import FakeClock

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from holdspace.ui.shell import Shell
    from holdspace.ui.views import Gestures, Screen

ZONE = "Europe/Madrid"
"""One hour ahead of UTC on the Monday of FakeClock."""
PAGELESS = replace(
    POLICY,
    practitioner=Practitioner(name="Mia", time_zone=ZONE),
    responders=tuple(replace(one, channels=("pigeon",)) for one in (ANA, ASH, EVE)),
)
"""People who can be asked, and nobody who needs the answer page to be served."""
ANSWER_MS = 10_000
"""So long an answer may take that is not there at once."""


KEPT: list[object] = []
"""Houses that were closed. They hold Qt's objects in circles, which must not be collected on another test's I/O thread."""


class Clock(FakeClock):
    """Also tells ticks, as the system's clock does."""

    def ticks(self) -> float:
        return self.now().ticks


class RememberingShell:
    """The screen as the house sees it."""

    def __init__(self) -> None:
        self.screens: list[Screen] = []
        self.opened = 0
        self.closed = False
        self.unkept: list[Callable[[], None]] = []
        """What was typed last and waits to be kept."""

    @property
    def screen(self) -> Screen:
        return self.screens[-1]

    def render(self, screen: Screen) -> None:
        self.screens.append(screen)

    def open_window(self) -> None:
        self.opened += 1

    def hotkey(self, which: str) -> None:
        raise AssertionError(f"no keys here: {which}")

    def flush(self) -> None:
        for write in self.unkept:
            write()
        self.unkept.clear()

    def close(self) -> None:
        self.closed = True


class Program:
    """The running Qt program, of which only its end is seen."""

    def __init__(self) -> None:
        self.ended = 0

    def quit(self) -> None:
        self.ended += 1


class Child:
    """A process that was started; it lives until `status` is set."""

    def __init__(self) -> None:
        self.status: int | None = None

    def poll(self) -> int | None:
        return self.status

    def terminate(self) -> None:
        self.status = -15


class LinkWithoutProcesses(KeeperLink):
    """The real link; what it would start is only written down."""

    runs: list[list[str]]
    children: list[Child]
    ended: list[int]

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.runs, self.children, self.ended = [], [], []

    @override
    def _end(self, pid: int) -> None:
        self.ended.append(pid)

    @override
    def _run(self, options: list[str]) -> subprocess.Popen[bytes] | None:
        self.runs.append(options)
        self.children.append(Child())
        return cast("subprocess.Popen[bytes]", self.children[-1])


class Line:
    """A keeper's connection, or a client's: what was said to it."""

    def __init__(self) -> None:
        self.said: list[dict[str, Any]] = []
        self.open = True

    def say(self, message: Mapping[str, Any]) -> None:
        self.said.append(json.loads(json.dumps(message)))

    def say_all(self, messages: Iterable[Mapping[str, Any]]) -> None:
        for message in messages:
            self.say(message)

    @property
    def last(self) -> dict[str, Any]:
        return self.said[-1]


class Home:
    """One home in which houses are opened, one after the other."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.paths = Paths(folder)
        self.paths.ensure()
        self.clock = clock
        self.shell = RememberingShell()
        self.program = Program()
        self.house: House
        self._houses: list[House] = []

    def open(self) -> Home:
        """Open the house, as a start of the app does."""
        self.shell, self.program = RememberingShell(), Program()
        loop, shell = QtLoop(cast("QApplication", self.program)), cast("Shell", self.shell)
        self.house = House(loop, self.paths, ["python", "-m", "holdspace.app"], shell, Practitioner(time_zone=ZONE))
        self._houses.append(self.house)
        return self

    def crash(self) -> None:
        """The app is gone without a word: only the file stays."""
        house = self.house
        house.bus.stop()
        house._heartbeat.arm(None, busy=False)
        house._server.close()
        house.store.close()
        house._quitting = True

    def close(self) -> None:
        for house in self._houses:
            house.quit()
        KEPT.extend(self._houses)

    @property
    def keeper(self) -> LinkWithoutProcesses:
        return cast("LinkWithoutProcesses", self.house.keeper)

    @property
    def screen(self) -> Screen:
        """What would be shown now."""
        self.house.render()
        return self.shell.screen

    def trouble(self) -> tuple[str, ...]:
        return self.house.trouble

    @property
    def gestures(self) -> Gestures:
        return gestures(lambda: self.house)

    def do(self, command: c.Command) -> Kept | NotKept:
        answers: list[Kept | NotKept] = []
        self.house.bus.do(command, answers.append)
        (answer,) = answers
        return answer

    def adopt(self, policy: Policy) -> None:
        self.do(c.AdoptPolicy(id=new_id(), policy=policy))

    def here(self, *people: str) -> None:
        for key in people:
            self.do(c.ReportPresence(id=new_id(), responder=key, present=True))

    def start(self, **given: Any) -> str:
        command = c.StartSession(id=new_id(), **given)
        self.do(command)
        return command.id

    def ask(self, verb: str, ident: str | None = None, **args: Any) -> dict[str, Any]:
        """The only reply to a request of the command line."""
        (reply,) = self.replies(verb, ident, **args)
        return reply

    def replies(self, verb: str, ident: str | None = None, **args: Any) -> list[dict[str, Any]]:
        """Everything that is answered, at once or a moment later."""
        line = Line()
        request = {"id": ident or str(UUID(new_id())), "verb": verb, "args": args}
        self.house.requests.answer(request, line)
        bound = QDeadlineTimer(ANSWER_MS)
        while not line.said and not bound.hasExpired():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, ANSWER_MS)
        return line.said

    def result(self, verb: str, **args: Any) -> dict[str, Any]:
        reply = self.ask(verb, **args)
        assert reply["status"] == 0, reply
        found: dict[str, Any] = reply["result"]
        return found

    def keeper_joins(self) -> Line:
        line = Line()
        self.house.ear.joined(line)
        return line

    def by_hand(self, payload: bytes | Mapping[str, Any], key: str | None = None) -> None:
        """Append to the hand spool, as the command line does while no app runs."""
        raw = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        spool.append(self.paths.hand_spool, key or new_id(), raw)

    def spooled(self) -> list[str]:
        return [record.key for record in spool.read(self.paths.hand_spool)]


def thought(verb: str = "log", clock: Clock | None = None, **args: Any) -> dict[str, Any]:
    """A record of the hand spool."""
    now = (clock or Clock()).now()
    stamp = {"utc": now.utc.isoformat(), "boot": now.boot, "ticks": now.ticks}
    return {"id": str(UUID(new_id())), "verb": verb, "args": args, "stamp": stamp}


def refused(reply: dict[str, Any]) -> tuple[int, str]:
    """Status and reason of a reply that refuses."""
    return reply["status"], reply["reason"]["code"]
