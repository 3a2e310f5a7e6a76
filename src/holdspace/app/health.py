"""How every part of the running app stands, as rows: the Health page shows them, `doctor` tells them. No names of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.app.foresight import Foresight, foresight
from holdspace.app.outside import Outside
from holdspace.core.break_glass import WARNED_BEFORE, expiring
from holdspace.core.escalation import can_be_asked, in_a_step
from holdspace.engine.ports import NotKept
from holdspace.health import NO_FAULT, HealthRow, as_set, joined, remedy_for
from holdspace.store import suspicion
from holdspace.wire.standing import file_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from holdspace.app.house import House
    from holdspace.core.people import Role
    from holdspace.core.state import Quiet
    from holdspace.health import HealthState

CLOCK_WENT_BACK = 60.0
"""Seconds: what was written last lies so far ahead of now only when the clock was set back."""
ROLES: tuple[tuple[Role, str], ...] = (("assistant", "assistants"), ("executive", "executives"))


class Health:
    """Lives as long as the house. What is asked here costs no more than a look at a few files."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._quiet_at: datetime | None = None
        self._checked: tuple[bool, datetime] | None = None
        self._outside = Outside(house.paths, house.loop)

    def rows(self) -> tuple[HealthRow, ...]:
        """Every part, the worst that is known of it; what was seen from outside is as old as `look` is."""
        files = self._files()
        known = {row.part for row in files}
        outside = (row for row in self._outside.rows if row.part not in known)
        return as_set(joined((*self._inside(), *files), outside), close_critical=self.closes_critical)

    def own(self) -> tuple[HealthRow, ...]:
        """What the app knows by itself, for whoever looks from outside now: what was seen there before may be over."""
        return as_set(joined((*self._inside(), *self._files()), ()), close_critical=self.closes_critical)

    def _files(self) -> tuple[HealthRow, ...]:
        held = self._house.engine.state.session is not None or self._house.keeper.connected
        return file_rows(self._house.paths, self._now, held=held)

    def _inside(self) -> tuple[HealthRow, ...]:
        return (
            self._silence(),
            self._watch(),
            self._keeper(),
            self._house.hotkeys.fitness(),
            self._house.responders.fitness(),
            *(self._people(role, part) for role, part in ROLES),
            self._break_glass(),
            self._database(),
            self._clock(),
        )

    @property
    def closes_critical(self) -> bool:
        """Whether the settings have urgent ones closed where the desktop shows them in spite of its silence."""
        return self._house.engine.policy.preferences.close_critical

    @property
    def foresight(self) -> Foresight:
        """What a session would find here, as far as somebody looked."""
        return foresight(as_set(self._outside.rows, close_critical=self.closes_critical))

    def look(self, told: Callable[[], None]) -> None:
        """Look at the desktop anew, in a process of its own; `told` is called when `rows` knows what it saw."""
        self._outside.look(told)

    def stop(self) -> None:
        self._outside.stop()

    def quiet_told(self) -> None:
        """The keeper has just said how the desktop's silence stands."""
        self._quiet_at = self._now

    def check_database(self) -> bool:
        """SQLite's own quick check of the whole file: whether it is sound."""
        try:
            sound = self._house.store.database.quick_check()
        except NotKept as refusal:
            self._house.failed(refusal.code)
            return True
        self._checked = (sound, self._now)
        return sound

    def suspect_database(self) -> None:
        """It was found damaged while in use: the next start looks through it before it opens it."""
        try:
            suspicion.raise_against(self._house.paths.database)
        except NotKept as refusal:
            self._house.failed(refusal.code)

    def _silence(self) -> HealthRow:
        quiet = self._quiet
        driver = "" if quiet.driver == "none" else quiet.driver
        if self._house.silent_for is None:
            return HealthRow(part="silence", driver=driver, state="off", reason="not_wanted")
        if not quiet.engaged:
            why = quiet.why or "starting"
            state: HealthState = "off" if why in NO_FAULT else "cannot"
            return HealthRow(part="silence", driver=driver, state=state, reason=why, remedy=remedy_for(why))
        if quiet.why == "popup_seen":
            seen = quiet.why
            return HealthRow(part="silence", driver=driver, state="cannot", reason=seen, remedy=remedy_for(seen))
        if quiet.evidence in {"read_back", "no_popup"}:
            return HealthRow(part="silence", driver=driver, state="works", last_verified=self._quiet_at)
        return HealthRow(part="silence", driver=driver, state="works", reason="cannot_be_read_back")

    def _watch(self) -> HealthRow:
        if self._house.silent_for is None:
            return HealthRow(part="watch", state="off", reason="not_wanted")
        if why := self._house.ear.blind:
            return HealthRow(part="watch", state="cannot", reason=why, remedy=remedy_for(why))
        if not self._house.keeper.connected:
            return HealthRow(part="watch", state="cannot", reason="keeper_gone", remedy="see_log")
        return HealthRow(part="watch", state="works", last_verified=self._quiet_at)

    def _keeper(self) -> HealthRow:
        """The keeper, and the guard that holds the silence for it: one does not serve without the other."""
        if self._house.keeper.connected:
            return HealthRow(part="keeper", state="works", last_verified=self._now)
        if self._house.silent_for is None:
            return HealthRow(part="keeper", state="off", reason="not_wanted")
        return HealthRow(part="keeper", state="cannot", reason="keeper_gone", remedy="see_log")

    def _people(self, role: Role, part: str) -> HealthRow:
        house, policy, now = self._house, self._house.engine.policy, self._house.clock.now()
        people = [one for one in policy.responders if one.role == role]
        if not in_a_step(policy, role):
            if not people:
                return HealthRow(part=part, state="off", reason="in_no_step")
            return HealthRow(part=part, state="needs_setup", reason="in_no_step", remedy="add_a_step")
        reachable = sum(can_be_asked(policy, one, house.engine.state.present, now) for one in people)
        params = (("reachable", reachable), ("all", len(people)))
        if not people:
            return HealthRow(part=part, state="needs_setup", reason="nobody_to_ask", remedy="import_settings")
        if not reachable:
            return HealthRow(part=part, state="needs_setup", reason="reachable", remedy="open_the_page", params=params)
        return HealthRow(part=part, state="works", reason="reachable", last_verified=now.utc, params=params)

    def _break_glass(self) -> HealthRow:
        """Entries that let through: each comes to an end, and somebody must mean it again before that."""
        entries = [rule for rule in self._house.engine.policy.rules if rule.verdict == "let_through"]
        if not entries:
            return HealthRow(part="break_glass", state="off", reason="no_entries")
        ending = len(expiring(self._house.engine.policy, self._house.today))
        if ending:
            params = (("count", ending), ("days", WARNED_BEFORE.days))
            return HealthRow(
                part="break_glass", state="needs_setup", reason="ends_soon", remedy="mean_it_again", params=params
            )
        return HealthRow(part="break_glass", state="works", last_verified=self._now)

    def _database(self) -> HealthRow:
        if self._checked is None:
            return HealthRow(part="database", state="off", reason="starting")
        sound, at = self._checked
        if sound:
            return HealthRow(part="database", state="works", last_verified=at)
        return HealthRow(
            part="database", state="cannot", reason="damaged", remedy="restart_for_a_copy", last_verified=at
        )

    def _clock(self) -> HealthRow:
        now = self._house.clock.now()
        try:
            last = self._house.store.journal.last_moment()
        except NotKept:
            last = None  # the database says so itself
        if last is not None and (last.utc - now.utc).total_seconds() > CLOCK_WENT_BACK:
            return HealthRow(part="clock", state="needs_setup", reason="clock_went_back", remedy="set_the_clock")
        return HealthRow(part="clock", state="works", last_verified=now.utc)

    @property
    def _now(self) -> datetime:
        return self._house.clock.now().utc

    @property
    def _quiet(self) -> Quiet:
        return self._house.engine.state.quiet
