"""Going on where the last run stopped: what comes before the first picture, and what can wait until it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.core.moment import GAP

if TYPE_CHECKING:
    from holdspace.app.house import House

LEASE_LAPSES_AFTER = 300.0
"""Seconds after which a silence that nobody renewed was given back: the session is offered again, not just gone on with."""
LEAST_GAP_OF_A_BOOT = GAP.total_seconds() + 1
"""A machine that started anew was away for longer than a gap, whatever its clock says."""
AFTER_THE_PICTURE_MS = 100
"""The window manager places the window and the window is painted first."""


class GoingOn:
    """`begin` is called once, when all rooms are there."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._picture_shows = house.loop.timer(self.after_the_picture)

    def begin(self) -> None:
        """Tell the time that nobody saw, take in what waited, show the first picture."""
        house = self._house
        now, last = house.clock.now(), house.store.journal.last_moment()
        if house.engine.state.session is not None and last is not None:
            gap = max(now.since(last).total_seconds(), 0.0 if now.boot == last.boot else LEAST_GAP_OF_A_BOOT)
            house.offered = gap > LEASE_LAPSES_AFTER
            house.tick(gap)
        house.spooled.bring_in()
        house.render()
        house.arrange()  # after the picture: it may start a process
        self._picture_shows.start(AFTER_THE_PICTURE_MS)

    def after_the_picture(self) -> None:
        """What is not needed for the first picture."""
        house = self._house
        if house.quitting:
            return
        if not house.health.check_database():
            house.failed("database_damaged")
        if house.paths.gave_up.exists():
            house.failed("not_started_again")
            house.paths.gave_up.unlink(missing_ok=True)
        house.expire()
        house.hotkeys.start()
        house.render()  # names no key that does not serve
        house.responders.start_if_needed()
        house.spooled.watch_leftover()
        house.self_test.begin_soon()
