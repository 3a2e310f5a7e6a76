"""What is known of a silence beyond that it is engaged: by the server's own word, and by the self-test on this very server."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdspace.keeper.probe.record import of_server, server_here

if TYPE_CHECKING:
    from holdspace.keeper.bus import Bus
    from holdspace.keeper.probe.record import Record
    from holdspace.keeper.quiet import Critical, Evidence, QuietDriver
    from holdspace.wire.paths import Paths


class Proof(NamedTuple):
    """`evidence` as the wire says it; `critical`: what becomes of critical ones; `why`: what speaks against it, or None."""

    evidence: Evidence
    critical: Critical
    why: str | None


def judged(driver: QuietDriver, read: Evidence, known: Record | None) -> Proof:
    """`read`: whether it could be read back. `known`: what a self-test of this very server saw."""
    critical = known.critical if known is not None and known.critical != "unknown" else driver.critical
    saw = known.saw if known is not None else "not_verifiable"
    if saw == "no_popup":  # more than a word of the server's, also where that cannot be asked for
        return Proof("no_popup", critical, None)
    return Proof(read, critical, "popup_seen" if saw == "popup_seen" else None)


class Proofs:
    """Of one home."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths

    def __call__(self, bus: Bus, driver: QuietDriver, read: Evidence) -> Proof:
        """The proof for a silence that was just engaged. Raises BusGoneError."""
        return judged(driver, read, of_server(self._paths, server_here(bus, driver)))


def untested(_bus: Bus, driver: QuietDriver, read: Evidence) -> Proof:
    """Where no self-test counts: while it is made, and when a silence is only given back."""
    return judged(driver, read, None)
