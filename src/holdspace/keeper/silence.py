"""The silence: engage, verify, keep, give back. It alone changes the desktop, always through note and driver.

Held by the guard while a session lasts, and by `repair` when nobody holds it any longer.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from holdspace.keeper.bus import Bus, CallError, new_owner, owner_rule
from holdspace.keeper.claim import Claim
from holdspace.keeper.ledger import Ledger
from holdspace.keeper.log import reason
from holdspace.keeper.note import Entry, Note
from holdspace.keeper.probe.proof import untested
from holdspace.keeper.quiet import Critical, DriverError, Evidence, QuietDriver
from holdspace.keeper.quiet.known import choose, outliving
from holdspace.keeper.quiet.none import Nothing

if TYPE_CHECKING:
    from holdspace.keeper.file_watch import FileWatch
    from holdspace.keeper.probe.proof import Proof

_SERVER = "org.freedesktop.Notifications"
RETRY_AFTER = (0.1, 0.2, 0.4, 1.0, 2.0, 5.0, 10.0, 30.0)
DYING = 2.0
"""Seconds within which the locks of a dead process are free."""
NOT_BY_TRYING = frozenset({"locked", "no_setting"})
"""What no second attempt mends: the session goes on without silence, and says why."""


class Silence:
    """Wanted or not, engaged or not, and why not."""

    def __init__(
        self,
        bus: Bus,
        note: Note,
        log: Callable[..., None],
        chooser: Callable[[Bus], QuietDriver] = choose,
        by_name: Callable[[str, Bus], QuietDriver | None] = outliving,
        prove: Callable[[Bus, QuietDriver, Evidence], Proof] = untested,
    ) -> None:
        """`chooser` finds the driver for whoever serves now, `by_name` one whose setting outlives its server.

        `prove` says what is known of a silence that was just engaged.
        """
        self._bus = bus
        self._note = note
        self._log = log
        self._choose = chooser
        self._by_name = by_name
        self._prove = prove
        self._claims: dict[str, Claim] = {}
        self.file: FileWatch | None = None
        """What is to be waited for besides the bus; `hear_file` when it is readable."""
        self._driver: QuietDriver = Nothing("no_server")
        self._rules: set[str] = set()
        self._failures = 0
        self.wanted = False
        self.engaged = False
        self.evidence: Evidence = "none"
        self.critical: Critical = "unknown"
        self.why: str | None = "not_wanted"
        self.retry_at: float | None = None
        self.owing: str | None = None
        self._open: Ledger | None = None
        self._drained: set[int] = set()
        bus.match(owner_rule(_SERVER))

    @property
    def driver(self) -> QuietDriver:
        """Who is asked now."""
        return self._driver

    @property
    def previous(self) -> str | None:
        """What the note says was before, for the present driver."""
        entry = self._note.entries.get(self._driver.name)
        return entry.previous if entry is not None else None

    def hold(self) -> None:
        """Wanted from now on. What cannot be done yet is tried again when the server appears, or a little later."""
        self.wanted, self.owing = True, None
        if not self.engaged and self.why != "changed_by_user":
            self._engage()

    def retry(self) -> None:
        """The time of `retry_at` has come."""
        self.retry_at = None
        if self.wanted and not self.engaged:
            self._engage()
        elif self.owing is not None:
            self.give_back(lambda: None, self.owing)

    def hear(self, *messages: Any) -> bool:
        """Signals came; True when what is told of the silence may have changed. However many tell of a change, one look is
        enough.
        """
        changed = doubted = False
        for message in messages:
            told = new_owner(message)
            if told is not None:
                changed = self._server_changed(told[1]) or changed
            else:
                doubted = self._driver.told(message) is False or doubted
        return (self.engaged and doubted and self._look()) or changed

    def hear_file(self) -> bool:
        """`file` is readable; True when what is told of the silence may have changed."""
        return self.file is not None and self.file.changed() and self.engaged and self._look()

    def hear_late(self) -> bool:
        """Whether somebody has answered whom nobody waited for any longer: what they kept from being done is tried again."""
        if not self._bus.has_answered():
            return False
        self.retry()
        if self.engaged:
            self._look()
        return True

    def look(self) -> bool:
        """To be called now and then: some servers do not tell what the user changes. True when they did."""
        tells = self._driver.tells and bool(self.file) == bool(self._driver.file)
        return self.engaged and not tells and self._look()

    def _look(self) -> bool:
        try:
            if self._driver.is_on() is not False:
                return False  # told of something that was before we engaged
        except DriverError:
            return False  # it is going away: NameOwnerChanged says the rest
        return self._changed_by_user()

    def give_back(self, ledger: Callable[[], Ledger | None], why: str) -> bool:
        """Drain, bring back what was, close the note. False when the server did not obey or the note cannot be removed.

        Then it is owed: the note stays, and `retry_at` says when to try again (None: only the next start or repair, once
        something else has changed). `ledger` is asked when something is to be
        drained; None means that nothing is known beyond what it said before.
        """
        self.wanted, self.engaged, self.retry_at, self.owing = False, False, None, None
        self.why, self.evidence = why, "none"
        if not self._note.is_open:
            return True
        self._watch_file("")
        try:
            self._give_back_all(ledger)
        except (DriverError, OSError) as error:
            self._log("give_back_failed", reason=reason(error), driver=self._driver.name)
            if not isinstance(error, DriverError) or error.code not in NOT_BY_TRYING:
                self.owing = why
                self._try_again()
            return False
        self._open, self._failures = None, 0
        self._drained.clear()
        return True

    def _give_back_all(self, ledger: Callable[[], Ledger | None]) -> None:
        if self._open is None:
            self._open = ledger()
        failed: DriverError | None = None
        for name in list(self._note.entries):
            try:
                came = self._give_back_one(name, self._note.entries[name], ledger)
            except DriverError as error:
                failed = error  # the others are given back all the same
                continue
            self._log(came, driver=name, previous=self._note.entries[name].previous)
            if len(self._note.entries) > 1:
                self._note.given_back(name)  # or a second attempt for another would undo what the user does meanwhile
        if failed is not None:
            raise failed
        for claim in self._claims.values():
            # Before the note: of one that dies in between nothing is given back twice.
            try:
                claim.drop()
            except OSError as error:
                self._log("claim_failed", reason=type(error).__name__)  # a claim of a note that is closed is nobody's
        self._note.close()

    def _give_back_one(self, name: str, entry: Entry, ledger: Callable[[], Ledger | None]) -> str:
        if entry.left:
            return "left_to_the_user"
        driver = self._giver(name, entry)
        if driver is None:
            return "gone_with_its_server"
        if driver.shared and self._taken_over(self._claim(name)):
            return "taken_over"  # by another Holdspace, together with what was before
        driver.resume(entry.before)
        if driver.is_on() is False:
            return "off_already"  # by the user, or it never came to be on: nothing of ours is left to undo
        if driver.floods and self._note.drain and entry.previous != "on":
            self._drain(driver, ledger)
        driver.release(entry.before)
        return "given_back"

    def _giver(self, name: str, entry: Entry) -> QuietDriver | None:
        """Who can give this back; None when it is gone with the server that kept it."""
        kept = self._by_name(name, self._bus)
        if kept is not None and not kept.floods:
            return kept
        try:
            driver = self._choose(self._bus)  # with the server, which is told what to close first
        except DriverError:
            if kept is None:
                raise
            return kept  # a server that hangs does not keep it from being given back
        return driver if driver.name == name and driver.store == entry.store else kept

    def _claim(self, name: str) -> Claim:
        return self._claims.setdefault(name, Claim(self._note.paths, name))

    def _taken_over(self, claim: Claim) -> bool:
        deadline = time.monotonic() + DYING
        try:
            while not claim.take():
                if not claim.ours:
                    return True
                # Held by one of ours that is dying, whose socket went before its locks; or by another that is about to say so.
                if time.monotonic() > deadline:
                    return False
                select.select([], [], [], 0.02)
        except OSError as error:
            self._log("claim_failed", reason=type(error).__name__)
            return False  # where nothing can be claimed the note stands for itself
        return not claim.ours

    def _drain(self, driver: QuietDriver, ledger: Callable[[], Ledger | None]) -> None:
        """Until nothing new has come in while we closed: what arrives during a long drain was held as well."""
        known = self._open
        for _ in range(3):
            ids = [] if known is None else known.to_drain(driver.server, self._note.exceptions)
            ids = [ident for ident in ids if ident not in self._drained]
            if not ids:
                return
            closed = driver.drain(ids)
            self._drained.update(ids)
            self._log("drained", asked=len(ids), closed=closed)
            known = ledger()

    def _engage(self) -> None:
        try:
            try:
                self._engage_here()
            except DriverError as error:
                if error.code != "gone":
                    raise
                self._engage_here()  # it ended while it was asked: who serves now, or is started with the next one?
        except DriverError as error:
            self._log("engage_failed", reason=error.code, driver=self._driver.name)
            if error.code in NOT_BY_TRYING:
                self._cannot(error.code)
                return
            self._cannot("server_failed")
            self._try_again()
        except OSError as error:
            self._log("note_failed", reason=type(error).__name__)
            self._cannot("note_failed")  # no change without a note
            self._try_again()

    def _engage_here(self) -> None:
        self._driver = self._choose(self._bus)
        self._watch(self._driver)
        if self._driver.why is not None:
            self._cannot(self._driver.why)
        else:
            self._engage_with(self._driver)

    def _engage_with(self, driver: QuietDriver) -> None:
        claim = self._claim(driver.name) if driver.shared else None
        if claim is not None and not claim.take():
            self._cannot("another_holdspace")
            self._try_again()
            return
        entry = self._note.entries.get(driver.name)
        if entry is None:
            before = claim.left_behind() if claim is not None else None
            if before is not None and driver.is_on() is False:
                before = None  # the user has undone what was left behind
            self._note.open(driver.name, before or driver.snapshot(), driver.store, self._bus.guid)
            entry = self._note.entries[driver.name]
        elif entry.left:  # a choice for this session: it stands, also where it went with the server that kept it
            self._changed_by_user()
            return
        elif entry.store != driver.store:  # another instance of the server: what we set is gone, what was before stands
            self._note.moved(driver.name, driver.store, driver.snapshot().detail)
            entry = self._note.entries[driver.name]
        else:
            driver.resume(entry.before)
            if entry.applied and driver.is_on() is False:
                self._changed_by_user()
                return
        if claim is not None:
            claim.write(entry.before)
        driver.engage()
        self._watch_file(driver.file)
        on = driver.is_on()
        if on is False:
            raise DriverError("not_taken")
        if not entry.applied:
            entry.applied = True
            self._note.save()
        self.engaged, self._failures = True, 0
        self.evidence, self.critical, self.why = self._prove(self._bus, driver, "read_back" if on else "not_verifiable")
        self._log("engaged", driver=driver.name, previous=entry.previous, server=driver.server)

    def _server_changed(self, owner: str) -> bool:
        self._log("server_changed", present=int(bool(owner)))
        left = self._note.entries.get(self._driver.name)
        if left is not None and left.left:
            # WORKAROUND the user's choice went with the server, but it was a choice for this session: it stands.
            self._driver = Nothing("no_server")
            return False
        self.engaged, self.evidence = False, "none"
        self._driver = Nothing("no_server")
        if not self.wanted:
            if self.owing is not None:
                self.retry_at = time.monotonic()  # what it kept in memory is gone with it
            return False
        self._failures = 0
        self._engage()  # also where nobody serves now: some servers end when they show nothing, and are started again
        return True

    def _changed_by_user(self) -> bool:
        entry = self._note.entries.get(self._driver.name)
        if entry is not None and not entry.left:
            entry.left = True
            try:
                self._note.save()
            except OSError as error:
                self._log("note_failed", reason=type(error).__name__)
        self._cannot("changed_by_user")
        self._log("changed_by_user", driver=self._driver.name)
        return True

    def _cannot(self, why: str) -> None:
        self.engaged, self.evidence, self.why = False, "none", why

    def _try_again(self) -> None:
        wait = RETRY_AFTER[min(self._failures, len(RETRY_AFTER) - 1)]
        self._failures += 1
        self.retry_at = time.monotonic() + wait

    def _watch_file(self, path: str) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None
        if path:
            from holdspace.keeper.file_watch import FileWatch  # where a desktop needs it

            try:
                self.file = FileWatch(path)
            except OSError as error:  # then it is looked for now and then
                self._log("file_watch_failed", reason=type(error).__name__)

    def _watch(self, driver: QuietDriver) -> None:
        for rule in driver.rules:
            if rule in self._rules:
                continue
            try:
                self._bus.match(rule)
                self._rules.add(rule)
            except CallError as error:
                self._log("match_failed", reason=error.name)
