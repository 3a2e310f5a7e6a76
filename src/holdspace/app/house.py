"""The house: all rooms put together on the main thread. It holds no rule; it carries what one room says to the others."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdspace.adapters.clock import SystemClock
from holdspace.adapters.keeper_link import KeeperLink, Wanted
from holdspace.app.bus import Bus, new_id, tick
from holdspace.app.callers import Callers
from holdspace.app.drill.drill import Drill
from holdspace.app.going_on import GoingOn
from holdspace.app.health import Health
from holdspace.app.hotkeys import Hotkeys
from holdspace.app.keeper_ear import KeeperEar
from holdspace.app.logfile import open_log
from holdspace.app.notes import Notes
from holdspace.app.responders import Responders
from holdspace.app.screen import Shown, screen
from holdspace.app.self_test import SelfTest
from holdspace.app.spooled import Spooled
from holdspace.app.upkeep import Upkeep
from holdspace.app.when import time_of_day
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.decide_session import END_TAKEN_BACK_WITHIN
from holdspace.core.policy import Policy
from holdspace.core.state import next_due
from holdspace.engine.engine import Engine
from holdspace.engine.ports import NotKept
from holdspace.store.opening import open_store
from holdspace.ui.heartbeat import Heartbeat
from holdspace.ui.inbox import Inbox
from holdspace.ui.local_server import LocalServer
from holdspace.ui.shell import Shell
from holdspace.ui.tidying import Tidying

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, tzinfo

    from holdspace.app.loop import Loop
    from holdspace.app.requests import Requests
    from holdspace.core.moment import Moment
    from holdspace.core.people import Practitioner
    from holdspace.core.state import State
    from holdspace.engine.ports import Kept
    from holdspace.store.rows import CaseRow
    from holdspace.wire.paths import Paths

RENDER_EVERY_SECONDS = 0.1
REFUSED_MS = 8000
EXPIRE_MS = 60_000
"""After a session, once the practitioner has what they want of it."""
END_STANDS_MS = round(END_TAKEN_BACK_WITHIN.total_seconds() * 1000) + 1000
"""After this an end is no longer offered to be taken back."""
DAMAGE = ("damaged", "database_damaged")
"""The next start looks through the database before it opens it, and offers the ways on."""
ROUTINE_TROUBLE = ("disk_full", "read_only", "busy", "io_error")


class House:
    """Everything that runs. Made once the tray shows."""

    def __init__(self, loop: Loop, paths: Paths, argv: Sequence[str], shell: Shell, unnamed: Practitioner) -> None:
        """`unnamed` is the practitioner until settings say who it is."""
        self.loop = loop
        self.paths = paths
        self.shell = shell
        self.trouble: tuple[str, ...] = ()
        self.strip: str | None = None
        self.refused = ""
        self.recap_up = False
        self.offered = False
        self.lease_until: str | None = None
        self.critical = "unknown"
        """What becomes of critical notifications while the desktop is silent: hidden, shown, closed (as they come), unknown."""
        self._watchers: list[Callable[[], bool]] = []
        self._quitting = False
        self._untold_gap = 0.0
        """Seconds of a gap that could not be noted yet: the next tick tells it."""
        self.log = open_log(paths.app_log, self.failed)
        self.clock = SystemClock()
        held = paths.note.exists()  # then a session runs: it goes on with what can be read
        self.store = open_store(paths.database, examined=not held)
        self._upkeep = Upkeep(self.store, self.clock, self.failed)
        self._default_policy = Policy(practitioner=unnamed)
        self.engine = Engine(self.store.journal, self.clock, self._default_policy)
        self._heartbeat = Heartbeat(self.clock, self._ring)
        self.bus = Bus(self.engine, self._heartbeat, loop, self.failed, self._recovered)
        self.inbox = Inbox()
        self.keeper = KeeperLink(paths, argv, self.clock.ticks, self.failed)
        self.ear = KeeperEar(self.bus, self.keeper, loop, self.failed, self._quiet_told, self.clock.now)
        self.responders = Responders(self)
        self.spooled = Spooled(paths, self)
        self.hotkeys = Hotkeys(self)
        self.health = Health(self)
        self.self_test = SelfTest(self)
        self.notes = Notes(self)
        self.drill = Drill(self)
        self.going_on = GoingOn(self)
        self._beat = loop.timer(self._keeper_beat)
        self._refused_for = loop.timer(self._refusal_over)
        self._expire_soon = loop.timer(self.expire)
        self._end_stands = loop.timer(self.render)
        self._rendered_at = -RENDER_EVERY_SECONDS
        self._render_soon = loop.timer(self.render)
        self.engine.listen(self._changed)
        self._server = LocalServer(paths.socket, Callers(self))
        self._tidying = Tidying()
        self.going_on.begin()

    # What the other rooms ask ------------------------------------------------------------------------------------
    @cached_property
    def requests(self) -> Requests:
        from holdspace.app.requests import Requests  # when somebody asks: the first picture does not need it

        return Requests(self)

    @property
    def language(self) -> str:
        return self.engine.policy.practitioner.language

    @property
    def chosen_language(self) -> str:
        """The language of the settings; empty as long as none were taken: then each terminal speaks its own."""
        return "" if self.engine.policy is self._default_policy else self.language

    @property
    def zone(self) -> str:
        return self.engine.policy.practitioner.time_zone

    @property
    def tzinfo(self) -> tzinfo:
        return ZoneInfo(self.zone)

    @property
    def today(self) -> date:
        """The day it is for the practitioner: in their zone, as the gate counts it."""
        return self.clock.now().utc.astimezone(self.tzinfo).date()

    def time_of_day(self, moment: Moment) -> str:
        return time_of_day(moment, self.zone)

    def name_of(self, key: str) -> str:
        """A responder's name, by the policy in force; empty for somebody who is not in it."""
        person = self.engine.policy.responder(key)
        return person.name if person else ""

    @property
    def quitting(self) -> bool:
        """Whether it was told to quit: nothing is begun any more."""
        return self._quitting

    @property
    def silent_for(self) -> str | None:
        """The session, or drill, for which the desktop is to be silent; None while going on is only offered."""
        session = self.engine.state.session
        if session is None:
            return self.drill.session
        return session.id if not self.offered else None

    def recent_cases(self) -> Sequence[CaseRow]:
        session = self.engine.state.session or self.engine.state.ended
        return self.store.records.recent_cases(session.id) if session else ()

    def digest_session(self) -> str | None:
        """The session whose digest is told: the one that runs, else the last one."""
        state = self.engine.state
        if state.session is not None:
            return state.session.id
        last = self.store.records.last_session()
        return last.id if last else None

    def link(self, responder: str) -> str:
        return self.responders.link(responder)

    def watch(self, tell: Callable[[], bool]) -> None:
        """Call `tell` after each change, until it says that nobody listens any more."""
        self._watchers.append(tell)

    def failed(self, code: str) -> None:
        """Something does not work: say so in one calm line, and in doctor."""
        if code not in self.trouble:
            self.trouble = (*self.trouble, code)
            self.log.warning("trouble %s", code)
            self._show_soon()
            if code in DAMAGE:
                self.health.suspect_database()

    def refuse(self, code: str) -> None:
        """Say for a while why what was asked for on the screen was not done."""
        self.refused = code
        self._refused_for.start(REFUSED_MS)
        self.render()

    def _refusal_over(self) -> None:
        self.refused = ""
        self.render()

    def mended(self, *codes: str) -> None:
        if any(code in self.trouble for code in codes):
            self.trouble = tuple(known for known in self.trouble if known not in codes)
            self._show_soon()

    def want_digits(self, wanted: bool) -> None:
        self.hotkeys.want_digits(wanted)

    def show_recap(self) -> None:
        if self.engine.state.session is not None:
            self.recap_up = True
            self.render()

    def confirm(self) -> None:
        """Still in session: go on, and be silent again."""
        self.offered = False
        self.bus.do(c.ConfirmSession(id=new_id()))
        self.arrange()
        self.render()

    def quit(self) -> None:
        """Quit on purpose: give the desktop back, keep a snapshot, leave."""
        if self._quitting:
            return
        self.shell.flush()
        self._quitting = True
        self.notes.stop()
        self.drill.end("quit")
        self.spooled.stop()
        self.bus.stop()
        self._heartbeat.arm(None, busy=False)
        self._beat.stop()
        self.keeper.goodbye()
        self.responders.stop()
        self.hotkeys.stop()
        self.health.stop()
        self.self_test.stop()
        self.shell.close()
        self._server.close()
        self._upkeep.alive()
        self._upkeep.snapshot(self.engine.state)
        self.store.close()
        self.loop.quit()

    # Changes -----------------------------------------------------------------------------------------------------------
    def _changed(self, state: State, facts: tuple[f.Fact, ...]) -> None:
        for fact in facts:
            match fact:
                case f.InterruptionArrived(origin="hand", source="unsorted") if state.session is not None:
                    self.strip = fact.interruption
                case f.InterruptionSorted() | f.InterruptionSettled():
                    if self.strip == fact.interruption:
                        self.strip = None
                case f.SessionStarted():
                    self.offered, self.recap_up, self.strip = False, False, None
                    self.drill.give_way()
                    self.render()  # the window comes by itself, and takes no focus
                case f.SessionResumed():
                    self.offered = False
                    self.recap_up = True
                case f.SessionPaused() | f.SessionConfirmed():
                    self.offered = False
                    self.recap_up = False
                case f.SessionEnded():
                    self.shell.flush()  # before another session may begin
                    self.offered, self.recap_up, self.strip = False, False, None
                    self._expire_soon.start(EXPIRE_MS)
                    self._end_stands.start(END_STANDS_MS)
                    self.ear.tell_gap()
                    self.self_test.begin_soon()
                    if not self.keeper.connected:
                        self.spooled.watch_leftover()
                case f.DeadlineMissing():
                    self.failed("deadline_missing")
                case f.PolicyAdopted():
                    self.responders.policy_changed()
                case _:
                    pass
        self.arrange()
        self.responders.changed(facts)
        self._show_soon()
        self._watchers = [tell for tell in self._watchers if tell()]

    def arrange(self) -> None:
        """Tell the keeper and the timer what is wanted now."""
        state, preferences = self.engine.state, self.engine.policy.preferences
        self.keeper.want(
            Wanted(
                session=self.silent_for,
                release_after_seconds=0 if self.drill.gentle else preferences.release_after_seconds,
                drain=preferences.drain and not self.drill.gentle,
                close_critical=preferences.close_critical and self.drill.session is None,
            )
        )
        self._keeper_beat()
        self._heartbeat.arm(next_due(state, self.clock.now()), busy=self._busy)

    def _keeper_beat(self) -> None:
        wait = self.keeper.beat()
        if wait is None:
            self._beat.stop()
        else:
            self._beat.start(max(10, round(wait * 1000)))

    def _ring(self, gap: float) -> None:
        try:
            self.tick(gap)  # first of all: somebody's time is up
            if self._busy:
                self._upkeep.alive()
            self.spooled.bring_in()
        finally:
            self.arrange()

    def tick(self, gap: float) -> None:
        """Time has passed, `gap` seconds of it unseen."""
        gap = max(gap, self._untold_gap)
        self._untold_gap = 0.0

        def told(kept: Kept | NotKept) -> None:
            if isinstance(kept, NotKept):
                self._untold_gap = gap

        self.bus.do(tick(gap), told)

    @property
    def _busy(self) -> bool:
        """Whether a session runs or somebody is asked."""
        return self.engine.state.session is not None or bool(self.engine.state.cases)

    def expire(self) -> None:
        """Texts whose time has come go, here and in every copy; not in a damaged file, which stays as it is."""
        if self._quitting or set(DAMAGE) & set(self.trouble):
            return
        self._tidying.at_rest()
        self._upkeep.expire()
        self.spooled.expire(self.clock.now(), self.engine.policy.preferences.keep_text_days)

    def keeper_left(self) -> None:
        """The keeper's connection ended: another is started if silence is still wanted."""
        self.lease_until = None
        self.drill.keeper_left()
        if self.silent_for is not None:
            self.bus.do(c.ReportQuiet(id=new_id(), engaged=False, why="keeper_gone"))
        elif self.engine.state.quiet.engaged:
            self.bus.do(c.ReportQuiet(id=new_id(), engaged=False, why="not_wanted"))
        self._keeper_beat()

    def _quiet_told(self, lease_until: str | None, critical: str) -> None:
        self.lease_until, self.critical = lease_until, critical
        self.health.quiet_told()
        self.mended("keeper_gone", "keeper_cannot_start")

    def _recovered(self) -> None:
        self.mended(*ROUTINE_TROUBLE)

    # The screen ----------------------------------------------------------------------------------------------------------
    def _show_soon(self) -> None:
        """Render after what is under way; in a flood of news ten times a second, so that it leaves room for the news."""
        if not self._render_soon.waiting:
            since = self.clock.ticks() - self._rendered_at
            self._render_soon.start(max(0, round((RENDER_EVERY_SECONDS - since) * 1000)))

    def render(self) -> None:
        if self._quitting:
            return
        self._heartbeat.ring_if_due()
        self._rendered_at = self.clock.ticks()
        self._tidying.now_and_then()
        shown = Shown(
            strip=self.strip,
            recap=self.recap_up,
            offered=self.offered,
            trouble=self.trouble,
            refused=self.refused,
            critical=self.critical,
            foresight=self.health.foresight,
            blind=bool(self.ear.blind),
            absent_keys=self.hotkeys.absent(),
        )
        now = self.clock.now()
        try:
            shows = screen(self.engine.state, self.engine.policy, self.store, now, shown, self.zone)
        except NotKept as refusal:  # the records cannot be read: what was shown last stays
            self.failed(refusal.code)
        else:
            self.shell.render(shows)
