"""One session as it is held, step by step, with a ledger; whatever dies meanwhile, its people go on as people do."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from jeepney.io.blocking import DBusConnection

from holdspace.wire.paths import Paths
from tests.faults.ledger import CLOCK, Ledger, in_gaps, judge, missing, moment
from tests.journeys.hands import Practitioner, in_a_month
from tests.rig.popups import Watch
from tests.rig.processes import Running

SETTINGS = f"""
schema = 1
[practitioner]
name = "Rita"
[preferences]
release_after_seconds = 0
[gate]
default = "hold"
[[rules]]
name = "school"
match = {{ sender = "School office" }}
verdict = "let_through"
reason = "The school only writes when it matters"
until = {in_a_month()}
"""
BACK = 45.0
"""Seconds in which an app that was killed answers again, on a busy machine."""


class Held:
    """A session that a person holds on a desktop; `line` is another program's connection to the bus."""

    def __init__(self, person: Practitioner, line: DBusConnection, popups: Watch) -> None:
        self.person = person
        self.ledger = Ledger()
        self.line = line
        self._popups = popups
        self._silent = False
        self._silent_since: datetime | None = None
        self._started: Running | None = None

    def notify(self, summary: str) -> None:
        self.ledger.notify(self.line, summary)
        self._expect_silence()

    def hand(self, verb: str, words: str, *more: str, look: bool = True) -> None:
        """Noted by hand: never refused, whoever is down. `look`: whether the server can be asked if it is silent."""
        assert self.ledger.hand(self.person, verb, words, *more), self.ledger.refused
        if look:
            self._expect_silence()

    def insist(self, verb: str, *more: str, reached: Callable[[dict[str, Any]], bool]) -> None:
        """A verb until it has its effect; when the app dies over it, what it did before that counts."""
        said = ""
        for _ in range(4):
            done = self.person.here(verb, *more)
            if done.returncode == 0 or reached(self.back()):
                return
            said = done.stderr
        raise AssertionError(f"{verb} has no effect: {said}")

    def launch(self, **more: str) -> None:
        """The app, started by hand; `more` is its further environment. Until it has ended no other one is started."""
        self._started = self.person.launch(wait=False, **more)

    def back(self) -> dict[str, Any]:
        """The app's status, once it answers. It is started by hand only where no keeper is left who would do it."""
        found: dict[str, Any] = {}

        def look() -> bool:
            found.update(self.person.try_status() or {})
            starting = self._started is not None and self._started.alive
            alone = len(self.person.keeper_pids) < 2 and not self.person.pids("holdspace.app")
            if not found and alone and not starting:
                self.launch()
            return bool(found)

        self.person.until(look, what="the app to be back", bound=BACK)
        return found

    def begin(self, **more: str) -> None:
        """The app, the settings, the session, the silence. `more` is the app's further environment."""
        self.person.launch(wait=True, **more)
        self.prepare()
        self.start()
        self.until_silent()

    def prepare(self) -> None:
        """Settings, as the person wants them."""
        file = self.person.desktop.home / "settings.toml"
        file.write_text(SETTINGS)
        self.back()
        self.insist("settings", "import", str(file), reached=lambda _: False)

    def start(self) -> None:
        """The session."""
        words = ("--client", "C1", "--topic", "pricing", "--minutes", "50")
        self.insist("start", *words, reached=lambda told: bool(told["session"]))

    def until_silent(self) -> None:
        """From here on nothing may pop up."""
        self.person.until_silent(bound=BACK)
        assert self.person.desktop.dunst.paused()
        self._silent = True
        self._silent_since = self._silent_since or CLOCK.now().utc

    def hold(self) -> None:
        """Five notifications, one of them break-glass, with log, pin, mark, pause and resume between them."""
        self.notify("Bob")
        self.hand("log", "at the door", "--source", "door")
        self.notify("Bea")
        self.hand("pin", "call back about invoice", "--from", "C2")
        self.notify("School office")
        self.hand("mark", "phase two", "--next", "offer B")
        self.insist("pause", reached=lambda told: _state(told) == "paused")
        self.notify("Ben")
        self.insist("resume", reached=lambda told: _state(told) == "running")
        self.notify("Bill")

    def end(self, *, at_once: bool = False) -> None:
        """The end, and what must be true after it. First all that was accepted is kept or told as lost, or else `at_once`."""
        person = self.person
        self.back()
        if not at_once:
            person.until(lambda: not self.lost(), what="all to be kept, or its loss to be told", bound=BACK)
        self._expect_silence()
        self._silent = False
        self.insist("end", reached=lambda told: told["session"] is None)
        self.given_back()

    def lost(self) -> set[str]:
        """What was accepted, is not kept, and did not come in a time of which it is told that nobody watched."""
        found = missing(self.person, self.ledger)
        return found and found - in_gaps(self.digest(), self.ledger, found)

    def digest(self) -> dict[str, Any]:
        """Asked again where the app dies over it."""
        for _ in range(3):
            done = self.person.here("digest", "--json")
            if done.returncode == 0:
                found: dict[str, Any] = json.loads(done.stdout)
                return found
            self.back()
        raise AssertionError("no digest")

    def whole(self) -> None:
        """From the beginning to the judgement."""
        self.prepare()
        self.start()
        self.until_silent()
        self.hold()
        self.end()
        self.judge()

    def given_back(self) -> None:
        """dunst is as before, nothing of ours holds anything, and nothing floods."""
        person = self.person
        person.until(lambda: not person.desktop.dunst.paused(), what="dunst to be given back", bound=BACK)
        person.until(lambda: not person.keeper_pids, what="keeper and guard to leave", bound=BACK)
        assert not (person.home / "keeper" / "note.json").exists()
        entry = Paths(person.home).autostart_entry.name
        assert not (person.desktop.home / ".config" / "autostart" / entry).exists()

    def judge(self, *, gaps: bool = False) -> None:
        """By the ledger. `gaps`: nobody watched for a while, which may have cost what came then, and must be told.

        A gap before the silence is none of those: until then a keeper that dies has nothing that its guard could hold.
        """
        self.back()
        self.person.until(lambda: not self.lost(), what="all to be kept, or its loss to be told", bound=BACK)
        digest, found = self.digest(), missing(self.person, self.ledger)
        judge(self.person, self.ledger, digest, excused=in_gaps(digest, self.ledger, found) if gaps else set())
        since = self._silent_since
        assert gaps or not [gap for gap in digest["gaps"] if since is None or moment(gap["until"]) > since]
        assert gaps or self._popups.mapped() == 0

    def _expect_silence(self) -> None:
        if self._silent:
            assert self.person.desktop.dunst.paused(), "the silence did not hold"
            assert self._popups.mapped() == 0


def _state(told: dict[str, Any]) -> str:
    return str(told["session"]["state"]) if told["session"] else "none"
