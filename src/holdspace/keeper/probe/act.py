"""One self-test: engage, send, look, give back, write down. Whatever ends it, the desktop is as it was, or handed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from holdspace.keeper import name, packets
from holdspace.keeper.bus import Bus, BusGoneError, CallError, NoBusError
from holdspace.keeper.lease import Lease
from holdspace.keeper.log import Log, reason
from holdspace.keeper.note import Note
from holdspace.keeper.popups import open_display
from holdspace.keeper.probe import beside, record
from holdspace.keeper.probe.door import CalledOffError, Door
from holdspace.keeper.probe.eyes import Eyes
from holdspace.keeper.probe.notices import CRITICAL, NORMAL
from holdspace.keeper.quiet import DriverError
from holdspace.keeper.quiet.known import choose
from holdspace.keeper.silence import Silence

if TYPE_CHECKING:
    from Xlib.display import Display

    from holdspace.keeper.probe.record import Record, Saw
    from holdspace.keeper.quiet import Critical
    from holdspace.wire.paths import Paths

HAND_OVER = 60.0
"""Seconds that a keeper has to take over the silence of a self-test that it ended."""


class Asked(NamedTuple):
    """`by_hand`: somebody waits for it, so one popup may show to see whether it can be seen. `language` of the text.

    `begins` is called once it is certain to begin, before anything shows or is changed.
    """

    by_hand: bool
    language: str = ""
    begins: Callable[[], object] = lambda: None


class Came(NamedTuple):
    """`outcome` "tested" or "known"; else why not: called_off, held_by_a_session, left_behind (a silence), not_given_back, or
    why the desktop cannot be silenced or watched, as the quiet of the wire says it. `record`: what is known now where
    something was tested. `shown_again`: how many of other programs came meanwhile that the server would have dropped.
    """

    outcome: str
    record: Record | None = None
    shown_again: int = 0


class SelfTest:
    """Made and run once, by a process that holds the keeper's lock."""

    def __init__(self, paths: Paths, asked: Asked) -> None:
        self._paths = paths
        self._asked = asked
        self._log = Log(paths.keeper_log, "probe").note
        self._record: Record | None = None
        self._shown_again = 0

    def run(self) -> Came:
        """Make it."""
        if (guard := packets.connect(self._paths.guard_socket)) is not None:
            guard.close()
            return Came("held_by_a_session")
        note = Note(self._paths)
        if note.is_open:
            return Came("left_behind")
        try:
            door = Door(self._paths)
        except OSError as error:
            self._log("probe_failed", reason=type(error).__name__)
            return Came("note_failed")
        try:
            outcome = self._on_the_bus(door, note)
        finally:
            door.close()
        self._log("probed", outcome=outcome, saw=self._record.saw if self._record is not None else None)
        return Came(outcome, self._record, self._shown_again)

    def _on_the_bus(self, door: Door, note: Note) -> str:
        try:
            bus = Bus()
        except NoBusError:
            return "no_bus"
        door.bus = bus
        display = open_display()
        try:
            return self._test(door, note, bus, display) if name.take_for_a_test(bus) else "another_holdspace"
        except CalledOffError as called_off:  # nothing was changed yet
            self._log("probe_called_off", why=called_off.why)
            return "called_off"
        except BusGoneError:
            return "no_bus"
        except (CallError, DriverError) as error:
            self._log("probe_failed", reason=reason(error))
            return "server_failed"
        except beside.CannotWatchError as error:
            return error.why
        finally:
            bus.close()
            if display is not None:
                display.close()

    def _test(self, door: Door, note: Note, bus: Bus, display: Display | None) -> str:
        driver = choose(bus)
        if driver.why is not None:
            return driver.why
        if not driver.server:
            return "server_not_started"
        server = record.server_here(bus, driver)
        if server is None:
            return "server_failed"
        if not self._asked.by_hand and (known := record.of_server(self._paths, server)) is not None:
            self._record = known
            return "known"
        others = beside.Beside(self._paths, bus.name, wait=door.wait) if beside.is_needed(driver, note) else None
        seen = None
        try:
            self._asked.begins()
            eyes = Eyes(door, bus, driver, display, self._asked.language)
            can_see = eyes.can_see(by_hand=self._asked.by_hand)
            silence = Silence(bus, note, self._log)
            door.heard = silence.hear
            outcome, seen = self._in_silence(door, silence, eyes if can_see else None)
        finally:
            if others is not None:
                others.leave()
        if others is not None and outcome not in {"called_off", "not_given_back"}:
            self._shown_again = others.finish()
        if outcome == "tested" and seen is not None:
            self._record = record.made(server, *seen)
            try:
                record.keep(self._paths, self._record)
            except OSError as error:
                self._log("probe_not_kept", reason=type(error).__name__)
        return outcome

    def _in_silence(self, door: Door, silence: Silence, eyes: Eyes | None) -> tuple[str, Any]:
        seen: tuple[Saw, Critical] | None = None
        outcome = "tested"
        try:
            silence.hold()
            if silence.engaged:
                seen = self._look(silence, eyes)
                door.look()  # what showed may have shown because the user ended the silence: that is told by now
                silence.hear_file()
                silence.look()
            if not silence.engaged:
                outcome = silence.why or "server_failed"
        except CalledOffError as called_off:
            self._log("probe_called_off", why=called_off.why)
            outcome = "called_off"
            if called_off.why == "a_keeper_starts" and silence.engaged and self._handed_over():
                return outcome, None
        except DriverError as error:
            self._log("probe_failed", reason=error.code)
            outcome = "server_failed"
        given_back = silence.give_back(lambda: None, "probed")
        return (outcome if given_back else "not_given_back"), seen

    def _handed_over(self) -> bool:
        """The note stays open and the silence on: for the keeper that starts, a valid lease is one to be adopted."""
        try:
            Lease(self._paths).renew(HAND_OVER, None, watched=False)
        except OSError as error:
            self._log("lease_failed", reason=type(error).__name__)
            return False
        return True

    def _look(self, silence: Silence, eyes: Eyes | None) -> tuple[Saw, Critical]:
        """A popup counts that is seen twice: the first may be another's, or of a server that was not silent at once.

        Unasked no critical one is sent where it is known to show.
        """
        if eyes is None:
            return "not_verifiable", "unknown"
        if silence.evidence == "not_verifiable":
            eyes.rest()
        if eyes.shows(NORMAL):
            self._log("probe_saw_one")
            if eyes.shows(NORMAL):
                return "popup_seen", "shown"
        if silence.driver.critical == "shown" and not self._asked.by_hand:
            return "no_popup", "unknown"
        return "no_popup", "shown" if eyes.shows(CRITICAL) else "hidden"
